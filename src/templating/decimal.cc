#include "templating/decimal.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace docmill::templating {

namespace {

/// Exponents beyond this are far outside of doubles; what is written so is zero or infinite before it comes here.
constexpr int kMostExponent = 100'000;

int exponent_of(std::string_view text) {
  if (text.starts_with('+')) text.remove_prefix(1);
  int exponent = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), exponent);
  if (read.ec == std::errc::result_out_of_range) return text.starts_with('-') ? -kMostExponent : kMostExponent;
  return std::clamp(exponent, -kMostExponent, kMostExponent);
}

}  // namespace

Decimal Decimal::of_spelling(std::string_view spelling) {
  Decimal made;
  made.negative = spelling.starts_with('-');
  if (made.negative) spelling.remove_prefix(1);
  if (const auto e = spelling.find_first_of("eE"); e != std::string_view::npos) {
    made.point = exponent_of(spelling.substr(e + 1));
    spelling = spelling.substr(0, e);
  }
  const auto dot = std::min(spelling.find('.'), spelling.size());
  made.point += static_cast<int>(dot);
  made.digits.assign(spelling.substr(0, dot));
  if (dot < spelling.size()) made.digits.append(spelling.substr(dot + 1));
  made.tidy();
  return made;
}

Decimal Decimal::of(const Number& number) {
  if (!number.spelling.empty()) return of_spelling(number.spelling);
  std::array<char, 40> room{};
  const auto end = number.integer ? std::to_chars(room.data(), room.data() + room.size(), *number.integer).ptr
                                  : std::to_chars(room.data(), room.data() + room.size(), number.value, std::chars_format::scientific).ptr;
  return of_spelling(std::string_view(room.data(), static_cast<std::size_t>(end - room.data())));
}

void Decimal::keep(int count) {
  if (count < 0) {
    digits.clear();
  } else if (const auto kept = static_cast<std::size_t>(count); kept < digits.size()) {
    const bool up = digits[kept] >= '5';
    digits.resize(kept);
    if (up) {
      auto last = digits.size();
      while (last > 0 && digits[last - 1] == '9') digits[--last] = '0';
      if (last > 0) {
        ++digits[last - 1];
      } else {
        digits.insert(digits.begin(), '1');
        ++point;
      }
    }
  }
  tidy();
}

void Decimal::tidy() {
  const auto first = std::min(digits.find_first_not_of('0'), digits.size());
  digits.erase(0, first);
  point -= static_cast<int>(first);
  digits.resize(digits.find_last_not_of('0') + 1);
  if (!digits.empty()) return;
  point = 0;
  negative = false;
}

}  // namespace docmill::templating
