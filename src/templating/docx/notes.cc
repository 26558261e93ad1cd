#include "templating/docx/notes.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <set>
#include <vector>

#include "ooxml/xml_walk.h"
#include "templating/docx/nodes.h"
#include "templating/fill.h"

namespace docmill::templating::docx {
namespace {

std::vector<pugi::xml_node> references_in(pugi::xml_node document, const char* name) {
  std::vector<pugi::xml_node> references;
  ooxml::for_each_element(document, [&](pugi::xml_node node) {
    if (is(node, name)) references.push_back(node);
  });
  return references;
}

Error too_many_notes() {
  return fail(
      ErrorCode::InputTooComplex,
      fmt::format("The document would have more than {} elements, since its notes are referred to over and over. Refer to each once.",
                  FillLimits{}.elements));
}

}  // namespace

const char* Notes::part_name() const {
  return sort_ == Sort::Footnotes ? "footnotes" : sort_ == Sort::Endnotes ? "endnotes" : "comments";
}

const char* Notes::note_name() const {
  return sort_ == Sort::Footnotes ? "w:footnote" : sort_ == Sort::Endnotes ? "w:endnote" : "w:comment";
}

const char* Notes::reference_name() const {
  return sort_ == Sort::Footnotes ? "w:footnoteReference" : sort_ == Sort::Endnotes ? "w:endnoteReference" : "w:commentReference";
}

Result<void> Notes::move_in(pugi::xml_node document, const std::string& main, Tokens& tokens) {
  const auto relationship = package_.find(main, part_name());
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
  std::map<std::string, std::uint64_t> weights;
  std::uint64_t copied = 0;
  for (auto reference : references) {
    const auto note = notes.find(reference.attribute("w:id").value());
    if (note == notes.end()) continue;
    auto& weight = weights[note->first];
    if (weight == 0) weight = count_nodes(note->second, note->second);
    copied += weight;
    if (copied > FillLimits{}.elements) return Failed(too_many_notes());
    reference.append_copy(note->second);
  }
  for (const auto& [id, note] : notes) root_.remove_child(note);
  return {};
}

Result<void> Notes::take_up(const Notes& other) {
  if (other.part_.empty()) return {};
  auto tree = package_.edit(other.part_);
  if (!tree) return Failed(tree.error());
  part_ = other.part_;
  root_ = (*tree)->document_element();
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
    auto& numbers = numbers_[id];
    numbers.push_back(id);
    if (taken.insert(id).second) continue;
    numbers.back() = std::to_string(next++);
    set(reference, "w:id", numbers.back());
    set(moved, "w:id", numbers.back());
  }
  if (sort_ == Sort::Comments) number_ranges(document);
  return {};
}

/// What a comment is about is named by its number as well: the first range is the first reference's, and so on. Those that are nobody's go.
void Notes::number_ranges(pugi::xml_node document) {
  std::vector<pugi::xml_node> orphans;
  std::map<std::string, std::size_t> begun;
  std::map<std::string, std::size_t> ended;
  ooxml::for_each_element(document, [&](pugi::xml_node node) {
    const bool begins = is(node, "w:commentRangeStart");
    if (!begins && !is(node, "w:commentRangeEnd")) return;
    const std::string old = node.attribute("w:id").value();
    const auto count = (begins ? begun : ended)[old]++;
    const auto& numbers = numbers_[old];
    if (count < numbers.size()) {
      set(node, "w:id", numbers[count]);
    } else {
      orphans.push_back(node);
    }
  });
  for (auto orphan : orphans) orphan.parent().remove_child(orphan);
}

}  // namespace docmill::templating::docx
