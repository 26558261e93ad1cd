#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "engines/raster/raster_fixture.h"
#include "pdf/pdf_maker.h"

namespace docmill::engines::raster {
namespace {

using documents::Maker;
namespace json = boost::json;

json::value answer_of(const StepResult& result, std::size_t output = 0) {
  return result.outputs.size() <= output ? json::value() : json::parse(bytes_of(result, output));
}

TEST_F(RasterEngineTest, InfoTellsPagesFontsAndText) {
  Sheet sheet;
  sheet.title("Årsrapport").page(say("x", 10, 50)).page(say("y", 10, 50, "F2")).page("", 300, 100, "/Rotate 90");
  const auto answer = answer_of(good("info", {sheet.bytes()}));
  EXPECT_EQ(answer.at("pages"), 3);
  EXPECT_EQ(answer.at("title"), "Årsrapport");
  EXPECT_EQ(answer.at("encrypted"), false);
  EXPECT_EQ(answer.at("hasText"), true);
  EXPECT_EQ(json::serialize(answer.at("pageSizes")),
            R"([{"first":1,"last":2,"width":200,"height":100,"rotation":0},{"first":3,"last":3,"width":100,"height":300,"rotation":90}])");
  const auto& fonts = answer.at("fonts").as_array();
  ASSERT_EQ(fonts.size(), 3u) << json::serialize(fonts);  // those a page names, whether it uses them or not, each once
  for (const auto& font : fonts) EXPECT_EQ(font.at("embedded"), false);
  const auto protected_answer = answer_of(good("info", {Sheet().page("").bytes("")}));
  EXPECT_EQ(protected_answer.at("encrypted"), true);
  EXPECT_EQ(protected_answer.at("hasText"), false);
}

TEST_F(RasterEngineTest, EqualDocumentsCompareAsTheSame) {
  const auto pdf = Maker({"one", "two"}).bytes();
  const auto answer = answer_of(good("compare", {pdf, pdf}));
  EXPECT_EQ(json::serialize(answer), R"({"same":true,"dpi":72,"pages":[2,2],"differing":[]})");
}

TEST_F(RasterEngineTest, ComparisonSaysWhichPagesDifferAndWhere) {
  const auto first = Sheet().page("").page("1 0 0 rg 20 20 10 10 re f").page("").bytes();
  const auto second = Sheet().page("").page("1 0 0 rg 20 20 10 10 re f 0 g 100 50 30 20 re f").page("", 250, 100).page("").bytes();
  const auto answer = answer_of(good("compare", {first, second}, {{"Dpi", "144"}}));
  EXPECT_EQ(answer.at("same"), false);
  const auto& differing = answer.at("differing").as_array();
  ASSERT_EQ(differing.size(), 3u) << json::serialize(answer);
  EXPECT_EQ(differing[0].at("page"), 2);
  EXPECT_EQ(differing[0].at("pixels"), 60 * 40);
  EXPECT_EQ(json::serialize(differing[0].at("area")), R"({"left":100,"top":30,"right":130,"bottom":50})");
  EXPECT_EQ(differing[1].at("page"), 3);
  EXPECT_EQ(differing[1].at("pixels"), 100 * 200);  // the strip that only the second has
  EXPECT_EQ(json::serialize(differing[2]), R"({"page":4,"missingIn":"File"})");
}

TEST_F(RasterEngineTest, AToleranceForgivesSmallDifferences) {
  const auto first = Sheet().page("0.50 g 0 0 50 50 re f").bytes();
  const auto second = Sheet().page("0.52 g 0 0 50 50 re f").bytes();
  EXPECT_EQ(answer_of(good("compare", {first, second})).at("same"), false);
  EXPECT_EQ(answer_of(good("compare", {first, second}, {{"Tolerance", "10"}})).at("same"), true);
}

TEST_F(RasterEngineTest, DifferencesAreDrawnInRed) {
  const auto first = Sheet().page("").page("0 g 20 20 10 10 re f").bytes();
  const auto second = Sheet().page("").page("0 g 20 20 10 10 re f 100 50 30 20 re f").bytes();
  const auto got = good("difference-images", {first, second});
  ASSERT_EQ(got.outputs.size(), 2u);
  EXPECT_EQ(got.outputs[0].name, "page-2");
  const auto picture = decoded(bytes_of(got), "png");
  EXPECT_EQ(picture.at(110, 40), (std::vector<int>{220, 0, 0}));
  EXPECT_EQ(picture.at(25, 75), (std::vector<int>{192, 192, 192}));
  EXPECT_EQ(picture.at(5, 5), (std::vector<int>{255, 255, 255}));
  EXPECT_EQ(answer_of(got, 1).at("differing").as_array().size(), 1u);
}

TEST_F(RasterEngineTest, ComparisonNeedsTwoDocuments) {
  expect_refused(run("compare", Maker({"one"}).bytes()), ErrorCode::BadRequest, "File and OtherFile");
  auto damaged = host().convert(request("compare", {Maker({"one"}).bytes(), "nothing"}));
  expect_refused(damaged, ErrorCode::InputDamaged, "damaged");
}

}  // namespace
}  // namespace docmill::engines::raster
