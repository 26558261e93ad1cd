#include <algorithm>

#include "engines/child/text/text.h"
#include "engines/data/child/tables/cells.h"
#include "engines/data/child/tables/csv.h"
#include "engines/data/child/tables/json_rows.h"
#include "engines/data/child/tables/mappings.h"
#include "engines/data/child/tables/table_operations.h"
#include "engines/data/child/tables/table_work.h"
#include "engines/data/child/text/json_text.h"

namespace docmill::engines::data {
namespace {

/// Every key as a column, or what the caller mapped.
Result<std::vector<Mapping>> json_plan(const child::Work& work, std::string_view text) {
  auto mappings = parse_mappings(work.param("Mappings"), "jsonProperty");
  if (!mappings || !mappings->empty()) return mappings;
  auto columns = json_columns(text, work.param("PathToJsonArray"));
  if (!columns) return Failed(columns.error());
  for (auto& column : *columns) mappings->push_back({.source = std::move(column), .type = ColumnType::General, .title = {}});
  return mappings;
}

/// A value as a field of CSV.
std::string as_field(const boost::json::value* value, const LocaleValues& locale) {
  if (value == nullptr || value->is_null()) return {};
  if (const auto* text = value->if_string()) return std::string(*text);
  auto text = json_compact(*value);
  return value->is_double() ? locale.shown(text) : text;
}

}  // namespace

Result<Finished> json_to_xlsx(child::Work& work) {
  const auto locale = LocaleValues::of(work.param("Locale"));
  if (!locale) return Failed(locale.error());
  const auto text = child::Text::of(work.input(0));
  if (!text) return Failed(text.error());
  const auto plan = json_plan(work, text->view());
  if (!plan) return Failed(plan.error());
  std::vector<ColumnType> types;
  std::vector<std::string> titles;
  for (const auto& mapping : *plan) {
    types.push_back(mapping.type);
    titles.push_back(mapping.title.empty() ? mapping.source : mapping.title);
  }
  auto writer = XlsxWriter::create(std::move(types));
  if (!writer) return Failed(writer.error());
  if (auto begun = titles.empty() ? Result<void>{} : writer->titles(titles); !begun) return Failed(begun.error());
  Cells cells(*writer, *locale, titles);
  auto done = each_json_row(text->view(), work.param("PathToJsonArray"), [&](const boost::json::value& row) -> Result<bool> {
    for (std::size_t i = 0; i < plan->size(); ++i) {
      if (auto put = cells.put(i, json_cell(row, plan->at(i).source)); !put) return Failed(put.error());
    }
    if (auto ended = writer->end_row(); !ended) return Failed(ended.error());
    return true;
  });
  if (!done) return Failed(done.error());
  return finish_table(work, writer->finish(), "xlsx", cells.warnings());
}

Result<Finished> json_to_csv(child::Work& work) {
  const auto locale = LocaleValues::of(work.param("Locale"));
  if (!locale) return Failed(locale.error());
  const auto delimiter = csv_delimiter(work.param("Delimiter"));
  if (!delimiter) return Failed(delimiter.error());
  const auto text = child::Text::of(work.input(0));
  if (!text) return Failed(text.error());
  const auto& path = work.param("PathToJsonArray");
  const auto columns = json_columns(text->view(), path);
  if (!columns) return Failed(columns.error());
  if (columns->empty()) return Failed(fail(ErrorCode::NotApplicable, "The JSON has no rows with keys, so there is no CSV to make."));
  auto out = OutputFile::create(work.request().limits.output_size);
  if (!out) return Failed(out.error());
  CsvWriter writer(*out, *delimiter);
  for (const auto& column : *columns) writer.field(column);
  writer.end_row();
  auto done = each_json_row(text->view(), path, [&](const boost::json::value& row) -> Result<bool> {
    for (const auto& column : *columns) writer.field(as_field(json_cell(row, column), *locale));
    writer.end_row();
    if (auto fits = out->status(); !fits) return Failed(fits.error());
    return true;
  });
  if (!done) return Failed(done.error());
  return finish_table(work, out->finish(), "csv");
}

}  // namespace docmill::engines::data
