#include "engines/protocol.h"

#include <gtest/gtest.h>

namespace docmill::engines {
namespace {

TEST(EngineProtocol, ARequestArrivesAsItWasSent) {
  Request sent{.operation = "convert",
               .target = "pdf",
               .inputs = {{.extension = "docx", .field = "File", .name = "a.docx", .was = "odt"}},
               .params = {{"Locale", "de-DE"}},
               .limits = {}};
  sent.limits.pages = 7;
  const auto got = request_from_json(to_json(sent));
  ASSERT_TRUE(got);
  EXPECT_EQ(got->operation, "convert");
  EXPECT_EQ(got->target, "pdf");
  ASSERT_EQ(got->inputs.size(), 1u);
  EXPECT_EQ(got->inputs[0].extension, "docx");
  EXPECT_EQ(got->inputs[0].field, "File");
  EXPECT_EQ(got->inputs[0].name, "a.docx");
  EXPECT_EQ(got->inputs[0].was, "odt");
  EXPECT_EQ(got->params.at("Locale"), "de-DE");
  EXPECT_EQ(got->limits.pages, 7u);
  EXPECT_EQ(got->limits.output_size, sent.limits.output_size);
}

TEST(EngineProtocol, AFinishedReplyArrivesAsItWasSent) {
  const Finished sent{.pages = 3, .fonts = {{"Calibri", "Carlito"}}, .warnings = {"A warning."}, .peak_memory = 1'000'000};
  const auto got = reply_from_json(to_json(Reply(sent)));
  ASSERT_TRUE(got);
  const auto& finished = std::get<Finished>(*got);
  EXPECT_EQ(finished.pages, 3u);
  ASSERT_EQ(finished.fonts.size(), 1u);
  EXPECT_EQ(finished.fonts[0].used, "Carlito");
  EXPECT_EQ(finished.warnings.at(0), "A warning.");
  EXPECT_EQ(finished.peak_memory, 1'000'000u);
}

TEST(EngineProtocol, AnOutputArrivesWithItsTypeAndName) {
  const auto got = reply_from_json(to_json(Reply(OutputNote{"pdf", "Chapter 1"})));
  ASSERT_TRUE(got) << got.error().describe();
  EXPECT_EQ(std::get<OutputNote>(*got).extension, "pdf");
  EXPECT_EQ(std::get<OutputNote>(*got).name, "Chapter 1");
}

TEST(EngineProtocol, TheChildCutsLongTextAtACharactersEdgeAndSaysSo) {
  const std::string umlauts = "x" + [] {
    std::string text;
    for (int i = 0; i < 400; ++i) text += "ä";
    return text;
  }();
  const auto got = reply_from_json(to_json(Reply(Refused{ErrorCode::InputDamaged, umlauts, "line\nline"})));
  ASSERT_TRUE(got) << got.error().describe();
  EXPECT_LE(std::get<Refused>(*got).detail.size(), kLongestText);
  EXPECT_TRUE(std::get<Refused>(*got).detail.ends_with("ä… (the rest is left out).")) << std::get<Refused>(*got).detail;
  EXPECT_EQ(std::get<Refused>(*got).cause, "line line");
}

TEST(EngineProtocol, AChildThatLiesIsNotBelieved) {
  const std::string long_name(401, 'a');
  std::string many_fonts = R"({"ok":true,"pages":1,"peak":1,"warnings":[],"fonts":[)";
  for (std::size_t i = 0; i <= kMostFonts; ++i) many_fonts += R"({"requested":"a","used":"b"},)";
  many_fonts.back() = ']';
  many_fonts += "}";
  for (const std::string& text : {std::string(),
                                  std::string("[]"),
                                  std::string(R"({"output":"","name":""})"),
                                  std::string(R"({"output":"../x","name":""})"),
                                  std::string(R"({"output":"pdf"})"),
                                  std::string(R"({"output":"pdf","name":"a\u0000b"})"),
                                  std::string("{}"),
                                  std::string(R"({"phase":"store"})"),
                                  std::string(R"({"phase":"nonsense"})"),
                                  std::string(R"({"error":"unauthenticated","detail":"","cause":""})"),
                                  std::string(R"({"error":"no_such_code","detail":"","cause":""})"),
                                  R"({"error":"input_damaged","cause":"","detail":")" + long_name + R"("})",
                                  std::string("{\"phase\":\"lo\xFFxx\"}"),
                                  std::string(R"({"error":"input_damaged","cause":"","detail":"a\u0007b"})"),
                                  std::string(R"({"ok":true,"pages":-1,"peak":1,"fonts":[],"warnings":[]})"),
                                  std::string(R"({"ok":true,"pages":5000000000,"peak":1,"fonts":[],"warnings":[]})"),
                                  std::string(R"({"ok":true,"pages":1,"peak":1,"fonts":[1],"warnings":[]})"),
                                  std::string(R"({"ok":true,"pages":1,"peak":1,"fonts":[],"warnings":[7]})"),
                                  std::string(R"({"ok":[[[[[[[[[[]]]]]]]]]]})"),
                                  many_fonts}) {
    const auto got = reply_from_json(text);
    ASSERT_FALSE(got) << text;
    EXPECT_EQ(got.error().code(), ErrorCode::EngineFailed) << text;
  }
}

}  // namespace
}  // namespace docmill::engines
