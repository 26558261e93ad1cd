#include "templating/number_format.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <optional>

#include "templating/custom_number.h"
#include "templating/decimal.h"
#include "templating/number_patterns.h"

namespace docmill::templating {

namespace {

/// Digits a reckoned double is rounded to before it is formatted, so that 1.1 + 2.2 is 3.3 (.NET Framework's precision of doubles).
constexpr int kReckonedDigits = 15;
/// Beyond so many digits before the point G turns to the scientific form, for doubles without a precision.
constexpr int kPlainDigits = 15;
constexpr int kMostLeadingZeros = 5;

Error not_a_format(std::string_view format, std::string_view why) {
  return fail(ErrorCode::BadRequest, fmt::format("\"{}\" is not a format for this number: {}", format, why));
}

/// The digits before the point, in groups.
std::string grouped(const std::string& digits, const NumberStyle& style) {
  if (style.group.empty() || style.group_sizes.empty() || style.group_sizes.front() == 0) return digits;
  std::vector<std::string_view> groups;
  std::string_view rest = digits;
  for (std::size_t at = 0; !rest.empty();) {
    const std::size_t size = style.group_sizes[at];
    const auto taken = size == 0 ? rest.size() : std::min(size, rest.size());
    groups.push_back(rest.substr(rest.size() - taken));
    rest.remove_suffix(taken);
    if (at + 1 < style.group_sizes.size()) ++at;
  }
  std::string text(groups.back());
  for (auto group = groups.rbegin() + 1; group != groups.rend(); ++group) text.append(style.group).append(*group);
  return text;
}

/// The number without its sign, with so many places behind the point.
std::string plain(const Decimal& number, int places, const NumberStyle& style, bool groups) {
  std::string whole;
  for (int n = 0; n < number.point; ++n) whole += number.digit(n);
  if (whole.empty()) whole = "0";
  std::string text = groups ? grouped(whole, style) : whole;
  if (places > 0) text += style.decimal;
  for (int n = 0; n < places; ++n) text += number.digit(number.point + n);
  return text;
}

std::string by_pattern(std::string_view pattern, std::string_view digits, std::string_view symbol, const NumberInfo& info) {
  std::string text;
  for (const char c : pattern) {
    switch (c) {
      case 'n': text += digits; break;
      case '$': text += symbol; break;
      case '-': text += info.negative_sign; break;
      case '~': text += "\u00A0"; break;
      default: text += c;
    }
  }
  return text;
}

std::string signed_text(bool negative, std::string text, const NumberInfo& info) {
  return negative ? info.negative_sign + text : text;
}

template <std::size_t N>
std::string_view choose(const std::array<std::string_view, N>& patterns, int number) {
  return patterns[std::min(static_cast<std::size_t>(std::max(number, 0)), N - 1)];
}

/// One standard format in the making.
struct Standard {
  const Number& number;
  Decimal decimal;
  char letter;
  int precision;  // -1: none given
  std::string_view format;
  const NumberInfo& info;

  int places(int usual) const { return precision < 0 ? usual : precision; }

  std::string currency() {
    const auto digits_behind = places(info.currency.digits);
    decimal.round(digits_behind);
    const auto pattern = decimal.negative ? choose(kNegativeCurrency, info.currency.negative_pattern)
                                          : choose(kPositiveCurrency, info.currency.positive_pattern);
    return by_pattern(pattern, plain(decimal, digits_behind, info.currency, true), info.currency_symbol, info);
  }

  std::string percent() {
    const auto digits_behind = places(info.percent.digits);
    decimal.point += decimal.is_zero() ? 0 : 2;
    decimal.round(digits_behind);
    const auto pattern = decimal.negative ? choose(kNegativePercent, info.percent.negative_pattern)
                                          : choose(kPositivePercent, info.percent.positive_pattern);
    return by_pattern(pattern, plain(decimal, digits_behind, info.percent, true), info.percent_symbol, info);
  }

  std::string fixed() {
    const auto digits_behind = places(info.number.digits);
    decimal.round(digits_behind);
    return signed_text(decimal.negative, plain(decimal, digits_behind, info.number, false), info);
  }

  std::string with_groups() {
    const auto digits_behind = places(info.number.digits);
    decimal.round(digits_behind);
    const auto text = plain(decimal, digits_behind, info.number, true);
    return decimal.negative ? by_pattern(choose(kNegativeNumber, info.number.negative_pattern), text, {}, info) : text;
  }

  std::string scientific(int places_behind, int exponent_digits) const {
    std::string text(1, decimal.digit(0));
    if (places_behind > 0) text += info.number.decimal;
    for (int n = 1; n <= places_behind; ++n) text += decimal.digit(n);
    const int exponent = decimal.is_zero() ? 0 : decimal.point - 1;
    text += letter == 'e' || letter == 'g' || letter == 'r' ? 'e' : 'E';
    text += exponent < 0 ? info.negative_sign : info.positive_sign;
    text += fmt::format("{:0{}}", std::abs(exponent), exponent_digits);
    return signed_text(decimal.negative, text, info);
  }

  std::string exponential() {
    const int behind = precision < 0 ? 6 : precision;
    decimal.keep(behind + 1);
    return scientific(behind, 3);
  }

  /// Whole numbers and those spelled with all their digits are never written scientifically unless a precision asks for it.
  std::string general() {
    const bool all_digits = number.integer.has_value() || !number.spelling.empty();
    if (precision > 0) decimal.keep(precision);
    const auto kept = static_cast<int>(decimal.digits.size());
    const int most = precision > 0 ? precision : kPlainDigits;
    const bool small = !decimal.is_zero() && decimal.point <= -kMostLeadingZeros + 1;
    const bool in_full = precision <= 0 && all_digits;
    if (!in_full && (decimal.point > most || small)) return scientific(std::max(kept - 1, 0), 2);
    return signed_text(decimal.negative, plain(decimal, std::max(kept - decimal.point, 0), info.number, false), info);
  }

  Result<std::string> digits_only() {
    const bool whole = number.integer.has_value() || (!number.spelling.empty() && number.spelling.find('.') == std::string_view::npos);
    if (!whole) return Failed(not_a_format(format, "D is for whole numbers. Use N0 or F0."));
    auto text = plain(decimal, 0, info.number, false);
    if (precision > 0 && text.size() < static_cast<std::size_t>(precision))
      text.insert(0, static_cast<std::size_t>(precision) - text.size(), '0');
    return signed_text(decimal.negative, std::move(text), info);
  }

  Result<std::string> hexadecimal() {
    if (!number.integer) return Failed(not_a_format(format, "X is for whole numbers of 64 bits."));
    const auto bits = static_cast<std::uint64_t>(*number.integer);
    const int width = std::max(precision, 1);
    return letter == 'x' ? fmt::format("{:0{}x}", bits, width) : fmt::format("{:0{}X}", bits, width);
  }

  Result<std::string> write() {
    switch (letter) {
      case 'C':
      case 'c': return currency();
      case 'D':
      case 'd': return digits_only();
      case 'E':
      case 'e': return exponential();
      case 'F':
      case 'f': return fixed();
      case 'G':
      case 'g': return general();
      case 'N':
      case 'n': return with_groups();
      case 'P':
      case 'p': return percent();
      case 'R':
      case 'r': precision = -1; return general();
      case 'X':
      case 'x': return hexadecimal();
      default: break;
    }
    return Failed(not_a_format(format, "there is no standard format of this letter. The letters are C, D, E, F, G, N, P, R and X."));
  }
};

/// A letter and at most digits: the precision, -1 when there is none. nullopt: a custom format.
std::optional<int> standard_precision(std::string_view format) {
  const auto letter = static_cast<unsigned char>(format.front() | 0x20);
  if (letter < 'a' || letter > 'z') return std::nullopt;
  const auto digits = format.substr(1);
  if (digits.find_first_not_of("0123456789") != std::string_view::npos) return std::nullopt;
  if (digits.empty()) return -1;
  int precision = 0;
  const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), precision);
  return read.ec == std::errc{} ? precision : kMostPrecision + 1;
}

/// What R and G make of most numbers of a table: their shortest digits, neither grouped nor scientific. nullopt: of this one they may not.
std::optional<std::string> written_out(const Number& number, const NumberInfo& info) {
  const auto size = std::abs(number.value);
  if (!number.spelling.empty() || (!number.integer && (size < 1e-3 || size >= 1e14))) return std::nullopt;
  std::array<char, 32> room{};
  const auto end = number.integer ? std::to_chars(room.begin(), room.end(), *number.integer).ptr
                                  : std::to_chars(room.begin(), room.end(), number.value, std::chars_format::fixed).ptr;
  std::string_view digits(room.begin(), end);
  std::string text;
  if (digits.starts_with('-')) {
    text = info.negative_sign;
    digits.remove_prefix(1);
  }
  const auto point = std::min(digits.find('.'), digits.size());
  text += digits.substr(0, point);
  if (point < digits.size()) text.append(info.number.decimal).append(digits.substr(point + 1));
  return text;
}

/// Whether the digits come from reckoning and not from data.
bool reckoned(const Number& number) {
  return !number.integer && number.spelling.empty();
}

}  // namespace

Result<std::string> format_number(const Number& number, std::string_view format, const NumberInfo& info) {
  if (format.empty()) format = "G";
  if (format.size() > kLongestFormat)
    return Failed(
        fail(ErrorCode::BadRequest, fmt::format("A format may have at most {} bytes; this one has {}.", kLongestFormat, format.size())));
  if (std::isnan(number.value)) return info.nan;
  if (format == "R" || format == "G") {
    if (auto text = written_out(number, info)) return *std::move(text);
  }
  if (std::isinf(number.value) && number.spelling.empty()) return number.value < 0 ? info.negative_infinity : info.positive_infinity;

  auto decimal = Decimal::of(number);
  const auto precision = standard_precision(format);
  const char letter = static_cast<char>(format.front() | 0x20);
  const bool shortest_form = precision && (letter == 'r' || (letter == 'g' && *precision <= 0) || *precision > kReckonedDigits);
  if (reckoned(number) && !shortest_form) decimal.keep(kReckonedDigits);
  if (!precision) return custom_number(std::move(decimal), format, info);
  if (*precision > kMostPrecision) return Failed(not_a_format(format, fmt::format("at most {} digits can be asked for.", kMostPrecision)));
  return Standard{number, std::move(decimal), format.front(), *precision, format, info}.write();
}

std::string shortest(const Number& number) {
  static const NumberInfo invariant;
  return format_number(number, "R", invariant).value_or(std::string());
}

}  // namespace docmill::templating
