#include <png.h>

#include "pdf/pdf_maker.h"
#include "pdf/pdf_runner.h"

namespace docmill::engines::pdf {
namespace {

using documents::Maker;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using Handle = QPDFObjectHandle;

/// An image XObject: the rest of its dictionary, and its bytes.
struct Image {
  std::string dictionary;
  std::string bytes;
};

/// A document with a page for each list of images.
std::string pdf_with(const std::vector<std::vector<Image>>& pages) {
  QPDF file;
  file.emptyPDF();
  for (const auto& images : pages) {
    auto objects = Handle::newDictionary();
    for (const auto& image : images) {
      auto stream = Handle::newStream(&file, image.bytes);
      stream.replaceDict(Handle::parse(&file, "<< /Type /XObject /Subtype /Image " + image.dictionary + " >>"));
      objects.replaceKey("/Im" + std::to_string(objects.getKeys().size()), file.makeIndirectObject(stream));
    }
    auto page = Handle::parse("<< /Type /Page /MediaBox [0 0 200 200] >>");
    page.replaceKey("/Resources", Handle::newDictionary({{"/XObject", objects}}));
    page.replaceKey("/Contents", Handle::newStream(&file, "q Q"));
    QPDFPageDocumentHelper(file).addPage(QPDFPageObjectHelper(file.makeIndirectObject(page)), false);
  }
  QPDFWriter writer(file);
  writer.setOutputMemory();
  writer.setStreamDataMode(qpdf_s_preserve);
  writer.write();
  const auto buffer = writer.getBufferSharedPointer();
  return {reinterpret_cast<const char*>(buffer->getBuffer()), buffer->getSize()};
}

/// Red, green, blue and alpha of every pixel; empty for what is no PNG.
std::string pixels_of(const std::string& png) {
  png_image image{};
  image.version = PNG_IMAGE_VERSION;
  if (png_image_begin_read_from_memory(&image, png.data(), png.size()) == 0) return {};
  image.format = PNG_FORMAT_RGBA;
  std::string out(PNG_IMAGE_SIZE(image), '\0');
  return png_image_finish_read(&image, nullptr, out.data(), 0, nullptr) == 0 ? std::string() : out;
}

class ExtractImages : public PdfRunner {
 protected:
  static std::vector<std::string> names(const StepResult& got) {
    std::vector<std::string> out;
    for (const auto& output : got.outputs) out.push_back(output.name + "." + output.extension);
    return out;
  }
  static std::string only_pixels(const Image& image) { return pixels_of(bytes_of(good("extract-images", {{pdf_with({{image}})}}))); }
};

const std::string kSize = "/Width 2 /Height 2 ";
using namespace std::string_literals;

TEST_F(ExtractImages, PicturesComeUnderTheirPageAndNumberEachOnce) {
  const Image grey{kSize + "/ColorSpace /DeviceGray /BitsPerComponent 8", "\x00\x40\x80\xFF"s};
  const auto pdf = pdf_with({{}, {grey, grey}, {grey}});
  EXPECT_THAT(names(good("extract-images", {{pdf, "File", "Report.pdf"}})),
              ElementsAre("Report-2-1.png", "Report-2-2.png", "Report-3-1.png"));
  EXPECT_THAT(names(good("extract-images", {{pdf}}, {{"Pages", "3"}, {"FilenamePrefix", "x"}})), ElementsAre("x3-1.png"));
  expect_refused(run("extract-images", {{pdf}}, {{"Pages", "1"}}), ErrorCode::NotApplicable, "no picture on these pages");
  expect_refused(run("extract-images", {{Maker({"one"}).bytes()}}), ErrorCode::NotApplicable, "no picture on these pages");
}

TEST_F(ExtractImages, APictureWithinAPagesContentIsOneToo) {
  QPDF file;
  file.emptyPDF();
  auto page = Handle::parse("<< /Type /Page /MediaBox [0 0 200 200] /Resources << >> >>");
  page.replaceKey("/Contents", Handle::newStream(&file, "q 9 0 0 9 0 0 cm BI /W 1 /H 1 /CS /RGB /BPC 8 ID \x10\x20\x30 EI Q"));
  QPDFPageDocumentHelper(file).addPage(QPDFPageObjectHelper(file.makeIndirectObject(page)), false);
  QPDFWriter writer(file);
  writer.setOutputMemory();
  writer.write();
  const auto buffer = writer.getBufferSharedPointer();
  const std::string pdf(reinterpret_cast<const char*>(buffer->getBuffer()), buffer->getSize());
  EXPECT_EQ(pixels_of(bytes_of(good("extract-images", {{pdf}}))), "\x10\x20\x30\xFF"s);
}

TEST_F(ExtractImages, PicturesWithACodeOfTheirOwnStayAsTheyAre) {
  const auto jpeg = "\xFF\xD8\xFF\xE0 as it is \xFF\xD9"s;
  const auto got = good("extract-images", {{pdf_with({{{kSize + "/Filter /DCTDecode", jpeg},
                                                       {kSize + "/Filter [/ASCIIHexDecode /DCTDecode]", "FFD8FF41FFD9>"},
                                                       {kSize + "/Filter /JPXDecode", "\0\0\0\x0CjP  \r\n\x87\n"s},
                                                       {kSize + "/Filter /JPXDecode", "\xFF\x4F\xFF\x51"s}}})}});
  EXPECT_THAT(names(got), ElementsAre("a-1-1.jpg", "a-1-2.jpg", "a-1-3.jp2", "a-1-4.j2k"));
  EXPECT_EQ(bytes_of(got), jpeg);
  EXPECT_EQ(bytes_of(got, 1), "\xFF\xD8\xFF\x41\xFF\xD9");
}

TEST_F(ExtractImages, AFaxBecomesATiffAroundItsCode) {
  const Image fax{
      "/Width 16 /Height 1 /BitsPerComponent 1 /ColorSpace /DeviceGray /Filter /CCITTFaxDecode "
      "/DecodeParms << /K -1 /Columns 16 >>",
      "\x80\x10\x01"s};  // a row like the white one above it, and the end
  const auto got = good("extract-images", {{pdf_with({{fax}})}});
  EXPECT_THAT(names(got), ElementsAre("a-1-1.tif"));
  const TempDir dir;
  std::ofstream(dir.path() + "/a.tif", std::ios::binary) << bytes_of(got);
  EXPECT_TRUE(bytes_of(got).starts_with("II*"s)) << "read by docmill-image and every viewer of TIFF";
  EXPECT_TRUE(bytes_of(got).ends_with(fax.bytes));
}

TEST_F(ExtractImages, ColoursAreThoseThatAViewerShows) {
  EXPECT_EQ(only_pixels({"/Width 1 /Height 2 /ColorSpace /DeviceRGB /BitsPerComponent 8", "abcdef"}),
            "abc\xFF"
            "def\xFF"s);
  EXPECT_EQ(only_pixels({"/Width 2 /Height 1 /ColorSpace /DeviceRGB /BitsPerComponent 4", "\xF0\x0F\x00"s}), "\xFF\0\0\xFF\xFF\0\0\xFF"s);
  EXPECT_EQ(only_pixels({"/Width 2 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 1", "\x40"s}), "\0\0\0\xFF\xFF\xFF\xFF\xFF"s);
  EXPECT_EQ(only_pixels({"/Width 2 /Height 1 /ImageMask true /Decode [1 0]", "\x40"s}), "\xFF\xFF\xFF\xFF\0\0\0\xFF"s);
  EXPECT_EQ(only_pixels({"/Width 1 /Height 1 /ColorSpace /DeviceCMYK /BitsPerComponent 8", "\xFF\0\0\0"s}), "\0\xFF\xFF\xFF"s);
  EXPECT_EQ(only_pixels({"/Width 1 /Height 1 /ColorSpace [/Separation /Gold /DeviceCMYK 5 0 R] /BitsPerComponent 8", "\xFF"s}),
            "\0\0\0\xFF"s);
  EXPECT_EQ(only_pixels({"/Width 2 /Height 1 /ColorSpace [/Indexed /DeviceRGB 1 <102030405060>] /BitsPerComponent 4", "\x1F"s}),
            "\x40\x50\x60\xFF\0\0\0\xFF"s)
      << "a number beyond the list is black";
}

TEST_F(ExtractImages, WhatIsMissingOfAPictureIsBlackAndWhatCannotBeAFileIsLeftOut) {
  EXPECT_EQ(only_pixels({kSize + "/ColorSpace /DeviceGray /BitsPerComponent 8", "\xFF"s}).substr(4), "\0\0\0\xFF\0\0\0\xFF\0\0\0\xFF"s);
  const Image grey{kSize + "/ColorSpace /DeviceGray /BitsPerComponent 8", "abcd"};
  const std::vector<Image> hopeless{{kSize + "/Filter /JBIG2Decode /BitsPerComponent 1 /ColorSpace /DeviceGray", "x"},
                                    {kSize + "/ColorSpace /Pattern /BitsPerComponent 8", "abcd"},
                                    {kSize + "/ColorSpace /DeviceGray /BitsPerComponent 7", "abcd"},
                                    {kSize + "/ColorSpace [/Indexed 3 /x] /BitsPerComponent 8", "abcd"},
                                    {"/Width -1 /Height 2 /ColorSpace /DeviceGray /BitsPerComponent 8", "abcd"},
                                    {"/Width 9999999999 /Height 2 /ColorSpace /DeviceGray /BitsPerComponent 8", "abcd"},
                                    {kSize + "/ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /Nonsense", "abcd"},
                                    {"/ColorSpace /DeviceGray", "abcd"}};
  for (const auto& image : hopeless) {
    const auto got = good("extract-images", {{pdf_with({{image, grey}})}});
    EXPECT_THAT(names(got), ElementsAre("a-1-2.png")) << image.dictionary;
    ASSERT_EQ(got.warnings.size(), 1U) << image.dictionary;
    EXPECT_THAT(got.warnings[0], HasSubstr("1 of the pictures were left out"));
    expect_refused(run("extract-images", {{pdf_with({{image}})}}), ErrorCode::NotApplicable, "left out");
  }
}

TEST_F(ExtractImages, BombsAreRefusedByTheirSize) {
  const auto size = "/Width 20000 /Height 20000 /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /RunLengthDecode";
  expect_refused(run("extract-images", {{pdf_with({{{size, "\x80"s}}})}}), ErrorCode::InputTooComplex, "20000 × 20000");
  // A small picture whose code goes on for long: what is beyond its size is not read.
  std::string endless;
  for (int i = 0; i < 1'000'000; ++i) endless += "\x81\x41";
  const Image longer{kSize + "/ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /RunLengthDecode", endless + "\x80"};
  const auto got = good("extract-images", {{pdf_with({{longer}})}});
  EXPECT_THAT(names(got), ElementsAre("a-1-1.png"));
  std::vector<Image> many(1001, Image{"/Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8", "a"});
  expect_refused(run("extract-images", {{pdf_with({many})}}), ErrorCode::InputTooComplex, "1000 files");
}

TEST_F(ExtractImages, ASoftMaskBecomesAlpha) {
  QPDF file;
  file.emptyPDF();
  auto mask = Handle::newStream(&file, "\x00\xFF"s);
  mask.replaceDict(Handle::parse("<< /Subtype /Image /Width 2 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 >>"));
  auto image = Handle::newStream(&file, "abcdef");
  image.replaceDict(Handle::parse("<< /Subtype /Image /Width 2 /Height 1 /ColorSpace /DeviceRGB /BitsPerComponent 8 >>"));
  image.getDict().replaceKey("/SMask", mask);
  auto page = Handle::parse("<< /Type /Page /MediaBox [0 0 200 200] >>");
  page.replaceKey("/Resources", Handle::newDictionary({{"/XObject", Handle::newDictionary({{"/Im0", image}})}}));
  page.replaceKey("/Contents", Handle::newStream(&file, "q Q"));
  QPDFPageDocumentHelper(file).addPage(QPDFPageObjectHelper(file.makeIndirectObject(page)), false);
  QPDFWriter writer(file);
  writer.setOutputMemory();
  writer.write();
  const auto buffer = writer.getBufferSharedPointer();
  const std::string pdf(reinterpret_cast<const char*>(buffer->getBuffer()), buffer->getSize());
  EXPECT_EQ(pixels_of(bytes_of(good("extract-images", {{pdf}}))), "abc\0def\xFF"s);
}

}  // namespace
}  // namespace docmill::engines::pdf
