#include "templating/picture.h"

#include <array>
#include <optional>
#include <string_view>

#include "base/small_letters.h"
#include "templating/characters.h"

namespace docmill::templating {

namespace {

struct PictureType {
  std::string_view extension;
  std::string_view begins;
  std::size_t at = 0;
};
// How the types begin: their specifications' magic numbers.
constexpr std::array kPictureTypes = {
    PictureType{"png", "\x89PNG\r\n\x1A\n"},
    PictureType{"jpg", "\xFF\xD8\xFF"},
    PictureType{"gif", "GIF87a"},
    PictureType{"gif", "GIF89a"},
    PictureType{"bmp", "BM"},
    PictureType{"tif", std::string_view("II*\0", 4)},
    PictureType{"tif", std::string_view("MM\0*", 4)},
    PictureType{"webp", "WEBP", 8},
    PictureType{"emf", " EMF", 40},
    PictureType{"wmf", "\xD7\xCD\xC6\x9A"},
};

std::string_view extension_of(std::string_view bytes) {
  for (const auto& type : kPictureTypes)
    if (bytes.size() >= type.at + 16 && bytes.substr(type.at, type.begins.size()) == type.begins) return type.extension;
  const auto head = trimmed(bytes.substr(0, 1024));
  const bool markup =
      head.starts_with("<svg") || head.starts_with("<?xml") || head.starts_with("<!--") || head.starts_with("<!DOCTYPE svg");
  return markup && head.find("<svg") != std::string_view::npos ? "svg" : "";
}

int sextet(char c) {
  if (c >= 'A' && c <= 'Z') return c - 'A';
  if (c >= 'a' && c <= 'z') return c - 'a' + 26;
  if (c >= '0' && c <= '9') return c - '0' + 52;
  if (c == '+' || c == '-') return 62;
  return c == '/' || c == '_' ? 63 : -1;
}

/// As people paste it: both alphabets, with blanks and without the padding. nullopt: it is none.
std::optional<std::string> from_base64(std::string_view text) {
  std::string bytes;
  bytes.reserve(text.size() / 4 * 3);
  std::uint32_t bits = 0;
  int count = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (blank_at(text, at) == 1) continue;
    if (text[at] == '=') {
      if (text.find_first_not_of("= \r\n\t", at) != std::string_view::npos) return std::nullopt;
      break;
    }
    const int value = sextet(text[at]);
    if (value < 0) return std::nullopt;
    bits = (bits << 6U) | static_cast<std::uint32_t>(value);
    count += 6;
    if (count < 8) continue;
    count -= 8;
    bytes += static_cast<char>((bits >> static_cast<unsigned>(count)) & 0xFFU);
  }
  return bytes;
}

tl::unexpected<Error> no_picture(std::string why) {
  return Failed(fail(ErrorCode::NotApplicable, std::move(why)));
}

Result<std::string> bytes_of(std::string_view source, Context& context) {
  const bool address = same_but_for_case(source.substr(0, 7), "http://") || same_but_for_case(source.substr(0, 8), "https://");
  if (address && context.pictures == nullptr)
    return no_picture("Pictures are not fetched from addresses here. Put the picture into the data as base64.");
  if (address) return context.pictures->fetch(std::string(source));
  if (same_but_for_case(source.substr(0, 5), "data:")) {
    const auto comma = source.find(',');
    if (comma == std::string_view::npos || source.substr(0, comma).find(";base64") == std::string_view::npos)
      return no_picture("A data address of a picture begins with “data:image/png;base64,”.");
    source.remove_prefix(comma + 1);
  }
  if (source.size() / 4 * 3 > kLargestPicture) return no_picture("A picture of the data is larger than 32 MiB.");
  auto bytes = from_base64(source);
  if (!bytes) return no_picture("A picture of the data is neither an address that begins with http, nor base64.");
  return *std::move(bytes);
}

}  // namespace

Result<PictureBytes> picture_bytes(const Picture& picture, Context& context) {
  auto bytes = bytes_of(trimmed(picture.source), context);
  if (!bytes) return Failed(bytes.error());
  if (bytes->size() > kLargestPicture) return no_picture("A picture of the data is larger than 32 MiB.");
  const auto extension = extension_of(*bytes);
  if (extension.empty()) return no_picture("What was given as a picture is none: PNG, JPEG, GIF, BMP, TIFF, SVG, WebP, EMF and WMF are.");
  return PictureBytes{.bytes = *std::move(bytes), .extension = std::string(extension)};
}

}  // namespace docmill::templating
