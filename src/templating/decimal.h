#pragma once
#include <cstddef>
#include <string>
#include <string_view>

#include "templating/value.h"

namespace docmill::templating {

/// A number in decimal digits: 0.d₁d₂d₃… × 10^point. No leading and no trailing zeros; zero has no digits and no sign.
struct Decimal {
  bool negative = false;
  std::string digits;
  int point = 0;

  /// From JSON's spelling of a number, which it must be.
  static Decimal of_spelling(std::string_view spelling);
  /// The digits it was written with; the shortest ones that lead back to the same double when it was reckoned. Not for NaN and infinities.
  static Decimal of(const Number& number);

  bool is_zero() const { return digits.empty(); }
  /// Rounds to so many digits before and after the point (`places` behind it, fewer when negative), half away from zero.
  void round(int places) { keep(point + places); }
  /// Rounds to so many leading digits.
  void keep(int count);

  /// The n-th digit, '0' beyond the last.
  char digit(int n) const { return n >= 0 && static_cast<std::size_t>(n) < digits.size() ? digits[static_cast<std::size_t>(n)] : '0'; }

 private:
  void tidy();
};

}  // namespace docmill::templating
