#pragma once
// Pictures to order, made with libvips, and the engine that reads them. For tests only.
#include <boost/json/parse.hpp>
#include <cstdlib>
#include <string>
#include <vector>
#include <vips/vips8>

#include "engines/engine_host.h"
#include "engines/image/image_engine.h"
#include "engines/image/qpdf.h"

namespace docmill::engines::image {

using vips::VImage;
using Params = std::map<std::string, std::string>;
using Colour = std::vector<double>;

const Colour kRed{220, 20, 30};
const Colour kGreen{20, 190, 40};
const Colour kBlue{30, 40, 210};
const Colour kYellow{240, 230, 20};

/// One file as a caller sends it.
struct Upload {
  std::string bytes;
  std::string name = "a.png";
};

class ImageEngineTest : public testing::Test {
 protected:
  using Host = EngineHost<ImageEngine>;

  static void SetUpTestSuite() {
    vips_init("test");
    vips_concurrency_set(1);
    vips_cache_set_max(0);  // files of one name differ
  }

  static Host& host() {
    static Host shared({.program = DOCMILL_IMAGE_PROGRAM});
    return shared;
  }

  static StepRequest request(const std::string& operation, const std::vector<Upload>& inputs, Params params = {}) {
    StepRequest out;
    out.operation = operation;
    out.target = "pdf";
    out.params = std::move(params);
    for (const auto& input : inputs) {
      out.inputs.push_back(document_of(input.bytes, input.name.substr(input.name.rfind('.') + 1), input.name));
    }
    return out;
  }

  static Result<StepResult> run(const std::string& operation, const std::vector<Upload>& inputs, Params params = {}) {
    return host().convert(request(operation, inputs, std::move(params)));
  }

  static StepResult good(const std::string& operation, const std::vector<Upload>& inputs, Params params = {}) {
    return good_or_failure(run(operation, inputs, std::move(params)));
  }
};

/// A plain picture of one colour; with four or five numbers it has alpha or is CMYK.
inline VImage plain(int width, int height, const Colour& colour) {
  const auto space = colour.size() == 1 ? VIPS_INTERPRETATION_B_W : VIPS_INTERPRETATION_sRGB;
  return VImage::black(width, height).new_from_image(colour).cast(VIPS_FORMAT_UCHAR).copy(VImage::option()->set("interpretation", space));
}

/// Red and green over blue and yellow.
inline VImage quarters(int width, int height) {
  return plain(width, height, kRed)
      .insert(plain(width - width / 2, height, kGreen), width / 2, 0)
      .insert(plain(width, height - height / 2, kBlue), 0, height / 2)
      .insert(plain(width - width / 2, height - height / 2, kYellow), width / 2, height / 2);
}

/// `suffix`: ".jpg[Q=90]"
inline std::string encoded(const VImage& image, const std::string& suffix) {
  void* bytes = nullptr;
  std::size_t size = 0;
  image.write_to_buffer(suffix.c_str(), &bytes, &size);
  std::string out(static_cast<const char*>(bytes), size);
  g_free(bytes);
  return out;
}

inline VImage decoded(const std::string& bytes, const char* options = "") {
  return VImage::new_from_buffer(bytes.data(), bytes.size(), options).copy_memory();
}

/// BMP of 24 bits, which libvips does not write.
inline std::string as_bmp(const VImage& image) {
  const auto number = [](std::size_t value, int bytes) {
    std::string out;
    for (; bytes > 0; --bytes, value >>= 8U) out += static_cast<char>(value & 0xFFU);
    return out;
  };
  const auto width = static_cast<std::size_t>(image.width());
  const auto height = static_cast<std::size_t>(image.height());
  std::string pixels;
  for (int y = image.height() - 1; y >= 0; --y) {
    for (int x = 0; x < image.width(); ++x) {
      const auto at = image.getpoint(x, y);
      for (const std::size_t band : {2U, 1U, 0U}) pixels += static_cast<char>(static_cast<unsigned char>(at.at(band)));
    }
    while (pixels.size() % 4 != 0) pixels += '\0';
  }
  return "BM" + number(54 + pixels.size(), 4) + number(0, 4) + number(54, 4) + number(40, 4) + number(width, 4) + number(height, 4) +
         number(1, 2) + number(24, 2) + number(0, 4) + number(pixels.size(), 4) + number(5906, 4) + number(5906, 4) + number(0, 8) + pixels;
}

/// A PDF on disk for the readers of others.
class PdfFile {
 public:
  explicit PdfFile(std::string bytes) : bytes_(std::move(bytes)) {
    std::ofstream(path(), std::ios::binary) << bytes_;
    pdf_.processMemoryFile("made", bytes_.data(), bytes_.size());
  }

  std::string path() const { return dir_.path() + "/a.pdf"; }
  bool passes_qpdf() const { return std::system(("qpdf --check " + path() + " >" + dir_.path() + "/log 2>&1").c_str()) == 0; }
  /// Page, counted from 1, as Poppler draws it.
  VImage drawn(int page = 1, int dpi = 72) const {
    const auto out = dir_.path() + "/page";
    const auto number = std::to_string(page);
    const auto command =
        "pdftoppm -r " + std::to_string(dpi) + " -png -singlefile -f " + number + " -l " + number + " " + path() + " " + out + " 2>&1";
    EXPECT_EQ(std::system(command.c_str()), 0);
    return VImage::new_from_file((out + ".png").c_str()).copy_memory();
  }
  /// The first picture of a page.
  QPDFObjectHandle picture(std::size_t page = 0) {
    auto on = pdf_.getAllPages().at(page);
    auto resources = on.getKey("/Resources");
    return resources.getKey("/XObject").getKey("/Im0");
  }
  std::string page_size(std::size_t page = 0) {
    auto on = pdf_.getAllPages().at(page);
    auto box = on.getKey("/MediaBox");
    const auto rounded = [&](int at) { return std::to_string(static_cast<int>(box.getArrayItem(at).getNumericValue() + 0.5)); };
    return rounded(2) + "x" + rounded(3);
  }
  std::size_t pages() { return pdf_.getAllPages().size(); }

 private:
  TempDir dir_;
  std::string bytes_;
  QPDF pdf_;
};

/// Whether the colour at a place, in fractions of the width and height, is this one or nearly.
inline testing::AssertionResult looks(const VImage& image, double x, double y, const Colour& wanted, double tolerance = 12) {
  auto got = image.getpoint(static_cast<int>(x * image.width()), static_cast<int>(y * image.height()));
  if (got.size() < wanted.size()) got.resize(wanted.size(), got.at(0));
  for (std::size_t band = 0; band < wanted.size(); ++band) {
    if (std::abs(got[band] - wanted[band]) <= tolerance) continue;
    return testing::AssertionFailure() << "at " << x << ", " << y << ": " << testing::PrintToString(got) << " instead of "
                                       << testing::PrintToString(wanted);
  }
  return testing::AssertionSuccess();
}

}  // namespace docmill::engines::image
