#pragma once
#include <pugixml.hpp>
#include <string>

#include "ooxml/package.h"

namespace docmill::templating::pptx {

/// A rectangle of a slide, in EMU.
struct Frame {
  long long x = 0;
  long long y = 0;
  long long width = 0;  // 0: not known
  long long height = 0;
};

/// Where text of a p:sp or of a table's cell (a:tc) stands: a shape's own frame or that of its layout or master; within it what the insets
/// leave. `part`: of the slide.
Frame frame_of(ooxml::Package& package, const std::string& part, pugi::xml_node holder);

}  // namespace docmill::templating::pptx
