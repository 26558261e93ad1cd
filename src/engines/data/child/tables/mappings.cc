#include "engines/data/child/tables/mappings.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/parse.hpp>
#include <charconv>
#include <map>

#include "base/small_letters.h"
#include "engines/data/child/tables/bounds.h"
#include "engines/data/child/text/json_text.h"

namespace docmill::engines::data {
namespace {

namespace json = boost::json;

const json::value* value_at(const json::object& entry, std::string_view key) {
  const auto found = std::ranges::find_if(entry, [&](const json::key_value_pair& pair) { return same_but_for_case(pair.key(), key); });
  return found == entry.end() || found->value().is_null() ? nullptr : &found->value();
}

/// A string, or a number as its text.
std::string text_at(const json::object& entry, std::string_view key) {
  const auto* value = value_at(entry, key);
  if (value == nullptr) return {};
  return value->is_string() ? std::string(value->get_string()) : json_compact(*value);
}

Error wrong_mapping(std::size_t index, std::string_view what) {
  return fail(ErrorCode::BadRequest, fmt::format("Mappings: entry {} {}", index + 1, what));
}

}  // namespace

Result<std::vector<Mapping>> parse_mappings(const std::string& text, std::string_view source_key) {
  if (text.find_first_not_of(" \t\r\n") == std::string::npos) return std::vector<Mapping>{};
  json::error_code failed;
  const auto parsed = json::parse(text, failed);
  const auto* list = parsed.if_array();
  if (failed || list == nullptr)
    return Failed(fail(ErrorCode::BadRequest, fmt::format("Mappings: send a JSON array of objects with {}.", source_key)));
  if (list->size() > kMostColumns) return Failed(fail(ErrorCode::BadRequest, fmt::format("Mappings: at most {} entries.", kMostColumns)));
  std::vector<Mapping> mappings;
  for (std::size_t i = 0; i < list->size(); ++i) {
    const auto* entry = list->at(i).if_object();
    if (entry == nullptr) return Failed(wrong_mapping(i, "is no object."));
    Mapping mapping{.source = text_at(*entry, source_key), .type = ColumnType::General, .title = text_at(*entry, "xlsxColumnName")};
    if (mapping.source.empty()) return Failed(wrong_mapping(i, fmt::format("lacks {}.", source_key)));
    if (const auto word = text_at(*entry, "xlsxColumnType"); !word.empty()) {
      const auto type = column_type_named(word);
      if (!type) return Failed(wrong_mapping(i, fmt::format("has an unknown xlsxColumnType; send one of {}.", column_type_names())));
      mapping.type = *type;
    }
    mappings.push_back(std::move(mapping));
  }
  return mappings;
}

std::optional<std::size_t> find_column(const std::vector<std::string>& names, const std::string& source) {
  if (const auto named = std::ranges::find(names, source); named != names.end()) return static_cast<std::size_t>(named - names.begin());
  std::size_t number = 0;
  const auto [end, failed] = std::from_chars(source.data(), source.data() + source.size(), number);
  const bool is_number = failed == std::errc{} && end == source.data() + source.size();
  if (!is_number || number < 1 || number > names.size()) return std::nullopt;
  return number - 1;
}

}  // namespace docmill::engines::data
