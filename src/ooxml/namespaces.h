#pragma once
#include <pugixml.hpp>
#include <string_view>

namespace docmill::ooxml {

/// Gives every name of a document the prefix that is usual for its namespace ("w", "a", "r", …, none in a workbook), and every namespace of
/// a Strict document its transitional name. A namespace that is not known keeps its prefix unless another has it. Lists of prefixes
/// (mc:Ignorable, Requires, …) follow. Documents that are already so stay as they are; of others all declarations move to the root.
/// Returns whether anything changed.
bool use_usual_prefixes(pugi::xml_document& document);

/// Declares in `root` what `other` declares and `root` does not, so that elements can move from the one's tree into the other's; what the
/// other may have ignored (mc:Ignorable) may be ignored here too. Both have been given the usual prefixes.
/// Returns false when one prefix stands for two namespaces; then the declaration of `root` stays.
bool take_namespaces(pugi::xml_node root, pugi::xml_node other);

/// The transitional name of a namespace of a Strict document; the same for any other.
std::string_view transitional(std::string_view uri);

}  // namespace docmill::ooxml
