// What the author of a workbook's template is told, and of which cell.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "templating/json.h"
#include "templating/xlsx/xlsx.h"
#include "templating/xlsx_maker.h"

namespace docmill::templating::xlsx {
namespace {

using ::testing::ElementsAre;

std::vector<std::string> told(const MadeSheet& sheet, std::string_view json, MissingValue missing = MissingValue::Keep) {
  MadeBook book;
  book.sheets.emplace_back().name = "First";
  book.sheets.push_back(sheet);
  const auto bytes = book.bytes();
  auto package = ooxml::Package::open(bytes);
  Context context;
  context.data = read_json(json).value();
  context.missing = missing;
  if (const auto done = fill(*package, context); !done) return {done.error().message()};
  std::vector<std::string> lines;
  for (const auto& warning : context.warnings.list()) {
    lines.push_back(Where{.part = warning.part, .place = warning.place, .block = 0}.with(warning.token));
  }
  return lines;
}

TEST(XlsxWarning, NamesTheCellOfTheTemplate) {
  EXPECT_THAT(told(MadeSheet{.name = "Sales"}.cell("A1", "{{l.a}}").cell("B4", "x {{gone}}").cell("C1", "{{l.b}:frob}"),
                   R"({"l": [{"a": 1, "b": 2}, {"a": 3, "b": 4}]})"),
              ElementsAre("xl/worksheets/sheet2.xml, Sales!C1, {{l.b}:frob}", "xl/worksheets/sheet2.xml, Sales!B4, {{gone}}"));
}

TEST(XlsxWarning, APictureThatACellCannotHoldIsNamed) {
  EXPECT_THAT(told(MadeSheet{.name = "Sales"}.cell("B2", "{{a}:picture}"), R"({"a": "x"})"),
              ElementsAre("xl/worksheets/sheet2.xml, Sales!B2, {{a}:picture}"));
}

TEST(XlsxWarning, ListsWhoseCellsOverlapHalfAreNamed) {
  const auto crossed = MadeSheet{.name = "S"}.cell("A1", "{{a.x}}").cell("B3", "{{a.y}}").cell("B2", "{{b.x}}").cell("C4", "{{b.y}}");
  constexpr auto kTwo = R"({"a": [{"x": 1, "y": 2}, {"x": 3, "y": 4}], "b": [{"x": 5, "y": 6}, {"x": 7, "y": 8}]})";
  EXPECT_THAT(told(crossed, kTwo), ElementsAre("xl/worksheets/sheet2.xml, S!B2, {{b.x}}"));
  const auto within = MadeSheet{.name = "S"}.cell("A1", "{{a.x}}").cell("C3", "{{a.y}}").cell("B2", "{{b.x}}").cell("C2", "{{b.y}}");
  EXPECT_THAT(told(within, kTwo), ElementsAre());
  const auto beside = MadeSheet{.name = "S"}.cell("A1", "{{a.x}}").cell("A3", "{{a.y}}").cell("B1", "{{b.x}}").cell("C4", "{{b.y}}");
  EXPECT_THAT(told(beside, kTwo), ElementsAre());
}

TEST(XlsxWarning, NamesTheSheetWhoseNameOrFooterHasTheToken) {
  MadeSheet sheet{.name = "S {{gone}}"};
  sheet.behind = "<headerFooter><oddFooter>{{also}}</oddFooter></headerFooter>";
  EXPECT_THAT(told(sheet.cell("A1", "x"), "{}"), ElementsAre("xl/worksheets/sheet2.xml, S {{gone}}, its name, {{gone}}",
                                                             "xl/worksheets/sheet2.xml, S {{gone}}, page header or footer, {{also}}"));
}

TEST(XlsxWarning, AMissingValueIsAnErrorWithItsCellOnRequest) {
  EXPECT_THAT(told(MadeSheet{.name = "Sales"}.cell("B4", "{{gone}}"), "{}", MissingValue::Error),
              ElementsAre("The data has no “gone”, which the template names at xl/worksheets/sheet2.xml, Sales!B4, {{gone}}. Add it to the "
                          "data or correct the template."));
}

}  // namespace
}  // namespace docmill::templating::xlsx
