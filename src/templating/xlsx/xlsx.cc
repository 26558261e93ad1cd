#include "templating/xlsx/xlsx.h"

#include "templating/parts/properties.h"
#include "templating/xlsx/layout.h"
#include "templating/xlsx/load_cells.h"
#include "templating/xlsx/sheet_adapter.h"
#include "templating/xlsx/write.h"

namespace docmill::templating::xlsx {

struct FilledWorkbook::State {
  Book book;
  std::unique_ptr<Plan> plan;
  std::unique_ptr<Filled> filled;
};

FilledWorkbook::FilledWorkbook(std::unique_ptr<State> state) : state_(std::move(state)) {}
FilledWorkbook::FilledWorkbook(FilledWorkbook&&) noexcept = default;
FilledWorkbook& FilledWorkbook::operator=(FilledWorkbook&&) noexcept = default;
FilledWorkbook::~FilledWorkbook() = default;

std::string FilledWorkbook::reference(std::string_view formula) const {
  Mapping mapping(*state_->filled, kNone);
  return rewrite(parse_formula(formula), mapping);
}

std::vector<ChartCell> FilledWorkbook::cells(std::string_view formula) const {
  Mapping mapping(*state_->filled, kNone);
  std::vector<ChartCell> out;
  for (const auto& piece : parse_formula(formula).pieces) {
    if (piece.kind != Formula::Piece::Kind::Reference) continue;
    const auto sheet = mapping.instance_of(piece.reference.sheet);
    const auto rect = sheet == kNone ? std::nullopt : mapping.rect(sheet, piece.reference);
    if (!rect) continue;
    for (auto& value : values_in(*state_->filled, sheet, *rect)) {
      out.push_back(
          {.number = value.kind == ChartValue::Kind::Number, .empty = value.kind == ChartValue::Kind::None, .text = std::move(value.text)});
    }
  }
  return out;
}

Result<FilledWorkbook> fill_workbook(ooxml::Package& package, const Scope& scope, Context& context, FillBudget& budget,
                                     const Options& options) {
  auto state = std::make_unique<FilledWorkbook::State>();
  auto book = load_book(package, context);
  if (!book) return Failed(book.error());
  state->book = *std::move(book);
  state->plan = std::make_unique<Plan>(state->book);
  auto& plan = *state->plan;
  {
    SheetAdapter adapter(plan, context);
    auto area = adapter.whole();
    if (auto prepared = prepare(area, adapter, context); !prepared) return Failed(prepared.error());
    if (auto done = templating::fill(std::move(area), scope, adapter, context, budget); !done) return Failed(done.error());
  }
  state->filled = std::make_unique<Filled>(plan);
  std::size_t cells = 0;
  for (std::uint32_t i = 0; i < plan.instances.size(); ++i) {
    if (auto laid = lay_out(plan, i); !laid) return Failed(laid.error());
  }
  for (std::uint32_t i = 0; i < plan.instances.size(); ++i) {
    auto sheet = emit(plan, i, cells);
    if (!sheet) return Failed(sheet.error());
    state->filled->sheets.push_back(*std::move(sheet));
  }
  auto styles = Styles::open(package, state->book.part);
  if (!styles) return Failed(styles.error());
  Writing writing(package, *state->filled, scope, context, *styles, options.names_tables);
  if (auto written = writing.run(); !written) return Failed(written.error());
  return FilledWorkbook(std::move(state));
}

Result<void> fill(ooxml::Package& package, Context& context, const Options& options) {
  FillBudget budget;
  const Scope scope(context.data);
  auto filled = fill_workbook(package, scope, context, budget, options);
  if (!filled) return Failed(filled.error());
  return fill_properties(package, scope, context);
}

namespace {

/// What stands in the sheet itself instead of among the shared strings.
void add_text_of_sheet(pugi::xml_node sheet, std::string& out) {
  for (const auto row : sheet.child("sheetData").children("row")) {
    for (const auto cell : row.children("c")) {
      if (const auto text = cell.child("is")) out += read_text(text).text + "\n";
    }
  }
  for (const auto margin : sheet.child("headerFooter").children()) out += std::string(margin.text().get()) + "\n";
}

}  // namespace

Result<std::string> text_of(ooxml::Package& package) {
  auto part = package.main_part();
  if (!part) return Failed(part.error());
  std::string out;
  if (const auto strings = package.find(*part, "sharedStrings"); strings && package.has(strings->target)) {
    auto tree = package.xml(strings->target);
    if (!tree) return Failed(tree.error());
    for (const auto node : (*tree)->document_element().children("si")) out += read_text(node).text + "\n";
  }
  auto book = package.xml(*part);
  if (!book) return Failed(book.error());
  for (const auto sheet : (*book)->document_element().child("sheets").children("sheet")) {
    out += std::string(sheet.attribute("name").value()) + "\n";
    const auto relation = package.relationship(*part, sheet.attribute("r:id").value());
    if (!relation || relation->external || !package.has(relation->target)) continue;
    auto tree = package.xml(relation->target);
    if (!tree) return Failed(tree.error());
    add_text_of_sheet((*tree)->document_element(), out);
  }
  return out;
}

}  // namespace docmill::templating::xlsx
