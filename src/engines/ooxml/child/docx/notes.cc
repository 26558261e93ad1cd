#include "engines/ooxml/child/docx/notes.h"

#include <algorithm>
#include <array>
#include <cstdlib>

#include "ooxml/namespaces.h"

namespace docmill::engines::ooxml {
namespace {

using Text = std::string_view;

bool is_separator(pugi::xml_node note) {
  const Text type = note.attribute("w:type").value();
  return !type.empty() && type != "normal";
}

int highest_note(pugi::xml_node list, const char* element) {
  int most = 0;
  for (const auto note : list.children(element)) most = std::max(most, std::atoi(note.attribute("w:id").value()));
  return most;
}

Result<void> add_kind(const NoteKind& kind, Document& base, Document& other, const Names& names, TakenIds& taken, PartImport& import) {
  const auto theirs = other.part(kind.kind);
  if (!theirs || !*theirs) return theirs ? Result<void>{} : Failed(theirs.error());
  const auto& map = names.*kind.map;
  if (map.empty()) return {};
  const bool fresh = base.part_name(kind.kind).empty();
  const auto empty = std::string("<") + kind.list + " xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"/>";
  const auto mine = base.part_or_new(kind.kind, kind.part, kind.type, empty);
  if (!mine) return Failed(mine.error());
  auto list = *mine;
  docmill::ooxml::take_namespaces(list, *theirs);
  for (const auto note : theirs->children(kind.element)) {
    const auto id = map.find(Text(note.attribute("w:id").value()));
    if (is_separator(note) ? !fresh : id == map.end()) continue;
    auto copy = list.append_copy(note);
    if (auto brought = import.bring_all(copy, other.part_name(kind.kind), base.part_name(kind.kind)); !brought) return brought;
    rename_story(copy, names, taken);
    if (!is_separator(note)) set_value(copy, id->second, "w:id");
  }
  return {};
}

}  // namespace

std::vector<NoteKind> note_kinds() {
  return {
      {"footnotes", "footnotes.xml", "w:footnotes", "w:footnote",
       "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml", &Names::footnotes},
      {"endnotes", "endnotes.xml", "w:endnotes", "w:endnote", "application/vnd.openxmlformats-officedocument.wordprocessingml.endnotes+xml",
       &Names::endnotes},
      {"comments", "comments.xml", "w:comments", "w:comment", "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml",
       &Names::comments},
  };
}

Result<void> choose_notes(Document& base, Document& other, Names& names) {
  for (const auto& kind : note_kinds()) {
    const auto mine = base.part(kind.kind);
    const auto theirs = other.part(kind.kind);
    if (!mine || !theirs) return Failed(mine ? theirs.error() : mine.error());
    int next = highest_note(*mine, kind.element) + 1;
    if (!*mine) next = 1 + (kind.kind == "comments" ? -1 : 0);
    for (const auto note : theirs->children(kind.element)) {
      if (!is_separator(note)) (names.*kind.map)[note.attribute("w:id").value()] = std::to_string(next++);
    }
  }
  return {};
}

Result<void> add_notes(Document& base, Document& other, const Names& names, TakenIds& taken, PartImport& import) {
  for (const auto& kind : note_kinds()) {
    if (auto added = add_kind(kind, base, other, names, taken, import); !added) return added;
  }
  return add_comment_facts(base, other, names);
}

Result<void> add_comment_facts(Document& base, Document& other, const Names& names) {
  static constexpr std::array<Text, 4> kKinds{"commentsExtended", "commentsIds", "commentsExtensible", "people"};
  static constexpr std::array<const char*, 4> kParagraphs{"w15:paraId", "w15:paraIdParent", "w16cid:paraId", "w14:paraId"};
  for (const auto kind : kKinds) {
    const auto theirs = other.part(kind);
    if (!theirs) return Failed(theirs.error());
    const auto link = other.package().find(other.main(), kind);
    if (!*theirs || !link) continue;
    for_each_element(*theirs, [&](pugi::xml_node node) {
      for (const auto* attribute : kParagraphs) {
        if (const auto known = node.attribute(attribute)) set_value(node, mapped(names.paragraphs, known.value()), attribute);
      }
    });
    auto mine = base.part(kind);
    if (!mine) return Failed(mine.error());
    if (!*mine) {
      const auto name = base.package().free_name(link->target);
      if (auto copied = base.package().copy_from(other.package(), link->target, name); !copied) return copied;
      if (auto related = base.package().relate(base.main(), link->type, name); !related) return Failed(std::move(related.error()));
      continue;
    }
    auto list = *mine;
    docmill::ooxml::take_namespaces(list, *theirs);
    for (const auto one : theirs->children()) {
      const auto* const author = one.attribute("w15:author").value();
      if (kind == "people" && list.find_child_by_attribute(one.name(), "w15:author", author)) continue;
      list.append_copy(one);
    }
  }
  return {};
}

}  // namespace docmill::engines::ooxml
