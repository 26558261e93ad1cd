#include "templating/pictures/codes.h"

#include <fmt/format.h>
#include <png.h>
#include <zint.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <memory>
#include <vector>

namespace docmill::templating {
namespace {

constexpr int kMostPixels = 4000;  // of a side
constexpr int kQuietZone = 4;      // modules around a QR code (ISO 18004, 5.3.8)

using Symbol = std::unique_ptr<zint_symbol, decltype(&ZBarcode_Delete)>;

bool is_dark(const zint_symbol& symbol, int row, int column) {
  return (symbol.encoded_data[row][column >> 3] >> (column & 7) & 1) != 0;  // NOLINT(hicpp-signed-bitwise)
}

/// A white picture that gets black rectangles.
class Canvas {
 public:
  Canvas(int width, int height)
      : width_(width), height_(height), pixels_(static_cast<std::size_t>(width) * static_cast<std::size_t>(height), 0xFF) {}

  void fill(int left, int top, int width, int height) {
    for (int y = std::max(top, 0); y < std::min(top + height, height_); ++y) {
      for (int x = std::max(left, 0); x < std::min(left + width, width_); ++x) {
        pixels_[static_cast<std::size_t>(y) * static_cast<std::size_t>(width_) + static_cast<std::size_t>(x)] = 0;
      }
    }
  }

  Result<DrawnCode> drawn() const {
    png_image image{};
    image.version = PNG_IMAGE_VERSION;
    image.width = static_cast<png_uint_32>(width_);
    image.height = static_cast<png_uint_32>(height_);
    image.format = PNG_FORMAT_GRAY;
    png_alloc_size_t size = PNG_IMAGE_PNG_SIZE_MAX(image);
    std::string png(size, '\0');
    if (png_image_write_to_memory(&image, png.data(), &size, 0, pixels_.data(), 0, nullptr) == 0) {
      return Failed(fail(ErrorCode::EngineFailed, "A code could not be drawn.").cause(static_cast<const char*>(image.message)));
    }
    png.resize(size);
    return DrawnCode{std::move(png), width_, height_};
  }

 private:
  int width_;
  int height_;
  std::vector<std::uint8_t> pixels_;
};

Error cannot(std::string what) {
  return fail(ErrorCode::NotApplicable, std::move(what));
}

/// Codewords of data at level Q, by version from 1 (ISO 18004, table 7).
constexpr std::array kDataCodewords{13,  22,  34,   48,   62,   76,   88,   110,  132,  154,  180,  206, 244, 261,
                                    295, 325, 367,  397,  445,  485,  512,  568,  614,  664,  718,  754, 808, 871,
                                    911, 985, 1033, 1115, 1171, 1231, 1286, 1354, 1426, 1502, 1582, 1666};

/// The smallest version in which the text fits as it is first seen: all digits, all of the alphanumeric set, or bytes. Mixing modes could
/// save a version, but other makers do not, and the size would differ.
int version_for(std::string_view text) {
  static constexpr std::string_view kAlphanumeric = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
  const bool digits = std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
  const bool alphanumeric = text.find_first_not_of(kAlphanumeric) == std::string_view::npos;
  const auto length = text.size();
  for (std::size_t version = 1; version <= kDataCodewords.size(); ++version) {
    const std::size_t size = version < 10 ? 0 : version < 27 ? 1 : 2;
    const std::size_t bits = digits         ? 10 + 2 * size + (length * 10 + 2) / 3
                             : alphanumeric ? 9 + 2 * size + (length * 11 + 1) / 2
                                            : (size == 0 ? 8U : 16U) + length * 8;
    if (4 + bits <= static_cast<std::size_t>(kDataCodewords[version - 1]) * 8) return static_cast<int>(version);
  }
  return 0;
}

struct TypeRow {
  std::string_view name;
  int symbology;
  bool square = false;  // a matrix, not bars
};

constexpr std::array kTypes{
    TypeRow{"CODE128", BARCODE_CODE128},
    TypeRow{"CODE128A", BARCODE_CODE128},
    TypeRow{"CODE128B", BARCODE_CODE128B},
    TypeRow{"CODE128C", BARCODE_CODE128},
    TypeRow{"CODE11", BARCODE_CODE11},
    TypeRow{"USD8", BARCODE_CODE11},
    TypeRow{"CODE39", BARCODE_CODE39},
    TypeRow{"LOGMARS", BARCODE_LOGMARS},
    TypeRow{"CODE39EXTENDED", BARCODE_EXCODE39},
    TypeRow{"CODE39_MOD43", BARCODE_CODE39},
    TypeRow{"CODE93", BARCODE_CODE93},
    TypeRow{"UPCA", BARCODE_UPCA},
    TypeRow{"UCC12", BARCODE_UPCA},
    TypeRow{"UPCE", BARCODE_UPCE},
    TypeRow{"EAN13", BARCODE_EANX},
    TypeRow{"UCC13", BARCODE_EANX},
    TypeRow{"JAN13", BARCODE_EANX},
    TypeRow{"EAN8", BARCODE_EANX},
    TypeRow{"ISBN", BARCODE_EANX},
    TypeRow{"BOOKLAND", BARCODE_EANX},
    TypeRow{"ITF14", BARCODE_ITF14},
    TypeRow{"INTERLEAVED2OF5", BARCODE_C25INTER},
    TypeRow{"STANDARD2OF5", BARCODE_C25STANDARD},
    TypeRow{"INDUSTRIAL2OF5", BARCODE_C25IND},
    TypeRow{"MSI", BARCODE_MSI_PLESSEY},
    TypeRow{"MSI_MOD10", BARCODE_MSI_PLESSEY},
    TypeRow{"MODIFIED_PLESSEY", BARCODE_MSI_PLESSEY},
    TypeRow{"CODABAR", BARCODE_CODABAR},
    TypeRow{"PHARMACODE", BARCODE_PHARMA},
    TypeRow{"TELEPEN", BARCODE_TELEPEN},
    TypeRow{"GS1_128", BARCODE_GS1_128},
    TypeRow{"DATAMATRIX", BARCODE_DATAMATRIX, true},
    TypeRow{"AZTEC", BARCODE_AZTEC, true},
    TypeRow{"PDF417", BARCODE_PDF417},
};

std::string without_hyphens(std::string_view text) {
  std::string kept;
  for (const char c : text) {
    if (c != '-' && c != ' ') kept += c;
  }
  return kept;
}

/// The text as zint takes it: without the check digit of a complete number, books as the EAN they are.
std::string text_for(const TypeRow& type, const std::string& given) {
  if (type.name == "ISBN" || type.name == "BOOKLAND") {
    auto digits = without_hyphens(given);
    if (digits.size() == 9 || digits.size() == 10) return "978" + digits.substr(0, 9);
    return digits.substr(0, 12);
  }
  if (type.symbology == BARCODE_ITF14) return given.size() == 14 ? given.substr(0, 13) : given;
  if (type.symbology == BARCODE_UPCA) return given.size() == 12 ? given.substr(0, 11) : given;
  if (type.symbology == BARCODE_EANX) return given.size() == 13 ? given.substr(0, 12) : given.size() == 8 ? given.substr(0, 7) : given;
  return given;
}

Result<DrawnCode> draw(const zint_symbol& symbol, int width, int height, bool square) {
  int module = std::max(1, width / std::max(1, symbol.width));
  if (square) module = std::max(1, std::min(module, height / std::max(1, symbol.rows)));
  const int wide = std::max(width, symbol.width);
  const int row_height = square ? module : std::max(1, height / std::max(1, symbol.rows));
  Canvas canvas(wide, std::max(height, symbol.rows * row_height));
  const int left = (wide - symbol.width * module) / 2;
  const int top = square ? (height - symbol.rows * module) / 2 : 0;
  for (int row = 0; row < symbol.rows; ++row) {
    const bool last = row + 1 == symbol.rows;
    const int tall = last && !square ? height - row * row_height : row_height;
    for (int column = 0; column < symbol.width; ++column) {
      if (is_dark(symbol, row, column)) canvas.fill(left + column * module, top + row * row_height, module, tall);
    }
  }
  return canvas.drawn();
}

}  // namespace

Result<DrawnCode> draw_qr_code(const QrCode& code) {
  if (code.text.empty()) return Failed(cannot("There is no text for the QR code."));
  const int version = version_for(code.text);
  if (version == 0) return Failed(cannot("The text is too long for a QR code: at level Q it may have 1663 bytes."));
  Symbol symbol(ZBarcode_Create(), &ZBarcode_Delete);
  if (!symbol) return Failed(fail(ErrorCode::MemoryExceeded, "A code could not be drawn."));
  symbol->symbology = BARCODE_QRCODE;
  symbol->input_mode = DATA_MODE;
  symbol->option_1 = 3;  // level Q
  symbol->option_2 = version;
  const auto* text = reinterpret_cast<const unsigned char*>(code.text.data());
  if (ZBarcode_Encode(symbol.get(), text, static_cast<int>(code.text.size())) >= ZINT_ERROR) {
    return Failed(cannot(fmt::format("The text cannot be written as a QR code: {}.", static_cast<const char*>(symbol->errtxt))));
  }
  const int modules = symbol->width + 2 * kQuietZone;
  const bool by_width = code.module <= 0 && code.width > 0;
  const int width = by_width ? static_cast<int>(std::min<double>(code.width, kMostPixels)) : 0;
  const int module = by_width ? std::max(1, width / modules) : code.module > 0 ? code.module : 4;
  if (modules * module > kMostPixels)
    return Failed(cannot(fmt::format("A QR code may be {} pixels wide, not {}.", kMostPixels, static_cast<long long>(modules) * module)));
  const int side = std::max(width, modules * module);
  Canvas canvas(side, side);
  const int edge = (side - symbol->width * module) / 2;
  for (int row = 0; row < symbol->rows; ++row) {
    for (int column = 0; column < symbol->width; ++column) {
      if (is_dark(*symbol, row, column)) canvas.fill(edge + column * module, edge + row * module, module, module);
    }
  }
  return canvas.drawn();
}

Result<DrawnCode> draw_barcode(const Barcode& code) {
  std::string name = code.type.empty() ? "CODE128" : code.type;
  std::ranges::transform(name, name.begin(), [](char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c == '-' ? '_' : c;
  });
  const auto* type = std::ranges::find(kTypes, name, &TypeRow::name);
  if (type == kTypes.end())
    return Failed(
        cannot(fmt::format("There is no barcode of type {}. Use CODE128, CODE39, EAN13, UPCA, ITF14 or another one.", code.type)));
  if (code.width > kMostPixels || code.height > kMostPixels)
    return Failed(cannot(fmt::format("A barcode may be {} pixels wide and high.", kMostPixels)));
  const auto text = text_for(*type, code.text);
  if (text.empty() || text.size() > 3000) return Failed(cannot("There is no text for the barcode, or too much of it."));
  Symbol symbol(ZBarcode_Create(), &ZBarcode_Delete);
  if (!symbol) return Failed(fail(ErrorCode::MemoryExceeded, "A code could not be drawn."));
  symbol->symbology = type->symbology;
  symbol->input_mode = type->symbology == BARCODE_GS1_128 ? GS1_MODE : UNICODE_MODE;
  symbol->show_hrt = 0;
  if (name == "CODE39_MOD43") symbol->option_2 = 1;
  if (name == "MSI_MOD10") symbol->option_2 = 1;
  if (ZBarcode_Encode(symbol.get(), reinterpret_cast<const unsigned char*>(text.data()), static_cast<int>(text.size())) >= ZINT_ERROR) {
    return Failed(
        cannot(fmt::format("This cannot be written as a barcode of type {}: {}.", name, static_cast<const char*>(symbol->errtxt))));
  }
  const int width = code.width >= 1 ? static_cast<int>(code.width) : symbol->width * 2;
  const int height = code.height >= 1 ? static_cast<int>(code.height) : type->square ? width : std::max(1, width / 2);
  return draw(*symbol, width, height, type->square);
}

}  // namespace docmill::templating
