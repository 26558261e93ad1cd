#include "actions/tables.h"

#include "actions/fields.h"

namespace docmill::actions {
namespace {

constexpr std::size_t kLongestMappings = 500'000;  // bytes

model::Field delimiter() {
  return {.name = "Delimiter",
          .type = model::FieldType::Text,
          .summary = "What divides the columns: Comma, Semicolon, Tab, Pipe, or the character itself.",
          .fallback = "Comma",
          .longest = 16};
}

/// Of CSV that is read: without it the first line tells.
model::Field found_delimiter() {
  auto field = delimiter();
  field.summary =
      "What divides the columns: Comma, Semicolon, Tab, Pipe, or the character itself. Comma by default; where the first line has none, "
      "what it has instead.";
  field.fallback = {};
  return field;
}

model::Field encoding() {
  return {.name = "Encoding",
          .type = model::FieldType::Text,
          .summary = "How the text is encoded, like windows-1252. Found out from the text when it is not given.",
          .longest = 60};
}

model::Field table_locale() {
  return {.name = "Locale",
          .type = model::FieldType::Text,
          .summary = "The culture in which numbers and dates are written, like de-DE.",
          .fallback = "en-US",
          .longest = 40};
}

model::Field first_rows() {
  return {
      .name = "Limit", .type = model::FieldType::Integer, .summary = "How many rows of data to take. All by default.", .most = 100'000'000};
}

model::Field header_records() {
  return {.name = "HasHeaderRecords", .type = model::FieldType::Boolean, .summary = "The first row names the columns.", .fallback = "true"};
}

model::Field json_path() {
  return {.name = "PathToJsonArray",
          .type = model::FieldType::Text,
          .summary = "Where the list of rows is in the JSON: names with dots between, like data.rows. The whole document by default."};
}

model::Field sheet() {
  return {.name = "Sheet",
          .type = model::FieldType::Text,
          .summary = "The sheet's name, or its number from 1. The first by default.",
          .longest = 200};
}

model::Field mappings(std::string_view summary) {
  return {.name = "Mappings", .type = model::FieldType::Text, .summary = summary, .longest = kLongestMappings};
}

model::Field json_file() {
  auto file = source_file("The JSON, as a file or as the field's value: a list of objects, or an object that has one.");
  file.alias = "JsonData";
  return file;
}

std::vector<model::Step> data_step(std::string_view operation, std::string_view target) {
  return {{.engine = "data", .operation = operation, .target = target}};
}

}  // namespace

model::Action csv_to_json() {
  return {
      .id = "convert/csv-to-json",
      .title = "CSV to JSON",
      .summary = "Answers the rows of a CSV file as a list of objects whose values are all text.",
      .accepts = {"csv", "txt", "tsv"},
      .makes = "json",
      .fields = {source_file("The CSV."),
                 {.name = "Headers",
                  .type = model::FieldType::Text,
                  .summary = "The names of the columns, with commas between. Without it the first line names them.",
                  .longest = 100'000},
                 {.name = "SkipFirstLine",
                  .type = model::FieldType::Boolean,
                  .summary = "With Headers: the first line is none of the data.",
                  .fallback = "false"},
                 found_delimiter(),
                 first_rows(),
                 encoding()},
      .documents = 1,
      .steps = data_step("csv-to-json", "json"),
      .answer = model::Answer::Json,
  };
}

model::Action csv_to_xlsx() {
  return {
      .id = "convert/csv-to-xlsx",
      .title = "CSV to XLSX",
      .summary = "Makes an Excel workbook of a CSV file. Numbers become numbers where nothing is lost by it; no value becomes a formula.",
      .accepts = {"csv", "txt", "tsv"},
      .makes = "xlsx",
      .fields = {source_file("The CSV."), found_delimiter(), table_locale(), first_rows(), header_records(),
                 mappings(R"(Chooses, orders, types and names the columns: a JSON list of {"csvColumnIndexOrName", "xlsxColumnType", )"
                          R"("xlsxColumnName"}. Types: General, Text, Integer, TwoDecimal, ThousandInteger, ThousandTwoDecimal, )"
                          R"(IntegerPercentage, TwoDecimalPercentage, Scientific, ShortDate, ShortDateTime, LongDate. )"
                          R"(All columns as they are by default.)"),
                 encoding()},
      .documents = 1,
      .steps = data_step("csv-to-xlsx", "xlsx"),
  };
}

model::Action json_to_xlsx() {
  return {
      .id = "convert/json-to-xlsx",
      .title = "JSON to XLSX",
      .summary = "Makes an Excel workbook of a list in a JSON document: a row for each object, a column for each key.",
      .accepts = {"json", "txt"},
      .makes = "xlsx",
      .fields = {json_file(), json_path(), table_locale(),
                 mappings(R"(Chooses, orders, types and names the columns: a JSON list of {"jsonProperty", "xlsxColumnType", )"
                          R"("xlsxColumnName"}, with the types of csv-to-xlsx. All keys by default.)")},
      .documents = 1,
      .steps = data_step("json-to-xlsx", "xlsx"),
  };
}

model::Action json_to_csv() {
  return {
      .id = "convert/json-to-csv",
      .title = "JSON to CSV",
      .summary = "Makes CSV in UTF-8 of a list in a JSON document: a row for each object, a column for each key.",
      .accepts = {"json", "txt"},
      .makes = "csv",
      .fields = {json_file(), json_path(), delimiter(), table_locale()},
      .documents = 1,
      .steps = data_step("json-to-csv", "csv"),
  };
}

model::Action xlsx_to_csv() {
  return {
      .id = "convert/xlsx-to-csv",
      .title = "XLSX to CSV",
      .summary = "Makes CSV in UTF-8 of one sheet: numbers with a point, dates as 2024-01-31, formulas as their last results.",
      .accepts = {"xlsx", "xlsm", "xltx", "xltm"},
      .makes = "csv",
      .fields = {source_file("The workbook."), sheet(), delimiter()},
      .documents = 1,
      .steps = data_step("xlsx-to-csv", "csv"),
  };
}

model::Action xlsx_to_json() {
  return {
      .id = "convert/xlsx-to-json",
      .title = "XLSX to JSON",
      .summary = "Answers the rows of one sheet as a list of objects.",
      .accepts = {"xlsx", "xlsm", "xltx", "xltm"},
      .makes = "json",
      .fields = {source_file("The workbook."), sheet(), header_records(), first_rows()},
      .documents = 1,
      .steps = data_step("xlsx-to-json", "json"),
      .answer = model::Answer::Json,
  };
}

}  // namespace docmill::actions
