#include "engines/image/child/strip.h"

#include <fmt/format.h>
#include <glib.h>
#include <webp/mux.h>

#include <algorithm>
#include <array>
#include <memory>
#include <string_view>
#include <utility>

#include "engines/image/child/encode.h"
#include "engines/image/child/jpeg_strip.h"
#include "engines/image/child/picture.h"

namespace docmill::engines::image {
namespace {

using vips::VImage;
using namespace std::string_view_literals;

struct DeleteMux {
  void operator()(WebPMux* mux) const { WebPMuxDelete(mux); }
};

Error unreadable(const Picture& picture, const char* cause) {
  return picture.damaged(vips::VError(cause));
}

Result<std::string> stripped_webp(const Picture& picture, int orientation) {
  const WebPData source{reinterpret_cast<const std::uint8_t*>(picture.bytes().data()), picture.bytes().size()};
  const std::unique_ptr<WebPMux, DeleteMux> mux(WebPMuxCreate(&source, 0));
  if (!mux) return Failed(unreadable(picture, "webp: cut short"));
  for (const char* chunk : {"EXIF", "XMP "}) WebPMuxDeleteChunk(mux.get(), chunk);
  const auto turned = exif_orientation(orientation);
  const WebPData exif{reinterpret_cast<const std::uint8_t*>(turned.data()), turned.size()};
  if (orientation > 1) WebPMuxSetChunk(mux.get(), "EXIF", &exif, 1);
  WebPData out{nullptr, 0};
  if (WebPMuxAssemble(mux.get(), &out) != WEBP_MUX_OK) return Failed(unreadable(picture, "webp: not assembled"));
  std::string bytes(reinterpret_cast<const char*>(out.bytes), out.size);
  WebPDataClear(&out);
  return bytes;
}

/// What is about how the picture looks stays.
bool is_kept(std::string_view field) {
  constexpr std::array kKept{
      "icc-profile-data"sv, "page-height"sv,     "n-pages"sv,           "delay"sv,     "loop"sv,     "background"sv,
      "gif-palette"sv,      "resolution-unit"sv, "palette-bit-depth"sv, "gif-delay"sv, "gif-loop"sv, "orientation"sv};
  return std::ranges::find(kKept, field) != kKept.end();
}

VImage without_fields(VImage image) {
  image = image.copy();  // fields are an image's own
  auto** const fields = vips_image_get_fields(image.get_image());
  for (auto** field = fields; *field != nullptr; ++field) {
    if (!is_kept(*field)) image.remove(*field);
  }
  g_strfreev(fields);
  return image;
}

Result<std::string> packed_again(const Picture& picture) {
  VImage image;
  try {
    image = picture.all_pages();
  } catch (const vips::VError&) {
    picture.whole(0);  // throws where it is damage
    return Failed(
        fail(ErrorCode::NotApplicable, "The pages of this TIFF differ in size; metadata is taken off where they are alike only."));
  }
  image = without_fields(image);
  if (picture.format() != Format::Gif) return encode(image, {.format = picture.format(), .quality = {}, .background = {}});
  void* bytes = nullptr;
  std::size_t size = 0;
  image.write_to_buffer(image.get_typeof("gif-palette") != 0 ? ".gif[reuse=true,dither=0]" : ".gif[dither=0]", &bytes, &size);
  std::string out(static_cast<const char*>(bytes), size);
  g_free(bytes);
  return out;
}

Result<std::string> stripped(const Picture& picture, int orientation) {
  switch (picture.format()) {
    case Format::Jpeg: {
      auto bytes = stripped_jpeg(picture.bytes(), orientation);
      if (!bytes) return Failed(unreadable(picture, "jpeg"));
      return *std::move(bytes);
    }
    case Format::Webp: return stripped_webp(picture, orientation);
    case Format::Png:
    case Format::Tiff:
    case Format::Gif: return packed_again(picture);
    default:
      return Failed(
          fail(ErrorCode::NotApplicable,
               fmt::format("Metadata is taken off JPEG, PNG, WebP, TIFF and GIF; convert this {} first.", name_of(picture.format()))));
  }
}

}  // namespace

Result<Finished> strip_metadata(child::Work& work) {
  const auto picture = Picture::open(work);
  if (!picture) return Failed(picture.error());
  const auto facts = picture->facts(0);
  if (!facts) return Failed(facts.error());
  work.begin(Phase::Export);
  const auto bytes = stripped(*picture, facts->orientation);
  if (!bytes) return Failed(bytes.error());
  if (auto given = work.give(*bytes, {.extension = std::string(extension_of(picture->format())), .name = {}}); !given)
    return Failed(given.error());
  return Finished{};
}

}  // namespace docmill::engines::image
