#include "templating/json.h"

#include <fmt/format.h>
#include <unicode/ucnv.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <limits>
#include <optional>
#include <unordered_map>

#include "base/utf8.h"
#include "templating/json_text.h"

namespace docmill::templating {

namespace {

/// Names that are remembered to be shared; data with more different ones has them apart.
constexpr std::size_t kMostSharedNames = 4096;
constexpr std::size_t kLongestSharedName = 64;
/// Members that room is made for before they are there.
constexpr std::size_t kMostUsualMembers = 64;

/// Reads one document. Failures are remembered; every function says whether it may go on.
class JsonParser : private JsonText {
 public:
  JsonParser(std::string_view text, const JsonOptions& options) : JsonText(text), options_(options) {}

  Result<Value> read() {
    Value value;
    const bool read = read_value(value, 0) && skip_blanks() &&
                      (at_ == text_.size() || refuse(at_, "the data ends here, but the text goes on. A bracket may be closed too early"));
    if (!read) return Failed(error());
    return value;
  }

 private:
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

  bool read_name(Value& name) {
    if (end()) return refuse(at_, "a name is missing");
    if (here() == '"' || here() == '\'') {
      std::string_view text;
      if (!read_text(text)) return false;
      name = shared(text);
      return true;
    }
    const auto word = take_word();
    if (word.empty()) return refuse(at_, "a name is missing");
    name = shared(word);
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

  bool read_number(Value& value) {
    const auto begin = at_;
    if (here_is("-Infinity")) {
      at_ += 9;
      value = Value::of(-std::numeric_limits<double>::infinity());
      return true;
    }
    const auto text = take_number();
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
    const auto word = take_word();
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

  const JsonOptions& options_;
  std::size_t values_ = 0;
  std::size_t usual_members_ = 0;                      // of the last object: those of a list are alike
  std::unordered_map<std::string_view, Value> names_;  // the views are of the values beside them
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
