#include "engines/image/child/picture.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <optional>
#include <utility>

#include "engines/child/names.h"
#include "engines/image/child/bmp.h"
#include "engines/image/child/svg_drawing.h"

namespace docmill::engines::image {
namespace {

using vips::VImage;

constexpr int kMostPages = 5'000;

struct Unref {
  void operator()(VipsBlob* blob) const { vips_area_unref(VIPS_AREA(blob)); }
};
using Blob = std::unique_ptr<VipsBlob, Unref>;

int number_or(const VImage& image, const char* field, int fallback) {
  return image.get_typeof(field) == G_TYPE_INT ? image.get_int(field) : fallback;
}

/// Densities outside are nobody's intention: 25.4 dpi is also what the library says where a file says nothing.
bool is_density(double per_inch) {
  return per_inch > 25.5 && per_inch <= 9'600;
}

void read_density(const VImage& image, Facts& facts) {
  constexpr double kMillimetres = 25.4;
  const double x = image.xres() * kMillimetres;
  const double y = image.yres() * kMillimetres;
  if (is_density(x) && is_density(y)) {
    facts.dpi_x = x;
    facts.dpi_y = y;
  } else if (y > 0 && x / y > 0.1 && x / y < 10) {
    facts.aspect = x / y;
  }
}

}  // namespace

Error damaged(const vips::VError& e, const std::string& label) {
  const std::string_view words = e.what();
  if (words.find("out of memory") != std::string_view::npos)
    return fail(ErrorCode::MemoryExceeded, fmt::format("{} needs more memory than is allowed.", label)).cause(e.what()).at("image");
  return fail(ErrorCode::InputDamaged, fmt::format("{} is damaged or cut short and cannot be read. Save it again and send that.", label))
      .cause(e.what())
      .at("image");
}

Result<void> check_size(const std::string& label, std::uint64_t width, std::uint64_t height) {
  if (width == 0 || height == 0) return Failed(fail(ErrorCode::InputDamaged, fmt::format("{} has no pixels.", label)));
  if (width <= kMostPixels && height <= kMostPixels && width * height <= kMostPixels) return {};
  return Failed(
      fail(ErrorCode::InputTooComplex, fmt::format("{} has {} × {} pixels; the limit is {} million in all. Make it smaller first.", label,
                                                   width, height, kMostPixels / 1'000'000)));
}

Error Picture::damaged(const vips::VError& e) const {
  return image::damaged(e, label_);
}

Result<Picture> Picture::open(child::Work& work, std::size_t index) {
  const auto label = child::label_of(work, index, "The picture", "Picture");
  auto bytes = child::FileBytes::of(work.input(index));
  if (!bytes) return Failed(bytes.error());
  if (bytes->bytes().empty()) return Failed(fail(ErrorCode::InputDamaged, fmt::format("{} is empty.", label)));
  const auto format = format_of(bytes->bytes());
  if (!format)
    return Failed(fail(ErrorCode::UnsupportedType,
                       fmt::format("{} is of no known kind; send PNG, JPEG, GIF, BMP, TIFF, WebP, HEIC, AVIF or SVG.", label)));
  Picture picture(*std::move(bytes), *format, label);
  if (auto read = picture.read_pages(); !read) return Failed(std::move(read.error()).in(Phase::Load));
  return picture;
}

Result<void> Picture::read_pages() try {
  if (format_ == Format::Bmp || format_ == Format::Svg || format_ == Format::Png || format_ == Format::Jpeg) return {};
  const auto image = load(0, 1, true);
  pages_ = std::max(1, number_or(image, VIPS_META_N_PAGES, 1));
  if (pages_ > kMostPages)
    return Failed(fail(ErrorCode::TooManyPages, fmt::format("{} has {} pages; the limit is {}.", label_, pages_, kMostPages)));
  if (format_ == Format::Tiff && pages_ > 1) {
    tiff_ = std::make_unique<TiffPages>(bytes());
    if (tiff_->count() != static_cast<std::size_t>(pages_)) tiff_.reset();  // the library knows a way that we do not
  }
  const bool heif = format_ == Format::Heif || format_ == Format::Avif;
  if (heif) first_ = std::clamp(number_or(image, "heif-primary", 0), 0, pages_ - 1);
  return {};
} catch (const vips::VError& e) {
  return Failed(damaged(e));
}

Result<Facts> Picture::facts(int page) const try {
  Facts facts;
  if (format_ == Format::Bmp) {
    const auto bmp = bmp_facts(bytes());
    if (!bmp) return Failed(fail(ErrorCode::InputDamaged, fmt::format("{} is damaged or cut short and cannot be read.", label_)));
    facts = *bmp;
  } else if (format_ == Format::Svg) {
    return svg_facts();
  } else {
    const auto image = load(page, 1, true);
    facts.width = static_cast<std::uint32_t>(image.width());
    facts.height = static_cast<std::uint32_t>(image.height());
    read_density(image, facts);
    facts.orientation = std::clamp(number_or(image, VIPS_META_ORIENTATION, 1), 1, 8);
  }
  if (auto small = check_size(label_, facts.width, facts.height); !small) return Failed(small.error());
  return facts;
} catch (const vips::VError& e) {
  return Failed(damaged(e).in(Phase::Load));
}

/// A drawing may be of any size until it is made pixels of.
Result<Facts> Picture::svg_facts() const {
  const auto size = svg_size(bytes());
  if (!size) return Failed(size.error());
  constexpr double kPixels = 96.0 / 72;  // a point
  Facts facts{.width = static_cast<std::uint32_t>(std::ceil(size->width * kPixels)),
              .height = static_cast<std::uint32_t>(std::ceil(size->height * kPixels))};
  facts.dpi_x = facts.width * 72 / size->width;  // such that the size stays exact
  facts.dpi_y = facts.height * 72 / size->height;
  return facts;
}

VImage Picture::all_pages() const {
  return holds_several(format_) ? load(0, -1, false) : whole(0);
}

VImage Picture::load(int page, int count, bool in_order) const {
  if (format_ == Format::Bmp) return decode_bmp(bytes());
  const bool alone = tiff_ && count == 1;
  const auto from = alone ? tiff_->alone(static_cast<std::size_t>(page)) : bytes();
  if (alone) page = 0;
  const Blob blob(vips_blob_new(nullptr, from.data(), from.size()));  // borrows
  auto* options =
      VImage::option()->set("fail_on", VIPS_FAIL_ON_ERROR)->set("access", in_order ? VIPS_ACCESS_SEQUENTIAL : VIPS_ACCESS_RANDOM);
  switch (format_) {
    case Format::Png: return VImage::pngload_buffer(blob.get(), options);
    case Format::Jpeg: return VImage::jpegload_buffer(blob.get(), options);
    case Format::Svg: return VImage::svgload_buffer(blob.get(), options);
    case Format::Gif: return VImage::gifload_buffer(blob.get(), options->set("page", page)->set("n", count));
    case Format::Tiff: return VImage::tiffload_buffer(blob.get(), options->set("page", page)->set("n", count));
    case Format::Webp: return VImage::webpload_buffer(blob.get(), options->set("page", page)->set("n", count));
    default: return VImage::heifload_buffer(blob.get(), options->set("page", page + first_ < pages_ ? page + first_ : 0));
  }
}

}  // namespace docmill::engines::image
