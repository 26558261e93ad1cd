#include "engines/office/office_engine.h"

#include "engines/office/extensions.h"
#include "office/office_fixture.h"
#include "ooxml/word_maker.h"
#include "sandbox/sanitizer.h"

namespace docmill::engines::office {
namespace {

using std::chrono::milliseconds;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;

class OfficeEngineTest : public testing::Test {
 protected:
  OfficeHost& host() { return OfficeHost::shared(); }

  Result<StepResult> convert(const std::string& bytes, const std::string& extension, const std::string& target = "pdf") {
    return host().convert(request_for(bytes, extension, target));
  }

  void SetUp() override {
    if (OfficeHost::program().empty()) GTEST_SKIP() << "set DOCMILL_TEST_OFFICE_PROGRAM to a docmill-office without ThreadSanitizer";
  }

  /// Every bad document is followed by a good one: nothing may stick.
  void TearDown() override {
    if (OfficeHost::program().empty()) return;
    const auto good = convert(sample("docx"), "docx");
    ASSERT_TRUE(good) << good.error().describe();
    EXPECT_THAT(text_of(*good), HasSubstr("Docmill reads docx"));
  }

  static void expect_failed(const Result<StepResult>& got, ErrorCode code, Phase phase, const std::string& words = {}) {
    ASSERT_FALSE(got);
    EXPECT_EQ(got.error().code(), code) << got.error().describe();
    EXPECT_EQ(got.error().phase(), phase) << got.error().describe();
    EXPECT_THAT(got.error().message(), HasSubstr(words));
  }
};

TEST_F(OfficeEngineTest, SaysWhatItIs) {
  EXPECT_EQ(host().engine().name(), "office");
  EXPECT_EQ(host().engine().version(), "office/7.4.7.2");
  EXPECT_TRUE(host().engine().ready());
}

TEST_F(OfficeEngineTest, AnInvoiceBecomesAPdfWithItsText) {
  const auto got = convert(example("invoice.docx"), "docx");
  ASSERT_TRUE(got) << got.error().describe();
  EXPECT_EQ(got->pages, 1u);
  EXPECT_EQ(got->engine, "office/7.4.7.2");
  EXPECT_EQ(got->outputs.at(0).extension, "pdf");
  EXPECT_THAT(text_of(*got), HasSubstr("Total due, GBP"));
  EXPECT_THAT(text_of(*got), HasSubstr("4,032.00"));
}

TEST_F(OfficeEngineTest, AWorkbookPrintsEverySheet) {
  const auto got = convert(example("budget.xlsx"), "xlsx");
  ASSERT_TRUE(got) << got.error().describe();
  EXPECT_EQ(got->pages, 3u);
  const auto text = text_of(*got);
  for (const auto* words : {"Riverside Studio: budget summary", "Income, first half of 2026", "Expenses, first half of 2026", "163,400"})
    EXPECT_THAT(text, HasSubstr(words));
}

TEST_F(OfficeEngineTest, APresentationPrintsASlideAPage) {
  const auto got = convert(example("pitch.pptx"), "pptx");
  ASSERT_TRUE(got) << got.error().describe();
  EXPECT_EQ(got->pages, 4u);
  EXPECT_THAT(text_of(*got), HasSubstr("Paperless by Friday"));
}

TEST_F(OfficeEngineTest, WritesTheKindOfPdfThatIsAskedFor) {
  auto request = request_for(example("pitch.pptx"), "pptx");
  request.params = {{"Pages", "2-3;"}, {"PdfFormat", "PDF/A-2b"}, {"Bookmarks", "true"}};
  const auto got = host().convert(std::move(request));
  ASSERT_TRUE(got) << got.error().describe();
  EXPECT_EQ(got->pages, 2U);
  EXPECT_THAT(bytes_of(*got), HasSubstr("<pdfaid:part>2</pdfaid:part>"));
}

TEST_F(OfficeEngineTest, ASheetMayBeOnePage) {
  auto request = request_for(example("budget.xlsx"), "xlsx");
  request.params = {{"SinglePageSheets", "true"}};
  const auto one = host().convert(std::move(request));
  ASSERT_TRUE(one) << one.error().describe();
  EXPECT_EQ(one->pages, 3U);
}

TEST_F(OfficeEngineTest, APageOfTheWebBecomesAWordDocumentOnThePaperAskedFor) {
  auto request = request_for(
      "<!doctype html><html><head><meta charset='utf-8'></head><body><h1>Überschrift</h1><table><tr><td>cell</td></tr></table>"
      "</body></html>",
      "html", "docx");
  request.params = {{"PaperSize", "A5"}, {"Orientation", "Landscape"}, {"Margins", "36 72;"}};
  const auto made = host().convert(std::move(request));
  ASSERT_TRUE(made) << made.error().describe();
  EXPECT_EQ(made->outputs.at(0).extension, "docx");
  const auto printed = convert(bytes_of(*made), "docx");
  ASSERT_TRUE(printed) << printed.error().describe();
  EXPECT_THAT(text_of(*printed), HasSubstr("Überschrift"));
  EXPECT_THAT(bytes_of(*printed), HasSubstr("/MediaBox[0 0 595")) << "210 mm lie along the width";
}

TEST_F(OfficeEngineTest, ThePaperAskedForGoesBeforeThePagesOwn) {
  auto request = request_for(
      "<!doctype html><html><HEAD><style>@page { size: A5 landscape; margin: 1cm }</style></HEAD><body>x</body></html>", "html", "docx");
  request.params = {{"PaperSize", "A4"}, {"Orientation", "Landscape"}};
  const auto made = host().convert(std::move(request));
  ASSERT_TRUE(made) << made.error().describe();
  const auto printed = convert(bytes_of(*made), "docx");
  ASSERT_TRUE(printed) << printed.error().describe();
  EXPECT_THAT(bytes_of(*printed), HasSubstr("/MediaBox[0 0 841"));
}

TEST_F(OfficeEngineTest, WhatHasNoPaperOfItsOwnIsPrintedOnA4) {
  for (const auto& [bytes, extension] : {std::pair{"Name,Sum\r\nSmith,12.5\r\n", "csv"}, std::pair{"Name\tSum\nSmith\t12.5\n", "tsv"},
                                         std::pair{"Dear Smith,\n\n  12.5 is due.\n", "txt"}}) {
    const auto printed = convert(bytes, extension);
    ASSERT_TRUE(printed) << printed.error().describe();
    EXPECT_EQ(printed->pages, 1U);
    EXPECT_THAT(text_of(*printed), HasSubstr("Smith"));
    EXPECT_THAT(bytes_of(*printed), HasSubstr("/MediaBox[0 0 595.3")) << extension << ": 210 mm";
  }
}

TEST_F(OfficeEngineTest, PagesBehindTheLastAreRefused) {
  for (const auto& [name, extension] : {std::pair{"invoice.docx", "docx"}, std::pair{"budget.xlsx", "xlsx"}}) {
    auto request = request_for(example(name), extension);
    request.params = {{"Pages", "90-95;99"}};
    expect_failed(host().convert(std::move(request)), ErrorCode::NotApplicable, Phase::Export, "none of these pages is in the document");
  }
}

TEST_F(OfficeEngineTest, AnOptionOfThePdfDoesWhatItSays) {
  auto request = request_for(example("invoice.docx"), "docx");
  request.params = {{"PdfFormat", "PDF1.7"}};
  const auto got = host().convert(std::move(request));
  ASSERT_TRUE(got) << got.error().describe();
  EXPECT_THAT(bytes_of(*got), testing::StartsWith("%PDF-1.7"));
}

/// A text in flat OpenDocument with this body.
std::string flat_text(const std::string& body) {
  return R"(<?xml version="1.0" encoding="UTF-8"?><office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0")"
         R"( xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0")"
         R"( xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" office:version="1.2")"
         R"( office:mimetype="application/vnd.oasis.opendocument.text"><office:body><office:text><text:p>)" +
         body + "</text:p></office:text></office:body></office:document>";
}

TEST_F(OfficeEngineTest, ADocumentIsCalledAsItsSenderCallsIt) {
  auto request = request_for(flat_text(R"(This is <text:file-name text:display="name-and-extension">x</text:file-name>.)"), "fodt");
  request.inputs.front().name = "Größe Q1 #2.fodt";
  const auto got = host().convert(std::move(request));
  ASSERT_TRUE(got) << got.error().describe();
  EXPECT_THAT(text_of(*got), HasSubstr("This is Größe Q1 #2.fodt."));
}

TEST_F(OfficeEngineTest, PicturesStayInThePage) {
  const auto page = convert(flat_text(R"(<draw:frame svg:width="2cm" svg:height="2cm"><draw:image><office:binary-data>)"
                                      "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGP4z8DwHwAFAAH/iZk9HQAAAABJRU5ErkJggg=="
                                      R"(</office:binary-data></draw:image></draw:frame>)"),
                            "fodt", "html");
  ASSERT_TRUE(page) << page.error().describe();
  EXPECT_THAT(bytes_of(*page), HasSubstr("src=\"data:image/png;base64,"));
  EXPECT_THAT(bytes_of(*page), testing::Not(HasSubstr("output_html")));
}

TEST_F(OfficeEngineTest, OnlyFontsThatADocumentNamesAreMissed) {
  const auto got =
      convert("<html><body><ul><li style=\"font-family:'Nonexistent Font XY'\">a &#10003; \xE2\x98\xBA</ul><pre>b</pre></body></html>",
              "html", "docx");
  ASSERT_TRUE(got) << got.error().describe();
  for (const auto& font : got->fonts) EXPECT_TRUE(!font.substituted() || font.requested == "Nonexistent Font XY") << font.requested;
}

TEST_F(OfficeEngineTest, EmojiAreLetters) {
  const auto got = convert(flat_text("smile \xF0\x9F\x98\x80 end"), "fodt");
  ASSERT_TRUE(got) << got.error().describe();
  EXPECT_THAT(got->fonts, testing::Each(testing::Field(&model::Font::used, testing::Not(HasSubstr("Emoji")))));
  EXPECT_THAT(text_of(*got), HasSubstr("\xF0\x9F\x98\x80"));
}

TEST_F(OfficeEngineTest, TablesInOtherEncodingsAreRead) {
  const auto table = convert(
      "\xC8\xEC\xFF,\xC3\xEE\xF0\xEE\xE4\n\xC8\xE2\xE0\xED \xCF\xE5\xF2\xF0\xEE\xE2,\xCC\xEE\xF1\xEA\xE2\xE0\n"
      "\xCC\xE0\xF0\xE8\xFF \xC8\xE2\xE0\xED\xEE\xE2\xE0,\xD1\xE0\xED\xEA\xF2-\xCF\xE5\xF2\xE5\xF0\xE1\xF3\xF0\xE3\n",
      "csv");
  ASSERT_TRUE(table) << table.error().describe();
  EXPECT_THAT(text_of(*table), HasSubstr("Москва"));
}

TEST_F(OfficeEngineTest, MarginsThatAreNoneAreRefused) {
  auto request = request_for("<html><body>x</body></html>", "html", "docx");
  request.params = {{"PaperSize", "A4"}, {"Margins", "wide"}};
  expect_failed(host().convert(std::move(request)), ErrorCode::BadRequest, Phase::Load, "Margins");
}

TEST_F(OfficeEngineTest, TheCallerMayChooseTheFormat) {
  for (const auto& [name, extension, format] : {std::tuple{"invoice.docx", "docx", "Odt"}, std::tuple{"invoice.docx", "docx", "Rtf"},
                                                std::tuple{"budget.xlsx", "xlsx", "Ods"}, std::tuple{"pitch.pptx", "pptx", "Odp"}}) {
    auto request = request_for(example(name), extension, "bin");
    request.params = {{"Format", format}};
    const auto made = host().convert(std::move(request));
    ASSERT_TRUE(made) << format << made.error().describe();
    const auto back = convert(bytes_of(*made), made->outputs.at(0).extension);
    EXPECT_TRUE(back) << format << back.error().describe();
  }
  auto request = request_for(example("invoice.docx"), "docx", "bin");
  request.params = {{"Format", "Pptx"}};
  expect_failed(host().convert(std::move(request)), ErrorCode::UnsupportedType, Phase::Load,
                "The Word document cannot become a .pptx file; what it can become is pdf, docx, odt, rtf, txt, html, epub, doc.");
}

TEST_F(OfficeEngineTest, ThePasswordOpensAProtectedDocumentAndNoOther) {
  const auto bytes = documents::read(kSource + "/tests/documents/protected/by_docmill.docx");
  auto request = request_for(bytes, "docx");
  request.params = {{"Password", "docmill"}};
  const auto opened = host().convert(std::move(request));
  ASSERT_TRUE(opened) << opened.error().describe();
  EXPECT_THAT(text_of(*opened), HasSubstr("Opened with its password"));
  auto wrong = request_for(bytes, "docx");
  wrong.params = {{"Password", "not it"}};
  expect_failed(host().convert(std::move(wrong)), ErrorCode::PasswordRequired, Phase::Load, "password");
}

TEST_F(OfficeEngineTest, ABinaryDocumentStaysLockedWhateverThePassword) {
  auto request = request_for(documents::read(kSource + "/tests/documents/bad/password.doc"), "doc");
  request.params = {{"Password", "docmill"}};
  expect_failed(host().convert(std::move(request)), ErrorCode::PasswordRequired, Phase::Load, "password");
}

TEST_F(OfficeEngineTest, TellsPhasesTimesAndMemory) {
  std::vector<Phase> seen;
  auto request = request_for(example("invoice.docx"), "docx");
  request.on_phase = [&](Phase phase) { seen.push_back(phase); };
  const auto got = host().convert(std::move(request));
  ASSERT_TRUE(got) << got.error().describe();
  EXPECT_THAT(seen, ElementsAre(Phase::Load, Phase::Layout, Phase::Export));
  EXPECT_EQ(got->phase_ms.size(), 3u);
  EXPECT_GT(got->peak_memory, 5'000'000u);
  if (!sandbox::kSanitized) EXPECT_LT(got->peak_memory, 40'000'000u);
}

TEST_F(OfficeEngineTest, OldFormatsBecomeNewOnes) {
  for (const auto& [from, to] :
       std::map<std::string, std::string>{{"doc", "docx"}, {"xls", "xlsx"}, {"ppt", "pptx"}, {"odt", "docx"}, {"ods", "xlsx"}}) {
    const auto got = convert(sample(from), from, to);
    ASSERT_TRUE(got) << from << ": " << got.error().describe();
    const auto back = convert(bytes_of(*got), to);  // reads as what it claims to be
    ASSERT_TRUE(back) << to << ": " << back.error().describe();
    EXPECT_THAT(text_of(*back), HasSubstr("Docmill reads " + from));
  }
  expect_failed(convert(sample("doc"), "doc", "xlsx"), ErrorCode::UnsupportedType, Phase::Load, "cannot become");
}

TEST_F(OfficeEngineTest, EveryListedTypeBecomesAPdf) {
  const std::map<std::string, std::string> twins{{"dot", "doc"}, {"xlt", "xls"},  {"pps", "ppt"},
                                                 {"pot", "ppt"}, {"jpeg", "jpg"}, {"tif", "tiff"}};
  for (const auto& row : readable()) {
    const std::string extension(row.extension);
    if (extension == "xlsb" || extension == "vsd" || extension == "pub") continue;  // nothing at hand writes them
    const auto file = twins.contains(extension) ? twins.at(extension) : extension;
    const auto got = convert(sample(file), extension);
    ASSERT_TRUE(got) << extension << ": " << got.error().describe();
    EXPECT_EQ(got->pages, 1u) << extension;
    if (row.container != Container::Picture) EXPECT_THAT(text_of(*got), HasSubstr("Docmill reads " + file)) << extension;
  }
}

TEST_F(OfficeEngineTest, TextIsReadAsUtf8AndTablesByTheirSeparator) {
  EXPECT_THAT(text_of(convert(sample("txt"), "txt").value()), HasSubstr("Grüße aus Köln, 12 €."));
  EXPECT_THAT(text_of(convert("Grüße ohne Zeichen davor.\n", "txt").value()), HasSubstr("Grüße ohne Zeichen davor."));
  const auto table = text_of(convert("Stadt;Straße\nKöln;Ring 1\n", "csv").value());
  EXPECT_THAT(table, HasSubstr("Straße"));
  EXPECT_THAT(table, testing::Not(HasSubstr(";")));
}

TEST_F(OfficeEngineTest, TheTypeIsTheContentsOwnWhenAskedFor) {
  auto request = request_for(sample("rtf"), "doc");
  request.params["TypeBy"] = "content";
  EXPECT_THAT(text_of(host().convert(std::move(request)).value()), HasSubstr("Docmill reads rtf"));
  expect_failed(convert(sample("rtf"), "docx"), ErrorCode::UnsupportedType, Phase::Load, "a Rich Text document");
}

model::Font font_asked_for(const std::vector<model::Font>& fonts, const std::string& requested) {
  for (const auto& font : fonts) {
    if (font.requested == requested) return font;
  }
  return {};
}

TEST_F(OfficeEngineTest, ReportsEachFontAndWhatItGot) {
  std::string body = R"(<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>)";
  for (const std::string name : {"Calibri", "Liberation Serif", "Nonexistent Font XY"})
    body += "<w:p><w:r><w:rPr><w:rFonts w:ascii=\"" + name + "\" w:hAnsi=\"" + name + "\"/></w:rPr><w:t>Words in " + name +
            "</w:t></w:r></w:p>";
  const auto got = convert(documents::with_part(sample("docx"), "word/document.xml", body + "</w:body></w:document>"), "docx");
  ASSERT_TRUE(got) << got.error().describe();
  EXPECT_EQ(font_asked_for(got->fonts, "Calibri").used, "Carlito");
  EXPECT_EQ(font_asked_for(got->fonts, "Liberation Serif").used, "Liberation Serif");
  const auto lost = font_asked_for(got->fonts, "Nonexistent Font XY");
  EXPECT_TRUE(lost.substituted());
  EXPECT_FALSE(lost.used.empty());
  EXPECT_THAT(got->warnings, Contains(HasSubstr("Nonexistent Font XY")));
  EXPECT_THAT(got->warnings, testing::Not(Contains(HasSubstr("Calibri"))));
}

TEST_F(OfficeEngineTest, AnEmptyDocumentIsDamaged) {
  expect_failed(convert("", "docx"), ErrorCode::InputDamaged, Phase::Load, "empty");
}

TEST_F(OfficeEngineTest, ATruncatedDocumentIsDamaged) {
  expect_failed(convert(documents::truncated(example("invoice.docx")), "docx"), ErrorCode::InputDamaged, Phase::Load);
}

TEST_F(OfficeEngineTest, AFlippedBitIsDamage) {
  expect_failed(convert(documents::flipped(example("invoice.docx"), "word/document.xml"), "docx"), ErrorCode::InputDamaged, Phase::Load,
                "word/document.xml");
}

TEST_F(OfficeEngineTest, AProtectedDocumentNeedsAPassword) {
  for (const std::string extension : {"docx", "odt", "doc", "xls"}) {
    const auto bytes = documents::read(kSource + "/tests/documents/bad/password." + extension);
    expect_failed(convert(bytes, extension), ErrorCode::PasswordRequired, Phase::Load, "password");
  }
}

TEST_F(OfficeEngineTest, BombsAreRefusedBeforeTheyUnpack) {
  expect_failed(convert(documents::zip_bomb(sample("docx")), "docx"), ErrorCode::InputTooComplex, Phase::Load);
  expect_failed(convert(documents::entity_bomb(sample("docx")), "docx"), ErrorCode::InputDamaged, Phase::Load, "not allowed");
}

TEST_F(OfficeEngineTest, TooManyPagesAreRefusedForEveryKind) {
  for (const std::string name : {"budget.xlsx", "pitch.pptx"}) {
    auto request = request_for(example(name), name.substr(name.size() - 4));
    request.limits.pages = 2;
    const auto got = host().convert(std::move(request));
    ASSERT_FALSE(got);
    EXPECT_EQ(got.error().code(), ErrorCode::TooManyPages) << got.error().describe();
    EXPECT_THAT(got.error().message(), HasSubstr("the limit is 2"));
  }
  std::string text;
  for (int i = 0; i < 400; ++i) text += "A line of many.\n";
  auto request = request_for(text, "txt");
  request.limits.pages = 2;
  expect_failed(host().convert(std::move(request)), ErrorCode::TooManyPages, Phase::Layout, "the limit is 2");
}

TEST_F(OfficeEngineTest, ADocumentThatNeverFinishesIsStoppedAtItsPhasesBudget) {
  auto request = request_for(documents::endless_workbook(sample("xlsx")), "xlsx");
  request.budgets.load = milliseconds(1500);
  expect_failed(host().convert(std::move(request)), ErrorCode::DeadlineExceeded, Phase::Load, "1500ms, the limit for its load phase");
}

TEST_F(OfficeEngineTest, ADocumentThatLoadsButNeverPrintsIsStoppedInExport) {
  auto request = request_for(documents::unprintable_drawing(), "fodg");
  request.budgets.export_ = milliseconds(1500);
  expect_failed(host().convert(std::move(request)), ErrorCode::DeadlineExceeded, Phase::Export, "limit for its export phase");
}

TEST_F(OfficeEngineTest, TheTotalBudgetEndsItToo) {
  auto request = request_for(documents::endless_workbook(sample("xlsx")), "xlsx");
  request.budgets.total = milliseconds(1200);
  expect_failed(host().convert(std::move(request)), ErrorCode::DeadlineExceeded, Phase::Load, "1200ms, the limit for the whole conversion");
}

TEST_F(OfficeEngineTest, ACancelledStepEndsAtOnce) {
  Stop stop;
  auto request = request_for(documents::endless_workbook(sample("xlsx")), "xlsx");
  request.on_phase = [&](Phase) { boost::asio::post(host().loop(), [&] { stop.request(); }); };
  const auto got = host().run(host().engine().run(std::move(request), stop));
  expect_failed(got, ErrorCode::Cancelled, Phase::Load);
}

TEST_F(OfficeEngineTest, AStepCancelledBeforeItBeganDoesNotBegin) {
  Stop stop;
  stop.request();
  const auto got = host().run(host().engine().run(request_for(sample("docx"), "docx"), stop));
  ASSERT_FALSE(got);
  EXPECT_EQ(got.error().code(), ErrorCode::Cancelled);
}

TEST_F(OfficeEngineTest, ADocumentThatNeedsMoreMemoryThanAllowedIsToldSo) {
  if (sandbox::kSanitized) GTEST_SKIP() << "a sanitizer's child has no limit of address space";
  expect_failed(convert(documents::huge_spreadsheet(), "fods"), ErrorCode::MemoryExceeded, Phase::Load, "memory");
}

TEST_F(OfficeEngineTest, ATableOfContentsIsMadeAnewWhenAskedFor) {
  const auto mark = [](const std::string& type) { return "<w:r><w:fldChar w:fldCharType=\"" + type + "\"/></w:r>"; };
  const std::string instruction = R"(<w:r><w:instrText xml:space="preserve"> TOC \o "1-3" \h \u </w:instrText></w:r>)";
  const auto contents =
      "<w:p>" + mark("begin") + instruction + mark("separate") + "<w:r><w:t>Before the change</w:t></w:r>" + mark("end") + "</w:p>";
  const auto heading = ooxml::paragraph("Alpha", "<w:outlineLvl w:val=\"0\"/>");
  const auto become = [this](const std::string& bytes, const std::string& type, const std::string& target, const std::string& anew = {}) {
    auto request = request_for(bytes, type, target);
    if (!anew.empty()) request.params["UpdateIndexes"] = anew;
    return good_or_failure(host().convert(std::move(request)));
  };
  const auto plain = ooxml::word_of(contents + heading + ooxml::page_setup());
  // By way of another type it gets the properties that Word writes, which count words and paragraphs.
  const auto counted = bytes_of(become(bytes_of(become(plain, "docx", "odt")), "odt", "docx"));
  for (const auto& docx : {plain, counted}) {
    EXPECT_THAT(text_of(become(docx, "docx", "pdf")), HasSubstr("Before the change"));
    const auto text = text_of(become(docx, "docx", "pdf", "true"));
    EXPECT_THAT(text, testing::Not(HasSubstr("Before the change")));
    EXPECT_THAT(text, testing::ContainsRegex("Alpha\\.+1"));
  }
}

TEST_F(OfficeEngineTest, ADocumentThatCrashesLibreOfficeIsToldSo) {
  expect_failed(convert(documents::crashing_document(sample("docx")), "docx"), ErrorCode::EngineCrashed, Phase::Load, "crashed");
}

TEST_F(OfficeEngineTest, LinksToOtherFilesAreNotFollowed) {
  const std::string licence = "/usr/share/common-licenses/BSD";  // readable inside the jail, so only the setting keeps it out
  ASSERT_TRUE(std::filesystem::exists(licence));
  auto linked = sample("fodt");
  const auto body = linked.find("<office:text");
  const auto start = linked.find('>', body) + 1;
  linked.insert(start, "<text:section text:name=\"L\"><text:section-source xlink:href=\"file://" + licence +
                           "\"/><text:p>kept</text:p></text:section>");
  const auto got = convert(linked, "fodt");
  ASSERT_TRUE(got) << got.error().describe();
  EXPECT_THAT(text_of(*got), testing::Not(HasSubstr("Redistribution")));
}

TEST_F(OfficeEngineTest, NoDocumentLeavesAFileBehind) {
  for (const auto& bytes : {sample("docx"), documents::crashing_document(sample("docx"))}) static_cast<void>(convert(bytes, "docx"));
  std::vector<std::string> left;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(host().run_dir())) {
    const auto name = entry.path().filename().string();
    if (name.starts_with("input.") || name.starts_with("output.")) left.push_back(entry.path());
  }
  EXPECT_THAT(left, testing::IsEmpty());
}

Async<void> convert_into(OfficeEngine& engine, StepRequest request, std::vector<std::string>& texts, int& left, Signal& done) {
  Stop stop;
  auto got = co_await engine.run(std::move(request), stop);
  texts.push_back(got ? text_of(*got) : got.error().describe());
  --left;
  done.notify();
}

TEST_F(OfficeEngineTest, TwoDocumentsRunAtOnceAndKeepApart) {
  std::vector<std::string> texts;
  int left = 2;
  Signal done;
  spawn(host().loop().get_executor(), convert_into(host().engine(), request_for(example("invoice.docx"), "docx"), texts, left, done));
  spawn(host().loop().get_executor(), convert_into(host().engine(), request_for(example("pitch.pptx"), "pptx"), texts, left, done));
  host().run([](Signal& signal, int& waiting) -> Async<void> {
    while (waiting > 0) {
      const auto seen = signal.count();
      if (waiting > 0) co_await signal.wait(seen, Deadline::in(std::chrono::seconds(30)));
    }
  }(done, left));
  EXPECT_THAT(texts, testing::UnorderedElementsAre(HasSubstr("Total due, GBP"), HasSubstr("Paperless by Friday")));
}

TEST_F(OfficeEngineTest, OneInputIsWhatItTakes) {
  auto request = request_for(sample("docx"), "docx");
  request.inputs.clear();
  EXPECT_EQ(host().convert(std::move(request)).error().code(), ErrorCode::BadRequest);
}

}  // namespace
}  // namespace docmill::engines::office
