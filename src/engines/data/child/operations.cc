#include "engines/data/child/operations.h"

#include "engines/child/operations.h"
#include "engines/data/child/archive/archive_operations.h"
#include "engines/data/child/regex/regex_operations.h"
#include "engines/data/child/tables/table_operations.h"

namespace docmill::engines::data {
namespace {

const child::Operations& operations() {
  static const child::Operations all{
      {"regex-match", regex_match},   {"regex-replace", regex_replace},   {"regex-test", regex_test},
      {"regex-split", regex_split},   {"csv-to-json", csv_to_json},       {"csv-to-xlsx", csv_to_xlsx},
      {"json-to-xlsx", json_to_xlsx}, {"json-to-csv", json_to_csv},       {"xlsx-to-csv", xlsx_to_csv},
      {"xlsx-to-json", xlsx_to_json}, {"archive-create", archive_create}, {"archive-extract", archive_extract},
      {"archive-list", archive_list},
  };
  return all;
}

/// What an exception of a library means.
Error explained() {
  try {
    throw;
  } catch (const std::exception& e) {
    return fail(ErrorCode::InputDamaged, "The document cannot be worked on; it is damaged.").cause(e.what()).at("data.perform");
  }
}

}  // namespace

Result<Finished> perform(child::Work& work) {
  if (work.input_count() == 0) return Failed(fail(ErrorCode::BadRequest, "There is no document to work on; send one."));
  return child::perform(work, "data", operations(), explained);
}

}  // namespace docmill::engines::data
