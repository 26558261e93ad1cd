#include "model/csv_rows.h"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <map>
#include <utility>

namespace docmill::model {
namespace {

bool ends_row(char c) {
  return c == '\n' || c == '\r';
}

class CsvReader {
 public:
  CsvReader(std::string_view text, std::string_view delimiter) : text_(text), delimiter_(delimiter) {}

  /// False at the end of the text.
  Result<bool> next(CsvRow& row) {
    while (at_ < text_.size() && ends_row(text_[at_])) ++at_;
    if (at_ >= text_.size()) return false;
    row.clear();
    owned_.clear();
    for (;;) {
      auto field = at_ < text_.size() && text_[at_] == '"' ? quoted() : Result<std::string_view>(plain());
      if (!field) return Failed(field.error());
      if (row.size() == kMostColumns)
        return Failed(fail(
            ErrorCode::InputTooComplex,
            fmt::format("Line {} of the CSV has more than {} columns; look whether the delimiter is right.", line_at(at_), kMostColumns)));
      row.push_back(*field);
      if (at_ >= text_.size() || ends_row(text_[at_])) return true;
      at_ += delimiter_.size();
    }
  }

 private:
  /// Where the field that reaches from `from` on ends: at a delimiter, a line end or the text's.
  std::size_t end_of_plain(std::size_t from) const {
    const char first = delimiter_.front();
    for (auto at = from; at < text_.size(); ++at) {
      const char c = text_[at];
      if (ends_row(c) || (c == first && text_.substr(at).starts_with(delimiter_))) return at;
    }
    return text_.size();
  }

  std::string_view plain() {
    const auto end = end_of_plain(at_);
    const auto field = text_.substr(at_, end - at_);
    at_ = end;
    return field;
  }

  Result<std::string_view> quoted() {
    const auto opened = at_++;
    std::string* copy = nullptr;  // made when the field is not just what lies between its quotes
    for (auto from = at_;;) {
      const auto quote = text_.find('"', at_);
      if (quote == std::string_view::npos)
        return Failed(fail(ErrorCode::InputDamaged, fmt::format("Line {} of the CSV begins a quoted value that never ends; close its "
                                                                "quote, or double it if it is a character of the value.",
                                                                line_at(opened))));
      at_ = quote + 1;
      const bool doubled = at_ < text_.size() && text_[at_] == '"';
      const auto end = doubled ? at_ : end_of_plain(at_);
      const bool simple = !doubled && end == at_;
      if (simple && copy == nullptr) return text_.substr(from, quote - from);
      if (copy == nullptr) copy = &owned_.emplace_back();
      // "a""b": the first of two quotes counts. "a"b: what follows the closing one does.
      copy->append(text_.substr(from, quote - from));
      copy->append(doubled ? std::string_view("\"") : text_.substr(at_, end - at_));
      at_ = end + (doubled ? 1 : 0);
      if (!doubled) return *copy;
      from = at_;
    }
  }

  std::size_t line_at(std::size_t offset) const { return 1 + static_cast<std::size_t>(std::ranges::count(text_.substr(0, offset), '\n')); }

  std::string_view text_;
  std::string_view delimiter_;
  std::size_t at_ = 0;
  std::deque<std::string> owned_;  // fields of the row that are not a piece of the text
};

}  // namespace

Result<void> read_csv(std::string_view text, std::string_view delimiter, const std::function<Result<bool>(const CsvRow&)>& each) {
  CsvReader reader(text, delimiter);
  CsvRow row;
  for (;;) {
    auto more = reader.next(row);
    if (!more) return Failed(more.error());
    if (!*more) return {};
    auto go_on = each(row);
    if (!go_on) return Failed(go_on.error());
    if (!*go_on) return {};
  }
}

Result<std::vector<std::string>> column_names(std::string_view text) {
  std::vector<std::string> names;
  auto read = read_csv(text, ",", [&](const CsvRow& row) -> Result<bool> {
    for (auto name : row) {
      while (name.starts_with(' ')) name.remove_prefix(1);
      while (name.ends_with(' ')) name.remove_suffix(1);
      names.emplace_back(name);
    }
    return false;
  });
  if (!read) return Failed(fail(ErrorCode::BadRequest, "Headers: send names with commas between them."));
  return names;
}

std::vector<std::string> distinct_names(std::vector<std::string> names) {
  std::map<std::string, std::size_t> used;  // how often each has been wanted
  for (std::size_t i = 0; i < names.size(); ++i) {
    auto& name = names[i];
    if (name.empty()) name = fmt::format("Column{}", i + 1);
    const auto wanted = name;
    while (used.contains(name)) name = fmt::format("{} ({})", wanted, ++used[wanted]);
    used.emplace(name, 1);
  }
  return names;
}

}  // namespace docmill::model
