#include <fmt/format.h>

#include <algorithm>

#include "ooxml/roles.h"
#include "templating/xlsx/book.h"
#include "templating/xlsx/comments.h"
#include "templating/xlsx/load_cells.h"
#include "templating/xlsx/rules.h"
#include "templating/xlsx/slots.h"
#include "templating/xlsx/strings.h"

namespace docmill::templating::xlsx {
namespace {

using namespace std::string_view_literals;

/// Most sheets and tables of a template.
constexpr std::size_t kMostSheets = 1'000;
constexpr std::size_t kMostTables = 5'000;

/// `%7b%7bname%7d%7d` in a hyperlink's target is a token.
std::string without_percents(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto hex = [](char c) {
      return c >= '0' && c <= '9' ? c - '0' : ((c | 0x20) >= 'a' && (c | 0x20) <= 'f' ? (c | 0x20) - 'a' + 10 : -1);
    };
    if (text[i] == '%' && i + 2 < text.size() && hex(text[i + 1]) >= 0 && hex(text[i + 2]) >= 0) {
      out += static_cast<char>(hex(text[i + 1]) * 16 + hex(text[i + 2]));
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

class Loading {
 public:
  Loading(ooxml::Package& package, Context& context) : package_(package), context_(context), cells_(book_, context) {}

  Result<Book> run();

 private:
  Result<void> open();
  Result<void> guess_dialect();
  Result<void> read_sheet(std::uint32_t number);
  Result<void> read_tables(std::uint32_t number);
  void read_names();
  void read_links(TemplateSheet& sheet);
  void read_margins(TemplateSheet& sheet);
  Result<void> read_comments(TemplateSheet& sheet);
  void add_corner(TemplateSheet& sheet, Place place);
  void read_rules(TemplateSheet& sheet);

  ooxml::Package& package_;
  Context& context_;
  Book book_;
  CellReader cells_;
};

Result<void> Loading::open() {
  if (auto checked = ooxml::check_roles(package_); !checked) return checked;
  auto part = package_.main_part();
  if (!part) return Failed(part.error());
  book_.part = *std::move(part);
  auto tree = package_.xml(book_.part);
  if (!tree) return Failed(tree.error());
  book_.tree = *tree;
  const auto root = book_.tree->document_element();
  if (root.name() != "workbook"sv) {
    return Failed(fail(ErrorCode::InputDamaged, "The template is no workbook. Send an XLSX file, saved by a spreadsheet program."));
  }
  book_.from_1904 = root.child("workbookPr").attribute("date1904").as_bool();
  std::uint32_t entry = 0;
  for (const auto node : root.child("sheets").children("sheet")) {
    TemplateSheet sheet;
    sheet.name = node.attribute("name").value();
    sheet.relation = node.attribute("r:id").value();
    sheet.entry = entry++;
    const auto relation = package_.relationship(book_.part, sheet.relation);
    if (!relation || relation->external || relation->kind() != "worksheet" || !package_.has(relation->target)) continue;
    sheet.part = relation->target;
    if (std::ranges::find(book_.sheets, sheet.part, &TemplateSheet::part) != book_.sheets.end()) {
      return Failed(fail(ErrorCode::InputDamaged, fmt::format("The template is damaged: two of its sheets are one part, {}.", sheet.name)));
    }
    book_.sheets.push_back(std::move(sheet));
    if (book_.sheets.size() > kMostSheets) {
      return Failed(fail(ErrorCode::InputTooComplex, fmt::format("The template has more than {} sheets, the limit.", kMostSheets)));
    }
  }
  if (book_.sheets.empty()) return Failed(fail(ErrorCode::InputDamaged, "The template has no sheet that could be read."));
  return {};
}

/// What the text of all cells looks like decides where nobody said it.
Result<void> Loading::guess_dialect() {
  book_.dialect = context_.dialect;
  const auto found = package_.find(book_.part, "sharedStrings");
  if (!found || !package_.has(found->target)) return {};
  auto tree = package_.xml(found->target);
  if (!tree) return Failed(tree.error());
  cells_.take_strings((*tree)->document_element());
  return {};
}

Result<void> Loading::read_sheet(std::uint32_t number) {
  auto& sheet = book_.sheets[number];
  context_.part = sheet.part;
  auto tree = package_.xml(sheet.part);
  if (!tree) return Failed(tree.error());
  sheet.tree = *tree;
  const auto root = sheet.tree->document_element();
  context_.place = sheet.name;
  if (CellText name; (name.text = sheet.name, true)) sheet.name_text = keep_text(book_, std::move(name), context_);
  if (auto read = cells_.read(sheet); !read) return read;
  for (const auto node : root.child("mergeCells").children("mergeCell")) {
    if (const auto rect = parse_rect(node.attribute("ref").value())) sheet.merges.push_back(*rect);
  }
  read_links(sheet);
  read_margins(sheet);
  read_rules(sheet);
  if (auto read = read_comments(sheet); !read) return read;
  return read_tables(number);
}

void Loading::read_links(TemplateSheet& sheet) {
  for (const auto node : sheet.tree->document_element().child("hyperlinks").children("hyperlink")) {
    const auto rect = parse_rect(node.attribute("ref").value());
    if (!rect) continue;
    TemplateLink link{.rect = *rect, .node = node, .relation = node.attribute("r:id").value(), .text = kNone, .first_slot = 0};
    const auto relation = link.relation.empty() ? std::nullopt : package_.relationship(sheet.part, link.relation);
    CellText target;
    if (relation && relation->external) target.text = relation->target;
    if (!may_have_tokens(target.text)) target.text = without_percents(target.text);
    context_.place = sheet.name + "!" + to_text(*rect);
    link.text = keep_text(book_, std::move(target), context_);
    for (const auto* shown : {"display", "tooltip", "location"}) {
      if (may_have_tokens(node.attribute(shown).value())) add_corner(sheet, {rect->top, rect->left});
    }
    sheet.links.push_back(std::move(link));
  }
}

void Loading::add_corner(TemplateSheet& sheet, Place place) {
  if (std::ranges::find(sheet.corners, place, &TemplateCorner::place) == sheet.corners.end()) sheet.corners.push_back({place, 0});
}

/// A rule of a row that repeats says in each copy what that row's item says.
void Loading::read_rules(TemplateSheet& sheet) {
  const auto root = sheet.tree->document_element();
  std::size_t room = kMostRulePlaces;
  const auto add = [&](pugi::xml_node rule) {
    if (!rule_has_tokens(rule)) return;
    for (const auto& rect : rects_of(rule.attribute("sqref").value(), room)) {
      add_corner(sheet, {rect.top, rect.left});
      --room;
    }
  };
  for (const auto format : root.children("conditionalFormatting")) add(format);
  for (const auto validation : root.child("dataValidations").children("dataValidation")) add(validation);
}

/// Comments are filled when they are written: all that is needed before is where there are some with tokens.
Result<void> Loading::read_comments(TemplateSheet& sheet) {
  return for_each_comment(package_, sheet.part, [&](const SheetComment& comment) {
    const auto place = parse_place(comment.node.attribute("ref").value());
    const auto text = comment.node.child("text");
    if (place && may_have_tokens(read_text(text).text + text.text().get())) add_corner(sheet, *place);
  });
}

void Loading::read_margins(TemplateSheet& sheet) {
  for (const auto node : sheet.tree->document_element().child("headerFooter").children()) {
    CellText text;
    text.text = node.text().get();
    context_.place = sheet.name + ", page header or footer";
    const auto kept = keep_text(book_, std::move(text), context_);
    if (kept != kNone) sheet.margins.push_back({.name = node.name(), .text = kept, .first_slot = 0});
  }
}

Result<void> Loading::read_tables(std::uint32_t number) {
  auto& sheet = book_.sheets[number];
  for (const auto node : sheet.tree->document_element().child("tableParts").children("tablePart")) {
    const auto relation = package_.relationship(sheet.part, node.attribute("r:id").value());
    if (!relation || relation->external || !package_.has(relation->target)) continue;
    auto tree = package_.xml(relation->target);
    if (!tree) return Failed(tree.error());
    const auto root = (*tree)->document_element();
    const auto rect = parse_rect(root.attribute("ref").value());
    if (!rect) continue;
    TemplateTable table{.part = relation->target,
                        .relation = relation->id,
                        .name = root.attribute("displayName").value(),
                        .rect = *rect,
                        .header_rows = std::min(root.attribute("headerRowCount").as_uint(1), 1U),
                        .totals_rows = std::min(root.attribute("totalsRowCount").as_uint(0), 1U),
                        .sheet = number,
                        .columns = {}};
    for (const auto column : root.child("tableColumns").children("tableColumn"))
      table.columns.push_back(unescaped_text(column.attribute("name").value()));
    if (table.header_rows + table.totals_rows >= rect->height()) table.header_rows = table.totals_rows = 0;
    sheet.tables.push_back(static_cast<std::uint32_t>(book_.tables.size()));
    book_.tables.push_back(std::move(table));
    if (book_.tables.size() > kMostTables) {
      return Failed(fail(ErrorCode::InputTooComplex, fmt::format("The template has more than {} tables, the limit.", kMostTables)));
    }
  }
  return {};
}

void Loading::read_names() {
  std::uint32_t number = 0;
  for (const auto node : book_.tree->document_element().child("definedNames").children("definedName")) {
    const std::uint32_t name = number++;
    if (std::string_view(node.attribute("name").value()).starts_with("_xlnm.")) continue;
    const auto formula = parse_formula(node.text().get());
    if (formula.pieces.size() != 1 || formula.pieces[0].kind != Formula::Piece::Kind::Reference) continue;
    const auto& reference = formula.pieces[0].reference;
    const auto sheet = book_.sheet_named(reference.sheet);
    if (sheet != kNone) book_.sheets[sheet].names.push_back({.name = name, .rect = reference.rect(), .tokens = 0});
  }
}

Result<Book> Loading::run() {
  if (auto opened = open(); !opened) return Failed(opened.error());
  if (auto guessed = guess_dialect(); !guessed) return Failed(guessed.error());
  for (std::uint32_t i = 0; i < book_.sheets.size(); ++i) {
    if (auto read = read_sheet(i); !read) return Failed(read.error());
  }
  context_.place.clear();
  read_names();
  number_slots(book_);
  return std::move(book_);
}

}  // namespace

Result<Book> load_book(ooxml::Package& package, Context& context) {
  return Loading(package, context).run();
}

}  // namespace docmill::templating::xlsx
