#include "api/range.h"

#include <algorithm>
#include <charconv>
#include <optional>

namespace docmill::api {
namespace {

std::optional<std::uint64_t> number(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

}  // namespace

ByteRange parse_range(std::string_view header, std::uint64_t size) {
  constexpr std::string_view kUnit = "bytes=";
  const ByteRange whole{.kind = ByteRange::Kind::Whole, .first = 0, .length = size};
  if (!header.starts_with(kUnit)) return whole;
  const auto spec = trimmed(header.substr(kUnit.size()));
  const auto dash = spec.find('-');
  if (dash == std::string_view::npos || spec.find(',') != std::string_view::npos) return whole;
  const auto first = number(spec.substr(0, dash));
  const auto last = number(spec.substr(dash + 1));
  const bool open_end = dash + 1 == spec.size();
  const bool suffix = dash == 0;
  if ((!suffix && !first) || (!open_end && !last) || (suffix && open_end)) return whole;
  if (!suffix && !open_end && *first > *last) return whole;
  const auto begin = suffix ? size - std::min(*last, size) : *first;
  if (begin >= size) return {.kind = ByteRange::Kind::Unsatisfiable, .first = 0, .length = 0};
  const auto end = suffix || open_end ? size : std::min(*last, size - 1) + 1;
  return {.kind = ByteRange::Kind::Part, .first = begin, .length = end - begin};
}

bool names_tag(std::string_view list, std::string_view tag) {
  while (!list.empty()) {
    const auto comma = std::min(list.find(','), list.size());
    auto item = trimmed(list.substr(0, comma));
    list.remove_prefix(std::min(comma + 1, list.size()));
    if (item.starts_with("W/")) item.remove_prefix(2);
    if (item == tag || item == "*") return true;
  }
  return false;
}

}  // namespace docmill::api
