#include "engines/image/child/params.h"

#include <charconv>

namespace docmill::engines::image {

std::optional<int> number_param(const child::Work& work, const std::string& name) {
  const auto& text = work.param(name);
  int value = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failed != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

}  // namespace docmill::engines::image
