#include "templating/parts/look.h"

#include <cstring>
#include <utility>
#include <vector>

#include "ooxml/xml_walk.h"
#include "templating/parts/properties.h"

namespace docmill::templating {

void look_at_text(std::string_view text, const Where& where, Context& context, Findings& findings) {
  if (!may_have_tokens(text)) return;
  std::vector<std::string> complaints;
  for (const auto& token : find_tokens(text, context.dialect, &complaints)) findings.add(token, where);
  if (complaints.empty()) return;
  const auto part = std::exchange(context.part, where.part);
  const auto place = std::exchange(context.place, where.place);
  for (auto& complaint : complaints) context.warn("", std::move(complaint));
  context.part = part;
  context.place = place;
}

void look_at_drawing_texts(pugi::xml_node tree, const Where& where, Context& context, Findings& findings) {
  ooxml::for_each_element(tree, [&](pugi::xml_node node) {
    if (std::strcmp(node.name(), "a:p") != 0) return;
    std::string text;
    for (const auto run : node.children()) text += run.child("a:t").text().get();
    look_at_text(text, where, context, findings);
  });
}

Result<void> look_at_properties(ooxml::Package& package, Context& context, Findings& findings) {
  for (const auto& part : parts_of_properties(package)) {
    auto tree = package.xml(part);
    if (!tree) return Failed(tree.error());
    const auto root = (*tree)->document_element();
    for (auto node = root; node; node = ooxml::next_node(node, root)) {
      if (node.type() == pugi::node_pcdata)
        look_at_text(node.value(), {.part = part, .place = kPropertiesPlace, .block = 0}, context, findings);
    }
  }
  return {};
}

}  // namespace docmill::templating
