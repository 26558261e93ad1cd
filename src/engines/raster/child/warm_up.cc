#include "engines/raster/child/warm_up.h"

#include <fmt/format.h>

#include <array>
#include <map>
#include <string>
#include <vector>

#include "engines/child/work.h"
#include "engines/raster/child/open_pdf.h"
#include "engines/raster/child/operations.h"

namespace docmill::engines::raster {
namespace {

// The fonts that a PDF may use without bringing them (ISO 32000-1, 9.6.2.2), and one for each of the four collections of Chinese,
// Japanese and Korean characters (9.7.5.2), whose maps are in poppler-data.
constexpr std::array kFonts{"Helvetica",    "Helvetica-Bold", "Helvetica-Oblique", "Times-Roman", "Times-Bold",
                            "Times-Italic", "Courier",        "Courier-Bold",      "Symbol",      "ZapfDingbats"};
struct Collection {
  const char* font;
  const char* encoding;
  const char* ordering;
};
constexpr std::array kCollections{Collection{"HeiseiMin-W3", "UniJIS-UTF16-H", "Japan1"},
                                  Collection{"STSong-Light", "UniGB-UTF16-H", "GB1"}, Collection{"MSung-Light", "UniCNS-UTF16-H", "CNS1"},
                                  Collection{"HYSMyeongJo-Medium", "UniKS-UTF16-H", "Korea1"}};

/// The fonts, each an object of its own, as poppler looks fonts up by their number.
std::vector<std::string> fonts() {
  std::vector<std::string> out;
  for (const auto* font : kFonts) out.push_back(fmt::format("<< /Type /Font /Subtype /Type1 /BaseFont /{} >>", font));
  for (const auto& [font, encoding, ordering] : kCollections) {
    out.push_back(fmt::format(
        "<< /Type /Font /Subtype /Type0 /BaseFont /{} /Encoding /{} /DescendantFonts [<< /Type /Font /Subtype /CIDFontType0 /BaseFont /{} "
        "/CIDSystemInfo << /Registry (Adobe) /Ordering ({}) /Supplement 2 >> /FontDescriptor << /Type /FontDescriptor /FontName /{} "
        "/Flags 4 /FontBBox [0 -200 1000 900] /ItalicAngle 0 /Ascent 850 /Descent -150 /StemV 80 >> >>] >>",
        font, encoding, font, ordering, font));
  }
  return out;
}

/// A line of text in each font.
std::string content(std::size_t font_count) {
  std::string out = "0.5 g 72 72 100 100 re f BT 0 g";
  for (std::size_t i = 0; i < font_count; ++i)
    out += fmt::format(" /F{} 12 Tf 1 0 0 1 72 {} Tm {} Tj", i, 700 - 20 * i, i < kFonts.size() ? "(Warm 0123)" : "<4E2D65870041>");
  return out + " ET";
}

std::string document() {
  constexpr std::size_t kFirstFont = 5;
  auto font_objects = fonts();
  const auto text = content(font_objects.size());
  std::string names;
  for (std::size_t i = 0; i < font_objects.size(); ++i) names += fmt::format("/F{} {} 0 R ", i, kFirstFont + i);
  std::vector<std::string> objects{
      "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
      fmt::format("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << {}>> >> >>", names),
      fmt::format("<< /Length {} >>\nstream\n{}\nendstream", text.size(), text)};
  objects.insert(objects.end(), font_objects.begin(), font_objects.end());
  std::string pdf = "%PDF-1.4\n";
  std::string table = fmt::format("xref\n0 {}\n0000000000 65535 f \n", objects.size() + 1);
  for (std::size_t i = 0; i < objects.size(); ++i) {
    table += fmt::format("{:010} 00000 n \n", pdf.size());
    pdf += fmt::format("{} 0 obj\n{}\nendobj\n", i + 1, objects[i]);
  }
  const auto start = pdf.size();
  return pdf + table + fmt::format("trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{}\n%%EOF\n", objects.size() + 1, start);
}

Result<void> rehearse(const std::string& operation, std::map<std::string, std::string> params) {
  auto input = memory_file("docmill-warm-up");
  if (!input) return Failed(input.error());
  static const auto pdf = document();
  if (auto written = write_all(input->get(), pdf); !written) return written;
  std::vector<UniqueFd> inputs;
  inputs.push_back(*std::move(input));
  auto work = child::Work::rehearsal({.operation = operation,
                                      .target = {},
                                      .inputs = {{.extension = "pdf", .field = "File", .name = "warm-up.pdf"}},
                                      .params = std::move(params),
                                      .limits = {}},
                                     std::move(inputs));
  auto done = perform(work);
  if (!done) return Failed(done.error());
  if (done->warnings.empty()) return {};
  return Failed(fail(ErrorCode::Unavailable, "The raster engine has errors in its own document; install poppler-data and fonts.")
                    .cause(first_complaint()));
}

}  // namespace

Result<void> warm_up() {
  for (const auto* format : {"Png", "Jpeg", "Gif", "Bmp", "Tiff", "Webp"}) {
    if (auto done = rehearse("pdf-to-image", {{"Format", format}, {"Dpi", "100"}}); !done) return done;
  }
  for (const auto* type : {"Raw", "HTML"}) {
    if (auto done = rehearse("pdf-to-text", {{"ResultType", type}}); !done) return done;
  }
  return rehearse("info", {});
}

}  // namespace docmill::engines::raster
