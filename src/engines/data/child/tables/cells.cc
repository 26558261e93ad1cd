#include "engines/data/child/tables/cells.h"

#include <fmt/format.h>

#include "engines/data/child/text/json_text.h"
#include "engines/protocol.h"

namespace docmill::engines::data {
namespace {

namespace json = boost::json;

constexpr std::int64_t kLargestWhole = 999'999'999'999'999;  // Excel keeps 15 digits

std::string_view unspaced(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

}  // namespace

bool Cells::put_typed(std::size_t column, std::string_view text) {
  const auto type = writer_.type(column);
  if (is_date(type)) {
    const auto date = locale_.date(text);
    return date && writer_.date(column, *date);
  }
  const auto number = is_percentage(type) ? locale_.fraction(text) : locale_.number(text);
  if (number) writer_.number(column, *number);
  return number.has_value();
}

Result<void> Cells::put(std::size_t column, std::string_view text) {
  const auto type = writer_.type(column);
  if (text.empty() || type == ColumnType::Text) return writer_.text(column, text);
  if (type == ColumnType::General) {
    const auto number = locale_.plain_number(text);
    if (!number) return writer_.text(column, text);
    writer_.number(column, *number);
    return {};
  }
  if (put_typed(column, unspaced(text))) return {};
  ++misfits_.at(column);
  return writer_.text(column, text);
}

Result<void> Cells::put(std::size_t column, const json::value* value) {
  if (value == nullptr || value->is_null()) return {};
  const auto type = writer_.type(column);
  if (const auto* text = value->if_string())
    return type == ColumnType::General ? writer_.text(column, *text) : put(column, std::string_view(*text));
  if (type == ColumnType::Text || value->is_structured()) return writer_.text(column, json_compact(*value));
  if (const auto* truth = value->if_bool()) {
    writer_.boolean(column, *truth);
    return {};
  }
  const auto* whole = value->if_int64();
  if (value->is_uint64() || (whole != nullptr && (*whole > kLargestWhole || *whole < -kLargestWhole))) {
    return writer_.text(column, json_compact(*value));  // a number of Excel would lose digits
  }
  writer_.number(column, value->to_number<double>());
  return {};
}

std::vector<std::string> Cells::warnings() const {
  std::vector<std::string> out;
  for (std::size_t i = 0; i < misfits_.size() && out.size() < kMostWarnings; ++i) {
    if (misfits_[i] == 0) continue;
    out.push_back(fmt::format("Column \"{}\": {} values are no {} in this locale and were kept as text.", titles_[i], misfits_[i],
                              is_date(writer_.type(i)) ? "dates" : "numbers"));
  }
  return out;
}

}  // namespace docmill::engines::data
