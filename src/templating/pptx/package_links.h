#pragma once
#include <pugixml.hpp>
#include <set>
#include <string>

#include "base/result.h"
#include "ooxml/package.h"

namespace docmill::templating::pptx {

/// Takes relationships of a slide or its notes away that nothing in `root` names any more: a picture that was exchanged, a chart that was
/// filled in a copy, links of blocks that went.
void forget_unused(ooxml::Package& package, const std::string& part, pugi::xml_node root);

/// Lets links from slide to slide lead to the copy that was made for the same item, or to the first there is; links to slides that are gone
/// go. `show`: the slides that are left; `known`: the template's, folded. Errors: the package's.
Result<void> lead_slide_links(ooxml::Package& package, pugi::xml_node show, const std::set<std::string>& known);

/// Takes what remembers slides that are gone out of the part that keeps how the presentation was last looked at (p:viewPr).
/// `main`: the presentation's part. Errors: the package's.
Result<void> forget_views(ooxml::Package& package, const std::string& main);

/// The parts that relationships lead to, from the package itself on.
std::set<std::string> parts_reached(const ooxml::Package& package);

/// Takes parts out that were reached `before` and are not now: what belonged to slides and rows that went must not be left behind.
void remove_unreached(ooxml::Package& package, const std::set<std::string>& before);

}  // namespace docmill::templating::pptx
