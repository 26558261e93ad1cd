#include "engines/ooxml/child/parts/merge_work.h"

#include <fmt/format.h>

#include "engines/child/names.h"

namespace docmill::engines::ooxml {

docmill::ooxml::Limits limits_of(const child::Work& work) {
  const auto& limits = work.request().limits;
  return {.unpacked_size = limits.unpacked_size, .unpacked_ratio = limits.unpacked_ratio, .entries = limits.unpacked_entries};
}

std::string label_of(const child::Work& work, std::size_t input) {
  const auto& name = work.note(input).name;
  return name.empty() ? fmt::format("Document {}", input + 1) : child::short_name(name);
}

Result<Finished> give_package(child::Work& work, std::string_view bytes, std::string_view extension, std::vector<std::string> warnings) {
  work.begin(Phase::Export);
  if (auto given = work.give(bytes, {.extension = std::string(extension), .name = {}}); !given) return Failed(given.error());
  Finished finished;
  finished.warnings = std::move(warnings);
  return finished;
}

}  // namespace docmill::engines::ooxml
