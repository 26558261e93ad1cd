#include <cmath>

#include "engines/pdf/qpdf.h"
#include "pdf/pdf_maker.h"
#include "pdf/pdf_runner.h"

namespace docmill::engines::pdf {
namespace {

using documents::Maker;
using testing::HasSubstr;
using testing::Not;
using Handle = QPDFObjectHandle;

/// A page that can be as awkward as it likes.
struct Sheet {
  std::string boxes = "/MediaBox [0 0 400 600]";
  std::string content = "BT /F1 24 Tf 100 300 Td (body) Tj ET";
};

std::string sheets(const std::vector<Sheet>& all) {
  QPDF file;
  file.emptyPDF();
  const auto font = file.makeIndirectObject(Handle::parse("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"));
  for (const auto& sheet : all) {
    auto page = Handle::parse("<< /Type /Page " + sheet.boxes + " >>");
    if (!page.hasKey("/Resources")) {
      const auto fonts = Handle::newDictionary({{"/F1", font}});
      page.replaceKey("/Resources", Handle::newDictionary({{"/Font", fonts}}));
    }
    page.replaceKey("/Contents", Handle::newStream(&file, sheet.content));
    QPDFPageDocumentHelper(file).addPage(QPDFPageObjectHelper(file.makeIndirectObject(page)), false);
  }
  QPDFWriter writer(file);
  writer.setOutputMemory();
  writer.write();
  const auto buffer = writer.getBufferSharedPointer();
  return {reinterpret_cast<const char*>(buffer->getBuffer()), buffer->getSize()};
}

const Sheet kEmpty{.boxes = "/MediaBox [0 0 400 600]", .content = ""};
/// A black square of 40 points, to be laid over others.
const std::string& stamp() {
  static const auto made = sheets({{.boxes = "/MediaBox [0 0 40 40]", .content = "0 g 0 0 40 40 re f"}});
  return made;
}

class Watermark : public PdfRunner {
 protected:
  static std::string text(const std::string& pdf, Asked params) { return made("watermark-text", {{pdf}}, std::move(params)); }
  static std::string overlay(const std::string& pdf, const std::string& over, Asked params = {}) {
    return made("watermark-pdf", {{pdf}, {over, "OverlayFile", "o.pdf"}}, std::move(params));
  }
  static void expect_box(const std::array<int, 4>& got, const std::array<int, 4>& wanted, int tolerance = 1) {
    for (std::size_t i = 0; i < 4; ++i) EXPECT_NEAR(got[i], wanted[i], tolerance) << "side " << i;
  }
};

// --- text

TEST_F(Watermark, TextStandsInTheMiddleAndIsFoundAgain) {
  const auto pdf = text(sheets({kEmpty}), {{"Text", "DRAFT"}, {"Color", "ff0000"}});
  EXPECT_THAT(words(pdf), HasSubstr("DRAFT"));
  const auto box = drawn(pdf).inked();
  EXPECT_NEAR((box[0] + box[2]) / 2.0, 200, 3);
  EXPECT_NEAR((box[1] + box[3]) / 2.0, 300, 6);
  EXPECT_NEAR(box[3] - box[1], 26, 3);  // capitals of 36 points
}

TEST_F(Watermark, AllScriptsAreSetInFontsThatTravelWithTheDocument) {
  const std::vector<std::string> texts{"Größe", "Привет", "Ελληνικά", "שלום", "مرحبا", "नमस्ते", "สวัสดี", "日本語", "한국어", "✓"};
  for (const auto& one : texts) {
    const auto pdf = text(sheets({kEmpty}), {{"Text", one}});
    EXPECT_THAT(words(pdf), HasSubstr(one));
    EXPECT_GT(drawn(pdf).ink(50, 200, 350, 400), 0.002) << one;
    const TempDir dir;
    std::ofstream(dir.path() + "/a.pdf", std::ios::binary) << pdf;
    const auto fonts = shell("pdffonts " + dir.path() + "/a.pdf");
    EXPECT_THAT(fonts, HasSubstr("yes yes yes")) << "embedded, a subset, can be read";
    EXPECT_LT(pdf.size(), 60'000U) << one;
  }
}

TEST_F(Watermark, EveryPositionIsWhereItsNameSays) {
  const std::map<std::string, std::pair<int, int>> places{
      {"TopLeft", {0, 0}},      {"TopMiddle", {180, 0}},      {"TopRight", {360, 0}},
      {"MiddleLeft", {0, 280}}, {"Center", {180, 280}},       {"MiddleRight", {360, 280}},
      {"BottomLeft", {0, 560}}, {"BottomMiddle", {180, 560}}, {"BottomRight", {360, 560}}};
  for (const auto& [position, place] : places) {
    const auto [x, y] = place;
    expect_box(drawn(overlay(sheets({kEmpty}), stamp(), {{"Position", position}})).inked(), {x, y, x + 39, y + 39});
  }
}

TEST_F(Watermark, XAndYAreCountedFromTheBottomLeftAndWinOverThePosition) {
  const Asked at{{"X", "30"}, {"Y", "50.5"}, {"Position", "TopRight"}};
  expect_box(drawn(overlay(sheets({kEmpty}), stamp(), at)).inked(), {30, 510, 69, 549});
}

TEST_F(Watermark, TurnedAndCutPagesAreMarkedAsTheyAreSeen) {
  for (const auto* turn : {"0", "90", "180", "270", "-90", "450"}) {
    const auto pdf =
        sheets({{.boxes = std::string("/MediaBox [-50 20 550 920] /CropBox [100 100 500 700] /Rotate ") + turn, .content = ""}});
    const auto degrees = (std::atoi(turn) + 360) % 360;
    const bool lying = degrees % 180 == 90;
    const auto seen = drawn(overlay(pdf, stamp(), {{"Position", "TopRight"}}));
    ASSERT_EQ(seen.width, lying ? 600 : 400) << turn;
    expect_box(seen.inked(), {seen.width - 40, 0, seen.width - 1, 39});
    // And text is upright: wider than it is high.
    const auto box = drawn(text(pdf, {{"Text", "upright"}, {"Position", "BottomLeft"}})).inked();
    EXPECT_GT(box[2] - box[0], 2 * (box[3] - box[1])) << turn;
    EXPECT_LT(box[0], 20) << turn;
  }
}

TEST_F(Watermark, OpacityLetsThePageShowThrough) {
  const auto half = drawn(overlay(sheets({kEmpty}), stamp(), {{"Opacity", "50"}})).at(200, 300);
  EXPECT_NEAR(half[0], 128, 3);
  EXPECT_EQ(drawn(overlay(sheets({kEmpty}), stamp(), {{"Opacity", "100"}})).at(200, 300)[0], 0);
  EXPECT_EQ(drawn(overlay(sheets({kEmpty}), stamp(), {{"Opacity", "0"}})).at(200, 300)[0], 255);
}

TEST_F(Watermark, TheLayerDecidesWhatCoversWhat) {
  const auto grey = sheets({{.boxes = kEmpty.boxes, .content = "0.8 g 0 0 400 600 re f"}});
  EXPECT_EQ(drawn(overlay(grey, stamp())).at(200, 300)[0], 204) << "behind by default";
  EXPECT_EQ(drawn(overlay(grey, stamp(), {{"LayerPosition", "Foreground"}})).at(200, 300)[0], 0);
}

TEST_F(Watermark, TheAngleTurnsAgainstTheClock) {
  const auto seen = drawn(text(sheets({kEmpty}), {{"Text", "IIIIIIIIIIII"}, {"Angle", "45"}}));
  EXPECT_GT(seen.ink(200, 220, 280, 300), 0.02);  // right and up
  EXPECT_EQ(seen.ink(100, 220, 180, 280), 0);
}

TEST_F(Watermark, ContentThatLeavesItsStateBehindDoesNotMoveTheMark) {
  for (const auto* content : {"q 2 0 0 2 50 50 cm q 0 1 -1 0 9 9 cm", "Q Q q 3 0 0 3 0 0 cm", "0.5 0 0 0.5 10 10 cm", "BT /F1 9 Tf (x) Tj",
                              "q BI /W 2 /H 1 /CS /G /BPC 8 ID q Q EI 5 0 0 5 0 0 cm", "Q", ")) >> ]] q"}) {
    const auto got = good("watermark-pdf", {{sheets({{.boxes = kEmpty.boxes, .content = content}})}, {stamp(), "OverlayFile", "o.pdf"}},
                          {{"LayerPosition", "Foreground"}, {"Position", "BottomLeft"}});
    ASSERT_EQ(got.outputs.size(), 1U);
    EXPECT_EQ(drawn(bytes_of(got)).at(20, 580)[0], 0) << content;
  }
}

TEST_F(Watermark, OnlyTheChosenPagesAreMarked) {
  const auto three = sheets({kEmpty, kEmpty, kEmpty});
  const auto pdf = text(three, {{"Text", "X"}, {"Pages", "3;1;1"}});
  EXPECT_GT(drawn(pdf, 1).ink(180, 280, 220, 320), 0);
  EXPECT_EQ(drawn(pdf, 2).ink(0, 0, 400, 600), 0);
  EXPECT_GT(drawn(pdf, 3).ink(180, 280, 220, 320), 0);
  const auto some = overlay(three, stamp(), {{"StartPage", "2"}, {"EndPage", "2"}});
  EXPECT_EQ(drawn(some, 1).ink(0, 0, 400, 600), 0);
  EXPECT_GT(drawn(some, 2).ink(0, 0, 400, 600), 0);
  expect_refused(run("watermark-text", {{three}}, {{"Text", "X"}, {"Pages", "9"}}), ErrorCode::NotApplicable, "None of these pages");
}

TEST_F(Watermark, SharedAndInheritedPartsStayApartAndClashingNamesAreAvoided) {
  // Two pages that share contents and resources, both of which have a name that a mark might like.
  auto pdf = sheets({{.boxes = "/MediaBox [0 0 400 600] /Resources << /XObject << /DmX1 null /DmX2 null >> >>", .content = ""}});
  QPDF file;
  file.processMemoryFile("a", pdf.data(), pdf.size());
  auto page = file.getAllPages().at(0);
  const auto other = sheets({{.boxes = "/MediaBox [0 0 10 10]", .content = "0 1 0 rg 0 0 10 10 re f"}});
  QPDF source;
  source.processMemoryFile("b", other.data(), other.size());
  const auto green = file.copyForeignObject(QPDFPageObjectHelper(source.getAllPages().at(0)).getFormXObjectForPage());
  auto shared = file.makeIndirectObject(Handle::newDictionary());
  shared.replaceKey("/XObject", file.makeIndirectObject(Handle::newDictionary({{"/DmX1", green}})));
  page.replaceKey("/Contents", Handle::newArray({file.makeIndirectObject(Handle::newStream(&file, "q 10 0 0 10 0 0 cm /DmX1 Do Q"))}));
  QPDFPageDocumentHelper(file).addPage(QPDFPageObjectHelper(file.makeIndirectObject(page.shallowCopy())), false);
  for (auto one : file.getAllPages()) one.removeKey("/Resources");
  page.getKey("/Parent").replaceKey("/Resources", shared);  // inherited by both
  QPDFWriter writer(file);
  writer.setOutputMemory();
  writer.write();
  const auto buffer = writer.getBufferSharedPointer();
  const auto marked = overlay({reinterpret_cast<const char*>(buffer->getBuffer()), buffer->getSize()}, stamp(),
                              {{"Pages", "2"}, {"LayerPosition", "Foreground"}, {"Position", "TopRight"}});
  for (const int number : {1, 2}) {
    EXPECT_EQ(drawn(marked, number).at(50, 550)[1], 255) << "the page's own picture";
    EXPECT_EQ(drawn(marked, number).at(50, 550)[0], 0);
    EXPECT_EQ(drawn(marked, number).at(380, 20)[0], number == 2 ? 0 : 255);
  }
}

TEST_F(Watermark, TilesCoverThePage) {
  const auto seen = drawn(text(sheets({kEmpty}), {{"Text", "copy"}, {"Tile", "true"}, {"FontSize", "20"}, {"Angle", "30"}}));
  for (int y = 0; y < 600; y += 150) {
    for (int x = 0; x < 400; x += 133) EXPECT_GT(seen.ink(x, y, x + 133, y + 150), 0.005) << x << " " << y;
  }
  EXPECT_LT(text(sheets({kEmpty}), {{"Text", "."}, {"Tile", "true"}, {"FontSize", "1"}}).size(), 100'000U);
}

// --- overlays

TEST_F(Watermark, EachPageGetsItsOverlayAndTheLastOneServesTheRest) {
  const auto pdf = overlay(sheets({kEmpty, kEmpty, kEmpty}), Maker({"first", "second"}).bytes());
  const auto found = words(pdf);
  EXPECT_LT(found.find("first"), found.find("second"));
  EXPECT_NE(found.find("second"), found.rfind("second"));
}

TEST_F(Watermark, APictureOfSeveralFramesShowsItsFirstOnAllPages) {
  const auto frames = Maker({"first", "second"}).bytes();
  const auto found = words(made("watermark-image", {{sheets({kEmpty, kEmpty})}, {frames, "WatermarkImage", "o.pdf"}}));
  EXPECT_THAT(found, Not(HasSubstr("second")));
  EXPECT_NE(found.find("first"), found.rfind("first"));
}

TEST_F(Watermark, OverlaysAreResizedAsAsked) {
  const auto wide = sheets({{.boxes = "/MediaBox [10 10 210 110]", .content = "0 g 10 10 200 100 re f"}});
  const auto size = [&](Asked params) {
    const auto box = drawn(overlay(sheets({kEmpty}), wide, std::move(params))).inked();
    return std::pair{box[2] - box[0] + 1, box[3] - box[1] + 1};
  };
  EXPECT_EQ(size({}), (std::pair{200, 100}));
  EXPECT_EQ(size({{"Width", "100"}}), (std::pair{100, 50}));
  EXPECT_EQ(size({{"Width", "100"}, {"Height", "100"}}), (std::pair{100, 50}));
  EXPECT_EQ(size({{"Width", "100"}, {"Height", "100"}, {"AutoScale", "false"}}), (std::pair{100, 100}));
  const auto huge = sheets({{.boxes = "/MediaBox [0 0 4000 4000]", .content = "0 g 0 0 4000 4000 re f"}});
  expect_box(drawn(overlay(sheets({kEmpty}), huge)).inked(), {0, 100, 399, 499});
}

TEST_F(Watermark, ATurnedOverlayLiesAsItIsSeen) {
  const auto turned = sheets({{.boxes = "/MediaBox [0 0 40 80] /Rotate 90", .content = "0 g 0 0 40 40 re f"}});
  // Turned clockwise the lower half is the left one.
  expect_box(drawn(overlay(sheets({kEmpty}), turned, {{"Position", "TopLeft"}})).inked(), {0, 0, 39, 39});
}

TEST_F(Watermark, AProtectedDocumentStaysProtectedAndOpensWithEitherPassword) {
  const auto closed = bytes_of(good("protect", {{sheets({kEmpty})}}, {{"NewUserPassword", "open"}, {"NewOwnerPassword", "own"}}));
  expect_refused(run("watermark-text", {{closed}}, {{"Text", "X"}}), ErrorCode::PasswordRequired, "Password");
  for (const Asked& password :
       {Asked{{"Password", "open"}}, Asked{{"OwnerPassword", "own"}}, Asked{{"Password", "wrong"}, {"OwnerPassword", "own"}}}) {
    auto params = password;
    params["Text"] = "X";
    const auto got = good("watermark-text", {{closed}}, params);
    ASSERT_EQ(got.outputs.size(), 1U);
    QPDF file;
    const auto bytes = bytes_of(got);
    EXPECT_NO_THROW(file.processMemoryFile("a", bytes.data(), bytes.size(), "open"));
    EXPECT_TRUE(file.isEncrypted());
  }
}

// --- page numbers

TEST_F(Watermark, PagesAreNumbered) {
  const auto pdf = made("add-page-numbers", {{sheets({kEmpty, kEmpty, kEmpty})}},
                        {{"Format", "Page {page} of {pages}"}, {"Position", "BottomMiddle"}, {"Margin", "28"}, {"Pages", "2-3"}});
  EXPECT_THAT(words(pdf), HasSubstr("Page 2 of 3"));
  EXPECT_THAT(words(pdf), HasSubstr("Page 3 of 3"));
  EXPECT_THAT(words(pdf), Not(HasSubstr("Page 1")));
  EXPECT_GT(drawn(pdf, 2).ink(150, 555, 250, 575), 0);
  EXPECT_THAT(words(made("add-page-numbers", {{sheets({kEmpty})}}, {{"Start", "41"}})), HasSubstr("41 / 41"));
}

// --- bad input

TEST_F(Watermark, SenselessParametersAreRefusedInWords) {
  const auto pdf = sheets({kEmpty});
  const auto refused = [&](Asked params, const std::string& words) {
    params.try_emplace("Text", "X");
    expect_refused(run("watermark-text", {{pdf}}, params), ErrorCode::BadRequest, words);
  };
  refused({{"Text", " \n "}}, "Text: there is nothing to write");
  refused({{"Text", std::string(1'000'000, 'x')}}, "has 1000000 bytes");
  refused({{"Color", "reddish"}}, "six hexadecimal digits");
  refused({{"Color", "-12345"}}, "six hexadecimal digits");
  expect_refused(run("watermark-pdf", {{pdf}}), ErrorCode::BadRequest, "missing");
}

TEST_F(Watermark, TextThatIsNoTextIsSetAsFarAsItGoes) {
  const auto set = good("watermark-text", {{sheets({kEmpty})}}, {{"Text", std::string("a\xc2\x85(b)\x01\\\n\r\n\tz \xf4\x8f\xbf\xbd")}});
  ASSERT_EQ(set.outputs.size(), 1U);
  check(bytes_of(set));
  ASSERT_EQ(set.warnings.size(), 1U);
  EXPECT_THAT(set.warnings[0], HasSubstr("none of the fonts"));
  std::string long_text;
  for (int i = 0; i < 3000; ++i) long_text += "م\n";
  EXPECT_FALSE(text(sheets({kEmpty}), {{"Text", long_text}}).empty());
}

TEST_F(Watermark, OverlaysThatAreNoDocumentsAreRefused) {
  const auto pdf = sheets({kEmpty});
  for (const auto& bytes : {std::string(), std::string("hello"), stamp().substr(0, 80),
                            std::string("%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
                                        "trailer<</Root 1 0 R>>\n%%EOF")}) {
    const auto got = run("watermark-pdf", {{pdf}, {bytes, "OverlayFile", "o.pdf"}});
    ASSERT_FALSE(got);
    EXPECT_EQ(got.error().code(), ErrorCode::InputDamaged) << got.error().describe();
  }
}

TEST_F(Watermark, PagesWithSenselessBoxesAreMarkedAllTheSame) {
  for (const auto* boxes :
       {"", "/MediaBox [0 0 0 0]", "/MediaBox [1 2 3]", "/MediaBox [600 800 0 0]", "/MediaBox (x)", "/Rotate /x /MediaBox [0 0 9 9]",
        "/MediaBox [0 0 9999999999]", "/MediaBox [0 0 400 600] /CropBox [900 900 950 950]", "/MediaBox [0 0 400 600] /UserUnit 0",
        "/MediaBox [0 0 400 600] /UserUnit 2 /Rotate 33", "/Resources 7 /MediaBox [0 0 9 9]",
        "/Resources << /XObject 3 >> /MediaBox [0 0 9 9]"}) {
    EXPECT_TRUE(run("watermark-text", {{sheets({{.boxes = boxes, .content = ""}})}}, {{"Text", "X"}})) << boxes;
    EXPECT_TRUE(run("watermark-pdf", {{sheets({kEmpty})}, {sheets({{.boxes = boxes, .content = ""}}), "OverlayFile", "o.pdf"}})) << boxes;
  }
}

}  // namespace
}  // namespace docmill::engines::pdf
