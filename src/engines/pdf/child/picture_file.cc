#include "engines/pdf/child/picture_file.h"

#include <png.h>

#include <algorithm>
#include <optional>
#include <stdexcept>
#include <utility>
#include <vector>

#include "engines/pdf/child/image_samples.h"

namespace docmill::engines::pdf {
namespace {

using Handle = QPDFObjectHandle;

constexpr std::uint64_t kMostCoded = 512ULL << 20;  // bytes of one coded picture

// ---- Filters

/// The parameters of the last filter; null when it has none.
Handle last_parameters(Handle dict) {
  auto parameters = dict.getKey("/DecodeParms");
  if (!parameters.isArray()) return parameters;
  const auto count = parameters.getArrayNItems();
  return count == 0 ? Handle::newNull() : parameters.getArrayItem(count - 1);
}

Handle without_last(Handle array) {
  auto out = Handle::newArray();
  for (int i = 0; i + 1 < array.getArrayNItems(); ++i) out.appendItem(array.getArrayItem(i));
  return out;
}

/// The bytes that the last filter reads: the picture in its own code.
std::optional<std::string> coded_bytes(Handle image) {
  const auto raw = image.getRawStreamData();
  std::string bytes(reinterpret_cast<const char*>(raw->getBuffer()), raw->getSize());
  auto dict = image.getDict();
  auto filter = dict.getKey("/Filter");
  if (!filter.isArray() || filter.getArrayNItems() < 2) return bytes;
  auto before = Handle::newStream(image.getOwningQPDF(), bytes);
  before.getDict().replaceKey("/Filter", without_last(filter));
  if (auto parameters = dict.getKey("/DecodeParms"); parameters.isArray())
    before.getDict().replaceKey("/DecodeParms", without_last(parameters));
  bool more = false;
  auto read = stream_bytes(before, kMostCoded, more);
  return more ? std::nullopt : read;
}

// ---- Fax

void put(std::string& out, unsigned value, int bytes) {
  for (int i = 0; i < bytes; ++i) out += static_cast<char>((value >> (8 * i)) & 0xFFU);
}

/// One strip of fax code in a TIFF (TIFF 6.0, sections 2 and 11). nullopt for what a TIFF cannot say.
std::optional<std::string> fax_tiff(Handle dict, const std::string& code) {
  auto parameters = last_parameters(dict);
  const auto number = [&](const char* key, long long otherwise) {
    auto value = parameters.isDictionary() ? parameters.getKey(key) : Handle::newNull();
    return value.isInteger() ? value.getIntValue() : otherwise;
  };
  const auto flag = [&](const char* key) {
    auto value = parameters.isDictionary() ? parameters.getKey(key) : Handle::newNull();
    return value.isBool() && value.getBoolValue();
  };
  const auto k = number("/K", 0);
  const auto width = number("/Columns", 1728);
  auto height = dict.getKey("/Height");
  const bool sized = width > 0 && width <= 65'500 && height.isInteger() && height.getIntValue() > 0 && height.getIntValue() <= 65'500;
  if (!sized || flag("/EncodedByteAlign")) return std::nullopt;
  auto decode = dict.getKey("/Decode");
  const bool turned = decode.isArray() && decode.getArrayNItems() > 0 && decode.getArrayItem(0).isNumber() &&
                      decode.getArrayItem(0).getNumericValue() > 0.5;
  const auto rows = static_cast<unsigned>(height.getIntValue());
  struct Entry {
    unsigned tag;
    unsigned type;  // 3: SHORT, 4: LONG
    unsigned value;
  };
  constexpr unsigned kStart = 8 + 2 + 10 * 12 + 4;
  const Entry entries[] = {
      {256, 4, static_cast<unsigned>(width)},          {257, 4, rows},           {258, 3, 1}, {259, 3, k < 0 ? 4U : 3U},
      {262, 3, flag("/BlackIs1") != turned ? 1U : 0U}, {273, 4, kStart},         {277, 3, 1}, {278, 4, rows},
      {279, 4, static_cast<unsigned>(code.size())},    {292, 4, k > 0 ? 1U : 0U}};
  std::string out("II*\0\x08\0\0\0", 8);
  put(out, static_cast<unsigned>(std::size(entries)), 2);
  for (const auto& entry : entries) {
    put(out, entry.tag, 2);
    put(out, entry.type, 2);
    put(out, 1, 4);
    put(out, entry.value, 4);
  }
  put(out, 0, 4);
  return out + code;
}

// ---- PNG

[[noreturn]] void on_png_error(png_structp, png_const_charp message) {
  throw std::runtime_error(message);
}

void on_png_warning(png_structp, png_const_charp) {}

void on_png_bytes(png_structp png, png_bytep data, std::size_t size) {
  static_cast<std::string*>(png_get_io_ptr(png))->append(reinterpret_cast<const char*>(data), size);
}

void on_png_flush(png_structp) {}

struct PngFree {
  png_infop info = nullptr;
  void operator()(png_structp png) { png_destroy_write_struct(&png, &info); }
};

/// The number at `index` of a row, as 8 bits.
unsigned sample_at(const std::uint8_t* row, std::size_t index, unsigned bits) {
  if (bits == 8) return row[index];
  if (bits == 16) return row[index * 2];
  const auto bit = index * bits;
  const auto value = (static_cast<unsigned>(row[bit / 8]) >> (8 - bits - bit % 8)) & ((1U << bits) - 1);
  return value * 255 / ((1U << bits) - 1);
}

/// How a PNG holds the samples: as they are packed, or 8 bits for each of grey, or red, green and blue, with alpha or without.
struct Shape {
  bool packed = false;
  unsigned bits = 8;
  unsigned channels = 1;
  int type = PNG_COLOR_TYPE_GRAY;
};

Shape shape_of(const Samples& samples, bool alpha) {
  if (samples.colours == Colours::Palette) return {.packed = true, .bits = samples.bits, .type = PNG_COLOR_TYPE_PALETTE};
  const bool grey = samples.colours == Colours::Grey || samples.colours == Colours::Ink;
  if (alpha) return {.channels = grey ? 2U : 4U, .type = grey ? PNG_COLOR_TYPE_GRAY_ALPHA : PNG_COLOR_TYPE_RGB_ALPHA};
  if (grey) return {.packed = true, .bits = samples.bits, .type = PNG_COLOR_TYPE_GRAY};
  const bool packed = samples.colours == Colours::Rgb && samples.bits >= 8;
  return {.packed = packed, .bits = packed ? samples.bits : 8, .channels = 3, .type = PNG_COLOR_TYPE_RGB};
}

void add_pixel(std::vector<std::uint8_t>& out, const Samples& samples, const std::uint8_t* row, std::size_t x) {
  const auto channels = channels_of(samples.colours);
  const auto part = [&](std::size_t i) {
    const auto value = sample_at(row, x * channels + i, samples.bits);
    return samples.inverted ? 255 - value : value;
  };
  const auto put_value = [&](unsigned value) { out.push_back(static_cast<std::uint8_t>(value)); };
  if (samples.colours == Colours::Cmyk) {
    for (std::size_t i = 0; i < 3; ++i) put_value((255 - part(i)) * (255 - part(3)) / 255);
  } else if (samples.colours == Colours::Ink) {
    put_value(255 - part(0));
  } else {
    for (std::size_t i = 0; i < channels; ++i) put_value(part(i));
  }
}

void fill_row(std::vector<std::uint8_t>& out, const Samples& samples, const Samples* alpha, const Shape& shape, unsigned y) {
  out.clear();
  const auto* row = reinterpret_cast<const std::uint8_t*>(samples.bytes.data()) + y * samples.row_bytes();
  if (shape.packed) {
    const bool turned = samples.inverted != (samples.colours == Colours::Ink);
    std::transform(row, row + samples.row_bytes(), std::back_inserter(out),
                   [&](std::uint8_t byte) { return turned ? static_cast<std::uint8_t>(~byte) : byte; });
    return;
  }
  const auto* veil = alpha == nullptr ? nullptr : reinterpret_cast<const std::uint8_t*>(alpha->bytes.data()) + y * alpha->row_bytes();
  for (std::size_t x = 0; x < samples.width; ++x) {
    add_pixel(out, samples, row, x);
    if (veil == nullptr) continue;
    const auto value = sample_at(veil, x, alpha->bits);
    out.push_back(static_cast<std::uint8_t>(alpha->inverted ? 255 - value : value));
  }
}

void set_palette(png_structp png, png_infop info, const Samples& samples) {
  std::vector<png_color> colours(std::size_t{1} << samples.bits);  // every number has one, be it black
  for (std::size_t i = 0; i < colours.size() && i * 3 + 2 < samples.palette.size(); ++i)
    colours[i] = {samples.palette[i * 3], samples.palette[i * 3 + 1], samples.palette[i * 3 + 2]};
  png_set_PLTE(png, info, colours.data(), static_cast<int>(colours.size()));
}

/// `alpha` is of the same size, or nullptr.
std::string as_png(const Samples& samples, const Samples* alpha) {
  std::string out;
  std::unique_ptr<png_struct, PngFree> png(png_create_write_struct(PNG_LIBPNG_VER_STRING, nullptr, on_png_error, on_png_warning));
  if (!png) throw std::bad_alloc();
  auto* info = png_create_info_struct(png.get());
  if (info == nullptr) throw std::bad_alloc();
  png.get_deleter().info = info;
  png_set_write_fn(png.get(), &out, on_png_bytes, on_png_flush);
  png_set_compression_level(png.get(), 4);  // as docmill-raster, where it was measured
  const auto shape = shape_of(samples, alpha != nullptr);
  png_set_IHDR(png.get(), info, samples.width, samples.height, static_cast<int>(shape.bits), shape.type, PNG_INTERLACE_NONE,
               PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
  if (samples.colours == Colours::Palette) set_palette(png.get(), info, samples);
  png_write_info(png.get(), info);
  std::vector<std::uint8_t> row;
  for (unsigned y = 0; y < samples.height; ++y) {
    fill_row(row, samples, alpha, shape, y);
    png_write_row(png.get(), row.data());
  }
  png_write_end(png.get(), nullptr);
  return out;
}

/// The soft mask, where it fits its picture pixel by pixel; what is wrong with it leaves the picture opaque.
std::optional<Samples> alpha_of(Handle image, const Samples& samples, std::uint64_t& pixels_left) {
  auto mask = image.getDict().getKey("/SMask");
  if (!mask.isStream() || samples.colours == Colours::Palette) return std::nullopt;
  auto read = read_samples(mask, pixels_left);
  const bool fits = read && read->width == samples.width && read->height == samples.height && read->colours == Colours::Grey;
  return fits ? std::optional(*std::move(read)) : std::nullopt;
}

Result<PictureFile> as_it_is(Handle image, const std::string& extension) {
  auto bytes = coded_bytes(image);
  if (!bytes || bytes->empty()) return Failed(fail(ErrorCode::InputDamaged, "A picture of the PDF is damaged."));
  return PictureFile{extension, *std::move(bytes)};
}

Error no_file_for(std::string what) {
  return fail(ErrorCode::UnsupportedType, std::move(what));
}

}  // namespace

Result<PictureFile> picture_file(Handle image, std::uint64_t& pixels_left) {
  const auto filters = filters_of(image.getDict());
  const auto last = filters.empty() ? std::string() : filters.back();
  if (last == "/DCTDecode" || last == "/DCT") return as_it_is(image, "jpg");
  if (last == "/JBIG2Decode") return Failed(no_file_for("A picture of the PDF is coded as JBIG2, which has no file of its own."));
  if (last == "/JPXDecode") {
    auto file = as_it_is(image, "jp2");
    if (file && file->bytes.starts_with("\xFF\x4F")) file->extension = "j2k";  // the bare code, without the boxes around it
    return file;
  }
  if (last == "/CCITTFaxDecode" || last == "/CCF") {
    auto code = as_it_is(image, "tif");
    if (!code) return code;
    auto tiff = fax_tiff(image.getDict(), code->bytes);
    if (!tiff) return Failed(no_file_for("A fax in the PDF is coded in a way that a TIFF cannot hold."));
    code->bytes = *std::move(tiff);
    return code;
  }
  const auto samples = read_samples(image, pixels_left);
  if (!samples) return Failed(samples.error());
  const auto alpha = alpha_of(image, *samples, pixels_left);
  return PictureFile{"png", as_png(*samples, alpha ? &*alpha : nullptr)};
}

}  // namespace docmill::engines::pdf
