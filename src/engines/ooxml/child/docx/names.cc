#include "engines/ooxml/child/docx/names.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>

#include "base/small_letters.h"
#include "engines/ooxml/child/parts/schema_order.h"

namespace docmill::engines::ooxml {
namespace {

using Text = std::string_view;

constexpr std::int64_t kHighestId = 2'000'000'000;

std::int64_t number_in(pugi::xml_attribute attribute) {
  return std::clamp<std::int64_t>(std::atoll(attribute.value()), 0, kHighestId);
}

/// Whether the attribute w:id of an element counts bookmarks and revisions, which all draw from one range.
bool is_annotation(Text name) {
  static constexpr std::array<Text, 8> kOthers{"w:footnoteReference", "w:endnoteReference", "w:footnote",          "w:endnote",
                                               "w:comment",           "w:commentReference", "w:commentRangeStart", "w:commentRangeEnd"};
  return std::ranges::find(kOthers, name) == kOthers.end();
}

template <class Do>
Result<void> in_all_stories(Document& document, Do&& something) {
  for (const auto& name : document.stories()) {
    const auto tree = document.package().edit(name);
    if (!tree) return Failed(tree.error());
    for_each_element((*tree)->document_element(), something);
  }
  return {};
}

std::string free_bookmark(const std::string& name, const TakenIds& taken) {
  // Word allows 40 characters.
  const auto stem = name.substr(0, 32);
  for (int i = 2;; ++i) {
    auto fresh = fmt::format("{}_{}", stem, i);
    if (!taken.bookmarks.contains(small_letters(fresh))) return fresh;
  }
}

std::string free_paragraph(TakenIds& taken) {
  std::string fresh;
  do {
    fresh = fmt::format("{:08X}", ++taken.last_paragraph);
  } while (taken.paragraphs.contains(fresh));
  return fresh;
}

bool is_word_character(char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}

/// A field's instruction, in which bookmarks stand as words: "PAGEREF _Toc12 \h".
std::string renamed_in_field(Text instruction, const IdMap& bookmarks) {
  std::string out;
  std::size_t at = 0;
  while (at < instruction.size()) {
    auto end = at;
    while (end < instruction.size() && is_word_character(instruction[end])) ++end;
    out += mapped(bookmarks, instruction.substr(at, end - at));
    if (end < instruction.size()) out += instruction[end++];
    at = end;
  }
  return out;
}

void rename_attribute(pugi::xml_node node, const char* attribute, const IdMap& map) {
  auto known = node.attribute(attribute);
  if (known && !map.empty()) known.set_value(mapped(map, known.value()).c_str());
}

void add_to(pugi::xml_attribute attribute, std::int64_t first) {
  if (attribute) attribute.set_value(static_cast<long long>(std::min(number_in(attribute) + first, kHighestId)));
}

void rename_ids(pugi::xml_node node, const Names& names) {
  const Text name = node.name();
  if (name == "w:footnoteReference") rename_attribute(node, "w:id", names.footnotes);
  if (name == "w:endnoteReference") rename_attribute(node, "w:id", names.endnotes);
  if (name.starts_with("w:comment")) rename_attribute(node, "w:id", names.comments);
  if (node.attribute("w:id") && is_annotation(name)) add_to(node.attribute("w:id"), names.first_id);
  if (name == "wp:docPr") add_to(node.attribute("id"), names.first_drawing);
  if (auto paragraph = node.attribute("w14:paraId"); paragraph && !names.paragraphs.empty())
    paragraph.set_value(mapped(names.paragraphs, paragraph.value()).c_str());
}

void rename_bookmarks(pugi::xml_node node, const Names& names) {
  if (names.bookmarks.empty()) return;
  const Text name = node.name();
  if (name == "w:bookmarkStart") rename_attribute(node, "w:name", names.bookmarks);
  if (name == "w:hyperlink") rename_attribute(node, "w:anchor", names.bookmarks);
  if (name == "w:instrText" || name == "w:delInstrText") node.text().set(renamed_in_field(node.text().get(), names.bookmarks).c_str());
  if (name == "w:fldSimple") set_value(node, renamed_in_field(node.attribute("w:instr").value(), names.bookmarks), "w:instr");
}

/// A content control has its own id, and is bound to nothing: what it shows stays, the data it came from belongs to its document.
void free_control(pugi::xml_node properties, TakenIds& taken) {
  properties.remove_child("w:dataBinding");
  properties.remove_child("w15:dataBinding");
  if (auto id = properties.child("w:id")) set_value(id, std::to_string(++taken.last_control));
}

void place_paragraph(pugi::xml_node paragraph, const Names& names) {
  auto properties = paragraph.child("w:pPr");
  auto style = std::string(value_of(properties, "w:pStyle"));
  const auto list = names.lists.find(style.empty() ? names.default_style : style);
  const bool listed = list != names.lists.end() && !properties.child("w:numPr");
  if ((style.empty() && !names.paragraph_style.empty()) || listed) {
    if (!properties) properties = paragraph.prepend_child("w:pPr");
  }
  if (style.empty() && !names.paragraph_style.empty())
    set_value(child_in_order(properties, "w:pStyle", order_in_paragraph()), names.paragraph_style);
  if (!listed) return;
  auto numbering = add_in_order(properties, "w:numPr", order_in_paragraph());
  set_value(numbering.append_child("w:ilvl"), list->second.level);
  set_value(numbering.append_child("w:numId"), list->second.number);
  // A list given to the paragraph itself would indent it in place of the style.
  if (properties.child("w:ind") || list->second.indents.empty()) return;
  pugi::xml_document indents;
  indents.load_string(list->second.indents.c_str());
  copy_in_order(properties, indents.document_element(), order_in_paragraph());
}

void place_table(pugi::xml_node table, const Names& names) {
  if (names.table_style.empty()) return;
  auto properties = table.child("w:tblPr");
  if (!properties) properties = table.prepend_child("w:tblPr");
  if (!properties.child("w:tblStyle")) set_value(properties.prepend_child("w:tblStyle"), names.table_style);
}

}  // namespace

Result<void> take_ids(Document& document, TakenIds& taken) {
  return in_all_stories(document, [&](pugi::xml_node node) {
    const Text name = node.name();
    if (name == "w:bookmarkStart") taken.bookmarks.insert(small_letters(node.attribute("w:name").value()));
    if (const auto id = node.attribute("w:id"); id && is_annotation(name)) taken.last_id = std::max(taken.last_id, number_in(id));
    if (name == "wp:docPr") taken.last_drawing = std::max(taken.last_drawing, number_in(node.attribute("id")));
    if (name == "w:sdtPr") taken.last_control = std::max(taken.last_control, number_in(node.child("w:id").attribute("w:val")));
    if (const auto paragraph = node.attribute("w14:paraId")) taken.paragraphs.insert(paragraph.value());
  });
}

Result<void> choose_names(Document& document, TakenIds& taken, Names& names) {
  names.first_id = taken.last_id + 1;
  names.first_drawing = taken.last_drawing + 1;
  return in_all_stories(document, [&](pugi::xml_node node) {
    const Text name = node.name();
    if (name == "w:bookmarkStart") {
      const std::string own = node.attribute("w:name").value();
      auto fresh = taken.bookmarks.contains(small_letters(own)) ? free_bookmark(own, taken) : own;
      taken.bookmarks.insert(small_letters(fresh));
      if (fresh != own) names.bookmarks[own] = std::move(fresh);
    }
    if (const auto id = node.attribute("w:id"); id && is_annotation(name))
      taken.last_id = std::max(taken.last_id, std::min(number_in(id) + names.first_id, kHighestId));
    if (name == "wp:docPr")
      taken.last_drawing = std::max(taken.last_drawing, std::min(number_in(node.attribute("id")) + names.first_drawing, kHighestId));
    if (const auto paragraph = node.attribute("w14:paraId")) {
      const std::string own = paragraph.value();
      auto fresh = taken.paragraphs.contains(own) ? free_paragraph(taken) : own;
      taken.paragraphs.insert(fresh);
      if (fresh != own) names.paragraphs[own] = std::move(fresh);
    }
  });
}

void rename_references(pugi::xml_node root, const Names& names) {
  static constexpr std::array<Text, 8> kStyles{"w:pStyle", "w:rStyle", "w:tblStyle",  "w:basedOn",
                                               "w:next",   "w:link",   "w:styleLink", "w:numStyleLink"};
  for_each_element(root, [&](pugi::xml_node node) {
    const Text name = node.name();
    if (std::ranges::find(kStyles, name) != kStyles.end()) rename_attribute(node, "w:val", names.styles);
    if (name == "w:numId") rename_attribute(node, "w:val", names.numbers);
  });
}

void rename_story(pugi::xml_node root, const Names& names, TakenIds& taken) {
  rename_references(root, names);
  for_each_element(root, [&](pugi::xml_node node) {
    rename_ids(node, names);
    rename_bookmarks(node, names);
    const Text name = node.name();
    if (name == "w:sdtPr") free_control(node, taken);
    if (name == "w:p") place_paragraph(node, names);
    if (name == "w:tbl") place_table(node, names);
  });
}

}  // namespace docmill::engines::ooxml
