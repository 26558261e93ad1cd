#pragma once
#include <pugixml.hpp>

namespace docmill::engines::ooxml {

/// Puts into the styles of `other` that are based on none what its defaults (w:docDefaults) say and those of `base` do not, so that its
/// paragraphs look the same under the defaults of `base`. Both are w:styles.
void keep_defaults(pugi::xml_node base, pugi::xml_node other);

}  // namespace docmill::engines::ooxml
