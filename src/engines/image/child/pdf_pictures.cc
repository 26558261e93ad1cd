#include "engines/image/child/pdf_pictures.h"

#include <fmt/format.h>

#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "base/units.h"
#include "engines/image/child/jpeg_facts.h"
#include "engines/image/child/pixels.h"
#include "engines/image/child/png_parts.h"
#include "engines/image/child/row_packer.h"
#include "engines/image/child/rows.h"
#include "engines/image/child/svg_drawing.h"

namespace docmill::engines::image {
namespace {

using Handle = QPDFObjectHandle;

Handle image_dictionary(int width, int height, int bits, Handle space) {
  auto dict = Handle::parse("<< /Type /XObject /Subtype /Image >>");
  dict.replaceKey("/Width", Handle::newInteger(width));
  dict.replaceKey("/Height", Handle::newInteger(height));
  dict.replaceKey("/BitsPerComponent", Handle::newInteger(bits));
  dict.replaceKey("/ColorSpace", space);
  return dict;
}

/// A stream of bytes that are packed already.
Handle packed_stream(QPDF& pdf, const std::string& bytes, Handle dict, int predicted_colours, int width, int bits = 8) {
  auto stream = Handle::newStream(&pdf, bytes);
  dict.replaceKey("/Filter", Handle::newName("/FlateDecode"));
  if (predicted_colours > 0) {
    auto parms = Handle::parse("<< /Predictor 15 >>");
    parms.replaceKey("/BitsPerComponent", Handle::newInteger(bits));
    parms.replaceKey("/Colors", Handle::newInteger(predicted_colours));
    parms.replaceKey("/Columns", Handle::newInteger(width));
    dict.replaceKey("/DecodeParms", parms);
  }
  stream.replaceDict(dict);
  return stream;
}

/// Takes a picture apart into colours and alpha, row by row.
class Splitter {
 public:
  Splitter(const Pixels& pixels, Depth depth)
      : width_(static_cast<std::size_t>(pixels.image.width())),
        step_(static_cast<std::size_t>(pixels.image.bands())),
        kept_(depth == Depth::Full ? static_cast<std::size_t>(pixels.colours) : 1),
        alpha_at_(static_cast<std::size_t>(pixels.colours)),
        bits_(depth == Depth::BlackAndWhite ? 1 : 8),
        row_(bits_ == 1 ? (width_ + 7) / 8 : width_ * kept_),
        alpha_row_(width_),
        colours_(row_.size(), bits_ == 1 ? 0 : kept_) {
    if (pixels.alpha) alpha_.emplace(width_, 1);
  }

  void add(const std::uint8_t* row) {
    if (bits_ == 1) {
      pack_bits(row);
    } else if (kept_ == step_) {
      colours_.add(row);
    } else {
      pick(row);
    }
    if (bits_ == 1 || kept_ != step_) colours_.add(row_.data());
    add_alpha(row);
  }

  std::size_t size() const { return colours_.size() + (alpha_ ? alpha_->size() : 0); }
  std::string colours() { return colours_.finish(); }
  /// nullopt where every pixel is opaque.
  std::optional<std::string> alpha() { return alpha_ && !opaque_ ? std::optional(alpha_->finish()) : std::nullopt; }
  int bits() const { return bits_; }
  int kept() const { return static_cast<int>(kept_); }

 private:
  void pack_bits(const std::uint8_t* row) {
    std::ranges::fill(row_, std::uint8_t{0});
    for (std::size_t x = 0; x < width_; ++x) row_[x / 8] |= static_cast<std::uint8_t>((row[x * step_] & 1U) << (7 - x % 8));
  }
  void pick(const std::uint8_t* row) {
    for (std::size_t x = 0; x < width_; ++x) {
      for (std::size_t i = 0; i < kept_; ++i) row_[x * kept_ + i] = row[x * step_ + i];
    }
  }
  void add_alpha(const std::uint8_t* row) {
    if (!alpha_) return;
    for (std::size_t x = 0; x < width_; ++x) {
      alpha_row_[x] = row[x * step_ + alpha_at_];
      opaque_ = opaque_ && alpha_row_[x] == 255;
    }
    alpha_->add(alpha_row_.data());
  }

  std::size_t width_;
  std::size_t step_;  // channels of the source
  std::size_t kept_;  // colours that are written
  std::size_t alpha_at_;
  int bits_;
  std::vector<std::uint8_t> row_;
  std::vector<std::uint8_t> alpha_row_;
  RowPacker colours_;
  std::optional<RowPacker> alpha_;
  bool opaque_ = true;
};

}  // namespace

Result<Handle> PdfPictures::make(const Picture& picture, int page) try {
  switch (picture.format()) {
    case Format::Svg: return drawing(picture);
    case Format::Jpeg: return jpeg(picture);
    case Format::Png: return png(picture);
    default: return pixels(picture, page);
  }
} catch (const vips::VError& e) {
  return Failed(picture.damaged(e).in(Phase::Layout));
}

Result<Handle> PdfPictures::jpeg(const Picture& picture) {
  const auto coding = jpeg_coding(picture.bytes());
  if (!coding || !coding->complete) return Failed(picture.damaged(vips::VError("jpeg: no end")).in(Phase::Layout));
  if (!coding->for_pdf) return pixels(picture, 0);
  const auto state = jpeg_state(picture.bytes());
  if (state == JpegState::Unreadable) return Failed(picture.damaged(vips::VError("jpeg: cannot be decoded")).in(Phase::Layout));
  if (state == JpegState::Damaged)
    warnings_.push_back(fmt::format("{} is damaged; look whether the PDF shows what it should.", picture.label()));
  if (auto counted = count(picture.bytes().size()); !counted) return Failed(counted.error());
  const auto header = picture.page(0);
  auto dict = image_dictionary(header.width(), header.height(), 8, space(coding->components, profile_of(header, coding->components)));
  dict.replaceKey("/Filter", Handle::newName("/DCTDecode"));
  if (coding->components == 4 && coding->adobe) dict.replaceKey("/Decode", Handle::parse("[1 0 1 0 1 0 1 0]"));
  if (coding->rgb) dict.replaceKey("/DecodeParms", Handle::parse("<< /ColorTransform 0 >>"));
  // The buffer borrows; the library only reads from it.
  auto* const start = reinterpret_cast<unsigned char*>(const_cast<char*>(picture.bytes().data()));
  auto stream = Handle::newStream(&pdf_, std::make_shared<Buffer>(start, picture.bytes().size()));
  stream.replaceDict(dict);
  return stream;
}

Result<Handle> PdfPictures::png(const Picture& picture) {
  const auto parts = png_parts(picture.bytes());
  if (!parts) return pixels(picture, 0);
  const auto image = picture.page(0);
  each_row(image, [](const std::uint8_t*) { return true; });  // damage shows here, not at the reader's
  if (image.width() != parts->width || image.height() != parts->height) return pixels(picture, 0);
  if (auto counted = count(parts->data.size()); !counted) return Failed(counted.error());
  const bool indexed = !parts->palette.empty();
  const int colours = indexed ? 3 : parts->colours;
  auto base = space(colours, profile_of(image, colours));
  if (indexed) {
    const auto last = Handle::newInteger(static_cast<long long>(parts->palette.size() / 3) - 1);
    base = Handle::newArray({Handle::newName("/Indexed"), base, last, Handle::newString(parts->palette)});
  }
  return packed_stream(pdf_, parts->data, image_dictionary(parts->width, parts->height, parts->bits, base), parts->colours, parts->width,
                       parts->bits);
}

Result<Handle> PdfPictures::drawing(const Picture& picture) {
  auto drawn = draw_svg(picture.bytes());
  if (!drawn) return Failed(std::move(drawn.error()).in(Phase::Layout));
  if (auto counted = count(drawn->pdf.size()); !counted) return Failed(counted.error());
  QPDF source;
  source.setSuppressWarnings(true);
  source.setImmediateCopyFrom(true);  // the source is gone before the document is written
  source.processMemoryFile("drawing", drawn->pdf.data(), drawn->pdf.size());
  QPDFPageObjectHelper page(source.getAllPages().at(0));
  auto form = pdf_.copyForeignObject(page.getFormXObjectForPage());
  form.getDict().replaceKey("/Matrix", Handle::parse(fmt::format("[{:.10f} 0 0 {:.10f} 0 0]", 1 / drawn->width, 1 / drawn->height)));
  return form;
}

Result<Handle> PdfPictures::pixels(const Picture& picture, int page) {
  const auto depth = depth_of(plain_pixels(picture.page(page)));
  const auto source = plain_pixels(picture.page(page));
  Splitter splitter(source, depth);
  const auto left = most_bytes_ - bytes_;
  each_row(source.image, [&](const std::uint8_t* row) {
    splitter.add(row);
    return splitter.size() <= left;
  });
  if (auto counted = count(splitter.size()); !counted) return Failed(counted.error());
  const int width = source.image.width();
  const int height = source.image.height();
  const auto colours = space(splitter.kept(), splitter.bits() == 8 ? source.profile : std::string());
  auto dict = image_dictionary(width, height, splitter.bits(), colours);
  if (const auto alpha = splitter.alpha()) {
    auto mask = image_dictionary(width, height, 8, Handle::newName("/DeviceGray"));
    dict.replaceKey("/SMask", pdf_.makeIndirectObject(packed_stream(pdf_, *alpha, mask, 1, width)));
  }
  return packed_stream(pdf_, splitter.colours(), dict, splitter.bits() == 8 ? splitter.kept() : 0, width);
}

Handle PdfPictures::space(int colours, const std::string& profile) {
  const auto device = Handle::newName(colours == 4 ? "/DeviceCMYK" : colours == 3 ? "/DeviceRGB" : "/DeviceGray");
  if (profile.empty()) return device;
  auto& known = profiles_[profile];
  if (!known.isInitialized()) {
    auto stream = Handle::newStream(&pdf_, profile);
    stream.getDict().replaceKey("/N", Handle::newInteger(colours));
    stream.getDict().replaceKey("/Alternate", device);
    auto array = Handle::newArray({Handle::newName("/ICCBased"), stream});
    known = pdf_.makeIndirectObject(array);
  }
  return known;
}

Result<void> PdfPictures::count(std::uint64_t bytes) {
  bytes_ += bytes;
  if (bytes_ <= most_bytes_) return {};
  return Failed(
      fail(ErrorCode::InputTooComplex, fmt::format("The result is larger than {}, the limit.", show_size(most_bytes_))).in(Phase::Layout));
}

}  // namespace docmill::engines::image
