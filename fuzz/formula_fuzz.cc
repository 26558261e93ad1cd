// Reading a formula of a spreadsheet never crashes, and what is written of it stays about as long: nothing is lost or said twice.
//
// Input: a formula without its "=".
// Seeds: SUM(B4:F4)*$A$1, 'My sheet'!A:B+[1]Sheet1!C3, Table1[[#This Row],[Price, $]]&"text"
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "templating/xlsx/formula.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace docmill::templating::xlsx;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto formula = parse_formula(text);
  const auto once = to_text(formula);
  // Zeros in front and needless quotes go, needed quotes come.
  if (once.size() > 3 * text.size() + 16) std::abort();
  if (text.find_first_of("0123456789'") == std::string_view::npos && once.size() < text.size()) std::abort();
  if (formula.has_references()) {
    const auto there = moved(formula, 3, 2);
    const auto back = to_text(moved(there, -3, -2));
    if (parse_formula(back).pieces.size() < 1) std::abort();
  }
  return 0;
}
