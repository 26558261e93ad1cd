#pragma once
// What the tests of this folder share: a warm engine, small PDFs drawn by hand, and a reader of pictures. For tests only.
#include <cstdio>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "engines/engine_host.h"
#include "engines/pdf/qpdf.h"
#include "engines/raster/raster_engine.h"

namespace docmill::engines::raster {

using Params = std::map<std::string, std::string>;

/// Pages to order, each with its content stream. /F1 is Helvetica, /F2 Helvetica-Bold, /F3 a Helvetica whose letters a to h are other
/// characters to a reader, /F4 a Chinese font that is not embedded, /Half draws at half opacity.
class Sheet {
 public:
  using Handle = QPDFObjectHandle;

  Sheet() {
    file_.emptyPDF();
    const auto font = [&](const std::string& name, const std::string& more = "") {
      return file_.makeIndirectObject(
          Handle::parse("<< /Type /Font /Subtype /Type1 /Encoding /WinAnsiEncoding /BaseFont /" + name + more + " >>"));
    };
    auto strange = font("Helvetica");
    strange.replaceKey("/ToUnicode", Handle::newStream(&file_, meanings()));
    auto chinese = file_.makeIndirectObject(Handle::parse(
        "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UTF16-H /DescendantFonts [<< /Type /Font /Subtype "
        "/CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> /FontDescriptor << "
        "/Type /FontDescriptor /FontName /STSong-Light /Flags 4 /FontBBox [0 -200 1000 900] /ItalicAngle 0 /Ascent 850 /Descent -150 "
        "/StemV 80 >> >>] >>"));
    fonts_ = Handle::newDictionary({{"/F1", font("Helvetica")}, {"/F2", font("Helvetica-Bold")}, {"/F3", strange}, {"/F4", chinese}});
  }

  Sheet& page(const std::string& content, double width = 200, double height = 100, const std::string& more = "") {
    std::ostringstream box;
    box << "<< /Type /Page /MediaBox [0 0 " << width << " " << height << "] " << more << " >>";
    auto page = Handle::parse(box.str());
    auto resources = Handle::parse("<< /ExtGState << /Half << /ca 0.5 >> >> >>");
    resources.replaceKey("/Font", fonts_);
    page.replaceKey("/Resources", resources);
    page.replaceKey("/Contents", Handle::newStream(&file_, content));
    QPDFPageDocumentHelper(file_).addPage(QPDFPageObjectHelper(file_.makeIndirectObject(page)), false);
    return *this;
  }

  Sheet& title(const std::string& text) {
    auto information = file_.makeIndirectObject(Handle::newDictionary());
    information.replaceKey("/Title", Handle::newUnicodeString(text));
    file_.getTrailer().replaceKey("/Info", information);
    return *this;
  }

  QPDF& file() { return file_; }

  std::string bytes(const char* password = nullptr) {
    QPDFWriter writer(file_);
    writer.setOutputMemory();
    writer.setObjectStreamMode(qpdf_o_disable);
    writer.setStreamDataMode(qpdf_s_preserve);
    if (password != nullptr) writer.setR6EncryptionParameters(password, "owner", true, true, true, true, true, true, qpdf_r3p_full, true);
    writer.write();
    const auto buffer = writer.getBufferSharedPointer();
    return {reinterpret_cast<const char*>(buffer->getBuffer()), buffer->getSize()};
  }

 private:
  /// a to d: שלום; e: a face outside the basic plane; f: "&".
  static std::string meanings() {
    return "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def 1 begincodespacerange <00> <FF> "
           "endcodespacerange 6 beginbfchar <61> <05E9> <62> <05DC> <63> <05D5> <64> <05DD> <65> <D83DDE00> <66> <0026> endbfchar endcmap "
           "end end";
  }

  QPDF file_;
  Handle fonts_;
};

/// One line of text.
inline std::string say(const std::string& text, int x, int y, const std::string& font = "F1", int size = 12) {
  std::ostringstream out;
  out << "BT /" << font << " " << size << " Tf " << x << " " << y << " Td (" << text << ") Tj ET\n";
  return out.str();
}

/// A picture read again by libvips.
struct Picture {
  int width = 0;
  int height = 0;
  int bands = 0;
  double dots_per_mm = 0;
  std::string bytes;

  std::vector<int> at(int x, int y) const {
    std::vector<int> out;
    for (int band = 0; band < bands; ++band)
      out.push_back(static_cast<unsigned char>(bytes.at(
          (static_cast<std::size_t>(y) * static_cast<std::size_t>(width) + static_cast<std::size_t>(x)) * static_cast<std::size_t>(bands) +
          static_cast<std::size_t>(band))));
    return out;
  }
};

inline std::string output_of(const std::string& command) {
  std::string out;
  FILE* pipe = ::popen(command.c_str(), "r");
  std::array<char, 4096> piece{};
  for (std::size_t got = 0; (got = std::fread(piece.data(), 1, piece.size(), pipe)) > 0;) out.append(piece.data(), got);
  EXPECT_EQ(::pclose(pipe), 0) << command << "\n" << out;
  return out;
}

inline std::string file_bytes(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

inline Picture decoded(const std::string& bytes, const std::string& extension) {
  const TempDir dir;
  const auto path = dir.path() + "/p." + extension;
  std::ofstream(path, std::ios::binary) << bytes;
  Picture out;
  std::istringstream facts(output_of("for f in width height bands xres; do vipsheader -f $f " + path + " 2>/dev/null; done"));
  facts >> out.width >> out.height >> out.bands >> out.dots_per_mm;
  output_of("vips rawsave " + path + " " + dir.path() + "/raw 2>&1");
  out.bytes = file_bytes(dir.path() + "/raw");
  return out;
}

class RasterEngineTest : public testing::Test {
 protected:
  using Host = EngineHost<RasterEngine>;

  static Host& host() {
    static Host shared({.program = DOCMILL_RASTER_PROGRAM});
    return shared;
  }

  static StepRequest request(const std::string& operation, const std::vector<std::string>& inputs, Params params = {}) {
    StepRequest out;
    out.operation = operation;
    out.target = "png";
    out.params = std::move(params);
    for (const auto& input : inputs) {
      out.inputs.push_back(document_of(input, "pdf", "report.pdf", out.inputs.empty() ? "File" : "OtherFile"));
    }
    return out;
  }

  static Result<StepResult> run(const std::string& operation, const std::string& input, Params params = {}) {
    return host().convert(request(operation, {input}, std::move(params)));
  }

  static StepResult good(const std::string& operation, const std::vector<std::string>& inputs, Params params = {}) {
    return good_or_failure(host().convert(request(operation, inputs, std::move(params))));
  }

  static std::vector<Picture> pictures(const std::string& input, Params params = {}) {
    std::vector<Picture> out;
    const auto got = good("pdf-to-image", {input}, std::move(params));
    for (std::size_t i = 0; i < got.outputs.size(); ++i) out.push_back(decoded(bytes_of(got, i), got.outputs[i].extension));
    return out;
  }

  static Picture picture(const std::string& input, Params params = {}) {
    auto all = pictures(input, std::move(params));
    EXPECT_EQ(all.size(), 1u);
    return all.empty() ? Picture{} : all.front();
  }

  static std::string text(const std::string& input, Params params = {}) {
    const auto got = good("pdf-to-text", {input}, std::move(params));
    return got.outputs.empty() ? "" : bytes_of(got);
  }
};

}  // namespace docmill::engines::raster
