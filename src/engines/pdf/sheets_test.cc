#include "engines/pdf/qpdf.h"
#include "pdf/pdf_maker.h"
#include "pdf/pdf_runner.h"

namespace docmill::engines::pdf {
namespace {

using documents::Maker;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

class Sheets : public PdfRunner {
 protected:
  /// The words of each page in the order they stand: "one two".
  static std::vector<std::string> pages(const std::string& pdf) {
    std::vector<std::string> out(1);
    for (const char c : words(pdf)) {
      if (c == '\f') {
        out.emplace_back();
      } else if (c > ' ') {
        out.back() += c;
      } else if (!out.back().empty() && out.back().back() != ' ') {
        out.back() += ' ';
      }
    }
    out.pop_back();
    for (auto& page : out) {
      while (page.ends_with(' ')) page.pop_back();
    }
    return out;
  }
  static std::vector<std::string> attached(const std::string& pdf) {
    std::vector<std::string> out;
    const auto got = run("extract-attachments", {{pdf}});
    if (!got) return out;
    for (std::size_t i = 0; i < got->outputs.size(); ++i)
      out.push_back(got->outputs[i].name + "." + got->outputs[i].extension + "=" + bytes_of(*got, i));
    return out;
  }
};

const std::vector<std::string> kFive{"one", "two", "three", "four", "five"};

TEST_F(Sheets, SeveralPagesShareASheetInTheirOrder) {
  const auto two = made("nup", {{Maker(kFive).bytes()}});
  EXPECT_THAT(pages(two), ElementsAre("one two", "three four", "five"));
  const auto seen = drawn(two);
  EXPECT_GT(seen.width, seen.height) << "two upright pages lie side by side";
  EXPECT_GT(seen.ink(0, 0, seen.width / 2, seen.height), 0);
  EXPECT_GT(seen.ink(seen.width / 2, 0, seen.width, seen.height), 0);
  const auto four = made("nup", {{Maker(kFive).bytes()}}, {{"PagesPerSheet", "4"}, {"PaperSize", "A3"}, {"Border", "true"}});
  EXPECT_THAT(pages(four), ElementsAre("one two three four", "five"));
  EXPECT_EQ(drawn(four).height, 1191);
  for (const auto* count : {"6", "8", "9", "16"})
    EXPECT_EQ(pages(made("nup", {{Maker(kFive).bytes()}}, {{"PagesPerSheet", count}})).size(), 1U) << count;
  expect_refused(run("nup", {{Maker(kFive).bytes()}}, {{"Margin", "400"}}), ErrorCode::BadRequest, "leave no room");
}

TEST_F(Sheets, AFormIsDrawnWhereItsPageGoes) {
  const auto pdf = made("nup", {{Maker({"form"}).field("Name", "Ada").bytes()}});
  EXPECT_THAT(words(pdf), HasSubstr("Ada"));
}

TEST_F(Sheets, ABookletCanBeFolded) {
  EXPECT_THAT(pages(made("booklet", {{Maker(kFive).bytes()}})), ElementsAre("one", "two", "three", "four five"));
  EXPECT_THAT(pages(made("booklet", {{Maker({"a", "b", "c", "d"}).bytes()}})), ElementsAre("d a", "b c"));
}

TEST_F(Sheets, PagesAreBroughtToOneSize) {
  const auto turned = made("rotate", {{Maker(kFive).bytes()}}, {{"Angle", "90"}, {"Pages", "2"}});
  const auto pdf = made("resize", {{turned}}, {{"PaperSize", "A5"}, {"Pages", "1-2"}});
  EXPECT_EQ(drawn(pdf, 1).width, 420);
  EXPECT_EQ(drawn(pdf, 1).height, 596);
  EXPECT_EQ(drawn(pdf, 2).width, 596) << "a page that lies goes on paper that lies";
  EXPECT_EQ(drawn(pdf, 3).width, 595);
  EXPECT_EQ(drawn(pdf, 3).height, 842);
  EXPECT_EQ(pages(pdf), kFive);
  const auto large = drawn(made("resize", {{Maker({"x"}).bytes()}}, {{"PaperSize", "A3"}, {"Upscale", "false"}})).inked();
  const auto before = drawn(Maker({"x"}).bytes()).inked();
  EXPECT_NEAR(large[2] - large[0], before[2] - before[0], 1) << "it lies between two pixels there";
}

TEST_F(Sheets, EdgesAreCutAsThePageIsSeen) {
  const auto turned = made("rotate", {{Maker(kFive).bytes()}}, {{"Angle", "90"}});
  const auto whole = drawn(turned).inked();
  const auto cut = drawn(made("crop", {{turned}}, {{"Left", "100"}, {"Top", "20"}, {"Right", "30.5"}}));
  EXPECT_NEAR(cut.width, 842 - 130, 1);
  EXPECT_NEAR(cut.height, 595 - 20, 1);
  EXPECT_NEAR(cut.inked()[0], whole[0] - 100, 1);
  EXPECT_NEAR(cut.inked()[1], whole[1] - 20, 1);
  expect_refused(run("crop", {{turned}}, {{"Left", "500"}, {"Right", "500"}}), ErrorCode::BadRequest, "Nothing of page 1 would be left");
}

// --- attachments

TEST_F(Sheets, FilesAreAttachedUnderTheirNamesAndTakenOutAgain) {
  const auto pdf = Maker({"one"}).attachment("old.txt", "old").bytes();
  const auto more =
      made("add-attachments",
           {{pdf}, {"new", "Attachments", "old.txt"}, {std::string("\0\1", 2), "Attachments", "a/b\\Größe"}, {"{}", "Attachments", ""}},
           {{"Description", "Beilage"}});
  EXPECT_THAT(attached(more),
              testing::UnorderedElementsAre("old.txt=old", "old (2).txt=new", std::string("Größe.bin=\0\1", 14), "attachment.bin={}"));
  EXPECT_THAT(attached(made("remove-attachments", {{more}}, {{"Names", "old.txt\r\nattachment\nnever"}})),
              testing::UnorderedElementsAre("old (2).txt=new", std::string("Größe.bin=\0\1", 14)));
  EXPECT_THAT(attached(made("remove-attachments", {{more}})), ElementsAre());
  expect_refused(run("remove-attachments", {{Maker({"one"}).bytes()}}), ErrorCode::NotApplicable, "no such attached files");
  expect_refused(run("add-attachments", {{pdf}}), ErrorCode::BadRequest, "send the files");
}

TEST_F(Sheets, WhatIsNoPdfIsRefused) {
  for (const auto* operation : {"nup", "booklet", "resize", "crop", "fill-form", "get-form-fields", "watermark-text", "add-page-numbers",
                                "add-attachments", "remove-attachments"}) {
    for (const auto& bytes : {std::string(), std::string("hello"), Maker(kFive).bytes().substr(0, 90)})
      expect_refused(run(operation, {{bytes}, {"{}", "Data", "a.json"}}, {{"Text", "x"}}), ErrorCode::InputDamaged, "");
  }
}

}  // namespace
}  // namespace docmill::engines::pdf
