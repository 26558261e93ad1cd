#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engines/engine_host.h"
#include "engines/ooxml/ooxml_engine.h"
#include "ooxml/word_maker.h"
#include "sandbox/sanitizer.h"
#include "templating/xlsx_maker.h"

// Templates and data that mean harm, in the jail: an answer in words comes back from every one of them, and the next is filled as if
// nothing had been. What the fillings do with them is in src/templating/*/…_hostile_test.cc.

namespace docmill::engines::ooxml {
namespace {

using testing::AnyOf;
using testing::HasSubstr;

class HostileTemplates : public testing::Test {
 protected:
  static Result<StepResult> fill(const std::string& kind, const std::string& bytes, const std::string& data) {
    static EngineHost<OoxmlEngine> host({.program = DOCMILL_OOXML_PROGRAM});
    StepRequest request;
    request.operation = "fill-" + kind;
    request.target = kind == "text" ? "html" : kind;
    request.inputs.push_back(document_of(bytes, kind == "text" ? "html" : kind, "template"));
    request.inputs.push_back(document_of(data, "json", "data.json"));
    request.inputs.back().field = "Data";
    return host.convert(std::move(request));
  }

  /// "filled", or what the error says; and the next document is none the worse.
  static std::string said(const std::string& kind, const std::string& bytes, const std::string& data) {
    const auto got = fill(kind, bytes, data);
    EXPECT_EQ(bytes_of(good_or_failure(fill("text", "{{a}}", R"({"a":"still here"})"))), "still here");
    return got ? "filled" : std::string(info(got.error().code()).name) + ": " + got.error().message();
  }

  static std::string word(const std::string& body) { return docmill::ooxml::word_of(body + docmill::ooxml::page_setup()); }
  static std::string cells(const std::string& text, const std::string& beside = "") {
    templating::xlsx::MadeBook book;
    book.sheets.emplace_back().cell("A1", text).cell("B1", beside);
    return book.bytes();
  }
  static std::string list(std::size_t many, const std::string& item) {
    std::string out = "[" + item;
    for (std::size_t i = 1; i < many; ++i) out += "," + item;
    return out + "]";
  }
};

TEST_F(HostileTemplates, EntityBombsAreRefused) {
  const auto bomb = docmill::ooxml::zip_of(
      {{"[Content_Types].xml", docmill::ooxml::kTypesOfNothing},
       {"_rels/.rels", docmill::ooxml::rels_of(docmill::ooxml::rel("rId1", "officeDocument", "main.xml"))},
       {"main.xml", R"(<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;"><!ENTITY d SYSTEM "file:///etc/passwd">]><a>&c;&d;</a>)"}});
  EXPECT_THAT(said("docx", bomb, "{}"), HasSubstr("input_damaged: The document's part main.xml has a document type"));
  EXPECT_THAT(said("xlsx", bomb, "{}"), HasSubstr("input_damaged: The document's part main.xml has a document type"));
}

TEST_F(HostileTemplates, WhatGrowsTooLargeIsRefusedByALimitOrForItsMemory) {
  if (sandbox::kSanitized) GTEST_SKIP() << "a sanitizer's child has no limit of memory";
  const auto data = "{\"x\":" + list(30'000, "{\"a\":1}") + ",\"y\":" + list(30'000, "{\"a\":1}") + "}";
  const auto refused = AnyOf(HasSubstr("input_too_complex"), HasSubstr("memory_exceeded"));
  const std::string row = "<w:tbl><w:tr><w:tc>" + docmill::ooxml::paragraph("{{x.a}} {{y.a}}") + "</w:tc></w:tr></w:tbl>";
  EXPECT_THAT(said("docx", word(row), data), refused);
  EXPECT_THAT(said("docx", word(docmill::ooxml::paragraph("{{x.a}} {{y.a}}")), data), refused);
  EXPECT_THAT(said("xlsx", cells("{{x.a}} {{y.a}}"), data), refused);
  EXPECT_THAT(said("xlsx", cells("{{x.a}:sheet}"), data), refused);
  EXPECT_THAT(said("text", "{{#each x}}{{#each x}}{{#each x}}.{{/each}}{{/each}}{{/each}}", data), refused);
}

TEST_F(HostileTemplates, AHundredMegabytesOfDataGetAnAnswer) {
  if (sandbox::kSanitized) GTEST_SKIP() << "a sanitizer's child has no limit of memory";
  const auto answered = AnyOf("filled", HasSubstr("input_too_complex"), HasSubstr("memory_exceeded"));
  const auto one_text = "{\"n\":\"" + std::string(100'000'000, 'x') + "\"}";
  EXPECT_THAT(said("docx", word(docmill::ooxml::paragraph("{{n}}")), one_text), answered);
  EXPECT_THAT(said("xlsx", cells("{{n}}"), one_text), answered);
  const auto many = "{\"l\":" + list(2'000'000, "{\"a\":1,\"b\":\"text that is not used\",\"c\":[]}") + "}";
  EXPECT_THAT(said("docx", word(docmill::ooxml::paragraph("{{l.Length}}")), many), answered);
  EXPECT_THAT(said("text", std::string("{{l.Length}}"), std::string(100'000'000, '[')), HasSubstr("200"));
}

}  // namespace
}  // namespace docmill::engines::ooxml
