#include "engines/data/child/tables/sheet_sink.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "engines/data/child/tables/bounds.h"
#include "engines/data/child/tables/locale_values.h"

namespace docmill::engines::data {
namespace {

template <class Number>
Number number_in(std::string_view text, Number otherwise) {
  Number number{};
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
  return failed == std::errc{} && end == text.data() + text.size() ? number : otherwise;
}

void append_utf8(std::string& out, std::uint32_t code) {
  if (code < 0x80) {
    out += static_cast<char>(code);
  } else if (code < 0x800) {
    out += {static_cast<char>(0xC0U | (code >> 6U)), static_cast<char>(0x80U | (code & 0x3FU))};
  } else {
    out += {static_cast<char>(0xE0U | (code >> 12U)), static_cast<char>(0x80U | ((code >> 6U) & 0x3FU)),
            static_cast<char>(0x80U | (code & 0x3FU))};
  }
}

}  // namespace

std::string unescaped_cell(std::string text) {
  auto at = text.find("_x");
  if (at == std::string::npos) return text;
  std::string out;
  std::size_t from = 0;
  for (; at != std::string::npos; at = text.find("_x", at + 1)) {
    if (at < from || at + 7 > text.size() || text[at + 6] != '_') continue;
    std::uint32_t code = 0;
    const auto [end, failed] = std::from_chars(text.data() + at + 2, text.data() + at + 6, code, 16);
    const bool surrogate = code >= 0xD800 && code <= 0xDFFF;
    if (failed != std::errc{} || end != text.data() + at + 6 || surrogate || code == 0) continue;
    out.append(text, from, at - from);
    append_utf8(out, code);
    from = at + 7;
  }
  return out.append(text, from);
}

std::optional<std::size_t> column_of_reference(std::string_view reference) {
  std::size_t column = 0;
  for (const char c : reference) {
    const char upper = static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
    if (upper < 'A' || upper > 'Z') break;
    column = column * 26 + static_cast<std::size_t>(upper - 'A' + 1);
    if (column > kMostColumns) return std::nullopt;
  }
  return column == 0 ? std::nullopt : std::optional(column - 1);
}

void SheetSink::start(std::string_view name, const XmlAttributes& attributes) {
  if (stopped_ || failure_) return;
  if (name == "row") begin_row(attributes);
  if (name == "c" && in_row_) begin_cell(attributes);
  if (name == "rPh") phonetic_ = true;
  if (in_cell_ && (name == "v" || (name == "t" && !phonetic_))) in_text_ = true;
}

void SheetSink::text(std::string_view piece) {
  if (in_text_) value_ += piece;
}

void SheetSink::begin_row(const XmlAttributes& attributes) {
  current_.number = std::max(current_.number + 1, number_in<std::uint32_t>(attributes.get("r"), 0));
  if (current_.number > kMostRows) failure_ = fail(ErrorCode::InputDamaged, "The workbook has a row beyond the last one Excel knows.");
  current_.cells.clear();
  next_ = 0;
  in_row_ = true;
}

void SheetSink::begin_cell(const XmlAttributes& attributes) {
  column_ = column_of_reference(attributes.get("r")).value_or(next_);
  if (column_ >= kMostColumns) {
    failure_ = fail(ErrorCode::InputDamaged, "The workbook has a column beyond the last one Excel knows.");
    return;
  }
  next_ = column_ + 1;
  type_ = attributes.get("t");
  style_ = number_in<std::size_t>(attributes.get("s"), 0);
  value_.clear();
  in_cell_ = true;
}

void SheetSink::end(std::string_view name) {
  if (stopped_ || failure_) return;
  if (name == "v" || name == "t") in_text_ = false;
  if (name == "rPh") phonetic_ = false;
  if (name == "c" && in_cell_) {
    in_cell_ = false;
    if (current_.cells.size() <= column_) current_.cells.resize(column_ + 1);
    current_.cells[column_] = cell_value();
  }
  if (name == "row" && in_row_) end_row();
}

void SheetSink::end_row() {
  in_row_ = false;
  if (current_.empty()) return;
  auto go_on = row_(current_);
  if (!go_on) failure_ = go_on.error();
  stopped_ = go_on && !*go_on;
}

CellValue SheetSink::cell_value() const {
  if (type_ == "s") {
    const auto index = number_in<std::size_t>(value_, SIZE_MAX);
    return index < context_.strings.size() ? CellValue(context_.strings[index]) : CellValue();
  }
  if (type_ == "b") return value_ == "1" || value_ == "true";
  if (type_ == "str" || type_ == "inlineStr" || type_ == "e") return value_.empty() ? CellValue() : CellValue(unescaped_cell(value_));
  if (type_ == "d") {
    const auto split = value_.find('T');
    if (!iso_date(value_)) return value_;
    return CellDate{value_.substr(0, split), split == std::string::npos ? std::string() : value_.substr(split + 1, 8)};
  }
  return number_value();
}

CellValue SheetSink::number_value() const {
  if (value_.empty()) return {};
  double number = 0;
  const auto [end, failed] = std::from_chars(value_.data(), value_.data() + value_.size(), number);
  if (failed != std::errc{} || end != value_.data() + value_.size()) return value_;
  const auto kind = style_ < context_.styles.size() ? context_.styles[style_] : NumberKind::Number;
  if (kind == NumberKind::Number) return number;
  const bool dated = kind != NumberKind::Time;
  // A time close to midnight is rounded to the next day's.
  const auto rounded = static_cast<double>(std::llround(std::min(std::max(number, -1.0), 1e7) * 86'400)) / 86'400;
  CellDate date{dated ? date_of_serial(rounded, context_.from_1904) : std::string(), time_of_serial(rounded, !dated)};
  if ((dated && date.date.empty()) || date.time.empty()) return number;
  if (kind == NumberKind::Date && date.time == "00:00:00") date.time.clear();
  return date;
}

}  // namespace docmill::engines::data
