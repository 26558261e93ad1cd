#include "engines/raster/raster_fixture.h"
#include "pdf/pdf_maker.h"

namespace docmill::engines::raster {
namespace {

using testing::AnyOf;
using testing::Eq;
using testing::HasSubstr;

TEST_F(RasterEngineTest, AProtectedDocumentNeedsItsPassword) {
  const auto pdf = Sheet().page(say("secret", 10, 50)).bytes("open");
  for (const auto* operation : {"pdf-to-image", "pdf-to-text", "thumbnail", "info"}) {
    SCOPED_TRACE(operation);
    expect_refused(run(operation, pdf), ErrorCode::PasswordRequired, "send the right one as Password");
    expect_refused(run(operation, pdf, {{"Password", "wrong"}}), ErrorCode::PasswordRequired, "password");
    EXPECT_EQ(good(operation, {pdf}, {{"Password", "open"}}).outputs.size(), 1u);
  }
  EXPECT_THAT(text(pdf, {{"Password", "owner"}}), HasSubstr("secret"));
}

TEST_F(RasterEngineTest, APasswordThatIsNotNeededDoesNoHarm) {
  EXPECT_THAT(text(Sheet().page(say("open", 10, 50)).bytes(), {{"Password", "x"}}), HasSubstr("open"));
  EXPECT_THAT(text(Sheet().page(say("restricted", 10, 50)).bytes(""), {{"Password", "x"}}), HasSubstr("restricted"));
}

TEST_F(RasterEngineTest, WhatIsNoPdfIsDamaged) {
  for (const std::string& input :
       {std::string(), std::string("x"), std::string(100'000, '\0'), std::string("%PDF-1.7\n%%EOF\n"),
        std::string("\x89PNG\r\n\x1a\n and no more than that"), std::string("<html><body>Hello</body></html>")}) {
    for (const auto* operation : {"pdf-to-image", "pdf-to-text", "thumbnail", "info"})
      expect_refused(run(operation, input), ErrorCode::InputDamaged, "damaged");
  }
}

TEST_F(RasterEngineTest, ATruncatedDocumentIsRepairedWithAWarningOrRefused) {
  const auto pdf = documents::Maker({"one", "two", "three"}).bytes();
  for (std::size_t part = 1; part < 10; ++part) {
    const auto got = run("pdf-to-image", pdf.substr(0, pdf.size() * part / 10), {{"Dpi", "20"}});
    if (got) {
      EXPECT_FALSE(got->warnings.empty()) << part;
    } else {
      EXPECT_EQ(got.error().code(), ErrorCode::InputDamaged) << part << got.error().describe();
    }
  }
}

TEST_F(RasterEngineTest, APageWithABrokenStreamIsDrawnWithAWarning) {
  Sheet sheet;
  sheet.page(say("fine", 10, 50)).page("x");
  auto page = sheet.file().getAllPages().at(1);
  auto broken = QPDFObjectHandle::newStream(&sheet.file(), "this is not deflated at all");
  broken.getDict().replaceKey("/Filter", QPDFObjectHandle::newName("/FlateDecode"));
  page.replaceKey("/Contents", broken);
  const auto got = good("pdf-to-image", {sheet.bytes()}, {{"Dpi", "20"}});
  EXPECT_EQ(got.outputs.size(), 2u);
  ASSERT_EQ(got.warnings.size(), 1u);
  EXPECT_THAT(got.warnings[0], HasSubstr("look whether everything is there"));
}

TEST_F(RasterEngineTest, DocumentsThatGoRoundInCirclesComeToAnEnd) {
  Sheet sheet;
  sheet.page("/Again Do");
  auto& file = sheet.file();
  auto form = file.makeIndirectObject(QPDFObjectHandle::newStream(&file, "/Again Do /Again Do"));
  form.replaceDict(QPDFObjectHandle::parse("<< /Type /XObject /Subtype /Form /BBox [0 0 100 100] >>"));
  auto objects = QPDFObjectHandle::newDictionary({{"/Again", form}});
  auto resources = QPDFObjectHandle::newDictionary({{"/XObject", objects}});
  form.getDict().replaceKey("/Resources", resources);
  auto first = file.getAllPages().at(0);
  first.getKey("/Resources").replaceKey("/XObject", objects);
  EXPECT_EQ(good("pdf-to-image", {sheet.bytes()}).outputs.size(), 1u);

  auto pages = sheet.bytes();  // the tree of pages is its own child
  const auto kids = pages.find("/Kids [ ");
  ASSERT_NE(kids, std::string::npos);
  const auto parent = pages.find("/Parent ");
  pages.replace(kids + 8, 1, pages.substr(parent + 8, 1));
  const auto got = run("pdf-to-text", pages);
  if (!got) EXPECT_EQ(got.error().code(), ErrorCode::InputDamaged) << got.error().describe();
}

TEST_F(RasterEngineTest, AnImageThatClaimsToBeGiganticHarmsNobody) {
  Sheet sheet;
  sheet.page("200 0 0 100 0 0 cm /Im Do");
  auto& file = sheet.file();
  auto image = file.makeIndirectObject(QPDFObjectHandle::newStream(&file, "few"));
  image.replaceDict(
      QPDFObjectHandle::parse("<< /Type /XObject /Subtype /Image /Width 2000000 /Height 2000000 /BitsPerComponent 8 "
                              "/ColorSpace /DeviceRGB >>"));
  auto first = file.getAllPages().at(0);
  first.getKey("/Resources").replaceKey("/XObject", QPDFObjectHandle::newDictionary({{"/Im", image}}));
  auto wanted = request("pdf-to-image", {sheet.bytes()});
  wanted.budgets.export_ = std::chrono::seconds(3);
  const auto got = host().convert(std::move(wanted));
  if (!got) {
    EXPECT_THAT(got.error().code(), AnyOf(Eq(ErrorCode::MemoryExceeded), Eq(ErrorCode::DeadlineExceeded), Eq(ErrorCode::InputDamaged)))
        << got.error().describe();
  }
  EXPECT_THAT(text(Sheet().page(say("next", 10, 50)).bytes()), HasSubstr("next"));
}

TEST_F(RasterEngineTest, APageThatTakesForeverIsGivenUp) {
  std::string much;
  for (int i = 0; i < 300'000; ++i) much += "0 0 m 5000 4000 l 0 4000 l 5000 0 l h f\n";
  auto wanted = request("pdf-to-image", {Sheet().page(much, 5000, 4000).bytes()}, {{"Dpi", "72"}});
  wanted.budgets.export_ = std::chrono::milliseconds(500);
  expect_refused(host().convert(std::move(wanted)), ErrorCode::DeadlineExceeded, "");
}

}  // namespace
}  // namespace docmill::engines::raster
