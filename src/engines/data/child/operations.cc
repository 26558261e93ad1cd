#include "engines/data/child/operations.h"

#include <map>
#include <string_view>

#include "engines/data/child/archive/archive_operations.h"
#include "engines/data/child/regex/regex_operations.h"
#include "engines/data/child/tables/table_operations.h"

namespace docmill::engines::data {
namespace {

using Perform = Result<Finished> (*)(child::Work&);

const std::map<std::string_view, Perform>& operations() {
  static const std::map<std::string_view, Perform> all{
      {"regex-match", regex_match},   {"regex-replace", regex_replace},   {"regex-test", regex_test},
      {"regex-split", regex_split},   {"csv-to-json", csv_to_json},       {"csv-to-xlsx", csv_to_xlsx},
      {"json-to-xlsx", json_to_xlsx}, {"json-to-csv", json_to_csv},       {"xlsx-to-csv", xlsx_to_csv},
      {"xlsx-to-json", xlsx_to_json}, {"archive-create", archive_create}, {"archive-extract", archive_extract},
      {"archive-list", archive_list},
  };
  return all;
}

}  // namespace

Result<Finished> perform(child::Work& work) {
  const auto found = operations().find(work.request().operation);
  if (found == operations().end())
    return Failed(fail(ErrorCode::EngineFailed, "The data engine does not know this operation.").cause(work.request().operation));
  if (work.input_count() == 0) return Failed(fail(ErrorCode::BadRequest, "There is no document to work on; send one."));
  try {
    work.begin(Phase::Load);
    return found->second(work);
  } catch (const std::bad_alloc&) {
    throw;  // the guard answers for it
  } catch (const std::exception& e) {
    return Failed(fail(ErrorCode::InputDamaged, "The document cannot be worked on; it is damaged.").cause(e.what()).at("data.perform"));
  }
}

}  // namespace docmill::engines::data
