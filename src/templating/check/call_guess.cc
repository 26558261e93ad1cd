#include "templating/check/call_guess.h"

#include <algorithm>
#include <array>

#include "base/small_letters.h"
#include "templating/characters.h"
#include "templating/check/token_shape.h"
#include "templating/path.h"
#include "templating/value.h"

namespace docmill::templating {
namespace {

struct Known {
  std::string_view name;
  Guess guess;
};
// By their names without hyphens; as formatter.cc, value_formatters.cc and the tables of functions have them.
constexpr std::array kGuesses = {
    Known{"offset", Guess::Date},     Known{"adddays", Guess::Date},    Known{"addhours", Guess::Date},
    Known{"addminutes", Guess::Date}, Known{"addmonths", Guess::Date},  Known{"addyears", Guess::Date},
    Known{"todate", Guess::Date},     Known{"picture", Guess::Picture}, Known{"picturecompress", Guess::Picture},
    Known{"html", Guess::Text},       Known{"url", Guess::Link},        Known{"barcode", Guess::Text},
    Known{"qrcode", Guess::Text},     Known{"bool", Guess::Boolean},    Known{"substring", Guess::Text},
    Known{"upper", Guess::Text},      Known{"toupper", Guess::Text},    Known{"lower", Guess::Text},
    Known{"tolower", Guess::Text},    Known{"capitalize", Guess::Text}, Known{"trim", Guess::Text},
    Known{"startswith", Guess::Text}, Known{"endswith", Guess::Text},   Known{"replace", Guess::Text},
    Known{"split", Guess::Text},      Known{"indexof", Guess::Text},    Known{"round", Guess::Number},
    Known{"abs", Guess::Number},      Known{"floor", Guess::Number},    Known{"ceiling", Guess::Number},
    Known{"ceil", Guess::Number},     Known{"truncate", Guess::Number}, Known{"sqrt", Guess::Number},
    Known{"power", Guess::Number},    Known{"add", Guess::Number},      Known{"subtract", Guess::Number},
    Known{"multiply", Guess::Number}, Known{"divide", Guess::Number},   Known{"mod", Guess::Number},
};

std::string plain_name(std::string_view name) {
  std::string out;
  for (const char c : name) {
    if (c != '-') out += small_letter(c);
  }
  return out;
}

template <std::size_t N>
bool is_among(std::string_view name, const std::array<std::string_view, N>& names) {
  return std::ranges::find(names, plain_name(name)) != names.end();
}

Guess guess_of_text(std::string_view text) {
  if (same_but_for_case(text, "true") || same_but_for_case(text, "false")) return Guess::Boolean;
  if (text.empty() || same_but_for_case(text, "null")) return Guess::Unknown;
  return Value::number(text).is_number() ? Guess::Number : Guess::Text;
}

std::vector<std::string> arguments_of(const Call& call) {
  return split_arguments(call.arguments);
}

/// The key of map(1 = one, 2 = two).
CallGuess guess_of_map(const Call& call) {
  const auto pairs = arguments_of(call);
  if (pairs.empty()) return {};
  const auto sign = pairs[0].find('=');
  if (sign == std::string::npos) return {};
  const std::string key(without_quotes(trimmed(std::string_view(pairs[0]).substr(0, sign))));
  return {.guess = guess_of_text(key), .passes = false, .example = key};
}

}  // namespace

Guess guess_of_format(std::string_view format) {
  format = without_quotes(trimmed(format));
  if (format.empty()) return Guess::Date;
  const auto digits = [](std::string_view text) { return std::ranges::all_of(text, is_ascii_digit); };
  const auto comma = format.find(',');
  const auto head = trimmed(format.substr(0, comma));
  if (head.size() == 1 && is_ascii_letter(head[0])) {
    if (std::string_view("CcENnPpXxe").find(head[0]) != std::string_view::npos) return Guess::Number;
    return head[0] == 'G' ? Guess::Unknown : Guess::Date;
  }
  if (is_ascii_letter(head.front()) && head.size() <= 3 && digits(head.substr(1))) return Guess::Number;
  if (format.find_first_of("0#") != std::string_view::npos) return Guess::Number;
  return format.find_first_of("yMdHhms") != std::string_view::npos ? Guess::Date : Guess::Unknown;
}

CallGuess guess_of_call(const Call& call) {
  const auto name = plain_name(call.name);
  if (name == "format") return {.guess = guess_of_format(call.arguments)};
  if (name == "map") return guess_of_map(call);
  if (name == "hideblockif" || name == "hideblockifnot") {
    const auto arguments = arguments_of(call);
    return {.guess = arguments.size() == 1 ? guess_of_text(arguments[0]) : Guess::Unknown, .passes = true};
  }
  static constexpr std::array<std::string_view, 9> kPassing{
      "hideblockifempty", "collapse", "mergenulls", "spannulls", "page", "sheet", "fixed", "horizontalresize", "empty"};
  if (is_among(name, kPassing) || name == "wholecolumn" || name == "default") return {.guess = Guess::Unknown, .passes = true};
  const auto* row = std::ranges::find(kGuesses, name, &Known::name);
  return {.guess = row == kGuesses.end() ? Guess::Unknown : row->guess};
}

bool takes_list(std::string_view name) {
  static constexpr std::array<std::string_view, 6> kMore{"count", "at", "first", "last", "select", "join"};
  return keeps_items(name) || takes_numbers(name) || is_among(name, kMore);
}

bool keeps_items(std::string_view name) {
  static constexpr std::array<std::string_view, 6> kNames{"filter", "sort", "top", "skip", "reverse", "distinct"};
  return is_among(name, kNames);
}

bool gives_items(std::string_view name) {
  static constexpr std::array<std::string_view, 3> kOne{"at", "first", "last"};
  return keeps_items(name) || is_among(name, kOne);
}

bool takes_numbers(std::string_view name) {
  static constexpr std::array<std::string_view, 5> kNames{"sum", "avg", "average", "min", "max"};
  return is_among(name, kNames);
}

bool joins(std::string_view name) {
  return plain_name(name) == "join";
}

}  // namespace docmill::templating
