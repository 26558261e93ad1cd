#include "templating/charts/chart.h"

#include <cstring>
#include <utility>
#include <vector>

#include "ooxml/xml_walk.h"
#include "templating/parts/drawing_text.h"
#include "templating/parts/look.h"
#include "templating/xlsx/xlsx.h"

namespace docmill::templating {
namespace {

constexpr std::string_view kDrawnOver = "chartUserShapes";  // ECMA-376 part 1, 14.2.2: a relationship's kind

bool has_name(pugi::xml_node node, const char* name) {
  return std::strcmp(node.name(), name) == 0;
}

void put_point(pugi::xml_node cache, std::size_t index, const std::string& value, pugi::xml_node before) {
  auto point = before ? cache.insert_child_before("c:pt", before) : cache.append_child("c:pt");
  point.append_attribute("idx").set_value(static_cast<unsigned long long>(index));
  point.append_child("c:v").append_child(pugi::node_pcdata).set_value(value.c_str());
}

void set_count(pugi::xml_node cache, std::size_t count) {
  auto held = cache.child("c:ptCount");
  if (!held) {
    const auto format = cache.child("c:formatCode");
    held = format ? cache.insert_child_after("c:ptCount", format) : cache.prepend_child("c:ptCount");
  }
  if (!held.attribute("val")) held.append_attribute("val");
  held.attribute("val").set_value(static_cast<unsigned long long>(count));
}

/// The values that a chart shows until its workbook is opened (ECMA-376 part 1, 21.2.2.120 and 21.2.2.201).
void rewrite_cache(pugi::xml_node cache, const std::vector<xlsx::ChartCell>& cells, bool numbers) {
  while (cache.child("c:pt")) cache.remove_child("c:pt");
  const auto extension = cache.child("c:extLst");
  set_count(cache, cells.size());
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (cells[i].empty || (numbers && !cells[i].number)) continue;
    put_point(cache, i, cells[i].text, extension);
  }
}

/// Categories in several columns: the last column is the first level.
void rewrite_levels(pugi::xml_node cache, const std::vector<xlsx::ChartCell>& cells) {
  std::vector<pugi::xml_node> levels;
  for (const auto level : cache.children("c:lvl")) levels.push_back(level);
  if (levels.empty() || cells.size() % levels.size() != 0) return;
  const auto rows = cells.size() / levels.size();
  set_count(cache, rows);
  for (std::size_t level = 0; level < levels.size(); ++level) {
    while (levels[level].child("c:pt")) levels[level].remove_child("c:pt");
    for (std::size_t row = 0; row < rows; ++row) {
      const auto& cell = cells[row * levels.size() + levels.size() - 1 - level];
      if (!cell.empty) put_point(levels[level], row, cell.text, {});
    }
  }
}

/// Where all cells have gone, because a list had no items, the reference stays: what somebody enters there later is shown.
void follow(pugi::xml_node formula, const xlsx::FilledWorkbook& workbook) {
  constexpr std::string_view kGone = "#REF!";
  const std::string old = formula.text().get();
  const auto now = workbook.reference(old);
  const bool gone = now.find(kGone) != std::string::npos && old.find(kGone) == std::string::npos;
  if (!gone) formula.text().set(now.c_str());
  const auto cells = workbook.cells(old);
  if (cells.empty() && !gone) return;
  auto parent = formula.parent();
  if (auto cache = parent.child("c:strCache")) rewrite_cache(cache, cells, false);
  if (auto cache = parent.child("c:numCache")) rewrite_cache(cache, cells, true);
  if (auto cache = parent.child("c15:dlblRangeCache")) rewrite_cache(cache, cells, false);
  if (auto cache = parent.child("c:multiLvlStrCache")) rewrite_levels(cache, cells);
}

/// While it lives, what the context is told is told of another part than the token in hand stands in.
class Elsewhere {
 public:
  Elsewhere(Context& context, const std::string& part)
      : context_(context), part_(std::exchange(context.part, part)), locator_(std::exchange(context.locator, nullptr)) {}
  ~Elsewhere() {
    context_.part = std::move(part_);
    context_.locator = locator_;
    context_.container.clear();
  }
  Elsewhere(const Elsewhere&) = delete;
  Elsewhere& operator=(const Elsewhere&) = delete;

 private:
  Context& context_;
  std::string part_;
  const Locator* locator_;
};

}  // namespace

Result<Charts::Model> Charts::model_of(const std::string& chart) {
  Model model;
  auto bytes = package_.bytes(chart);
  if (!bytes) return Failed(bytes.error());
  model.chart = *std::move(bytes);
  if (const auto drawing = drawn_over(chart); !drawing.empty()) {
    auto drawn = package_.bytes(drawing);
    if (!drawn) return Failed(drawn.error());
    model.drawn_over = *std::move(drawn);
  }
  const auto relationship = package_.find(chart, "package");
  if (!relationship || relationship->external || !package_.has(relationship->target)) return model;
  auto workbook = package_.bytes(relationship->target);
  if (!workbook) return Failed(workbook.error());
  model.workbook = *std::move(workbook);
  model.workbook_part = relationship->target;
  return model;
}

/// What was drawn over a chart, its colours and its styles are each chart's own as well.
Result<void> Charts::own_parts_of(const std::string& copy, const Model& model) {
  auto relationships = package_.relationships(copy);
  if (!relationships) return Failed(relationships.error());
  for (const auto& relationship : *relationships) {
    if (relationship.external || !relationship.kind().starts_with("chart") || !package_.has(relationship.target)) continue;
    auto own = package_.duplicate(relationship.target);
    if (!own) return Failed(own.error());
    if (relationship.kind() == kDrawnOver) package_.put(*own, model.drawn_over);
    if (auto led = package_.retarget(copy, relationship.id, *own); !led) return led;
  }
  return {};
}

Result<std::string> Charts::copy_of(const std::string& chart, const Model& model) {
  auto copy = package_.duplicate(chart);
  if (!copy) return copy;
  package_.put(*copy, model.chart);
  if (auto own = own_parts_of(*copy, model); !own) return Failed(own.error());
  if (model.workbook_part.empty()) return copy;
  auto workbook = package_.duplicate(model.workbook_part);
  if (!workbook) return workbook;
  const auto relationship = package_.find(*copy, "package");
  if (!relationship) return copy;
  if (auto led = package_.retarget(*copy, relationship->id, *workbook); !led) return Failed(led.error());
  return copy;
}

std::string Charts::drawn_over(const std::string& chart) const {
  const auto relationship = package_.find(chart, kDrawnOver);
  return relationship && !relationship->external && package_.has(relationship->target) ? relationship->target : std::string();
}

std::string Charts::shown_by(const std::string& part, pugi::xml_node frame) const {
  const auto relationship = package_.relationship(part, frame.attribute("r:id").value());
  return relationship && !relationship->external && package_.has(relationship->target) ? relationship->target : std::string();
}

Result<void> Charts::enter(const std::string& part, pugi::xml_node frame, const Scope& scope) {
  const auto chart = shown_by(part, frame);
  if (chart.empty()) return {};
  auto filled = fill(chart, scope);
  if (!filled) return Failed(filled.error());
  if (*filled == chart) return {};
  auto id = package_.relate(part, "chart", *filled);
  if (!id) return Failed(id.error());
  frame.attribute("r:id").set_value(id->c_str());
  return {};
}

Result<void> Charts::look_into(const std::string& part, pugi::xml_node frame, Findings& findings) {
  const auto chart = shown_by(part, frame);
  return chart.empty() ? Result<void>() : look_at(chart, findings);
}

Result<std::string> Charts::fill(const std::string& chart, const Scope& scope) {
  std::string part = chart;
  auto known = models_.find(chart);
  if (known == models_.end()) {
    auto model = model_of(chart);
    if (!model) return Failed(model.error());
    known = models_.emplace(chart, *std::move(model)).first;
  } else {
    auto copy = copy_of(chart, known->second);
    if (!copy) return copy;
    part = *copy;
  }
  if (auto filled = fill_part(part, known->second.workbook, scope); !filled) return Failed(filled.error());
  return part;
}

Result<void> Charts::fill_part(const std::string& chart, const std::string& workbook, const Scope& scope) {
  const Elsewhere in_chart(context_, chart);
  auto filled = fill_texts(chart, scope);
  if (const auto drawing = drawn_over(chart); filled && !drawing.empty()) {
    const Elsewhere in_drawing(context_, drawing);
    filled = fill_texts(drawing, scope);
  }
  if (filled && !workbook.empty()) filled = fill_workbook_of(chart, workbook, scope);
  return filled;
}

Result<void> Charts::fill_texts(const std::string& part, const Scope& scope) {
  auto bytes = package_.bytes(part);
  if (!bytes) return Failed(bytes.error());
  if (!may_have_tokens(*bytes)) return {};
  auto tree = package_.edit(part);
  if (!tree) return Failed(tree.error());
  return fill_drawing_texts((*tree)->document_element(), scope, context_);
}

Result<void> Charts::look_at(const std::string& chart, Findings& findings) {
  const Elsewhere in_chart(context_, chart);
  auto tree = package_.xml(chart);
  if (!tree) return Failed(tree.error());
  look_at_drawing_texts((*tree)->document_element(), context_.where(), context_, findings);
  if (const auto drawing = drawn_over(chart); !drawing.empty()) {
    const Elsewhere in_drawing(context_, drawing);
    auto drawn = package_.xml(drawing);
    if (!drawn) return Failed(drawn.error());
    look_at_drawing_texts((*drawn)->document_element(), context_.where(), context_, findings);
  }
  const auto place = package_.find(chart, "package");
  if (!place || place->external || !package_.has(place->target)) return {};
  auto bytes = package_.bytes(place->target);
  auto book = bytes ? ooxml::Package::open(*bytes) : Result<ooxml::Package>(Failed(bytes.error()));
  if (!book) {
    context_.warn("", "The workbook behind a chart could not be read.");
    return {};
  }
  context_.container = place->target;
  Findings own;
  if (auto looked = xlsx::look_at_workbook(*book, context_, own); !looked) return looked;
  for (const auto& [token, where] : own.tokens()) findings.add(token, {.part = place->target, .place = where.place, .block = where.block});
  return {};
}

/// A workbook without tokens stays as it is, and so does what is shown of it.
Result<void> Charts::fill_workbook_of(const std::string& chart, const std::string& workbook, const Scope& scope) {
  const auto place = package_.find(chart, "package");
  auto book = ooxml::Package::open(workbook);
  auto text = book ? xlsx::text_of(*book) : Result<std::string>(Failed(book.error()));
  if (!place || !text) {
    context_.warn("", "The workbook behind a chart could not be read, so the chart shows what it showed in the template.");
    return {};
  }
  if (!may_have_tokens(*text)) return {};
  context_.container = place->target;
  auto filled = xlsx::fill_workbook(*book, scope, context_, budget_);
  if (!filled) return Failed(filled.error());
  auto tree = package_.edit(chart);
  if (!tree) return Failed(tree.error());
  std::vector<pugi::xml_node> formulas;
  ooxml::for_each_element((*tree)->document_element(), [&](pugi::xml_node node) {
    if (has_name(node, "c:f") || has_name(node, "c15:f")) formulas.push_back(node);
  });
  for (const auto formula : formulas) follow(formula, *filled);
  auto written = book->write();
  if (!written) return Failed(written.error());
  package_.put(place->target, *std::move(written));
  return {};
}

}  // namespace docmill::templating
