#include "engines/data/child/tables/table_work.h"

namespace docmill::engines::data {

std::uint64_t row_limit(const child::Work& work) {
  return work.param("Limit").empty() ? UINT64_MAX : work.count("Limit", 0);
}

Result<Finished> finish_table(child::Work& work, Result<UniqueFd> file, const std::string& extension, std::vector<std::string> warnings) {
  if (!file) return Failed(file.error());
  work.begin(Phase::Export);
  if (auto given = work.give(*std::move(file), {.extension = extension, .name = {}}); !given) return Failed(given.error());
  return Finished{.pages = 0, .fonts = {}, .warnings = std::move(warnings), .peak_memory = 0};
}

}  // namespace docmill::engines::data
