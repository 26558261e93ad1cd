#include "templating/docx/notes.h"

#include <algorithm>
#include <set>
#include <vector>

#include "ooxml/xml_walk.h"
#include "templating/docx/nodes.h"

namespace docmill::templating::docx {
namespace {

std::vector<pugi::xml_node> references_in(pugi::xml_node document, const char* name) {
  std::vector<pugi::xml_node> references;
  ooxml::for_each_element(document, [&](pugi::xml_node node) {
    if (is(node, name)) references.push_back(node);
  });
  return references;
}

}  // namespace

Result<void> Notes::move_in(pugi::xml_node document, const std::string& main, Tokens& tokens) {
  const auto relationship = package_.find(main, sort_ == Sort::Footnotes ? "footnotes" : "endnotes");
  if (!relationship || relationship->external || !package_.has(relationship->target)) return {};
  const auto references = references_in(document, reference_name());
  if (references.empty()) return {};
  auto tree = package_.edit(relationship->target);
  if (!tree) return Failed(tree.error());
  part_ = relationship->target;
  root_ = (*tree)->document_element();
  if (auto marked = tokens.mark(root_, part_); !marked) return marked;
  std::map<std::string, pugi::xml_node> notes;
  for (const auto note : root_.children(note_name())) {
    if (!note.attribute("w:type") || std::string_view(note.attribute("w:type").value()) == "normal")
      notes[note.attribute("w:id").value()] = note;
  }
  for (auto reference : references) {
    const auto note = notes.find(reference.attribute("w:id").value());
    if (note != notes.end()) reference.append_copy(note->second);
  }
  for (const auto& [id, note] : notes) root_.remove_child(note);
  return {};
}

Result<void> Notes::move_out(pugi::xml_node document) {
  if (part_.empty()) return {};
  long long next = 1;
  for (const auto note : root_.children(note_name())) next = std::max(next, note.attribute("w:id").as_llong() + 1);
  const auto references = references_in(document, reference_name());
  for (const auto reference : references) next = std::max(next, std::min(reference.attribute("w:id").as_llong(), 1'000'000LL) + 1);
  std::set<std::string> taken;
  for (auto reference : references) {
    const auto note = reference.child(note_name());
    if (!note) continue;
    auto moved = root_.append_copy(note);
    while (reference.first_child()) reference.remove_child(reference.first_child());
    const std::string id = reference.attribute("w:id").value();
    if (taken.insert(id).second) continue;
    const auto fresh = std::to_string(next++);
    set(reference, "w:id", fresh);
    set(moved, "w:id", fresh);
  }
  return {};
}

}  // namespace docmill::templating::docx
