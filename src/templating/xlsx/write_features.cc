#include <algorithm>

#include "templating/xlsx/pieces.h"
#include "templating/xlsx/write.h"

// Conditional formats, validations, filters, page breaks: they follow the cells they are about.

namespace docmill::templating::xlsx {
namespace {

/// Most areas of one conditional format or validation; more become one around them.
constexpr std::size_t kMostRanges = 2'000;
/// Most sparklines that one of the template becomes.
constexpr std::size_t kMostSparklines = 10'000;
/// Most page breaks of a sheet; Excel's limit is 1,026.
constexpr std::size_t kMostBreaks = 1'000;

std::vector<std::string_view> words(std::string_view text) {
  std::vector<std::string_view> out;
  while (!text.empty()) {
    const auto end = std::min(text.find(' '), text.size());
    if (end > 0) out.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

/// A rectangle without rows at its top, or columns at its left, that went with a list without items: what is left begins with another cell.
Rect what_is_left(const Plan& plan, std::uint32_t node, const Rect& rect) {
  for (Rect left = rect; left.top <= left.bottom && left.left <= left.right;) {
    const auto number = plan.growth_at(node, left.top, left.left);
    if (number == kNone || plan.growths[number].count != 0) return left;
    const auto& gone = plan.shapes[plan.growths[number].shape].rect;
    if (gone.bottom < rect.bottom) {
      left.top = gone.bottom + 1;
    } else {
      left = {rect.top, gone.right + 1, rect.bottom, rect.right};
    }
  }
  return rect;
}

}  // namespace

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
  const auto left = what_is_left(plan_, plan_.instances[instance].root, *first);
  Mapping mapping(filled_, instance, left);
  return rewrite(moved(parse_formula(formula), grown_by(left.top, first->top), grown_by(left.left, first->left)), mapping);
}

void Writing::map_attribute(std::uint32_t instance, pugi::xml_node node, const char* name) const {
  auto attribute = node.attribute(name);
  if (!attribute) return;
  const auto rect = parse_rect(attribute.value());
  const auto to = rect ? placed_around(plan_, plan_.instances[instance].root, *rect) : std::nullopt;
  if (to) attribute.set_value(to_text(*to).c_str());
}

/// A break's id is the row above it.
void Writing::map_breaks(std::uint32_t instance, pugi::xml_node breaks) const {
  std::vector<std::pair<std::uint32_t, pugi::xml_node>> made;
  for (const auto node : breaks.children("brk")) {
    if (made.size() > kMostBreaks) break;
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
    if (++count > kMostBreaks) break;
    breaks.append_copy(node);
  }
  set(breaks, "count", std::to_string(std::min(count, kMostBreaks)));
  set(breaks, "manualBreakCount", std::to_string(std::min(count, kMostBreaks)));
}

/// A sparkline stands in one cell: each copy of the cell gets one of its own, of its own row's figures.
void Writing::copy_sparkline(std::uint32_t instance, pugi::xml_node sparkline, pugi::xml_node place) const {
  const auto rect = parse_rect(place.text().get());
  if (!rect) return;
  std::size_t made = 0;
  for_each_copy(plan_, plan_.instances[instance].root, *rect, [&](std::uint32_t node) {
    const auto to = placed(plan_, node, *rect);
    if (!to || ++made > kMostSparklines) return;
    auto own = sparkline.parent().insert_copy_before(sparkline, sparkline);
    own.child(place.name()).text().set(to_text(*to).c_str());
    Mapping mapping(filled_, node, rect->top);
    for (const auto& formula : own.select_nodes("./*[local-name()='f']")) {
      formula.node().text().set(rewrite(parse_formula(formula.node().text().get()), mapping).c_str());
    }
  });
  sparkline.parent().remove_child(sparkline);
}

Result<void> Writing::rewrite_features(std::uint32_t instance, pugi::xml_node sheet) {
  context_.part = book_.sheets[plan_.instances[instance].sheet].part;
  context_.place = plan_.instances[instance].name;
  Result<void> done;
  const auto map_all = [&](const char* list, const char* item, std::initializer_list<const char*> formulas) {
    std::vector<pugi::xml_node> gone;
    const auto parents = item == nullptr ? sheet : sheet.child(list);
    for (auto node : parents.children(item == nullptr ? list : item)) {
      const std::string ranges = node.attribute("sqref").value();
      const auto split = split_rule(instance, node);
      if (!split && done) done = Failed(split.error());
      if (split && *split) {
        gone.push_back(node);
        continue;
      }
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
      if (std::string_view(around.name()).ends_with(":sparkline")) {
        copy_sparkline(instance, around, found.node());
        continue;
      }
      for (const auto& formula : around.select_nodes(".//*[local-name()='f']")) {
        formula.node().text().set(map_formula(instance, ranges, formula.node().text().get()).c_str());
      }
      if (const auto mapped = map_ranges(instance, ranges); !mapped.empty()) found.node().text().set(mapped.c_str());
    }
  }
  return done;
}

}  // namespace docmill::templating::xlsx
