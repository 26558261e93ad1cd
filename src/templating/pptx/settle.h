#pragma once
#include <pugixml.hpp>

namespace docmill::templating::pptx {

/// Carries out what was put off while the slides were filled: texts become runs, hidden blocks go, cells merge, paragraphs and rows go that
/// only steered, and slides of which a cut left nothing. `show`: holds the slides. Pictures and links are left as they are.
void settle(pugi::xml_node show);

/// Takes out what points to shapes that are gone: animations; links that lead nowhere; marks of ours. `slide`: p:sld or p:notes.
void tidy(pugi::xml_node slide);

}  // namespace docmill::templating::pptx
