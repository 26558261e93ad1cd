#pragma once
#include <pugixml.hpp>

namespace docmill::templating {

/// Takes elements and attributes out whose names begin with "dm:", the prefix of the marks that fillings put into trees while they are at
/// work: a template that has such names would pass for one that is being filled. No program writes them.
void forget_own_names(pugi::xml_node tree);

}  // namespace docmill::templating
