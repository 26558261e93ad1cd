#include <gtest/gtest.h>

#include "templating/dice.h"
#include "templating/json.h"
#include "templating/same_parts.h"
#include "templating/xlsx/book.h"
#include "templating/xlsx/xlsx.h"
#include "templating/xlsx_maker.h"

// What holds for every workbook: one without tokens stays what it is, one with tokens says what a simple model says, nothing of the
// language is left in it, and the same template with the same data is the same workbook to the byte.

namespace docmill::templating::xlsx {
namespace {

using docmill::trial::Dice;

constexpr std::size_t kRandomBooks = 150;

std::string filled_book(const std::string& bytes, const Value& data, MissingValue missing) {
  auto package = ooxml::Package::open(bytes);
  Context context;
  context.data = data;
  context.missing = missing;
  const auto filled = package ? fill(*package, context) : Result<void>(Failed(package.error()));
  auto written = filled ? package->write() : Result<std::string>(Failed(filled.error()));
  if (!written) ADD_FAILURE() << written.error().describe();
  return written ? *written : std::string();
}

ReadBook read_book(const std::string& bytes) {
  auto package = ooxml::Package::open(bytes);
  return package ? ReadBook::of(*package) : ReadBook();
}

std::string cell_name(std::size_t row, std::size_t column) {
  return column_letters(static_cast<int>(column)) + std::to_string(row);
}

// --- workbooks without tokens

class PlainBook {
 public:
  explicit PlainBook(std::uint64_t seed) : dice_(seed) {}

  std::string bytes() {
    MadeBook book;
    for (std::size_t i = dice_.from(1, 3); i > 0; --i) {
      auto& sheet = book.sheets.emplace_back();
      sheet.name = "Sheet " + std::to_string(i);
      for (std::size_t cell = dice_.below(20); cell > 0; --cell) sheet.cell(cell_name(dice_.from(1, 12), dice_.from(1, 8)), content());
      for (std::size_t row = dice_.below(4); row > 0; --row)
        sheet.rows[static_cast<int>(dice_.from(1, 12))] = "ht=\"20\" customHeight=\"1\"";
      add_features(sheet);
    }
    book.names = "<definedName name=\"first\">'Sheet 1'!$A$1:$B$2</definedName>";
    book.more = {{"xl/theme/theme1.xml", "<a/>"}, {"docProps/app.xml", "<Properties/>"}, {"xl/media/image1.png", "no picture"}};
    return book.bytes();
  }

 private:
  std::string content() {
    switch (dice_.below(5)) {
      case 0: return "#" + std::to_string(dice_.below(100'000)) + ".25";
      case 1: return "=SUM(A1:B" + std::to_string(dice_.from(1, 9)) + ")*'Sheet 1'!$A$1&\"x\"";
      case 2: return "x" + dice_.almost_token();
      default: return "x" + dice_.word() + dice_.word();
    }
  }

  void add_features(MadeSheet& sheet) {
    sheet.before = "<sheetViews><sheetView workbookViewId=\"0\"/></sheetViews><cols><col min=\"1\" max=\"3\" width=\"20\"/></cols>";
    if (dice_.one_in(2)) sheet.behind += "<mergeCells count=\"1\"><mergeCell ref=\"J1:K3\"/></mergeCells>";
    if (dice_.one_in(2))
      sheet.behind +=
          "<conditionalFormatting sqref=\"A1:B9\"><cfRule type=\"expression\" priority=\"1\"><formula>A1&gt;3</formula></cfRule>"
          "</conditionalFormatting>";
    if (dice_.one_in(2)) {
      sheet.behind += "<hyperlinks><hyperlink ref=\"A1\" r:id=\"rLink\"/></hyperlinks>";
      sheet.links.emplace_back("rLink", "https://example.test/?q=%7Bx%7D");
    }
    sheet.behind += "<pageMargins left=\"0.7\" right=\"0.7\" top=\"1\" bottom=\"1\" header=\"0.3\" footer=\"0.3\"/>";
    if (dice_.one_in(3)) {
      sheet.cell("N2", "First").cell("O2", "Second");
      sheet.tables.push_back({"Table" + std::to_string(++tables_), "N2:O5", {"First", "Second"}, ""});
    }
  }

  Dice dice_;
  std::size_t tables_ = 0;
};

/// What of a sheet's part is not its cells: these are compared as ReadBook reads them. Its extent is said anew.
std::string without_cells(ooxml::Package& package, const std::string& part) {
  pugi::xml_document copy;
  copy.reset(**package.xml(part));
  auto root = copy.document_element();
  root.remove_child("sheetData");
  root.remove_child("dimension");
  for (auto table : root.child("tableParts").children()) table.remove_attribute("r:id");
  return outer_xml(root);
}

TEST(XlsxProperties, AWorkbookWithoutTokensStaysWhatItIs) {
  const auto data = read_json(R"({"a": 1, "x": [{"y": 2}]})").value();
  for (const auto seed : docmill::trial::seeds(kRandomBooks)) {
    SCOPED_TRACE("DOCMILL_SEED=" + std::to_string(seed));
    const auto before = PlainBook(seed).bytes();
    const auto after = filled_book(before, data, MissingValue::Keep);
    const auto one = read_book(before);
    const auto other = read_book(after);
    ASSERT_EQ(one.sheets, other.sheets);
    ASSERT_EQ(one.cells, other.cells);
    ASSERT_EQ(one.rows, other.rows);
    ASSERT_EQ(one.names, other.names);
    ASSERT_EQ(one.tables, other.tables);
    ASSERT_EQ(one.links, other.links);
    ASSERT_EQ(one.merges, other.merges);
    auto was = ooxml::Package::open(before);
    auto is = ooxml::Package::open(after);
    for (const auto& [sheet, part] : one.parts) {
      ASSERT_EQ(docmill::trial::difference(without_cells(*was, part), without_cells(*is, part)), "") << sheet;
    }
    const auto rewritten = [](const std::string& part) {
      return part.starts_with("xl/worksheets/") || part == "xl/sharedStrings.xml" || part == "xl/workbook.xml";
    };
    ASSERT_EQ(docmill::trial::difference(*was, *is, rewritten), "");
  }
}

// --- workbooks with tokens, and what they say by a model that knows only rows

/// Rows of one sheet, three columns wide: plain ones, and ones that repeat.
class RandomBook {
 public:
  RandomBook(std::uint64_t seed, MissingValue missing) : dice_(seed), missing_(missing) {
    for (const auto* name : {"name", "town"}) {
      values_[name] = text();
      data.set(name, Value::of(values_[name]));
    }
    for (std::size_t i = dice_.from(1, 7); i > 0; --i) {
      if (dice_.one_in(2))
        add_plain();
      else
        add_list();
    }
    add({"last", "", ""});
    expect({"last", "", ""});
  }

  MadeSheet sheet;
  std::map<std::string, std::string> cells;  // what they are to say, as ReadBook has it
  Value data = Value::object();

 private:
  using Row = std::vector<std::string>;

  std::string text() {
    std::string out = "v";
    for (std::size_t i = dice_.below(4); i > 0; --i) out += dice_.word();
    if (dice_.one_in(6)) out += "{{name}}";
    return out;
  }

  void add(const Row& row) {
    ++template_row_;
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (!row[i].empty()) sheet.cell(cell_name(template_row_, i + 1), row[i]);
    }
  }
  void expect(const Row& row) {
    ++result_row_;
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (!row[i].empty()) cells["Sheet1!" + cell_name(result_row_, i + 1)] = row[i];
    }
  }

  void add_plain() {
    const std::string kept = missing_ == MissingValue::Keep ? "{{nowhere}}" : "";
    const auto word = "x" + dice_.word();
    add({"{{name}}", word + "{{town}}{{nowhere}}", dice_.one_in(2) ? "{{nowhere}}" : ""});
    expect({values_["name"], word + values_["town"] + kept, sheet.cells.contains({static_cast<int>(template_row_), 3}) ? kept : ""});
  }

  void add_list() {
    const auto name = "list" + std::to_string(++lists_);
    const auto height = dice_.from(1, 2);
    const auto word = "x" + dice_.word();
    const bool total = dice_.one_in(2);
    const auto first = template_row_ + 1;
    add({"{{" + name + ".a}}", "fixed", "{{" + name + ".n}}"});
    if (height == 2) add({word + "{{" + name + ".a}}", "{{name}}", "{{" + name + ".b}}"});
    std::vector<Value> items;
    const auto begin = result_row_ + 1;
    for (std::size_t i = dice_.below(5) + (total ? 1 : 0); i > 0; --i) {
      const auto a = text();
      const auto b = text();
      const auto n = dice_.below(1000);
      Value item = Value::object();
      item.set("a", Value::of(a));
      item.set("b", Value::of(b));
      item.set("n", Value::of(static_cast<std::int64_t>(n)));
      items.push_back(std::move(item));
      expect({a, "fixed", "#" + std::to_string(n)});
      if (height == 2) expect({word + a, values_["name"], b});
    }
    data.set(name, Value::list(std::move(items)));
    if (!total) return;
    add({"total", "", "=SUM(C" + std::to_string(first) + ":C" + std::to_string(template_row_) + ")"});
    expect({"total", "", "=SUM(C" + std::to_string(begin) + ":C" + std::to_string(result_row_) + ")"});
  }

  Dice dice_;
  MissingValue missing_;
  std::map<std::string, std::string> values_;
  std::size_t template_row_ = 0;
  std::size_t result_row_ = 0;
  std::size_t lists_ = 0;
};

std::string bytes_of_book(const RandomBook& made) {
  MadeBook book;
  book.sheets.push_back(made.sheet);
  return book.bytes();
}

TEST(XlsxProperties, ARandomWorkbookSaysWhatAModelSays) {
  for (const auto seed : docmill::trial::seeds(kRandomBooks)) {
    for (const auto missing : {MissingValue::Keep, MissingValue::Remove}) {
      SCOPED_TRACE("DOCMILL_SEED=" + std::to_string(seed));
      const RandomBook made(seed, missing);
      auto got = read_book(filled_book(bytes_of_book(made), made.data, missing)).cells;
      ASSERT_EQ(got, made.cells);
    }
  }
}

TEST(XlsxProperties, TheSameWorkbookAndDataGiveTheSameBytes) {
  for (const auto seed : docmill::trial::seeds(30)) {
    SCOPED_TRACE("DOCMILL_SEED=" + std::to_string(seed));
    const RandomBook made(seed, MissingValue::Keep);
    const auto bytes = bytes_of_book(made);
    const auto first = filled_book(bytes, made.data, MissingValue::Keep);
    ASSERT_FALSE(first.empty());
    ASSERT_EQ(first, filled_book(bytes, made.data, MissingValue::Keep));
  }
}

}  // namespace
}  // namespace docmill::templating::xlsx
