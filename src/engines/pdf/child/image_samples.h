#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "engines/pdf/qpdf.h"

namespace docmill::engines::pdf {

/// What the numbers of a picture mean.
enum class Colours {
  Grey,
  Rgb,
  Cmyk,
  Ink,      // one spot colour: 0 is none of it
  Palette,  // numbers of colours in a list
};

unsigned channels_of(Colours colours);

/// A picture's numbers as a PDF packs them: rows from the top, each filled up to a whole byte, numbers of 1, 2, 4, 8 or 16 bits.
struct Samples {
  unsigned width = 0;
  unsigned height = 0;
  unsigned bits = 8;
  Colours colours = Colours::Grey;
  bool inverted = false;                   // /Decode turns them round
  std::vector<std::uint8_t> palette = {};  // red, green and blue of each
  std::string bytes = {};

  std::size_t row_bytes() const { return (std::size_t{width} * channels_of(colours) * bits + 7) / 8; }
};

/// Reads an image that is not coded as a picture already. `pixels_left` as in picture_file.h.
/// Errors: UnsupportedType, InputDamaged, InputTooComplex.
Result<Samples> read_samples(QPDFObjectHandle image, std::uint64_t& pixels_left);

/// The names of a stream's filters in their order.
std::vector<std::string> filters_of(QPDFObjectHandle dict);

/// At most `most` bytes of a stream behind its filters, as far as it can be read; nullopt when one of them is not known.
/// `more` tells that there were more.
std::optional<std::string> stream_bytes(QPDFObjectHandle stream, std::uint64_t most, bool& more);

}  // namespace docmill::engines::pdf
