#include "templating/parts/own_names.h"

#include <string_view>
#include <vector>

#include "ooxml/xml_walk.h"

namespace docmill::templating {
namespace {

bool is_own(const char* name) {
  return std::string_view(name).starts_with("dm:");
}

}  // namespace

void forget_own_names(pugi::xml_node tree) {
  std::vector<pugi::xml_node> strange;
  ooxml::for_each_element(tree, [&](pugi::xml_node node) {
    if (is_own(node.name()) && node != tree) strange.push_back(node);
    for (auto attribute = node.first_attribute(); attribute;) {
      const auto next = attribute.next_attribute();
      if (is_own(attribute.name())) node.remove_attribute(attribute);
      attribute = next;
    }
  });
  // From the last to the first: what lies in another one goes before it.
  for (auto node = strange.rbegin(); node != strange.rend(); ++node) node->parent().remove_child(*node);
}

}  // namespace docmill::templating
