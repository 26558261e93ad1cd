#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "templating/xlsx/write.h"

namespace docmill::templating::xlsx {
namespace {

using namespace std::string_view_literals;

/// Most areas of one conditional format or validation; more become one around them.
constexpr std::size_t kMostRanges = 2'000;
/// Most hyperlinks of a sheet (Excel's own limit).
constexpr std::size_t kMostLinks = 65'530;

std::vector<std::string_view> words(std::string_view text) {
  std::vector<std::string_view> out;
  while (!text.empty()) {
    const auto end = std::min(text.find(' '), text.size());
    if (end > 0) out.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

void set(pugi::xml_node node, const char* name, const std::string& value) {
  auto attribute = node.attribute(name);
  if (!attribute) attribute = node.append_attribute(name);
  attribute.set_value(value.c_str());
}

/// Leaves all as it is but structured references without a table's name.
class NamedTables final : public Rewriting {
 public:
  explicit NamedTables(std::string name) : name_(std::move(name)) {}
  void reference(const Reference& reference, std::string& out) override {
    append_reference(out, reference, reference.sheet, reference.rect());
  }
  std::string sheet(std::string_view name) override { return std::string(name); }
  std::string table(std::string_view name) override { return name.empty() ? name_ : std::string(name); }

 private:
  std::string name_;
};

}  // namespace

pugi::xml_node insert_before(pugi::xml_node parent, const char* name, std::initializer_list<std::string_view> behind) {
  for (const auto child : parent.children()) {
    if (std::ranges::find(behind, std::string_view(child.name())) != behind.end()) return parent.insert_child_before(name, child);
  }
  return parent.append_child(name);
}

std::string Writing::map_ranges(std::uint32_t instance, std::string_view ranges) const {
  std::string out;
  const auto root = plan_.instances[instance].root;
  const auto append = [&](const Rect& rect) {
    if (!out.empty()) out += ' ';
    out += to_text(rect);
  };
  for (const auto word : words(ranges)) {
    const auto rect = parse_rect(word);
    if (!rect) continue;
    const auto copies = copies_of(plan_, root, *rect);
    if (copies.size() <= kMostRanges) {
      for (const auto& copy : copies) append(copy);
    } else if (const auto around = placed(plan_, root, *rect)) {
      append(*around);
    }
  }
  return out;
}

std::string Writing::map_formula(std::uint32_t instance, std::string_view ranges, std::string_view formula) const {
  const auto all = words(ranges);
  const auto first = all.empty() ? std::nullopt : parse_rect(all.front());
  if (!first) return std::string(formula);
  auto node = plan_.instances[instance].root;
  for (bool found = true; found;) {
    const auto growth = plan_.growth_at(node, first->top, first->left);
    found = growth != kNone && plan_.growths[growth].count > 0 && plan_.shapes[plan_.growths[growth].shape].rect.has(*first);
    if (found) node = plan_.growths[growth].first;
  }
  Mapping mapping(filled_, node, first->top);
  return rewrite(parse_formula(formula), mapping);
}

void Writing::map_attribute(std::uint32_t instance, pugi::xml_node node, const char* name) const {
  auto attribute = node.attribute(name);
  if (!attribute) return;
  const auto rect = parse_rect(attribute.value());
  const auto to = rect ? placed(plan_, plan_.instances[instance].root, *rect) : std::nullopt;
  if (to) attribute.set_value(to_text(*to).c_str());
}

/// A break's id is the row above it.
void Writing::map_breaks(std::uint32_t instance, pugi::xml_node breaks) const {
  std::vector<std::pair<std::uint32_t, pugi::xml_node>> made;
  for (const auto node : breaks.children("brk")) {
    const auto row = node.attribute("id").as_uint();
    if (row == 0 || row > kMostRows) continue;
    const auto& cells = book_.sheets[plan_.instances[instance].sheet].cells;
    const auto at = book_.sheets[plan_.instances[instance].sheet].first_at(row, 1);
    const auto column = at < cells.size() && cells[at].row == row ? cells[at].column : 1;
    for (const auto& copy : copies_of(plan_, plan_.instances[instance].root, {row, column, row, column})) {
      if (plan_.growth_at(plan_.instances[instance].root, row, column) == kNone) {
        made.emplace_back(copy.top, node);
      } else {
        for (auto to = copy.top; to <= copy.bottom; ++to) made.emplace_back(to, node);
      }
    }
  }
  pugi::xml_document kept;
  for (const auto& [row, node] : made) kept.append_copy(node).attribute("id").set_value(row);
  while (breaks.first_child()) breaks.remove_child(breaks.first_child());
  std::size_t count = 0;
  for (const auto node : kept.children()) {
    if (++count > 1'000) break;  // Excel's limit is 1,026
    breaks.append_copy(node);
  }
  set(breaks, "count", std::to_string(std::min<std::size_t>(count, 1'000)));
  set(breaks, "manualBreakCount", std::to_string(std::min<std::size_t>(count, 1'000)));
}

void Writing::rewrite_features(std::uint32_t instance, pugi::xml_node sheet) {
  const auto map_all = [&](const char* list, const char* item, std::initializer_list<const char*> formulas) {
    std::vector<pugi::xml_node> gone;
    const auto parents = item == nullptr ? sheet : sheet.child(list);
    for (auto node : parents.children(item == nullptr ? list : item)) {
      const std::string ranges = node.attribute("sqref").value();
      const auto mapped = map_ranges(instance, ranges);
      if (mapped.empty()) {
        gone.push_back(node);
        continue;
      }
      set(node, "sqref", mapped);
      const auto map = [&](pugi::xml_node parent) {
        for (const auto* name : formulas) {
          for (auto formula : parent.children(name)) formula.text().set(map_formula(instance, ranges, formula.text().get()).c_str());
        }
      };
      map(node);
      for (const auto rule : node.children("cfRule")) map(rule);
    }
    for (const auto& node : gone) node.parent().remove_child(node);
  };
  map_all("conditionalFormatting", nullptr, {"formula"});
  map_all("dataValidations", "dataValidation", {"formula1", "formula2"});
  map_all("protectedRanges", "protectedRange", {});
  map_all("ignoredErrors", "ignoredError", {});
  if (auto list = sheet.child("dataValidations")) {
    const auto count = std::distance(list.children("dataValidation").begin(), list.children("dataValidation").end());
    set(list, "count", std::to_string(count));
    if (count == 0) sheet.remove_child(list);
  }
  if (!sheet.child("protectedRanges").first_child()) sheet.remove_child("protectedRanges");
  if (!sheet.child("ignoredErrors").first_child()) sheet.remove_child("ignoredErrors");
  map_attribute(instance, sheet.child("autoFilter"), "ref");
  map_attribute(instance, sheet.child("sortState"), "ref");
  map_attribute(instance, sheet.child("autoFilter").child("sortState"), "ref");
  if (auto breaks = sheet.child("rowBreaks")) map_breaks(instance, breaks);
  // What Excel 2010 and later keep apart: formats and validations that refer to other sheets, sparklines.
  for (auto node = sheet.child("extLst").first_child(); node; node = node.next_sibling()) {
    for (const auto& found : node.select_nodes(".//*[local-name()='sqref']")) {
      const auto around = found.node().parent();
      const std::string ranges = found.node().text().get();
      for (const auto& formula : around.select_nodes(".//*[local-name()='f']")) {
        const bool own_cells = std::string_view(around.name()).ends_with(":sparkline");
        formula.node().text().set(map_formula(instance, own_cells ? ranges : ranges, formula.node().text().get()).c_str());
      }
      if (const auto mapped = map_ranges(instance, ranges); !mapped.empty()) found.node().text().set(mapped.c_str());
    }
  }
}

Result<void> Writing::write_links(std::uint32_t instance, pugi::xml_node sheet) {
  const auto& from = book_.sheets[plan_.instances[instance].sheet];
  if (from.links.empty()) return {};
  auto list = sheet.child("hyperlinks");
  while (list.first_child()) list.remove_child(list.first_child());
  const auto& part = plan_.instances[instance].part;
  for (const auto& link : from.links) {
    if (link.text != kNone && !link.relation.empty()) package_.unrelate(part, link.relation);
  }
  std::map<std::string, std::string> relations;
  std::size_t count = 0;
  for (const auto& out : filled_.sheets[instance].links) {
    const auto& link = from.links[out.link];
    std::string relation = link.relation;
    if (link.text != kNone) {
      const auto& text = *book_.texts[link.text];
      const auto target = compose_text(text, plan_.parts_of(out.node, link.first_slot, text), {});
      if (target.empty()) continue;
      auto& known = relations[target];
      if (known.empty()) {
        auto made = package_.relate(part, "hyperlink", target, true);
        if (!made) return Failed(made.error());
        known = *std::move(made);
      }
      relation = known;
    }
    if (++count > kMostLinks) {
      context_.part = part;
      context_.place = plan_.instances[instance].name;
      context_.warn("", fmt::format("A sheet has room for {} hyperlinks; those behind it were left out.", kMostLinks));
      break;
    }
    auto node = list.append_copy(link.node);
    set(node, "ref", to_text(out.rect));
    if (!relation.empty()) set(node, "r:id", relation);
    if (auto location = node.attribute("location"); location && relation.empty()) {
      Mapping mapping(filled_, out.node, out.rect.top);
      location.set_value(rewrite(parse_formula(location.value()), mapping).c_str());
    }
  }
  if (!list.first_child()) sheet.remove_child(list);
  return {};
}

std::string Writing::made_formula(const OutCell& cell) const {
  const auto& text = plan_.formulas[cell.at.a];
  if (!names_tables_) return text;
  std::string name;
  for (const auto& table : filled_.sheets[plan_.nodes[cell.at.b].instance].tables) {
    if (table.rect.has(cell.row, cell.column)) name = table.name;
  }
  NamedTables rewriting(std::move(name));
  return rewrite(parse_formula(text), rewriting);
}

void Writing::append_formula(std::string& out, const OutCell& cell) {
  if (cell.kind == OutCell::Kind::Made) {
    out += "<f>";
    append_escaped(out, made_formula(cell));
    out += "</f>";
    return;
  }
  const auto& formula = book_.formulas[cell.at.a];
  Mapping mapping(filled_, cell.at.b, formula.row);
  out += "<f";
  if (formula.kind != TemplateFormula::Kind::Normal) {
    Reference reference;
    reference.first = {formula.rect.top, formula.rect.left, false, false};
    reference.last = {formula.rect.bottom, formula.rect.right, false, false};
    reference.range = true;
    const auto rect = mapping.rect(plan_.nodes[cell.at.b].instance, reference).value_or(Rect{cell.row, cell.column, cell.row, cell.column});
    out += formula.kind == TemplateFormula::Kind::Array ? " t=\"array\" ref=\"" : " t=\"dataTable\" ref=\"";
    out += to_text(rect) + "\"";
  }
  out += formula.attributes;
  out += '>';
  append_escaped(out, rewrite(formula.formula, mapping));
  out += "</f>";
}

void Writing::append_cell(std::string& out, const OutCell& cell) {
  using Kind = OutCell::Kind;
  while (columns_.size() <= cell.column) {
    columns_.emplace_back();
    append_column(columns_.back(), static_cast<std::uint32_t>(columns_.size() - 1));
  }
  auto end = std::back_inserter(out);
  out += "<c r=\"";
  out += columns_[cell.column];
  fmt::format_to(end, "{}\"", cell.row);
  auto style = cell.style;
  if (cell.kind == Kind::Date) style = styles_.for_date(style, cell.number != std::floor(cell.number));
  if (style != 0) fmt::format_to(end, " s=\"{}\"", style);
  switch (cell.kind) {
    case Kind::Blank: out += "/>"; return;
    case Kind::String:
      if (cell.at.a >= used_strings_.size()) used_strings_.resize(std::max<std::size_t>(cell.at.a + 1, book_.strings.size()));
      used_strings_[cell.at.a] = true;
      fmt::format_to(end, " t=\"s\"><v>{}</v></c>", cell.at.a);
      return;
    case Kind::Number:
    case Kind::Date: fmt::format_to(end, "><v>{}</v></c>", cell.number); return;
    case Kind::Boolean: out += cell.number != 0 ? " t=\"b\"><v>1</v></c>" : " t=\"b\"><v>0</v></c>"; return;
    case Kind::Literal: out += "><v>"; break;
    case Kind::TrueFalse: out += " t=\"b\"><v>"; break;
    case Kind::Error: out += " t=\"e\"><v>"; break;
    case Kind::Formula:
    case Kind::Made:
      if (cell.kind == Kind::Formula) out += book_.formulas[cell.at.a].metadata;
      out += '>';
      append_formula(out, cell);
      out += "</c>";
      return;
  }
  append_escaped(out, book_.literals[cell.at.a]);
  out += "</v></c>";
}

Result<std::string> Writing::rows(std::uint32_t instance) {
  const auto& sheet = filled_.sheets[instance];
  const auto& styles = book_.sheets[plan_.instances[instance].sheet].rows;
  std::string out;
  out.reserve(sheet.cells.size() * 40 + 100);
  out += "<sheetData>";
  std::size_t at = 0;
  const auto last = std::max<std::size_t>(sheet.rows.size(), sheet.cells.empty() ? 0 : sheet.cells.back().row + 1U);
  for (std::uint32_t row = 1; row < last; ++row) {
    const auto style = row < sheet.rows.size() ? sheet.rows[row] : 0;
    const bool has_cells = at < sheet.cells.size() && sheet.cells[at].row == row;
    if (style == 0 && !has_cells) continue;
    fmt::format_to(std::back_inserter(out), "<row r=\"{}\"", row);
    if (style != 0) out += styles[style - 1].attributes;
    if (!has_cells) {
      out += "/>";
      continue;
    }
    out += '>';
    for (; at < sheet.cells.size() && sheet.cells[at].row == row; ++at) append_cell(out, sheet.cells[at]);
    out += "</row>";
    if (out.size() > kLongestSheet) {
      return Failed(fail(ErrorCode::InputTooComplex,
                         fmt::format("The sheet {} would take more than {} MiB; the limit was reached at row {}. Use fewer items.",
                                     plan_.instances[instance].name, kLongestSheet >> 20U, row)));
    }
  }
  out += "</sheetData>";
  return out;
}

Result<void> Writing::write_sheet(std::uint32_t number) {
  const auto& instance = plan_.instances[number];
  const auto& from = book_.sheets[instance.sheet];
  const auto& out = filled_.sheets[number];
  pugi::xml_document tree;
  const auto old = from.tree->document_element();
  auto root = tree.append_child(old.name());
  for (const auto attribute : old.attributes()) root.append_copy(attribute);
  for (const auto child : old.children()) {
    if (child.name() == "sheetData"sv)
      root.append_child("sheetData");
    else
      root.append_copy(child);
  }
  if (!root.child("sheetData")) insert_before(root, "sheetData", {"mergeCells", "pageMargins", "pageSetup", "tableParts", "extLst"});
  if (auto dimension = root.child("dimension")) set(dimension, "ref", to_text(out.used));
  for (auto view : root.child("sheetViews").children("sheetView")) {
    if (instance.origin != kNone || instance.hidden) view.remove_attribute("tabSelected");
  }
  root.remove_child("mergeCells");
  if (!out.merges.empty()) {
    auto merges = insert_before(root, "mergeCells",
                                {"phoneticPr",
                                 "conditionalFormatting",
                                 "dataValidations",
                                 "hyperlinks",
                                 "printOptions",
                                 "pageMargins",
                                 "pageSetup",
                                 "headerFooter",
                                 "rowBreaks",
                                 "colBreaks",
                                 "customProperties",
                                 "cellWatches",
                                 "ignoredErrors",
                                 "smartTags",
                                 "drawing",
                                 "legacyDrawing",
                                 "legacyDrawingHF",
                                 "picture",
                                 "oleObjects",
                                 "controls",
                                 "webPublishItems",
                                 "tableParts",
                                 "extLst"});
    merges.append_attribute("count").set_value(out.merges.size());
    for (const auto& merge : out.merges) merges.append_child("mergeCell").append_attribute("ref").set_value(to_text(merge).c_str());
  }
  for (const auto& margin : from.margins) {
    const auto& text = *book_.texts[margin.text];
    root.child("headerFooter")
        .child(margin.name.c_str())
        .text()
        .set(compose_text(text, plan_.parts_of(instance.root, margin.first_slot, text), {}).c_str());
  }
  rewrite_features(number, root);
  if (auto linked = write_links(number, root); !linked) return linked;
  if (auto tables = write_tables(number, root); !tables) return tables;
  auto text = rows(number);
  if (!text) return Failed(text.error());
  // The rows go in as text: a tree of them would take ten times the memory.
  auto xml = outer_xml(root);
  const auto hole = xml.find("<sheetData/>");
  const auto hole_size = "<sheetData/>"sv.size();
  if (hole == std::string::npos) return Failed(fail(ErrorCode::Internal, "The sheet could not be written.").cause("no place for its rows"));
  std::string whole = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
  whole.reserve(whole.size() + xml.size() + text->size());
  whole.append(xml, 0, hole).append(*text).append(xml, hole + hole_size);
  package_.put(instance.part, std::move(whole));
  return {};
}

}  // namespace docmill::templating::xlsx
