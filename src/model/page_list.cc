#include "model/page_list.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>

namespace docmill::model {
namespace {

constexpr std::string_view kSpaces = " \t\r\n";

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(kSpaces);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kSpaces) - first + 1);
}

std::optional<std::uint32_t> page_number(std::string_view text) {
  text = trimmed(text);
  std::uint32_t number = 0;
  const auto* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc{} || stop != end || number == 0) return std::nullopt;
  return number;
}

Result<PageRange> parse_item(std::string_view item) {
  const auto dash = item.find('-');
  const auto first = page_number(item.substr(0, dash));
  const auto last = dash == std::string_view::npos ? first : page_number(item.substr(dash + 1));
  if (!first || !last)
    return Failed(
        fail(ErrorCode::BadRequest, fmt::format("\"{}\" is no page; send pages like 1-3;5, counted from 1.", item.substr(0, 40))));
  if (*last < *first)
    return Failed(fail(ErrorCode::BadRequest, fmt::format("\"{}\" runs backwards; send {}-{}.", item.substr(0, 40), *last, *first)));
  return PageRange{*first, *last};
}

}  // namespace

Result<std::vector<PageRange>> parse_page_list(std::string_view text) {
  std::vector<PageRange> list;
  while (!text.empty()) {
    const auto end = text.find_first_of(";,");
    const auto item = trimmed(text.substr(0, end));
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
    if (item.empty()) continue;
    auto range = parse_item(item);
    if (!range) return Failed(range.error());
    list.push_back(*range);
  }
  return list;
}

Result<std::vector<std::uint32_t>> pages_of(const std::vector<PageRange>& list, std::uint32_t pages, std::uint32_t most) {
  const std::vector<PageRange> all{{1, pages}};
  std::vector<std::uint32_t> out;
  for (const auto& [first, last] : list.empty() ? all : list) {
    for (auto page = first; page <= std::min(last, pages); ++page) {
      if (out.size() == most)
        return Failed(fail(ErrorCode::TooManyPages, fmt::format("More than {} pages are asked for, the limit.", most)));
      out.push_back(page);
    }
  }
  if (out.empty())
    return Failed(fail(ErrorCode::NotApplicable, fmt::format("None of these pages is in the document, which has {}.", pages)));
  return out;
}

}  // namespace docmill::model
