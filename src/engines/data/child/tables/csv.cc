#include "engines/data/child/tables/csv.h"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <optional>

#include "base/small_letters.h"
#include "base/utf8.h"
#include "engines/child/text/text.h"
#include "engines/data/child/tables/bounds.h"

namespace docmill::engines::data {

Result<std::string> csv_delimiter(const std::string& wanted) {
  const auto word = small_letters(wanted);
  if (word.empty() || word == "comma") return ",";
  if (word == "semicolon") return ";";
  if (word == "tab" || word == "\\t") return "\t";
  if (word == "pipe") return "|";
  const bool one = is_utf8(wanted) && character_count(wanted) == 1 && wanted != "\"" && wanted != "\r" && wanted != "\n";
  if (one) return wanted;
  return Failed(fail(ErrorCode::BadRequest, "Delimiter: send Comma, Semicolon, Tab, Pipe, or one character that is no quote."));
}

CsvRows found_rows(std::string_view text) {
  const auto end = std::min(text.size(), text.find_first_of("\r\n"));
  const auto line = text.substr(0, end);
  if (line.size() == 5 && same_but_for_case(line.substr(0, 4), "sep=") && line.back() != '"') {
    const auto behind = text.substr(end).starts_with("\r\n") ? end + 2 : std::min(text.size(), end + 1);
    return {text.substr(behind), std::string(1, line.back())};
  }
  char best = ',';
  for (const char other : {';', '\t', '|'}) {
    const auto count = std::ranges::count(line, other);
    if (line.find(',') == std::string_view::npos && count > std::ranges::count(line, best)) best = other;
  }
  return {text, std::string(1, best)};
}

bool CsvWriter::needs_quotes(std::string_view text) const {
  if (text.empty()) return false;
  return text.front() == ' ' || text.back() == ' ' || text.find_first_of("\"\r\n") != std::string_view::npos ||
         text.find(delimiter_) != std::string_view::npos;
}

void CsvWriter::field(std::string_view text) {
  if (!std::exchange(first_, false)) out_.put(delimiter_);
  if (!needs_quotes(text)) return out_.put(text);
  out_.put("\"");
  for (std::size_t from = 0;;) {
    const auto quote = text.find('"', from);
    out_.put(text.substr(from, quote - from));
    if (quote == std::string_view::npos) break;
    out_.put("\"\"");
    from = quote + 1;
  }
  out_.put("\"");
}

void CsvWriter::end_row() {
  out_.put("\r\n");
  first_ = true;
}

}  // namespace docmill::engines::data
