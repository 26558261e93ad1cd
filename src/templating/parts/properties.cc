#include "templating/parts/properties.h"

#include <array>
#include <vector>

#include "ooxml/xml_walk.h"
#include "templating/parts/plain_text.h"

namespace docmill::templating {
namespace {

Result<void> fill_part(ooxml::Package& package, const std::string& part, const Scope& scope, Context& context) {
  auto bytes = package.bytes(part);
  if (!bytes) return Failed(bytes.error());
  if (!may_have_tokens(*bytes)) return {};
  auto tree = package.edit(part);
  if (!tree) return Failed(tree.error());
  std::vector<pugi::xml_node> texts;
  const auto root = (*tree)->document_element();
  for (auto node = root; node; node = ooxml::next_node(node, root)) {
    if (node.type() == pugi::node_pcdata && may_have_tokens(node.value())) texts.push_back(node);
  }
  for (auto text : texts) {
    auto filled = fill_plain_text(text.value(), scope, context);
    if (!filled) return Failed(filled.error());
    text.set_value(filled->c_str());
  }
  return {};
}

}  // namespace

std::vector<std::string> parts_of_properties(const ooxml::Package& package) {
  static constexpr std::array kKinds{"core-properties", "extended-properties", "custom-properties"};
  std::vector<std::string> parts;
  for (const auto* kind : kKinds) {
    const auto relationship = package.find("", kind);
    if (relationship && !relationship->external && package.has(relationship->target)) parts.push_back(relationship->target);
  }
  return parts;
}

Result<void> fill_properties(ooxml::Package& package, const Scope& scope, Context& context) {
  for (const auto& part : parts_of_properties(package)) {
    context.part = part;
    context.place = kPropertiesPlace;
    if (auto filled = fill_part(package, part, scope, context); !filled) return filled;
  }
  return {};
}

}  // namespace docmill::templating
