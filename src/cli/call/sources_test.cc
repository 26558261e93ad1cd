#include "cli/call/sources.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "actions/catalogue.h"
#include "actions/fields.h"
#include "cli/call/batch.h"
#include "cli/call/destination.h"
#include "cli/call/part_file.h"
#include "cli/call/test_folder.h"
#include "cli/call/text_width.h"

namespace docmill::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::SizeIs;

const model::Action& action(std::string_view id) {
  return *actions::find_action(id);
}

Item item(const std::string& path, const model::Field& field) {
  Item made;
  made.label = path;
  made.files.push_back({.path = path, .name = std::filesystem::path(path).filename().string(), .field = &field, .already = {}});
  return made;
}

const model::Field& file_field() {
  return *actions::main_file(action("convert/docx-to-pdf"));
}

TEST(Given, AnUnknownFieldNamesThoseThatMayBeMeantAndAllThereAre) {
  const auto given = read_given(action("convert/docx-to-pdf"), {"Qualty=80"});
  EXPECT_THAT(given.error().message(), HasSubstr("Did you mean 'Quality'?"));
  EXPECT_THAT(given.error().message(), HasSubstr("PdfFormat"));
}

TEST(Given, ValuesFilesAndAddressesAreToldApart) {
  const TestFolder folder;
  const auto data = folder.file("d.json", "{}");
  const auto& from_docx = action("generate/from-docx");
  const auto given = read_given(from_docx, {"Data=@" + data, "fileurl=https://example.com/a.docx"});
  ASSERT_TRUE(given) << given.error().message();
  ASSERT_THAT(given->files, SizeIs(1));
  EXPECT_EQ(given->files.front().field->name, "Data");
  EXPECT_EQ(given->values.at("FileUrl"), "https://example.com/a.docx") << "in the spelling of the declaration";
  EXPECT_EQ(read_given(from_docx, {"Data={\"a\":1}"})->values.at("Data"), "{\"a\":1}");
  for (const auto* bad : {"Data", "=x", "Data=@/nowhere/at-all"}) EXPECT_FALSE(read_given(from_docx, {bad})) << bad;
}

TEST(Given, APasswordFromAFileLosesItsLineEnd) {
  const TestFolder folder;
  const auto given = read_given(action("pdf/unprotect"), {"Password=@" + folder.file("p", "secret\n")});
  ASSERT_TRUE(given) << given.error().message();
  EXPECT_EQ(given->values.at("Password"), "secret");
}

TEST(Sources, PatternsAreExpandedUnlessAFileHasThatName) {
  const TestFolder folder;
  folder.file("a.docx");
  folder.file("b.docx");
  folder.file("[x].docx");
  std::filesystem::create_directory(folder / "c.docx");
  const auto all = find_sources({folder / "*.docx"}, file_field(), {});
  EXPECT_THAT(*all, SizeIs(3)) << "folders are left out";
  const auto literal = find_sources({folder / "[x].docx"}, file_field(), {});
  ASSERT_THAT(*literal, SizeIs(1));
  EXPECT_EQ(literal->front().name, "[x].docx");
}

TEST(Sources, WhatIsNotThereIsSaidBeforeAnythingIsSent) {
  const TestFolder folder;
  EXPECT_THAT(find_sources({folder / "none.docx"}, file_field(), {}).error().message(), HasSubstr("There is no file"));
  EXPECT_THAT(find_sources({folder / "*.docx"}, file_field(), {}).error().message(), HasSubstr("No file is like"));
  EXPECT_THAT(find_sources({folder.path()}, file_field(), {}).error().message(), HasSubstr("is a folder"));
}

TEST(Form, AFileThatHasGoneAndOneOfAnotherTypeAreDifferentTrouble) {
  const TestFolder folder;
  const auto& docx = action("convert/docx-to-pdf");
  const auto gone = open_form(docx, {}, item(folder / "gone.docx", file_field()).files);
  EXPECT_EQ(gone.error().exit, kFailed);
  const auto pdf = open_form(docx, {}, item(folder.file("a.docx", "%PDF-1.7\n"), file_field()).files);
  EXPECT_EQ(pdf.error().exit, kRefused);
  ASSERT_EQ(::mkfifo((folder / "pipe.docx").c_str(), 0600), 0);
  const auto pipe = open_form(docx, {}, item(folder / "pipe.docx", file_field()).files);
  EXPECT_EQ(pipe.error().exit, kFailed) << "and it does not wait for a writer";
}

TEST(Place, ResultsOfOneNameKeepTheirExtensionsOrAreNumbered) {
  const auto& field = file_field();
  std::vector<Item> items{item("x/a.docx", field), item("x/a.xlsx", field), item("y/a.docx", field), item("x/b.docx", field)};
  place(items, {});
  const Inputs none({});
  const auto path = [&](std::size_t i) { return result_path(items[i], "whatever.pdf", 1, 1, "docx-to-pdf", none); };
  EXPECT_EQ(path(0), "x/a.docx.pdf");
  EXPECT_EQ(path(1), "x/a.xlsx.pdf");
  EXPECT_EQ(path(2), "y/a.pdf");
  EXPECT_EQ(path(3), "x/b.pdf");
  place(items, {.kind = Destination::Kind::Folder, .path = "out"});
  EXPECT_EQ(path(0), "out/a.docx.pdf");
  EXPECT_EQ(path(2), "out/a.docx-2.pdf");
}

TEST(Place, AResultNeverTakesThePlaceOfAnInput) {
  const TestFolder folder;
  std::vector<Item> items{item(folder.file("a.pdf"), file_field())};
  place(items, {});
  EXPECT_EQ(result_path(items[0], "a.pdf", 1, 1, "compress", Inputs(items)), folder / "a-compress.pdf");
}

TEST(Place, SeveralResultsOfABatchGetAFolderEach) {
  const auto& field = file_field();
  std::vector<Item> items{item("a.pdf", field), item("b.pdf", field)};
  place(items, {.kind = Destination::Kind::Folder, .path = "out"});
  EXPECT_EQ(result_path(items[0], "page-1.png", 1, 2, "x", Inputs({})), "out/a/page-1.png");
  items.resize(1);
  place(items, {.kind = Destination::Kind::File, .path = "pages/p.png"});
  EXPECT_EQ(result_path(items[0], "page-2.png", 2, 2, "x", Inputs({})), "pages/p-2.png");
}

TEST(Place, NamesThatNoFileSystemTakesAreShortened) {
  std::vector<Item> items{item("dir/" + std::string(250, 'x') + ".a", file_field())};
  place(items, {});
  const auto path = std::filesystem::path(result_path(items[0], "x.markdown", 1, 1, "x", Inputs({})));
  EXPECT_LE(path.filename().string().size(), 255u);
  EXPECT_EQ(path.extension(), ".markdown");
}

TEST(PartFile, HasItsNameOnlyWhenItIsWhole) {
  const TestFolder folder;
  {
    PartFile part(folder.path());
    ASSERT_TRUE(part.begin() && part.write("half"));
  }
  EXPECT_TRUE(std::filesystem::is_empty(folder.path())) << "nothing is left of one that was given up";
  PartFile part(folder.path());
  ASSERT_TRUE(part.begin() && part.write("wrong") && part.begin() && part.write("right"));
  ASSERT_TRUE(part.keep(folder / "a.pdf", true));
  std::ifstream file(folder / "a.pdf");
  std::string text;
  file >> text;
  EXPECT_EQ(text, "right");
  PartFile nowhere(folder / "none");
  EXPECT_FALSE(nowhere.begin());
  EXPECT_THAT(nowhere.trouble(), HasSubstr("cannot be written"));
}

TEST(Keys, AreFreshUnlessWantedAndThenFollowNameAndBytes) {
  const TestFolder folder;
  const auto& field = file_field();
  std::vector<Item> items{item(folder.file("a.docx", "1"), field), item(folder.file("b.docx", "1"), field)};
  EXPECT_NE(keys_of(items, "")->at(0), keys_of(items, "")->at(0));
  const auto wanted = keys_of(items, "night");
  EXPECT_EQ(*wanted, *keys_of(items, "night"));
  EXPECT_NE(wanted->at(0), wanted->at(1));
  folder.file("a.docx", "2");
  EXPECT_NE(wanted->at(0), keys_of(items, "night")->at(0));
}

TEST(TextWidth, NamesArePrintedOnOneLineWhateverTheyHold) {
  EXPECT_EQ(printable("a\nb\x1b[2J\xff.pdf"), "a\\nb\\x1b[2J\\xff.pdf");
  EXPECT_EQ(printable("Größe 日本.pdf"), "Größe 日本.pdf");
  EXPECT_EQ(printable("a\u202Efdp.exe"), "a\\u202efdp.exe") << "what turns the reading direction";
}

TEST(TextWidth, LongNamesKeepTheirBeginningAndExtension) {
  EXPECT_EQ(shortened("short.pdf", 20), "short.pdf");
  EXPECT_EQ(shortened("a-very-long-name-indeed.docx", 13), "a-very…d.docx");
  EXPECT_EQ(columns_of("日本"), 4u);
  EXPECT_LE(columns_of(shortened("日本語の文書の名前.docx", 12)), 12u);
  EXPECT_EQ(wrapped("one two three", 8, 2), "one\n  two\n  three");
}

}  // namespace
}  // namespace docmill::cli
