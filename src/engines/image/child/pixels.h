#pragma once
#include <cstdint>
#include <string>
#include <vips/vips8>

namespace docmill::engines::image {

/// A picture as PDF can hold it: eight bits a channel, in grey, RGB or CMYK, with alpha behind the colours or without.
struct Pixels {
  vips::VImage image;
  int colours = 0;      // 1, 3 or 4
  bool alpha = false;   // one more channel
  std::string profile;  // ICC, for as many channels; empty when there is none of use
};

/// Brings a picture into such a form without loss where there is no more to it: 16 bits become 8, Lab and floating point sRGB.
/// Nothing is read yet. Throws VError.
Pixels plain_pixels(vips::VImage image);

/// Floating point as screens take it: linear light becomes sRGB, grey from 0 to 1 eight bits. Everything else stays as it is. Throws
/// VError.
vips::VImage without_fractions(vips::VImage image);

/// The picture's ICC profile when it is whole and for so many colours.
std::string profile_of(const vips::VImage& image, int colours);

/// How few bits tell the whole picture.
enum class Depth { BlackAndWhite, Grey, Full };

/// Reads the picture until that is known; of a photograph a few rows. Throws VError.
Depth depth_of(const Pixels& pixels);

}  // namespace docmill::engines::image
