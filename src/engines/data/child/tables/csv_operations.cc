#include <fmt/format.h>

#include <algorithm>

#include "base/utf8.h"

#include "engines/child/text/text.h"
#include "engines/data/child/tables/bounds.h"
#include "engines/data/child/tables/cells.h"
#include "engines/data/child/tables/csv.h"
#include "engines/data/child/tables/mappings.h"
#include "engines/data/child/tables/table_operations.h"
#include "engines/data/child/tables/table_work.h"
#include "engines/data/child/text/json_text.h"

namespace docmill::engines::data {
namespace {

std::vector<std::string> owned(const CsvRow& row) {
  return {row.begin(), row.end()};
}

struct CsvSource {
  child::Text text;  // holds what the rows are read from
  CsvRows rows;
};

Result<CsvSource> csv_source(const child::Work& work) {
  auto delimiter = csv_delimiter(work.param("Delimiter"));
  if (!delimiter) return Failed(delimiter.error());
  auto text = child::Text::of(work.input(0), work.param("Encoding"));
  if (!text) return Failed(text.error());
  const auto view = text->view();
  auto rows = work.param("Delimiter").empty() ? found_rows(view) : CsvRows{view, *std::move(delimiter)};
  return CsvSource{*std::move(text), std::move(rows)};
}

Error no_rows() {
  return fail(ErrorCode::NotApplicable, "The CSV is empty.");
}

Result<std::vector<std::string>> wanted_headers(const child::Work& work) {
  const auto& text = work.param("Headers");
  if (!is_utf8(text)) return Failed(fail(ErrorCode::BadRequest, "Headers: send it as UTF-8."));
  return model::column_names(text);
}

void put_object(OutputFile& out, const std::vector<std::string>& keys, const CsvRow& row) {
  const char* separator = "{";
  for (std::size_t i = 0; i < keys.size(); ++i) {
    out.put(std::exchange(separator, ","));
    out.put(keys[i]);
    out.put(":");
    put_json_quoted(out, i < row.size() ? row[i] : std::string_view());
  }
  out.put("}");
}

std::vector<std::string> as_keys(std::vector<std::string> names) {
  names = distinct_names(std::move(names));
  for (auto& name : names) name = json_quoted(name);
  return names;
}

/// Which field of a CSV row each column of the workbook shows, and how.
struct Plan {
  std::vector<std::size_t> fields;
  std::vector<ColumnType> types;
  std::vector<std::string> titles;
  bool shows_titles = false;
};

Error no_such_column(const std::string& source, const std::vector<std::string>& names) {
  std::string list;
  for (std::size_t i = 0; i < std::min<std::size_t>(names.size(), 10); ++i) list += (i == 0 ? "" : ", ") + names[i];
  return fail(ErrorCode::BadRequest, fmt::format("Mappings: the CSV has no column \"{}\"; it has {}.", source, list));
}

Result<Plan> planned(const std::vector<std::string>& names, const std::vector<Mapping>& mappings, bool has_header) {
  Plan plan{.fields = {}, .types = {}, .titles = {}, .shows_titles = has_header};
  for (const auto& mapping : mappings) {
    const auto field = find_column(names, mapping.source);
    if (!field) return Failed(no_such_column(mapping.source, names));
    plan.fields.push_back(*field);
    plan.types.push_back(mapping.type);
    plan.titles.push_back(mapping.title.empty() ? names[*field] : mapping.title);
    plan.shows_titles = plan.shows_titles || !mapping.title.empty();
  }
  if (!mappings.empty()) return plan;
  for (std::size_t i = 0; i < names.size(); ++i) plan.fields.push_back(i);
  plan.types.assign(names.size(), ColumnType::General);
  plan.titles = names;
  return plan;
}

/// The widest row decides how many columns a file without mappings has.
Result<std::vector<std::string>> column_names(const CsvSource& source, bool has_header, std::uint64_t limit) {
  std::vector<std::string> names;
  std::size_t widest = 0;
  std::uint64_t rows = 0;
  auto read = read_csv(source.rows.text, source.rows.delimiter, [&](const CsvRow& row) -> Result<bool> {
    if (rows == 0 && has_header) names = owned(row);
    widest = std::max(widest, row.size());
    return rows++ < limit;
  });
  if (!read) return Failed(read.error());
  if (rows == 0) return Failed(no_rows());
  names.resize(widest);
  if (!has_header) return distinct_names(std::move(names));
  return names;
}

class CsvWorkbook {
 public:
  CsvWorkbook(XlsxWriter writer, const LocaleValues& locale, Plan plan)
      : writer_(std::move(writer)), plan_(std::move(plan)), cells_(writer_, locale, plan_.titles) {}
  CsvWorkbook(const CsvWorkbook&) = delete;

  Result<void> begin() { return plan_.shows_titles ? writer_.titles(plan_.titles) : Result<void>{}; }

  Result<void> add(const CsvRow& row) {
    for (std::size_t i = 0; i < plan_.fields.size(); ++i) {
      if (plan_.fields[i] >= row.size()) continue;
      if (auto put = cells_.put(i, row[plan_.fields[i]]); !put) return put;
    }
    return writer_.end_row();
  }

  Result<UniqueFd> finish() { return writer_.finish(); }
  std::vector<std::string> warnings() const { return cells_.warnings(); }

 private:
  XlsxWriter writer_;
  Plan plan_;
  Cells cells_;
};

}  // namespace

Result<Finished> csv_to_json(child::Work& work) {
  const auto source = csv_source(work);
  if (!source) return Failed(source.error());
  auto names = wanted_headers(work);
  if (!names) return Failed(names.error());
  auto out = OutputFile::create(work.request().limits.output_size);
  if (!out) return Failed(out.error());
  const bool named = !names->empty();
  auto keys = named ? as_keys(*std::move(names)) : std::vector<std::string>();
  bool skip = !named || work.flag("SkipFirstLine");
  const auto limit = row_limit(work);
  std::uint64_t rows = 0;
  auto read = read_csv(source->rows.text, source->rows.delimiter, [&](const CsvRow& row) -> Result<bool> {
    if (keys.empty()) keys = as_keys(owned(row));
    if (std::exchange(skip, false)) return limit > 0;
    out->put(rows == 0 ? "[" : ",");
    put_object(*out, keys, row);
    if (auto fits = out->status(); !fits) return Failed(fits.error());
    return ++rows < limit;
  });
  if (!read) return Failed(read.error());
  out->put(rows == 0 ? "[]" : "]");
  return finish_table(work, out->finish(), "json");
}

Result<Finished> csv_to_xlsx(child::Work& work) {
  const auto mappings = parse_mappings(work.param("Mappings"), "csvColumnIndexOrName");
  if (!mappings) return Failed(mappings.error());
  const auto locale = LocaleValues::of(work.param("Locale"));
  if (!locale) return Failed(locale.error());
  const auto source = csv_source(work);
  if (!source) return Failed(source.error());
  const bool has_header = work.flag("HasHeaderRecords", true);
  const auto limit = row_limit(work);
  const auto names = column_names(*source, has_header, limit);
  if (!names) return Failed(names.error());
  auto plan = planned(*names, *mappings, has_header);
  if (!plan) return Failed(plan.error());
  auto writer = XlsxWriter::create(plan->types);
  if (!writer) return Failed(writer.error());
  CsvWorkbook workbook(*std::move(writer), *locale, *std::move(plan));
  if (auto begun = workbook.begin(); !begun) return Failed(begun.error());
  bool skip = has_header;
  std::uint64_t rows = 0;
  auto read = read_csv(source->rows.text, source->rows.delimiter, [&](const CsvRow& row) -> Result<bool> {
    if (std::exchange(skip, false)) return limit > 0;
    if (auto added = workbook.add(row); !added) return Failed(added.error());
    return ++rows < limit;
  });
  if (!read) return Failed(read.error());
  return finish_table(work, workbook.finish(), "xlsx", workbook.warnings());
}

}  // namespace docmill::engines::data
