#pragma once
// Runs operations of the PDF engine and looks at what comes out, as a viewer shows it. For tests only.
#include <boost/json/parse.hpp>
#include <cstdlib>
#include <iterator>

#include "engines/engine_host.h"
#include "engines/pdf/pdf_engine.h"

namespace docmill::engines::pdf {

using Asked = std::map<std::string, std::string>;

/// An input as a caller sends it.
struct Sent {
  std::string bytes;
  std::string field = "File";
  std::string name = "a.pdf";
};

/// A page as it is seen, pixel by pixel; 0, 0 is the top left.
struct Picture {
  int width = 0;
  int height = 0;
  std::string rgb;

  std::array<int, 3> at(int x, int y) const {
    const auto i = (static_cast<std::size_t>(y) * static_cast<std::size_t>(width) + static_cast<std::size_t>(x)) * 3;
    const auto part = [&](std::size_t k) { return i + k < rgb.size() ? static_cast<unsigned char>(rgb[i + k]) : -1; };
    return {part(0), part(1), part(2)};
  }
  /// How dark it is on average between two points, 0 (white) to 1; outside of the page counts for nothing.
  double ink(int left, int top, int right, int bottom) const {
    double sum = 0;
    int count = 0;
    for (int y = std::max(0, top); y < std::min(bottom, height); ++y) {
      for (int x = std::max(0, left); x < std::min(right, width); ++x, ++count) {
        const auto p = at(x, y);
        sum += 1 - (p[0] + p[1] + p[2]) / 765.0;
      }
    }
    return count == 0 ? 0 : sum / count;
  }
  /// The smallest box around all that is not white: left, top, right, bottom; -1s when there is nothing.
  std::array<int, 4> inked() const {
    std::array<int, 4> box{-1, -1, -1, -1};
    for (int y = 0; y < height; ++y) {
      for (int x = 0; x < width; ++x) {
        const auto p = at(x, y);
        if (p[0] + p[1] + p[2] > 700) continue;
        box = {box[0] < 0 ? x : std::min(box[0], x), box[1] < 0 ? y : box[1], std::max(box[2], x), y};
      }
    }
    return box;
  }
};

class PdfRunner : public testing::Test {
 protected:
  using Host = EngineHost<PdfEngine>;

  static Host& host() {
    static Host shared({.program = DOCMILL_PDF_PROGRAM});
    return shared;
  }

  static Result<StepResult> run(const std::string& operation, const std::vector<Sent>& inputs, Asked params = {}) {
    StepRequest request;
    request.operation = operation;
    request.target = "pdf";
    request.params = std::move(params);
    for (const auto& input : inputs) {
      const auto dot = input.name.rfind('.');
      const auto extension = dot == std::string::npos ? std::string("") : input.name.substr(dot + 1);
      request.inputs.push_back(document_of(input.bytes, extension, input.name, input.field));
    }
    return host().convert(std::move(request));
  }

  static StepResult good(const std::string& operation, const std::vector<Sent>& inputs, Asked params = {}) {
    return good_or_failure(run(operation, inputs, std::move(params)));
  }

  /// The document that an operation makes, which qpdf finds nothing wrong with.
  static std::string made(const std::string& operation, const std::vector<Sent>& inputs, Asked params = {}) {
    const auto got = good(operation, inputs, std::move(params));
    if (got.outputs.empty()) return {};
    auto bytes = bytes_of(got);
    if (bytes.starts_with("%PDF")) check(bytes);
    return bytes;
  }

  static std::string shell(const std::string& command) {
    std::string text;
    FILE* pipe = ::popen((command + " 2>&1").c_str(), "r");
    std::array<char, 4096> piece{};
    for (std::size_t got = 0; (got = std::fread(piece.data(), 1, piece.size(), pipe)) > 0;) text.append(piece.data(), got);
    EXPECT_EQ(::pclose(pipe), 0) << command << "\n" << text;
    return text;
  }

  static std::string read_file(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }

  static void check(const std::string& bytes) {
    const TempDir dir;
    std::ofstream(dir.path() + "/a.pdf", std::ios::binary) << bytes;
    EXPECT_THAT(shell("qpdf --check " + dir.path() + "/a.pdf"), testing::HasSubstr("No syntax or stream encoding errors"));
  }

  /// Draws a page at 72 dots an inch, so that a pixel is a point. With DOCMILL_PICTURES set to a directory what was drawn is kept there.
  static Picture drawn(const std::string& bytes, int page = 1) {
    const TempDir dir;
    std::ofstream(dir.path() + "/a.pdf", std::ios::binary) << bytes;
    shell("pdftoppm -cropbox -r 72 -singlefile -f " + std::to_string(page) + " " + dir.path() + "/a.pdf " + dir.path() + "/a");
    keep(dir.path());
    const auto file = read_file(dir.path() + "/a.ppm");
    Picture out;
    int depth = 0;
    int used = 0;
    if (std::sscanf(file.c_str(), "P6 %d %d %d%n", &out.width, &out.height, &depth, &used) == 3)
      out.rgb = file.substr(static_cast<std::size_t>(used) + 1);
    return out;
  }

  /// The words of a document in the order they are read.
  static std::string words(const std::string& bytes) {
    const TempDir dir;
    std::ofstream(dir.path() + "/a.pdf", std::ios::binary) << bytes;
    return shell("pdftotext " + dir.path() + "/a.pdf -");
  }

 private:
  static void keep(const std::string& dir) {
    const char* where = std::getenv("DOCMILL_PICTURES");
    if (where == nullptr) return;
    const auto* test = testing::UnitTest::GetInstance()->current_test_info();
    static int count = 0;
    const auto name = std::string(where) + "/" + test->test_suite_name() + "." + test->name() + "-" + std::to_string(++count);
    shell("cp " + dir + "/a.ppm " + name + ".ppm && cp " + dir + "/a.pdf " + name + ".pdf");
  }
};

}  // namespace docmill::engines::pdf
