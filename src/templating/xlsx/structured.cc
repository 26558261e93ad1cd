#include "templating/xlsx/structured.h"

#include <algorithm>

#include "base/small_letters.h"
#include "templating/xlsx/layout.h"

namespace docmill::templating::xlsx {
namespace {

/// An apostrophe takes the meaning from the character behind it.
std::string unescaped(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '\'' && at + 1 < text.size()) ++at;
    out.push_back(text[at]);
  }
  return out;
}

std::string bracketed(std::string_view name) {
  std::string out = "[";
  for (const char c : name) {
    if (c == '[' || c == ']' || c == '#' || c == '\'' || c == '@') out.push_back('\'');
    out.push_back(c);
  }
  return out + "]";
}

/// Behind the next closing bracket.
std::size_t end_of(std::string_view text, std::size_t at) {
  for (; at < text.size(); ++at) {
    if (text[at] == '\'') {
      ++at;
    } else if (text[at] == ']') {
      return at + 1;
    }
  }
  return text.size();
}

constexpr auto kGone = "[#REF!]";

}  // namespace

std::optional<ColumnsNow> columns_now(const Plan& plan, const OutTable& table, std::string_view column,
                                      std::span<const std::uint32_t> chain) {
  const auto& from = plan.book.tables[table.table];
  const auto found = std::ranges::find_if(from.columns, [&](const std::string& name) { return same_but_for_case(name, column); });
  if (found == from.columns.end()) return std::nullopt;
  const auto number = static_cast<std::uint32_t>(found - from.columns.begin());
  const auto name_at = [&](End end) -> std::string {
    const auto place = placed(plan, table.node, from.rect.top, from.rect.left + number, end, chain);
    if (!place || place->column < table.rect.left || place->column - table.rect.left >= table.columns.size()) return {};
    const auto& now = table.columns[place->column - table.rect.left];
    return now.named ? now.name : *found;
  };
  return ColumnsNow{.first = name_at(End::First), .last = name_at(End::Last)};
}

std::string renamed_columns(std::string_view brackets, const std::function<std::optional<ColumnsNow>(std::string_view)>& now) {
  if (brackets.size() < 3 || brackets.back() != ']') return std::string(brackets);
  if (brackets[1] != '[') {
    const auto inner = brackets.substr(1, brackets.size() - 2);
    const auto columns = inner[0] == '#' || inner[0] == '@' ? std::nullopt : now(unescaped(inner));
    if (!columns) return std::string(brackets);
    if (columns->first.empty()) return kGone;
    return columns->first == columns->last ? bracketed(columns->first)
                                           : "[" + bracketed(columns->first) + ":" + bracketed(columns->last) + "]";
  }
  std::string out = "[";
  for (std::size_t at = 1; at < brackets.size();) {
    if (brackets[at] != '[') {
      out.push_back(brackets[at++]);
      continue;
    }
    const auto end = end_of(brackets, at + 1);
    const auto inner = brackets.substr(at + 1, end - at - 2);
    const auto columns = inner.starts_with('#') ? std::nullopt : now(unescaped(inner));
    const bool begins = brackets.substr(end).starts_with(':');
    const bool ends = out.ends_with(':');
    if (columns && columns->first.empty()) return kGone;
    if (!columns) {
      out += brackets.substr(at, end - at);
    } else if (begins || ends || columns->first == columns->last) {
      out += bracketed(ends ? columns->last : columns->first);
    } else {
      out += bracketed(columns->first) + ":" + bracketed(columns->last);
    }
    at = end;
  }
  return out;
}

}  // namespace docmill::templating::xlsx
