#include "engines/child/names.h"

#include <fmt/format.h>

#include "base/utf8.h"

namespace docmill::engines::child {
namespace {

constexpr std::size_t kShown = 200;  // bytes

}  // namespace

std::string name_prefix(const Work& work) {
  if (const auto& wanted = work.param("FilenamePrefix"); !wanted.empty()) return wanted;
  const auto& name = work.note(0).name;
  const auto stem = name.substr(0, name.rfind('.'));
  return stem.empty() ? "page-" : stem + "-";
}

std::string short_name(std::string_view name) {
  if (name.size() <= kShown) return std::string(name);
  return std::string(name.substr(0, utf8_prefix(name.substr(0, kShown)))) + "…";
}

std::string label_of(const Work& work, std::size_t index, std::string_view alone, std::string_view kind) {
  if (work.input_count() == 1) return std::string(alone);
  const auto& name = work.note(index).name;
  return name.empty() ? fmt::format("{} {}", kind, index + 1) : fmt::format("\"{}\"", short_name(name));
}

}  // namespace docmill::engines::child
