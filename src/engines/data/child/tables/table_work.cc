#include "engines/data/child/tables/table_work.h"

#include <charconv>

namespace docmill::engines::data {

std::uint64_t row_limit(const child::Work& work) {
  const auto& text = work.param("Limit");
  std::uint64_t limit = UINT64_MAX;
  std::from_chars(text.data(), text.data() + text.size(), limit);
  return limit;
}

bool unless_false(const child::Work& work, const std::string& name) {
  return work.param(name) != "false";
}

Result<Finished> finish_table(child::Work& work, Result<UniqueFd> file, const std::string& extension, std::vector<std::string> warnings) {
  if (!file) return Failed(file.error());
  work.begin(Phase::Export);
  if (auto given = work.give(*std::move(file), {.extension = extension, .name = {}}); !given) return Failed(given.error());
  return Finished{.pages = 0, .fonts = {}, .warnings = std::move(warnings), .peak_memory = 0};
}

}  // namespace docmill::engines::data
