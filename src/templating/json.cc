#include "templating/json.h"

#include <fmt/format.h>
#include <unicode/ucnv.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <limits>
#include <optional>
#include <unordered_map>

#include "base/utf8.h"

namespace docmill::templating {

namespace {

constexpr std::size_t kShownCharacters = 24;
/// Names that are remembered to be shared; data with more different ones has them apart.
constexpr std::size_t kMostSharedNames = 4096;
constexpr std::size_t kLongestSharedName = 64;
/// Members that room is made for before they are there.
constexpr std::size_t kMostUsualMembers = 64;

bool continues(char c) {
  return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

/// Some characters of the text from here to the end of the line.
std::string_view piece(std::string_view text, std::size_t at) {
  auto end = at;
  for (std::size_t shown = 0; end < text.size() && text[end] != '\n' && text[end] != '\r'; ++end)
    if (!continues(text[end]) && ++shown > kShownCharacters) break;
  return text.substr(at, end - at);
}

Error not_json(std::string_view text, std::size_t at, std::string_view what) {
  at = std::min(at, text.size());
  const auto before = text.substr(0, at);
  const auto line = 1 + std::ranges::count(before, '\n');
  const auto begin = before.rfind('\n') == std::string_view::npos ? 0 : before.rfind('\n') + 1;
  const auto column = 1 + std::ranges::count_if(before.substr(begin), [](char c) { return !continues(c); });
  const auto shown = piece(text, at);
  const auto where = shown.empty() ? std::string("there the line or the text ends") : fmt::format("there it says: {}", shown);
  return fail(ErrorCode::InputDamaged, fmt::format("The data is not JSON. Line {}, column {}: {} ({}).", line, column, what, where));
}

void append_utf8(std::string& text, std::uint32_t c) {
  const auto put = [&](std::uint32_t byte) { text += static_cast<char>(static_cast<unsigned char>(byte)); };
  if (c < 0x80) {
    put(c);
  } else if (c < 0x800) {
    put(0xC0U | c >> 6U);
    put(0x80U | (c & 0x3FU));
  } else if (c < 0x10000) {
    put(0xE0U | c >> 12U);
    put(0x80U | (c >> 6U & 0x3FU));
    put(0x80U | (c & 0x3FU));
  } else {
    put(0xF0U | c >> 18U);
    put(0x80U | (c >> 12U & 0x3FU));
    put(0x80U | (c >> 6U & 0x3FU));
    put(0x80U | (c & 0x3FU));
  }
}

bool is_name_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '$' || c == '-' ||
         static_cast<unsigned char>(c) >= 0x80U;
}

/// Reads one document. Failures are remembered; every function says whether it may go on.
class JsonParser {
 public:
  JsonParser(std::string_view text, const JsonOptions& options) : text_(text), options_(options) {}

  Result<Value> read() {
    Value value;
    const bool read = read_value(value, 0) && skip_blanks() &&
                      (at_ == text_.size() || refuse(at_, "the data ends here, but the text goes on. A bracket may be closed too early"));
    if (!read) return Failed(std::move(*error_));  // NOLINT(bugprone-unchecked-optional-access): refuse() set it
    return value;
  }

 private:
  bool refuse(std::size_t at, std::string_view what) {
    if (!error_) error_ = not_json(text_, at, what);
    return false;
  }

  bool too_much(std::string message) {
    if (!error_) error_ = fail(ErrorCode::InputTooComplex, std::move(message));
    return false;
  }

  bool end() const { return at_ >= text_.size(); }
  char here() const { return end() ? '\0' : text_[at_]; }
  bool here_is(std::string_view word) const { return text_.substr(at_).starts_with(word); }

  /// Blanks and comments.
  bool skip_blanks() {
    while (!end()) {
      const char c = text_[at_];
      if (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v') {
        ++at_;
      } else if (here_is("\u00A0")) {
        at_ += 2;
      } else if (here_is("//")) {
        at_ = std::min(text_.find('\n', at_), text_.size());
      } else if (here_is("/*")) {
        const auto close = text_.find("*/", at_ + 2);
        if (close == std::string_view::npos) return refuse(at_, "a comment begins here that is not closed with */");
        at_ = close + 2;
      } else {
        break;
      }
    }
    return true;
  }

  bool read_value(Value& value, int depth) {
    if (!skip_blanks()) return false;
    if (++values_ > options_.most_values) return too_much(fmt::format("The data has more than {} values.", options_.most_values));
    if (end()) return refuse(at_, "a value is missing");
    switch (const char c = here(); c) {
      case '{': return deeper(depth) && read_object(value, depth + 1);
      case '[': return deeper(depth) && read_list(value, depth + 1);
      case '"':
      case '\'': return read_text_value(value);
      case ',':
      case ':':
      case '}':
      case ']': return refuse(at_, "a value is missing");
      default: return c == '-' || c == '.' || (c >= '0' && c <= '9') ? read_number(value) : read_word(value);
    }
  }

  bool deeper(int depth) {
    return depth < options_.deepest ||
           too_much(fmt::format("The data has more than {} lists and objects within one another.", options_.deepest));
  }

  bool read_list(Value& value, int depth) {
    const auto open = at_++;
    std::vector<Value> items;
    for (bool first = true;; first = false) {
      if (!next_item(open, ']', first)) return false;
      if (here() == ']') break;
      Value item;
      if (!read_value(item, depth)) return false;
      items.push_back(std::move(item));
    }
    ++at_;
    items.shrink_to_fit();
    value = Value::list(std::move(items));
    return true;
  }

  /// Goes over the comma to the next item or to the closing bracket, which may follow a comma.
  bool next_item(std::size_t open, char close, bool first) {
    if (!skip_blanks()) return false;
    if (end()) return refuse(open, close == ']' ? "this list is not closed with ]" : "this object is not closed with }");
    if (first || here() == close) return true;
    if (here() != ',') return refuse(at_, "a comma is missing before this");
    ++at_;
    return skip_blanks();
  }

  bool read_object(Value& value, int depth) {
    const auto open = at_++;
    std::vector<Member> members;
    members.reserve(usual_members_);
    for (bool first = true;; first = false) {
      if (!next_item(open, '}', first)) return false;
      if (here() == '}') break;
      Value name;
      Value content;
      if (!read_name(name)) return false;
      if (!skip_blanks()) return false;
      if (here() != ':') return refuse(at_, "a colon is missing between a name and its value");
      ++at_;
      if (!read_value(content, depth)) return false;
      members.emplace_back(std::move(name), std::move(content));
    }
    ++at_;
    usual_members_ = std::min(members.size(), kMostUsualMembers);
    members.shrink_to_fit();
    value = Value::object(std::move(members));
    return true;
  }

  void skip_name() {
    while (!end() && is_name_character(here()) && !here_is("\u00A0")) ++at_;
  }

  bool read_name(Value& name) {
    if (end()) return refuse(at_, "a name is missing");
    if (here() == '"' || here() == '\'') {
      std::string_view text;
      if (!read_text(text)) return false;
      name = shared(text);
      return true;
    }
    const auto begin = at_;
    skip_name();
    if (begin == at_) return refuse(at_, "a name is missing");
    name = shared(text_.substr(begin, at_ - begin));
    return true;
  }

  Value shared(std::string_view name) {
    if (name.size() > kLongestSharedName) return Value::of(name);
    if (const auto found = names_.find(name); found != names_.end()) return found->second;
    auto value = Value::of(name);
    if (names_.size() < kMostSharedNames) names_.emplace(value.text(), value);
    return value;
  }

  bool read_text_value(Value& value) {
    std::string_view text;
    if (!read_text(text)) return false;
    const auto moment = options_.date_times ? recognise_date_time(text, *options_.zone) : std::nullopt;
    value = moment ? Value::of(*moment) : Value::of(text);
    return true;
  }

  /// The text between quotes; it holds until the next text is read.
  bool read_text(std::string_view& text) {
    const auto open = at_;
    const char quote = here();
    ++at_;
    auto next = find_stop(quote);
    if (next != std::string_view::npos && text_[next] == quote) {
      text = text_.substr(at_, next - at_);
      at_ = next + 1;
      return true;
    }
    room_.clear();
    for (;;) {
      if (next == std::string_view::npos || text_[next] == '\0') return refuse(open, "this text is not closed with a quote");
      room_.append(text_, at_, next - at_);
      at_ = next;
      if (text_[at_] == quote) break;
      if (!read_escape()) return false;
      next = find_stop(quote);
    }
    ++at_;
    text = room_;
    return true;
  }

  /// The next quote, backslash or zero; npos when there is none.
  std::size_t find_stop(char quote) const {
    for (auto at = at_; at < text_.size(); ++at) {
      const char c = text_[at];
      if (c == quote || c == '\\' || c == '\0') return at;
    }
    return std::string_view::npos;
  }

  bool read_escape() {
    const auto begin = at_;
    at_ += 2;
    if (at_ > text_.size()) return refuse(begin, "a backslash ends the text");
    switch (text_[at_ - 1]) {
      case 'b': room_ += '\b'; return true;
      case 'f': room_ += '\f'; return true;
      case 'n': room_ += '\n'; return true;
      case 'r': room_ += '\r'; return true;
      case 't': room_ += '\t'; return true;
      case '"':
      case '\'':
      case '\\':
      case '/': room_ += text_[at_ - 1]; return true;
      case 'u': return read_unicode(begin);
      default: return refuse(begin, "a backslash here needs one of \" ' \\ / b f n r t or u behind it; write \\\\ for a backslash");
    }
  }

  /// Four hexadecimal digits.
  std::optional<std::uint32_t> hexadecimal() {
    const auto digits = text_.substr(std::min(at_, text_.size()), 4);
    if (digits.size() < 4) return std::nullopt;
    std::uint32_t unit = 0;
    for (const char c : digits) {
      const char small = static_cast<char>(c | 0x20);
      const bool digit = c >= '0' && c <= '9';
      if (!digit && (small < 'a' || small > 'f')) return std::nullopt;
      unit = unit * 16 + static_cast<std::uint32_t>(digit ? c - '0' : small - 'a' + 10);
    }
    at_ += 4;
    return unit;
  }

  /// \uXXXX, of two halves if need be; half a character becomes U+FFFD.
  bool read_unicode(std::size_t begin) {
    const auto unit = hexadecimal();
    if (!unit) return refuse(begin, "\\u needs four hexadecimal digits behind it");
    std::uint32_t character = *unit;
    if (*unit >= 0xD800 && *unit <= 0xDFFF) {
      character = 0xFFFD;
      const auto back = at_;
      if (*unit <= 0xDBFF && here_is("\\u")) {
        at_ += 2;
        const auto low = hexadecimal();
        if (low && *low >= 0xDC00 && *low <= 0xDFFF) {
          character = 0x10000 + ((*unit - 0xD800) << 10U) + (*low - 0xDC00);
        } else {
          at_ = back;
        }
      }
    }
    append_utf8(room_, character);
    return true;
  }

  bool read_number(Value& value) {
    const auto begin = at_;
    if (here_is("-Infinity")) {
      at_ += 9;
      value = Value::of(-std::numeric_limits<double>::infinity());
      return true;
    }
    while (!end() && static_cast<unsigned char>(here()) < 0x80U && (is_name_character(here()) || here() == '.' || here() == '+')) ++at_;
    const auto text = text_.substr(begin, at_ - begin);
    if (const auto number = hexadecimal_number(text)) {
      value = Value::of(*number);
      return true;
    }
    const auto digits = text.starts_with('-') ? text.substr(1) : text;
    if (digits.size() > 1 && digits[0] == '0' && digits[1] >= '0' && digits[1] <= '9')
      return refuse(begin, "a number may not begin with 0. Put it in quotes if it is no number");
    value = Value::number(text);
    const bool has_digit = text.find_first_of("0123456789") != std::string_view::npos;
    if (value.is_null() && has_digit) value = Value::number(completed(text));
    return !value.is_null() || refuse(begin, "this is no number. Text has to stand in quotes");
  }

  /// ".5" is "0.5", "5." is "5.0".
  static std::string completed(std::string_view text) {
    std::string made(text);
    const auto point = made.find('.');
    if (point == std::string::npos) return made;
    if (point + 1 == made.size() || made[point + 1] == 'e' || made[point + 1] == 'E') made.insert(point + 1, "0");
    if (point == 0 || made[point - 1] == '-') made.insert(point, "0");
    return made;
  }

  static std::optional<std::int64_t> hexadecimal_number(std::string_view text) {
    if (!text.starts_with("0x") && !text.starts_with("0X")) return std::nullopt;
    text.remove_prefix(2);
    if (text.empty() || text.size() > 15 || text.find_first_not_of("0123456789abcdefABCDEF") != std::string_view::npos) return std::nullopt;
    return static_cast<std::int64_t>(std::stoull(std::string(text), nullptr, 16));
  }

  bool read_word(Value& value) {
    const auto begin = at_;
    skip_name();
    const auto word = text_.substr(begin, at_ - begin);
    if (word == "null" || word == "undefined") return true;
    if (word == "true" || word == "false") {
      value = Value::of(word == "true");
    } else if (word == "NaN") {
      value = Value::of(std::numeric_limits<double>::quiet_NaN());
    } else if (word == "Infinity") {
      value = Value::of(std::numeric_limits<double>::infinity());
    } else {
      return refuse(begin, word.empty() ? "this cannot stand here" : "this is no value. Text has to stand in quotes");
    }
    return true;
  }

  std::string_view text_;
  const JsonOptions& options_;
  std::size_t at_ = 0;
  std::size_t values_ = 0;
  std::size_t usual_members_ = 0;  // of the last object: those of a list are alike
  std::string room_;
  std::unordered_map<std::string_view, Value> names_;  // the views are of the values beside them
  std::optional<Error> error_;
};

/// The encoding that a mark at the beginning names; empty for UTF-8.
const char* marked_encoding(std::string_view text, std::size_t& mark) {
  UErrorCode status = U_ZERO_ERROR;
  std::int32_t length = 0;
  const char* name =
      ucnv_detectUnicodeSignature(text.data(), static_cast<std::int32_t>(std::min<std::size_t>(text.size(), 8)), &length, &status);
  mark = name != nullptr ? static_cast<std::size_t>(length) : 0;
  return name != nullptr ? name : "";
}

}  // namespace

Result<Value> read_json(std::string_view text, const JsonOptions& options) {
  if (text.size() > options.most_bytes)
    return Failed(
        fail(ErrorCode::InputTooComplex, fmt::format("The data has {} bytes; {} are the most.", text.size(), options.most_bytes)));
  std::size_t mark = 0;
  const std::string_view encoding = marked_encoding(text, mark);
  text.remove_prefix(encoding.empty() || encoding == "UTF-8" ? mark : 0);
  std::string converted;
  if (!encoding.empty() && encoding != "UTF-8") {
    icu::UnicodeString wide(text.data(), static_cast<std::int32_t>(text.size()), encoding.data());
    if (wide.startsWith(u"\uFEFF", 1)) wide.remove(0, 1);
    wide.toUTF8String(converted);
    text = converted;
  }
  if (const auto bad = utf8_prefix(text); bad < text.size())
    return Failed(not_json(text.substr(0, bad), bad, "the text is not UTF-8. Save it as UTF-8 and send it again"));
  return JsonParser(text, options).read();
}

}  // namespace docmill::templating
