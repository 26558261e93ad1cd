#include <cmath>

#include "engines/child/file_bytes.h"
#include "engines/data/child/tables/csv.h"
#include "engines/data/child/tables/mappings.h"
#include "engines/data/child/tables/table_operations.h"
#include "engines/data/child/tables/table_work.h"
#include "engines/data/child/tables/workbook.h"
#include "engines/data/child/text/json_text.h"

namespace docmill::engines::data {
namespace {

std::string joined(const CellDate& date, char separator) {
  if (date.date.empty() || date.time.empty()) return date.date + date.time;
  return date.date + separator + date.time;
}

/// What a cell is in CSV.
std::string shown(const CellValue& cell) {
  if (const auto* text = std::get_if<std::string>(&cell)) return *text;
  if (const auto* number = std::get_if<double>(&cell)) return std::isfinite(*number) ? json_number(*number) : std::string();
  if (const auto* truth = std::get_if<bool>(&cell)) return *truth ? "TRUE" : "FALSE";
  if (const auto* date = std::get_if<CellDate>(&cell)) return joined(*date, ' ');
  return {};
}

/// What a cell is in JSON.
std::string json_shown(const CellValue& cell) {
  if (const auto* text = std::get_if<std::string>(&cell)) return json_quoted(*text);
  if (const auto* number = std::get_if<double>(&cell)) return json_number(*number);
  if (const auto* truth = std::get_if<bool>(&cell)) return *truth ? "true" : "false";
  if (const auto* date = std::get_if<CellDate>(&cell)) return json_quoted(joined(*date, 'T'));
  return "null";
}

std::vector<std::string> keys_of(const SheetRow& row, bool named) {
  std::vector<std::string> names;
  for (const auto& cell : row.cells) names.push_back(named ? shown(cell) : std::string());
  names = distinct_names(std::move(names));
  for (auto& name : names) name = json_quoted(name);
  return names;
}

void put_row(OutputFile& out, const std::vector<std::string>& keys, const SheetRow& row) {
  const char* separator = "{";
  for (std::size_t i = 0; i < keys.size(); ++i) {
    out.put(std::exchange(separator, ","));
    out.put(keys[i]);
    out.put(":");
    out.put(i < row.cells.size() ? json_shown(row.cells[i]) : "null");
  }
  out.put("}");
}

struct Opened {
  child::FileBytes bytes;
  Workbook workbook;
  OutputFile out;
};

Result<Opened> opened(child::Work& work) {
  auto bytes = child::FileBytes::of(work.input(0));
  if (!bytes) return Failed(bytes.error());
  auto workbook = Workbook::open(bytes->bytes(), work.request().limits);
  if (!workbook) return Failed(workbook.error());
  auto out = OutputFile::create(work.request().limits.output_size);
  if (!out) return Failed(out.error());
  return Opened{*std::move(bytes), *std::move(workbook), *std::move(out)};
}

}  // namespace

Result<Finished> xlsx_to_csv(child::Work& work) {
  const auto delimiter = csv_delimiter(work.param("Delimiter"));
  if (!delimiter) return Failed(delimiter.error());
  auto book = opened(work);
  if (!book) return Failed(book.error());
  CsvWriter writer(book->out, *delimiter);
  std::uint32_t last = 0;
  std::size_t width = 0;  // of the first row, which the shorter ones are filled up to
  auto done = book->workbook.each_row(work.param("Sheet"), [&](const SheetRow& row) -> Result<bool> {
    if (last == 0) width = row.cells.size();
    for (; last + 1 < row.number; ++last) book->out.put("\r\n");
    last = row.number;
    for (std::size_t i = 0; i < std::max(width, row.cells.size()); ++i) {
      writer.field(i < row.cells.size() ? shown(row.cells[i]) : std::string());
    }
    writer.end_row();
    if (auto fits = book->out.status(); !fits) return Failed(fits.error());
    return true;
  });
  if (!done) return Failed(done.error());
  if (last == 0) return Failed(fail(ErrorCode::NotApplicable, "The sheet is empty, so there is no CSV to make."));
  return finish_table(work, book->out.finish(), "csv");
}

Result<Finished> xlsx_to_json(child::Work& work) {
  auto book = opened(work);
  if (!book) return Failed(book.error());
  const bool named = work.flag("HasHeaderRecords", true);
  const auto limit = row_limit(work);
  std::vector<std::string> keys;
  std::uint64_t rows = 0;
  bool begun = false;
  auto done = book->workbook.each_row(work.param("Sheet"), [&](const SheetRow& row) -> Result<bool> {
    if (!std::exchange(begun, true)) {
      keys = keys_of(row, named);
      if (named) return limit > 0;
    }
    // Without names every column counts, however late it comes.
    if (!named && row.cells.size() > keys.size()) keys = keys_of(row, false);
    book->out.put(rows == 0 ? "[" : ",");
    put_row(book->out, keys, row);
    if (auto fits = book->out.status(); !fits) return Failed(fits.error());
    return ++rows < limit;
  });
  if (!done) return Failed(done.error());
  book->out.put(rows == 0 ? "[]" : "]");
  return finish_table(work, book->out.finish(), "json");
}

}  // namespace docmill::engines::data
