#include "engines/ooxml/child/xlsx/merge_xlsx.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

#include "base/small_letters.h"
#include "base/utf8.h"
#include "engines/ooxml/child/parts/schema_order.h"
#include "engines/ooxml/child/parts/theme_colours.h"
#include "engines/ooxml/child/xlsx/slicers.h"
#include "ooxml/namespaces.h"

namespace docmill::engines::ooxml {
namespace {

using Text = std::string_view;

constexpr std::size_t kLongestSheetName = 31;  // characters; Excel's limit
constexpr double kDaysFrom1904 = 1462;         // between the first days of the two calendars (ECMA-376 part 1, 18.17.4.1)
constexpr std::string_view kStringsType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml";

int number_of(pugi::xml_node node, const char* attribute) {
  return std::atoi(node.attribute(attribute).value());
}

/// The beginning of a text with so many characters.
std::string beginning(const std::string& text, std::size_t characters) {
  std::size_t at = 0;
  for (std::size_t i = 0; i < characters && at < text.size(); ++i) at += std::max<std::size_t>(1, utf8_length(text, at));
  return text.substr(0, at);
}

std::string free_sheet_name(const std::string& own, const std::set<std::string>& taken) {
  auto fresh = own;
  for (int i = 2; taken.contains(small_letters(fresh)); ++i) {
    const auto end = fmt::format(" ({})", i);
    fresh = beginning(own, kLongestSheetName - end.size()) + end;
  }
  return fresh;
}

std::string free_name(const std::string& own, const std::set<std::string>& taken) {
  auto fresh = own;
  for (int i = 2; taken.contains(small_letters(fresh)); ++i) fresh = fmt::format("{}_{}", own, i);
  return fresh;
}

}  // namespace

Result<std::unique_ptr<XlsxMerge>> XlsxMerge::begin(Book base) {
  std::unique_ptr<XlsxMerge> merge(new XlsxMerge(std::move(base)));
  if (auto ready = merge->prepare(); !ready) return Failed(std::move(ready.error()));
  return merge;
}

Result<void> XlsxMerge::prepare() {
  auto root = base_.root();
  if (!root.attribute("xmlns:r"))
    root.append_attribute("xmlns:r").set_value("http://schemas.openxmlformats.org/officeDocument/2006/relationships");
  auto formats = Formats::of(base_);
  if (!formats) return Failed(std::move(formats.error()));
  formats_ = std::make_unique<Formats>(*std::move(formats));
  const auto strings = base_.part("sharedStrings");
  if (!strings) return Failed(strings.error());
  for (const auto text : strings->children("si")) strings_.emplace(text_of(text), string_count_++);
  BookNames own;
  for (const auto sheet : base_.sheets()) {
    sheet_names_.insert(small_letters(sheet.attribute("name").value()));
    last_sheet_ = std::max(last_sheet_, number_of(sheet, "sheetId"));
    const auto link = base_.package().relationship(base_.main(), sheet.attribute("r:id").value());
    if (!link) continue;
    if (auto chosen = choose_tables(base_.package(), link->target, own); !chosen) return chosen;
  }
  for (const auto name : root.child("definedNames").children("definedName")) {
    if (!name.attribute("localSheetId")) names_.insert(small_letters(name.attribute("name").value()));
  }
  for (const auto cache : root.child("pivotCaches").children("pivotCache"))
    last_pivot_ = std::max(last_pivot_, number_of(cache, "cacheId"));
  for (const auto& part : base_.package().parts()) {
    if (!base_.package().content_type(part).starts_with("image/")) continue;
    if (const auto bytes = base_.package().bytes(part)) pictures_.add(*bytes, part);
  }
  return {};
}

Result<void> XlsxMerge::add(Book other) {
  auto taken = take(other);
  if (taken) return taken;
  const auto& error = taken.error();
  return Failed(fail(error.code(), fmt::format("{}: {}", other.label(), error.message())).cause(error.cause()).at(error.where()));
}

Result<void> XlsxMerge::take(Book& other) {
  BookNames names;
  names.book = ++books_;
  const auto sheets_before = base_.sheets().size();
  docmill::ooxml::take_namespaces(base_.root(), other.root());
  if (other.counts_from_1904() != base_.counts_from_1904()) names.days_later = other.counts_from_1904() ? kDaysFrom1904 : -kDaysFrom1904;
  const auto slicers = leave_out_slicers(other);
  if (!slicers) return Failed(slicers.error());
  if (*slicers) warn(fmt::format("{}: slicers and timelines could not be merged and were left out.", other.label()));
  if (auto done = leave_theme(other); !done) return done;
  auto formats = formats_->add(other);
  if (!formats) return Failed(std::move(formats.error()));
  names.formats = *std::move(formats);
  if (auto done = add_strings(other, names); !done) return done;
  if (auto done = choose_sheets(other, names); !done) return done;
  choose_defined_names(other, names);
  choose_pivots(other, names);
  const auto mine = base_.root().child("externalReferences").children("externalReference");
  names.formulas.external_books = other.root().child("externalReferences") ? static_cast<int>(std::distance(mine.begin(), mine.end())) : 0;
  PartImport import(other.package(), base_.package(), pictures_,
                    [&](Text kind, Text, Text as) { return rename(names, other, kind, std::string(as)); });
  import.leave(other.main());
  if (auto done = add_other_parts(other, names, import); !done) return done;
  if (auto done = add_external_books(other, import); !done) return done;
  if (auto done = add_pivots(other, names, import); !done) return done;
  if (auto done = add_sheets(other, names, import); !done) return done;
  add_defined_names(other, names, sheets_before);
  return {};
}

/// Where the workbook has another theme, its formats, texts and drawings are given the colours and fonts themselves.
Result<void> XlsxMerge::leave_theme(Book& other) {
  const auto mine = base_.part("theme");
  const auto theirs = other.part("theme");
  if (!mine || !theirs) return Failed(mine ? theirs.error() : mine.error());
  if (!*theirs) return {};
  if (!*mine) {
    const auto name = base_.package().free_name(other.part_name("theme"));
    if (auto copied = base_.package().copy_from(other.package(), other.part_name("theme"), name); !copied) return copied;
    const auto related = base_.package().relate(base_.main(), "theme", name);
    return related ? Result<void>{} : Failed(related.error());
  }
  for (const auto* kind : {"styles", "sharedStrings"}) {
    const auto part = other.part(kind);
    if (!part) return Failed(part.error());
    if (!same_colours(*mine, *theirs)) write_sheet_colours(*part, *theirs);
    if (same_fonts(*mine, *theirs)) continue;
    // The font's name stands beside the word that says which of the theme's it is.
    for_each_element(*part, [](pugi::xml_node node) {
      if (Text(node.name()) == "font" || Text(node.name()) == "rPr") node.remove_child("scheme");
    });
  }
  return {};
}

Result<void> XlsxMerge::add_strings(Book& other, BookNames& names) {
  const auto theirs = other.part("sharedStrings");
  if (!theirs || !*theirs) return theirs ? Result<void>{} : Failed(theirs.error());
  const auto mine = base_.part_or_new("sharedStrings", "sharedStrings.xml", kStringsType,
                                      "<sst xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"/>");
  if (!mine) return Failed(mine.error());
  auto list = *mine;
  list.remove_attribute("count");
  list.remove_attribute("uniqueCount");
  docmill::ooxml::take_namespaces(list, *theirs);
  auto end = list.last_child();
  while (end && Text(end.name()) != "si") end = end.previous_sibling();
  for (const auto text : theirs->children("si")) {
    const auto [at, fresh] = strings_.emplace(text_of(text), string_count_);
    if (fresh) {
      end = end ? list.insert_copy_after(text, end) : list.prepend_copy(text);
      ++string_count_;
    }
    names.strings.push_back(at->second);
  }
  return {};
}

Result<void> XlsxMerge::choose_sheets(Book& other, BookNames& names) {
  for (const auto sheet : other.sheets()) {
    const std::string own = sheet.attribute("name").value();
    const auto fresh = free_sheet_name(own, sheet_names_);
    sheet_names_.insert(small_letters(fresh));
    if (fresh != own) names.formulas.sheets[small_letters(own)] = fresh;
    const auto link = other.package().relationship(other.main(), sheet.attribute("r:id").value());
    if (!link) continue;
    if (auto chosen = choose_tables(other.package(), link->target, names); !chosen) return chosen;
  }
  return {};
}

Result<void> XlsxMerge::choose_tables(Package& package, const std::string& sheet, BookNames& names) {
  const auto links = package.relationships(sheet);
  if (!links) return Failed(links.error());
  for (const auto& link : *links) {
    if (link.kind() != "table" || !package.has(link.target)) continue;
    const auto tree = package.xml(link.target);
    if (!tree) return Failed(tree.error());
    const auto table = (*tree)->document_element();
    const std::string own = table.attribute("displayName").value();
    const auto fresh = free_name(own, names_);
    names_.insert(small_letters(fresh));
    if (fresh != own) {
      names.formulas.tables[small_letters(own)] = fresh;
      names.formulas.tables.emplace(small_letters(table.attribute("name").value()), fresh);
    }
    // Those of the first workbook keep their numbers; they are only counted.
    const bool base = &package == &base_.package();
    if (base) last_table_ = std::max(last_table_, number_of(table, "id"));
    if (!base) names.table_ids[table.attribute("id").value()] = std::to_string(++last_table_);
  }
  return {};
}

void XlsxMerge::choose_defined_names(Book& other, BookNames& names) {
  for (const auto name : other.root().child("definedNames").children("definedName")) {
    if (name.attribute("localSheetId")) continue;
    const std::string own = name.attribute("name").value();
    const auto fresh = free_name(own, names_);
    names_.insert(small_letters(fresh));
    if (fresh != own) names.formulas.names[small_letters(own)] = fresh;
  }
}

void XlsxMerge::choose_pivots(Book& other, BookNames& names) {
  for (const auto cache : other.root().child("pivotCaches").children("pivotCache"))
    names.pivot_caches[cache.attribute("cacheId").value()] = std::to_string(++last_pivot_);
}

/// What was calculated for one workbook is not right for all of them.
Result<void> XlsxMerge::forget_calculations() {
  if (const auto chain = base_.package().find(base_.main(), "calcChain")) {
    base_.package().remove(chain->target);
    base_.package().unrelate(base_.main(), chain->id);
  }
  auto settings = child_in_order(base_.root(), "calcPr", order_in_workbook());
  set_value(settings, "1", "fullCalcOnLoad");
  const auto facts = base_.package().find("", "extended-properties");
  if (!facts || facts->external || !base_.package().has(facts->target)) return {};
  const auto tree = base_.package().edit(facts->target);
  if (!tree) return Failed(tree.error());
  // The list of the first workbook's sheets.
  for (const auto* gone : {"HeadingPairs", "TitlesOfParts"}) (*tree)->document_element().remove_child(gone);
  return {};
}

void XlsxMerge::warn(std::string sentence) {
  if (std::ranges::find(warnings_, sentence) == warnings_.end()) warnings_.push_back(std::move(sentence));
}

Result<std::string> XlsxMerge::end() {
  if (auto done = forget_calculations(); !done) return Failed(std::move(done.error()));
  return base_.package().write();
}

}  // namespace docmill::engines::ooxml
