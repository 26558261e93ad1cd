#include <fmt/format.h>

#include <algorithm>

#include "templating/xlsx/write.h"

namespace docmill::templating::xlsx {
namespace {

using namespace std::string_view_literals;

/// Most points of a chart's cache; a longer one is left to the program that opens the workbook.
constexpr std::uint64_t kMostPoints = 50'000;

std::string_view local(const char* name) {
  const std::string_view text = name;
  return text.substr(text.find(':') == std::string_view::npos ? 0 : text.find(':') + 1);
}

/// Puts values in the place of those that a cache holds; how numbers are shown stays.
void write_cache(pugi::xml_node cache, const std::vector<ChartValue>& values, bool numbers) {
  std::vector<pugi::xml_node> gone;
  for (const auto child : cache.children()) {
    if (local(child.name()) == "ptCount" || local(child.name()) == "pt") gone.push_back(child);
  }
  for (const auto& child : gone) cache.remove_child(child);
  auto after = cache.child("c:formatCode");
  auto count = after ? cache.insert_child_after("c:ptCount", after) : cache.prepend_child("c:ptCount");
  count.append_attribute("val").set_value(values.size());
  auto last = count;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const auto& value = values[i];
    if (value.kind == ChartValue::Kind::None || (numbers && value.kind != ChartValue::Kind::Number)) continue;
    last = cache.insert_child_after("c:pt", last);
    last.append_attribute("idx").set_value(i);
    last.append_child("c:v").text().set(value.text.c_str());
  }
}

}  // namespace

std::vector<ChartValue> values_in(const Filled& filled, std::uint32_t instance, const Rect& rect) {
  using Kind = OutCell::Kind;
  std::vector<ChartValue> out;
  const auto& sheet = filled.sheets[instance];
  const auto& book = filled.plan.book;
  if (std::uint64_t{rect.height()} * rect.width() > kMostPoints) return out;
  for (auto row = rect.top; row <= rect.bottom; ++row) {
    for (auto column = rect.left; column <= rect.right; ++column) {
      ChartValue value;
      const auto* cell = sheet.at(row, column);
      const auto set = [&](ChartValue::Kind kind, std::string text) { value = {kind, std::move(text)}; };
      if (cell != nullptr) {
        switch (cell->kind) {
          case Kind::String: set(ChartValue::Kind::Text, plain_text(book, *cell)); break;
          case Kind::Number:
          case Kind::Date: set(ChartValue::Kind::Number, fmt::format("{}", cell->number)); break;
          case Kind::Literal: set(ChartValue::Kind::Number, book.literals[cell->at.a]); break;
          case Kind::Boolean: set(ChartValue::Kind::Number, cell->number != 0 ? "1" : "0"); break;
          default: break;
        }
      }
      out.push_back(std::move(value));
    }
  }
  return out;
}

Result<void> Writing::write_chart(const std::string& part, std::uint32_t instance) {
  if (!written_charts_.insert(part).second) return {};
  auto tree = package_.edit(part);
  if (!tree) return Failed(tree.error());
  Mapping mapping(filled_, instance);
  for (const auto& found : (*tree)->select_nodes("//*[local-name()='f']")) {
    auto node = found.node();
    const auto formula = parse_formula(node.text().get());
    if (!formula.has_references()) continue;
    node.text().set(rewrite(formula, mapping).c_str());
    std::vector<ChartValue> values;
    for (const auto& piece : formula.pieces) {
      if (piece.kind != Formula::Piece::Kind::Reference) continue;
      const auto sheet = mapping.instance_of(piece.reference.sheet);
      const auto rect = sheet == kNone ? std::nullopt : mapping.rect(sheet, piece.reference);
      if (!rect) continue;
      const auto more = values_in(filled_, sheet, *rect);
      values.insert(values.end(), more.begin(), more.end());
    }
    auto around = node.parent();
    if (auto cache = around.child("c:strCache")) write_cache(cache, values, false);
    if (auto cache = around.child("c:numCache")) write_cache(cache, values, true);
    if (auto cache = around.child("c15:dlblRangeCache")) write_cache(cache, values, false);
    around.remove_child("c:multiLvlStrCache");
  }
  return {};
}

/// A shape shows what one cell says; of a cell that has copies, the first.
Result<void> Writing::link_shapes(const std::string& drawing, std::uint32_t instance) {
  auto bytes = package_.bytes(drawing);
  if (!bytes) return Failed(bytes.error());
  if (bytes->find("textlink=") == std::string::npos) return {};
  auto tree = package_.edit(drawing);
  if (!tree) return Failed(tree.error());
  Mapping mapping(filled_, instance);
  for (const auto& found : (*tree)->select_nodes("//@textlink")) {
    auto attribute = found.attribute();
    const auto formula = parse_formula(attribute.value());
    if (formula.pieces.size() != 1 || !formula.has_references()) continue;
    const auto& reference = formula.pieces[0].reference;
    const auto sheet = mapping.instance_of(reference.sheet);
    const auto rect = sheet == kNone ? std::nullopt : mapping.rect(sheet, reference);
    if (!rect) continue;
    std::string text;
    append_reference(text, reference, plan_.instances[sheet].name, {rect->top, rect->left, rect->top, rect->left});
    attribute.set_value(text.c_str());
  }
  return {};
}

/// A copied sheet has a drawing and charts of its own.
Result<void> Writing::write_drawings(std::uint32_t number) {
  const auto& instance = plan_.instances[number];
  const bool copy = instance.origin != kNone;
  auto relations = package_.relationships(instance.part);
  if (!relations) return Failed(relations.error());
  for (const auto& relation : *relations) {
    if (relation.kind() != "drawing" || relation.external || !package_.has(relation.target)) continue;
    std::string drawing = relation.target;
    if (copy) {
      auto made = package_.duplicate(drawing);
      if (!made) return Failed(made.error());
      drawing = *std::move(made);
      if (auto led = package_.retarget(instance.part, relation.id, drawing); !led) return led;
    }
    auto within = package_.relationships(drawing);
    if (!within) return Failed(within.error());
    for (const auto& chart : *within) {
      if (!chart.kind().starts_with("chart") || chart.external || !package_.has(chart.target)) continue;
      std::string part = chart.target;
      if (!copy) {
        if (auto done = fill_drawing(part, number); !done) return done;
      }
      if (copy) {
        auto made = package_.duplicate(part);
        if (!made) return Failed(made.error());
        part = *std::move(made);
        if (auto led = package_.retarget(drawing, chart.id, part); !led) return led;
        // Its colours and styles are its own as well.
        auto parts = package_.relationships(part);
        if (!parts) return Failed(parts.error());
        for (const auto& own : *parts) {
          if (own.external || !own.kind().starts_with("chart") || !package_.has(own.target)) continue;
          auto other = package_.duplicate(own.target);
          if (!other) return Failed(other.error());
          if (auto led = package_.retarget(part, own.id, *other); !led) return led;
        }
        if (auto written = write_chart(part, number); !written) return written;
        if (auto done = fill_drawing(part, number); !done) return done;
      }
    }
    if (auto done = link_shapes(drawing, number); !done) return done;
    if (auto done = fill_drawing(drawing, number); !done) return done;
  }
  return {};
}

/// The charts of the template itself: on sheets, and those that are sheets.
Result<void> Writing::write_other_charts() {
  for (const auto number : plan_.order) {
    if (plan_.instances[number].origin != kNone) continue;
    auto relations = package_.relationships(plan_.instances[number].part);
    if (!relations) return Failed(relations.error());
    for (const auto& relation : *relations) {
      if (relation.kind() != "drawing" || relation.external || !package_.has(relation.target)) continue;
      auto within = package_.relationships(relation.target);
      if (!within) return Failed(within.error());
      for (const auto& chart : *within) {
        if (!chart.kind().starts_with("chart") || chart.external || !package_.has(chart.target)) continue;
        if (auto written = write_chart(chart.target, number); !written) return written;
      }
    }
  }
  for (const auto& part : package_.parts()) {
    if (!package_.content_type(part).ends_with("drawingml.chart+xml")) continue;
    if (auto written = write_chart(part, kNone); !written) return written;
    if (auto done = fill_drawing(part, kNone); !done) return done;
  }
  return {};
}

}  // namespace docmill::templating::xlsx
