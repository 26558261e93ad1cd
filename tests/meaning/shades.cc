#include "meaning/shades.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

namespace docmill::testing {
namespace {

constexpr std::string_view kShades = " .:-=+*#%@";

struct Pixels {
  int width = 0;
  int height = 0;
  int channels = 3;
  std::string bytes;

  int value(int x, int y, int channel) const {
    const auto at =
        (static_cast<std::size_t>(y) * static_cast<std::size_t>(width) + static_cast<std::size_t>(x)) * static_cast<std::size_t>(channels) +
        static_cast<std::size_t>(std::min(channel, channels - 1));
    return at < bytes.size() ? static_cast<unsigned char>(bytes[at]) : 255;
  }
};

Pixels read(const std::string& file) {
  Pixels out;
  char kind = 0;
  int depth = 0;
  int used = 0;
  std::size_t start = 3;
  while (start < file.size() && file[start] == '#') start = file.find('\n', start) + 1;  // libvips says who made it
  if (file.size() < 3 || std::sscanf(file.c_str(), "P%c", &kind) != 1) return {};
  if (std::sscanf(file.c_str() + start, "%d %d %d%n", &out.width, &out.height, &depth, &used) != 3 || depth != 255) return {};
  out.channels = kind == '5' ? 1 : 3;
  out.bytes = file.substr(start + static_cast<std::size_t>(used) + 1);
  return out;
}

/// The average of a box of pixels; a box of less than a pixel is the one it lies in.
std::array<double, 3> average(const Pixels& pixels, int left, int top, int right, int bottom) {
  std::array<double, 3> sum{};
  int count = 0;
  for (int y = top; y < std::max(bottom, top + 1); ++y) {
    for (int x = left; x < std::max(right, left + 1); ++x, ++count) {
      for (int c = 0; c < 3; ++c) sum.at(static_cast<std::size_t>(c)) += pixels.value(x, y, c);
    }
  }
  for (auto& part : sum) part /= count;
  return sum;
}

/// The root makes a thin line of text more than nothing.
char shade(const std::array<double, 3>& colour) {
  const double dark = 1 - (colour[0] + colour[1] + colour[2]) / 765;
  return kShades[static_cast<std::size_t>(std::lround(9 * std::sqrt(std::clamp(dark, 0.0, 1.0))))];
}

}  // namespace

int shade_at(char c) {
  const auto at = kShades.find(c);
  return at == std::string_view::npos ? 0 : static_cast<int>(at);
}

std::string shades_of(const std::string& ppm, int columns) {
  const auto pixels = read(ppm);
  if (pixels.width == 0 || pixels.height == 0) return "  no picture\n";
  const int rows = std::max(1, static_cast<int>(std::lround(0.5 * columns * pixels.height / pixels.width)));
  std::string out;
  for (int row = 0; row < rows; ++row) {
    out += kRow;
    for (int column = 0; column < columns; ++column) {
      out += shade(average(pixels, pixels.width * column / columns, pixels.height * row / rows, pixels.width * (column + 1) / columns,
                           pixels.height * (row + 1) / rows));
    }
    out += "|\n";
  }
  const auto whole = average(pixels, 0, 0, pixels.width, pixels.height);
  return out + fmt::format("{}{:02x}{:02x}{:02x}\n", kColour, std::lround(whole[0]), std::lround(whole[1]), std::lround(whole[2]));
}

}  // namespace docmill::testing
