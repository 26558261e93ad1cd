#pragma once
#include <pugixml.hpp>
#include <string>

#include "base/result.h"
#include "ooxml/package.h"

namespace docmill::templating::pptx {

/// Lets the presentation name the slides that stand in `show`, in their order: its list of slides, its sections and its custom shows.
/// Relationships to slides that are gone go too. A presentation whose slides are those of the template stays as it is.
/// `main`: the presentation's part. Errors: the package's.
Result<void> write_slide_list(ooxml::Package& package, const std::string& main, pugi::xml_node show);

}  // namespace docmill::templating::pptx
