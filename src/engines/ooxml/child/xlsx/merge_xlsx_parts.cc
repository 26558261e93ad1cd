// What of a workbook goes over into the merged one as parts, and the lists in which the workbook names them.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>

#include "base/small_letters.h"
#include "engines/ooxml/child/parts/schema_order.h"
#include "engines/ooxml/child/parts/theme_colours.h"
#include "engines/ooxml/child/xlsx/merge_xlsx.h"

namespace docmill::engines::ooxml {
namespace {

/// Kinds of parts of a workbook that are merged, or are of no use in a merged one.
bool is_merged_kind(std::string_view kind) {
  static constexpr std::array<std::string_view, 14> kKinds{
      "worksheet", "chartsheet",   "dialogsheet", "xlMacrosheet",         "sharedStrings",    "styles",      "theme",
      "calcChain", "externalLink", "vbaProject",  "pivotCacheDefinition", "externalLinkPath", "slicerCache", "timelineCache"};
  return std::ranges::find(kKinds, kind) != kKinds.end();
}

}  // namespace

Result<void> XlsxMerge::add_external_books(Book& other, PartImport& import) {
  for (const auto reference : other.root().child("externalReferences").children("externalReference")) {
    auto list = child_in_order(base_.root(), "externalReferences", order_in_workbook());
    const auto id = import.bring(other.main(), reference.attribute("r:id").value(), base_.main());
    if (!id) return Failed(id.error());
    set_value(list.append_child("externalReference"), *id, "r:id");
  }
  return {};
}

Result<void> XlsxMerge::add_pivots(Book& other, const BookNames& names, PartImport& import) {
  for (const auto cache : other.root().child("pivotCaches").children("pivotCache")) {
    auto list = child_in_order(base_.root(), "pivotCaches", order_in_workbook());
    const auto id = import.bring(other.main(), cache.attribute("r:id").value(), base_.main());
    if (!id) return Failed(id.error());
    auto copy = list.append_child("pivotCache");
    set_value(copy, mapped(names.pivot_caches, cache.attribute("cacheId").value()), "cacheId");
    set_value(copy, *id, "r:id");
  }
  return {};
}

Result<void> XlsxMerge::add_sheets(Book& other, const BookNames& names, PartImport& import) {
  auto list = base_.root().child("sheets");
  for (const auto sheet : other.sheets()) {
    const auto id = import.bring(other.main(), sheet.attribute("r:id").value(), base_.main());
    if (!id) return Failed(id.error());
    auto copy = list.append_copy(sheet);
    const auto renamed = names.formulas.sheets.find(small_letters(sheet.attribute("name").value()));
    if (renamed != names.formulas.sheets.end()) set_value(copy, renamed->second, "name");
    set_value(copy, std::to_string(++last_sheet_), "sheetId");
    set_value(copy, *id, "r:id");
    const auto link = base_.package().relationship(base_.main(), *id);
    if (link && !link->external) continue;
    return Failed(fail(ErrorCode::InputDamaged,
                       fmt::format("The workbook is damaged: its sheet \"{}\" is missing.", sheet.attribute("name").value())));
  }
  return {};
}

void XlsxMerge::add_defined_names(Book& other, const BookNames& names, std::size_t sheets_before) {
  for (const auto name : other.root().child("definedNames").children("definedName")) {
    auto list = child_in_order(base_.root(), "definedNames", order_in_workbook());
    auto copy = list.append_copy(name);
    if (const auto local = name.attribute("localSheetId"); local) {
      set_value(copy, std::to_string(sheets_before + static_cast<std::size_t>(std::max(0, std::atoi(local.value())))), "localSheetId");
    } else if (const auto fresh = names.formulas.names.find(small_letters(name.attribute("name").value()));
               fresh != names.formulas.names.end()) {
      set_value(copy, fresh->second, "name");
    }
    copy.text().set(renamed_formula(name.text().get(), names.formulas).c_str());
  }
}

/// Parts of the whole workbook that are not merged: of each kind the first that comes is kept, and it is said when another is not.
Result<void> XlsxMerge::add_other_parts(Book& other, BookNames& names, PartImport& import) {
  const auto links = other.package().relationships(other.main());
  if (!links) return Failed(links.error());
  for (const auto& link : *links) {
    if (is_merged_kind(link.kind()) || link.external || !other.package().has(link.target)) continue;
    const auto kept = base_.part_name(link.kind());
    if (kept.empty()) {
      if (auto brought = import.bring(other.main(), link.id, base_.main()); !brought) return Failed(std::move(brought.error()));
      continue;
    }
    const auto mine = base_.package().bytes(kept);
    const auto theirs = other.package().bytes(link.target);
    if (!mine || !theirs) return Failed(mine ? theirs.error() : mine.error());
    if (*mine == *theirs || link.kind() == "customXml") continue;
    if (link.kind() == "sheetMetadata") {
      names.keeps_metadata = false;
    } else if (link.kind() == "person") {
      if (auto added = add_people(other); !added) return added;
    } else if (link.kind() != "printerSettings") {
      warn(fmt::format("{}: the part {} of the workbook could not be merged and was left out.", other.label(), link.kind()));
    }
  }
  return {};
}

/// Who wrote the comments that can be answered.
Result<void> XlsxMerge::add_people(Book& other) {
  const auto mine = base_.part("person");
  const auto theirs = other.part("person");
  if (!mine || !theirs) return Failed(mine ? theirs.error() : mine.error());
  auto list = *mine;
  for (const auto person : theirs->children()) {
    if (!list.find_child_by_attribute(person.name(), "id", person.attribute("id").value())) list.append_copy(person);
  }
  return {};
}

Result<void> XlsxMerge::rename(const BookNames& names, Book& other, std::string_view kind, const std::string& part) {
  static constexpr std::array<std::string_view, 12> kChanged{
      "worksheet",  "chartsheet", "dialogsheet",          "table",    "chart",          "chartEx", "drawing",
      "pivotTable", "ctrlProp",   "pivotCacheDefinition", "comments", "threadedComment"};
  if (std::ranges::find(kChanged, kind) == kChanged.end()) return {};
  const auto tree = base_.package().edit(part);
  if (!tree) return Failed(tree.error());
  const auto root = (*tree)->document_element();
  const bool sheet = kind == "worksheet" || kind == "dialogsheet";
  if (sheet || kind == "chartsheet") {
    rename_sheet(root, names);
  } else {
    rename_sheet_part(kind, root, names);
  }
  const auto mine = base_.part("theme");
  const auto theirs = other.part("theme");
  if (!mine || !theirs) return Failed(mine ? theirs.error() : mine.error());
  if (*theirs && !same_colours(*mine, *theirs)) {
    if (sheet) write_sheet_colours(root, *theirs);
    if (!sheet) write_drawing_colours(root, *theirs);
  }
  return base_.package().pack(part);
}

}  // namespace docmill::engines::ooxml
