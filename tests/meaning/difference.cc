#include <cstdlib>
#include <fstream>
#include <sstream>
#include <vector>

#include "meaning/meaning.h"
#include "meaning/shades.h"
#include "support/process.h"

namespace docmill::testing {
namespace {

std::vector<std::string> split(std::string_view text) {
  std::vector<std::string> lines;
  std::istringstream in{std::string(text)};
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

/// One shade more or less in a cell is what another version of a font's renderer does.
bool alike_row(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (std::abs(shade_at(a[i]) - shade_at(b[i])) > 1) return false;
  }
  return true;
}

bool alike_colour(std::string_view a, std::string_view b) {
  constexpr long kTrace = 6;  // of 255
  const auto red_green_blue = [](std::string_view line) {
    return std::strtol(std::string(line.substr(line.find('#') + 1)).c_str(), nullptr, 16);
  };
  const auto x = red_green_blue(a);
  const auto y = red_green_blue(b);
  for (const unsigned shift : {0U, 8U, 16U}) {
    if (std::labs(((x >> shift) & 255) - ((y >> shift) & 255)) > kTrace) return false;
  }
  return true;
}

bool alike(const std::string& a, const std::string& b) {
  if (a == b) return true;
  const auto both = [&](std::string_view start) { return a.starts_with(start) && b.starts_with(start); };
  if (both(kRow)) return alike_row(a, b);
  return both(kColour) && alike_colour(a, b);
}

}  // namespace

std::string difference(std::string_view golden, std::string_view actual) {
  const auto a = split(golden);
  const auto b = split(actual);
  bool same = a.size() == b.size();
  for (std::size_t i = 0; same && i < a.size(); ++i) same = alike(a[i], b[i]);
  if (same) return {};
  const TempDir temp;
  std::ofstream(temp / "golden") << golden;
  std::ofstream(temp / "actual") << actual;
  return run({"diff", "-u", "--label", "golden", "--label", "actual", temp / "golden", temp / "actual"}).out;
}

}  // namespace docmill::testing
