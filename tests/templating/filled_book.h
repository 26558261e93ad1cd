#pragma once
// A workbook filled and read back. For tests only.
#include "templating/json.h"
#include "templating/keep.h"
#include "templating/xlsx/xlsx.h"
#include "templating/xlsx_maker.h"

namespace docmill::templating::xlsx {

struct FilledBook {
  ReadBook book;
  Context context;
  std::string error;
  std::string bytes;

  /// A part as it was written; empty when there is none.
  std::string part(const std::string& name) const {
    auto package = ooxml::Package::open(bytes);
    return package ? package->bytes(name).value_or("") : "";
  }
  std::string part_of(const std::string& sheet) const { return part(book.parts.at(sheet)); }
};

inline FilledBook filled(const MadeBook& book, std::string_view json, Dialect dialect = Dialect::Classic) {
  FilledBook run;
  const auto bytes = book.bytes();
  auto package = ooxml::Package::open(bytes);
  auto data = read_json(json);
  if (!package || !data) {
    run.error = package ? data.error().message() : package.error().message();
    return run;
  }
  run.context.data = *std::move(data);
  run.context.dialect = dialect;
  const auto done = fill(*package, run.context);
  if (!done) {
    run.error = done.error().describe();
    return run;
  }
  auto written = package->write();
  if (!written) {
    run.error = written.error().describe();
    return run;
  }
  run.bytes = *std::move(written);
  docmill::trial::keep_result(run.bytes, "xlsx");
  auto again = ooxml::Package::open(run.bytes);
  run.book = ReadBook::of(*again);
  return run;
}

inline MadeBook of_sheet(MadeSheet sheet) {
  MadeBook book;
  book.sheets.push_back(std::move(sheet));
  return book;
}

}  // namespace docmill::templating::xlsx
