#include "templating/pptx/diagrams.h"

#include <utility>

#include "ooxml/xml_walk.h"
#include "templating/parts/drawing_text.h"
#include "templating/parts/look.h"
#include "templating/pptx/names.h"
#include "templating/pptx/paragraph.h"

namespace docmill::templating::pptx {
namespace {

/// The relationship from the slide to the drawing that is kept of a diagram; only the diagram's data names it.
std::string drawing_relation(pugi::xml_node data) {
  std::string relation;
  ooxml::for_each_element(data, [&](pugi::xml_node node) {
    if (is(node, "dsp:dataModelExt")) relation = node.attribute("relId").value();
  });
  return relation;
}

}  // namespace

Result<bool> Diagrams::has_tokens(const std::string& part) {
  auto tree = package_.xml(part);
  if (!tree) return Failed(tree.error());
  bool found = false;
  ooxml::for_each_element((*tree)->document_element(), [&](pugi::xml_node node) {
    if (!found && is(node, "a:p")) found = may_have_tokens(Paragraph(node).text());
  });
  return found;
}

Result<void> Diagrams::fill(pugi::xml_node relations, const std::string& part, const Scope& scope) {
  const std::string data = relations.attribute("r:dm").value();
  const auto relationship = package_.relationship(part, data);
  if (!relationship || relationship->external || !package_.has(relationship->target)) return {};
  auto tree = package_.xml(relationship->target);
  if (!tree) return Failed(tree.error());
  const auto drawing = drawing_relation((*tree)->document_element());
  if (auto filled = fill_related(part, data, scope); !filled) return filled;
  return drawing.empty() ? Result<void>{} : fill_related(part, drawing, scope);
}

Result<void> Diagrams::look_into(pugi::xml_node relations, const std::string& part, Findings& findings) {
  const auto relationship = package_.relationship(part, relations.attribute("r:dm").value());
  if (!relationship || relationship->external || !package_.has(relationship->target)) return {};
  auto tree = package_.xml(relationship->target);
  if (!tree) return Failed(tree.error());
  look_at_drawing_texts((*tree)->document_element(), {.part = relationship->target, .place = "diagram", .block = 0}, context_, findings);
  return {};
}

Result<void> Diagrams::fill_related(const std::string& part, const std::string& relation, const Scope& scope) {
  const auto relationship = package_.relationship(part, relation);
  if (!relationship || relationship->external || !package_.has(relationship->target)) return {};
  auto target = relationship->target;
  auto known = models_.find(target);
  if (known == models_.end()) {
    auto tokens = has_tokens(target);
    if (!tokens) return Failed(tokens.error());
    auto bytes = *tokens ? package_.bytes(target) : Result<std::string>(std::string());
    if (!bytes) return Failed(bytes.error());
    known = models_.emplace(target, *std::move(bytes)).first;
    if (known->second.empty()) return {};
  } else {
    if (known->second.empty()) return {};
    auto copy = package_.duplicate(target);
    if (!copy) return Failed(copy.error());
    target = *std::move(copy);
    package_.put(target, known->second);
    if (auto led = package_.retarget(part, relation, target); !led) return led;
  }
  if (auto enough = context_.spend(known->second.size() / 1024 + 1); !enough) return enough;
  auto tree = package_.edit(target);
  if (!tree) return Failed(tree.error());
  const auto outer = std::exchange(context_.part, target);
  auto filled = fill_drawing_texts((*tree)->document_element(), scope, context_);
  context_.part = outer;
  if (!filled) return filled;
  return package_.pack(target);
}

}  // namespace docmill::templating::pptx
