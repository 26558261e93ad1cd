#include "engines/pdf/pdf_engine.h"

#include <boost/json/parse.hpp>

#include "documents/make_hostile.h"
#include "engines/engine_host.h"
#include "engines/pdf/qpdf.h"
#include "pdf/pdf_maker.h"

namespace docmill::engines::pdf {
namespace {

namespace json = boost::json;
using documents::Maker;
using testing::HasSubstr;
using testing::Not;

using Params = std::map<std::string, std::string>;

class PdfEngineTest : public testing::Test {
 protected:
  using Host = EngineHost<PdfEngine>;

  static Host& host() {
    static Host shared({.program = DOCMILL_PDF_PROGRAM});
    return shared;
  }

  static StepRequest request(const std::string& operation, const std::vector<std::string>& inputs, Params params = {}) {
    StepRequest out;
    out.operation = operation;
    out.target = "pdf";
    out.params = std::move(params);
    for (std::size_t i = 0; i < inputs.size(); ++i) {
      out.inputs.push_back(document_of(inputs[i], "pdf", std::string(1, static_cast<char>('a' + i % 26)) + ".pdf"));
    }
    return out;
  }

  static Result<StepResult> run(const std::string& operation, const std::vector<std::string>& inputs, Params params = {}) {
    return host().convert(request(operation, inputs, std::move(params)));
  }

  static StepResult good(const std::string& operation, const std::vector<std::string>& inputs, Params params = {}) {
    return good_or_failure(run(operation, inputs, std::move(params)));
  }

  /// The answer of an operation that makes JSON.
  static json::value answer(const std::string& operation, const std::string& input, Params params = {}) {
    const auto got = good(operation, {input}, std::move(params));
    return got.outputs.empty() ? json::value() : json::parse(bytes_of(got));
  }

  /// The words of each page, one page a line: "one,two".
  static std::string pages_of(const StepResult& result, std::size_t output = 0) {
    std::string pages;
    for (const char c : text_of(result, output)) {
      if (c == '\f') pages += ',';
      if (c != '\f' && c > ' ') pages += c;
    }
    if (!pages.empty()) pages.pop_back();
    return pages;
  }
};

const std::vector<std::string> kThree{"one", "two", "three"};

TEST_F(PdfEngineTest, SaysWhatItIs) {
  EXPECT_EQ(host().engine().name(), "pdf");
  EXPECT_THAT(host().engine().version(), HasSubstr("pdf/11."));
}

// --- merge

TEST_F(PdfEngineTest, MergesInTheGivenOrder) {
  const auto got = good("merge", {Maker(kThree).bytes(), Maker({"four"}).bytes(), Maker({"five"}).bytes()});
  EXPECT_EQ(pages_of(got), "one,two,three,four,five");
  EXPECT_EQ(got.pages, 5u);
  EXPECT_EQ(got.engine, host().engine().version());
}

TEST_F(PdfEngineTest, MergesChosenPagesWithRepeats) {
  const auto got = good("merge", {Maker(kThree).bytes(), Maker({"four"}).bytes()}, {{"Pages", "3;1;1|all"}});
  EXPECT_EQ(pages_of(got), "three,one,one,four");
  EXPECT_EQ(pages_of(good("merge", {Maker(kThree).bytes(), Maker({"four"}).bytes()}, {{"Pages", " ALL |1"}})), "one,two,three,four");
  for (const auto* item : {"1all", "all;1", "small", "2-all"}) {
    expect_refused(run("merge", {Maker(kThree).bytes()}, {{"Pages", item}}), ErrorCode::BadRequest, "is no page");
  }
  expect_refused(run("merge", {Maker(kThree).bytes()}, {{"Pages", "1|2"}}), ErrorCode::BadRequest, "more page lists");
  expect_refused(run("merge", {Maker(kThree).bytes()}, {{"Pages", "7"}}), ErrorCode::NotApplicable, "None of these pages");
}

TEST_F(PdfEngineTest, MergesMoreDocumentsThanOnePacketCarries) {
  const std::vector<std::string> many(40, Maker({"page"}).bytes());
  EXPECT_EQ(good("merge", many).pages, 40u);
}

TEST_F(PdfEngineTest, MergedBookmarksAreMadeAndKept) {
  const std::vector<std::string> inputs{Maker(kThree).bookmark("Second", 2).bytes(), Maker({"four"}).bookmark("Fourth", 1).bytes()};
  const auto tree =
      answer("get-bookmarks", bytes_of(good("merge", inputs, {{"GenerateBookmarks", "true"}, {"PreserveBookmarks", "true"}})));
  EXPECT_EQ(json::serialize(tree), json::serialize(json::parse(R"([
    {"title":"a","page":1,"children":[{"title":"Second","page":2,"children":[]}]},
    {"title":"b","page":4,"children":[{"title":"Fourth","page":4,"children":[]}]}])")));
  EXPECT_EQ(json::serialize(answer("get-bookmarks", bytes_of(good("merge", inputs)))), "[]");
}

TEST_F(PdfEngineTest, FormFieldsOfMergedDocumentsStayApart) {
  const auto form = Maker({"form"}).field("Name", "Ada").bytes();
  const auto fields = answer("get-form", bytes_of(good("merge", {form, Maker({"x"}).field("Name", "Bob").bytes()})));
  ASSERT_EQ(fields.as_object().size(), 2u) << json::serialize(fields);
  EXPECT_EQ(fields.at("Name"), "Ada");
}

// --- split

TEST_F(PdfEngineTest, ExtractsPagesInOrder) {
  const auto got = good("split", {Maker(kThree).bytes()}, {{"ExtractRange", "3;1;3"}});
  ASSERT_EQ(got.outputs.size(), 1u);
  EXPECT_EQ(pages_of(got), "three,one,three");
}

TEST_F(PdfEngineTest, SplitsEverySoManyPages) {
  const std::vector<std::string> seven{"p1", "p2", "p3", "p4", "p5", "p6", "p7"};
  const auto got =
      good("split", {Maker(seven).bytes()}, {{"PagesInChunk", "2"}, {"StartPage", "3"}, {"EndPage", "7"}, {"FilenamePrefix", "part-"}});
  ASSERT_EQ(got.outputs.size(), 3u);
  EXPECT_EQ(pages_of(got, 0), "p3,p4");
  EXPECT_EQ(pages_of(got, 1), "p5,p6");
  EXPECT_EQ(pages_of(got, 2), "p7");
  EXPECT_EQ(got.outputs[1].name, "part-2");
}

TEST_F(PdfEngineTest, SplitsByRanges) {
  const auto got = good("split", {Maker(kThree).bytes()}, {{"Type", "SplitByRanges"}, {"ChunksRange", "1-2;2-9"}});
  ASSERT_EQ(got.outputs.size(), 2u);
  EXPECT_EQ(pages_of(got, 1), "two,three");
  EXPECT_EQ(got.outputs[1].name, "");
}

TEST_F(PdfEngineTest, SplitsAtBookmarks) {
  const auto book = Maker(kThree).bookmark("First/chapter", 2).bookmark("Second", 3).bytes();
  const auto got = good("split", {book}, {{"BookmarkDepth", "1"}, {"UseBookmarksForFileNames", "true"}});
  ASSERT_EQ(got.outputs.size(), 3u);
  EXPECT_EQ(pages_of(got, 0), "one");
  EXPECT_EQ(pages_of(got, 1), "two");
  EXPECT_EQ(got.outputs[1].name, "First/chapter");
  expect_refused(run("split", {Maker(kThree).bytes()}, {{"Type", "SplitByBookmarks"}}), ErrorCode::NotApplicable, "no bookmarks");
}

// --- protection

TEST_F(PdfEngineTest, ProtectsWithAPasswordAndTakesItOffAgain) {
  const Params all{{"AllowPrinting", "false"},
                   {"AllowModification", "false"},
                   {"AllowExtract", "true"},
                   {"AllowAnnotate", "false"},
                   {"NewUserPassword", "öpen"}};
  const auto closed = bytes_of(good("protect", {Maker(kThree).bytes()}, all));
  expect_refused(run("unprotect", {closed}), ErrorCode::PasswordRequired, "send the right one as Password");
  expect_refused(run("unprotect", {closed}, {{"Password", "wrong"}}), ErrorCode::PasswordRequired, "Password");
  EXPECT_EQ(pages_of(good("unprotect", {closed}, {{"Password", "öpen"}})), "one,two,three");

  EXPECT_EQ(json::serialize(answer("protection-info", closed)), R"({"isPasswordProtected":true,"requiresPassword":true})");
  const auto info = answer("protection-info", closed, {{"Password", "öpen"}});
  EXPECT_EQ(info.at("algorithm"), "AES-256");
  EXPECT_EQ(info.at("allowPrinting"), false);
  EXPECT_EQ(info.at("allowExtract"), true);
  EXPECT_EQ(answer("protection-info", Maker(kThree).bytes()).at("isPasswordProtected"), false);
}

TEST_F(PdfEngineTest, AllRightsAndNoPasswordMeanNoProtection) {
  const Params none{{"AllowPrinting", "true"}, {"AllowModification", "true"}, {"AllowExtract", "true"}, {"AllowAnnotate", "true"}};
  auto closed = none;
  closed["NewUserPassword"] = "secret";
  auto open = none;
  open["Password"] = "secret";
  const auto got = bytes_of(good("protect", {bytes_of(good("protect", {Maker(kThree).bytes()}, closed))}, open));
  EXPECT_EQ(answer("protection-info", got).at("isPasswordProtected"), false);
}

TEST_F(PdfEngineTest, PartsOfAProtectedDocumentStayProtected) {
  const auto closed = bytes_of(good("protect", {Maker(kThree).bytes()}, {{"NewUserPassword", "secret"}}));
  const auto got = good("split", {closed}, {{"PagesInChunk", "1"}, {"Password", "secret"}});
  ASSERT_EQ(got.outputs.size(), 3u);
  EXPECT_EQ(answer("protection-info", bytes_of(got, 2)).at("requiresPassword"), true);
}

// --- pages

TEST_F(PdfEngineTest, DeletesAndReordersPages) {
  EXPECT_EQ(pages_of(good("delete-pages", {Maker(kThree).bytes()}, {{"Pages", "2;2"}})), "one,three");
  EXPECT_EQ(pages_of(good("reorder-pages", {Maker(kThree).bytes()}, {{"Pages", "3"}})), "three,one,two");
  expect_refused(run("delete-pages", {Maker(kThree).bytes()}, {{"Pages", "1-3"}}), ErrorCode::NotApplicable, "leave one");
}

TEST_F(PdfEngineTest, TurnsChosenPages) {
  const auto bytes = bytes_of(good("rotate", {Maker(kThree).bytes()}, {{"Angle", "270"}, {"Pages", "2"}}));
  QPDF file;
  file.processMemoryFile("turned", bytes.data(), bytes.size());
  auto pages = file.getAllPages();
  EXPECT_FALSE(pages.at(0).hasKey("/Rotate"));
  EXPECT_EQ(pages.at(1).getKey("/Rotate").getIntValue(), 270);
}

TEST_F(PdfEngineTest, AFlattenedFormHasNoFieldsButTheirText) {
  const auto got = good("flatten", {Maker({"form"}).field("Name", "Ada").bytes()});
  EXPECT_THAT(text_of(got), HasSubstr("Ada"));
  EXPECT_EQ(json::serialize(answer("get-form", bytes_of(got))), "{}");
}

TEST_F(PdfEngineTest, Linearizes) {
  const auto bytes = bytes_of(good("linearize", {Maker(kThree).bytes()}));
  QPDF file;
  file.processMemoryFile("linear", bytes.data(), bytes.size());
  EXPECT_TRUE(file.isLinearized());
  EXPECT_TRUE(file.checkLinearization());
}

// --- compress

TEST_F(PdfEngineTest, CompressionNeverMakesADocumentLarger) {
  const auto plain = Maker(std::vector<std::string>(50, "page")).bytes();
  const auto once = bytes_of(good("compress", {plain}, {{"LosslessMode", "On"}}));
  EXPECT_LT(once.size(), plain.size());
  EXPECT_LE(bytes_of(good("compress", {once}, {{"LosslessMode", "On"}})).size(), once.size());
}

TEST_F(PdfEngineTest, LossyCompressionMakesPhotographsSmaller) {
  const auto photo = Maker({"photo"}).picture(2600, 1300).bytes();
  const auto lossless = bytes_of(good("compress", {photo}, {{"LosslessMode", "On"}}));
  const auto lossy = good("compress", {photo}, {{"LosslessMode", "Off"}});
  EXPECT_LT(bytes_of(lossy).size() * 4, lossless.size());
  EXPECT_EQ(pages_of(lossy), "photo");
}

// --- facts

TEST_F(PdfEngineTest, ReadsAndWritesMetadata) {
  const auto bytes = bytes_of(good("set-metadata", {Maker(kThree).bytes()}, {{"Title", "Größe"}, {"Author", "Ada"}}));
  const auto got = answer("get-metadata", bytes);
  EXPECT_EQ(got.at("title"), "Größe");
  EXPECT_EQ(got.at("author"), "Ada");
  EXPECT_EQ(got.at("pages"), 3);
  EXPECT_FALSE(got.as_object().contains("subject"));
}

TEST_F(PdfEngineTest, WhatADocumentSaysOfItselfInXmlStaysButForWhatIsSet) {
  const auto with_xmp = [](const std::string& xmp) {
    QPDF file;
    const auto plain = Maker(kThree).bytes();
    file.processMemoryFile("plain", plain.data(), plain.size());
    auto stream = QPDFObjectHandle::newStream(&file, xmp);
    stream.replaceDict(QPDFObjectHandle::parse("<< /Type /Metadata /Subtype /XML >>"));
    file.getRoot().replaceKey("/Metadata", stream);
    QPDFWriter writer(file);
    writer.setOutputMemory();
    writer.write();
    const auto buffer = writer.getBufferSharedPointer();
    const std::string bytes(reinterpret_cast<const char*>(buffer->getBuffer()), buffer->getSize());
    return bytes_of(good("set-metadata", {bytes}, {{"Title", "New & Ü"}, {"Keywords", "k"}}));
  };
  const std::string head = R"(<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF)"
                           R"( xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="")"
                           R"( xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" pdf:Keywords="old">)";
  const auto got = with_xmp(head +
                            "<pdfaid:part>2</pdfaid:part><dc:title><rdf:Alt><rdf:li>Old</rdf:li></rdf:Alt></dc:title></rdf:Description>"
                            "</rdf:RDF></x:xmpmeta><?xpacket end=\"w\"?>");
  for (const auto* kept : {"<pdfaid:part>2</pdfaid:part>", "<rdf:li xml:lang=\"x-default\">New &amp; Ü</rdf:li>",
                           "<pdf:Keywords>k</pdf:Keywords>", "<?xpacket end=\"w\"?>"})
    EXPECT_THAT(got, HasSubstr(kept));
  EXPECT_THAT(got, Not(HasSubstr("Old")));
  EXPECT_THAT(got, Not(HasSubstr("old")));
  std::string deep;
  for (int i = 0; i < 100'000; ++i) deep += "<a>";
  for (const auto& bad : {std::string("no XML"), std::string("<a/>"), head, head + deep})
    EXPECT_THAT(with_xmp(bad), Not(HasSubstr("/Metadata")));
}

TEST_F(PdfEngineTest, BookmarksThatLeadInACircleAreReadOnce) {
  const auto round = documents::pdf_of({"<< /Type /Catalog /Pages 2 0 R /Outlines 4 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
                                        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Resources << >> >>",
                                        "<< /First 5 0 R /Last 6 0 R >>", "<< /Title (a) /Next 6 0 R /First 4 0 R >>",
                                        "<< /Title (b) /Next 5 0 R /First 5 0 R /Dest [3 0 R /XYZ 0 7 0] >>"});
  EXPECT_EQ(
      json::serialize(answer("get-bookmarks", round)),
      R"([{"title":"a","page":null,"children":[{"title":"","page":null,"children":[]}]},{"title":"b","page":1,"top":7,"children":[]}])");
  const auto merged = bytes_of(good("merge", {round, Maker({"x"}).bytes()}, {{"PreserveBookmarks", "true"}}));
  EXPECT_EQ(answer("get-bookmarks", merged).as_array().size(), 2U);
}

TEST_F(PdfEngineTest, WritesBookmarksAndSaysWhichIsWrong) {
  const std::string tree = R"([{"title":"Überblick","page":2,"children":[{"title":"b","page":3,"children":[]}]}])";
  const auto bytes = bytes_of(good("set-bookmarks", {Maker(kThree).bytes()}, {{"Bookmarks", tree}}));
  EXPECT_EQ(json::serialize(answer("get-bookmarks", bytes)), tree);
  const auto refused = [&](const std::string& text) { return run("set-bookmarks", {Maker(kThree).bytes()}, {{"Bookmarks", text}}); };
  expect_refused(refused(R"([{"title":"a","children":[{"title":"b","page":4}]}])"), ErrorCode::BadRequest, "number 1.1 leads to no page");
  expect_refused(refused("[{}]"), ErrorCode::BadRequest, "number 1 has no title");
  expect_refused(refused("nonsense"), ErrorCode::BadRequest, "no JSON");
}

TEST_F(PdfEngineTest, GivesAttachmentsUnderTheirNames) {
  const auto got = good("extract-attachments", {Maker(kThree).attachment("Report Q1.CSV", "a;b").attachment("../README", "hello").bytes()});
  ASSERT_EQ(got.outputs.size(), 2u);
  EXPECT_EQ(bytes_of(got, 0), "hello");
  EXPECT_EQ(got.outputs[0].extension, "bin");
  EXPECT_EQ(got.outputs[1].extension, "csv");
  EXPECT_EQ(got.outputs[1].name, "Report Q1");
  expect_refused(run("extract-attachments", {Maker(kThree).bytes()}), ErrorCode::NotApplicable, "no attached files");
}

// --- bad input

TEST_F(PdfEngineTest, WhatIsNoPdfIsRefusedAndLeavesNothingBehind) {
  const auto whole = Maker(kThree).bytes();
  for (const auto& bytes : {std::string("hello"), std::string("%PDF-1.7\n"), whole.substr(0, 100), std::string(100'000, '\0')}) {
    for (const auto* operation : {"merge", "split", "compress", "protection-info", "get-form", "flatten"}) {
      expect_refused(run(operation, {bytes}, {{"PagesInChunk", "1"}}), ErrorCode::InputDamaged, "");
    }
  }
  EXPECT_EQ(pages_of(good("merge", {whole})), "one,two,three");
}

TEST_F(PdfEngineTest, ADamagedTableOfObjectsIsRepairedAndSaidSo) {
  auto bytes = Maker(kThree).bytes();
  bytes.resize(bytes.find("startxref"));
  const auto got = good("merge", {bytes});
  EXPECT_EQ(pages_of(got), "one,two,three");
  ASSERT_EQ(got.warnings.size(), 1u);
  EXPECT_THAT(got.warnings[0], HasSubstr("has been repaired"));
}

TEST_F(PdfEngineTest, PagesBeyondTheLimitAreRefused) {
  auto wanted = request("merge", {Maker(kThree).bytes(), Maker(kThree).bytes()});
  wanted.limits.pages = 5;
  expect_refused(host().convert(std::move(wanted)), ErrorCode::TooManyPages, "more than 5 pages together");
}

TEST_F(PdfEngineTest, EveryRoundedByteOfADocumentMayBeWrong) {
  const auto whole = Maker(kThree).bookmark("First", 1).field("Name", "Ada").bytes();
  for (std::size_t at = 10; at < whole.size(); at += 97) {
    auto bytes = whole;
    bytes[at] = static_cast<char>(bytes[at] ^ 0x55);
    const auto got = run("merge", {bytes}, {{"PreserveBookmarks", "true"}});
    if (!got) EXPECT_EQ(got.error().code(), ErrorCode::InputDamaged) << at << got.error().describe();
  }
}

TEST_F(PdfEngineTest, AnUnknownOperationFailsTheStepOnly) {
  expect_refused(run("no-such", {Maker(kThree).bytes()}), ErrorCode::EngineFailed, "does not know");
}

}  // namespace
}  // namespace docmill::engines::pdf
