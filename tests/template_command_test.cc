// `docmill template`, as an author of templates uses it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "support/http.h"
#include "support/process.h"

namespace docmill::testing {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

Finished template_command(std::vector<std::string> words) {
  words.insert(words.begin(), {program("docmill"), "template"});
  return run(words);
}

std::string order(const std::string& type) {
  return source("tests/actions/documents/order-template." + type);
}
const std::string& order_data() {
  static const auto path = source("tests/actions/documents/order.json");
  return path;
}

std::string file_in(const TempDir& temp, const std::string& name, const std::string& text) {
  std::ofstream(temp / name, std::ios::binary) << text;
  return temp / name;
}

TEST(TemplateCommand, CheckListsTokensDataAndNoProblems) {
  const auto done = template_command({"check", order("docx")});
  EXPECT_EQ(done.status, 0) << done.err;
  EXPECT_THAT(done.out, StartsWith("order-template.docx: Classic template, "));
  EXPECT_THAT(done.out, HasSubstr("  word/document.xml\n    paragraph 1"));
  EXPECT_THAT(done.out, HasSubstr("{{customer.name}}"));
  EXPECT_THAT(done.out, HasSubstr("list\n"));
  EXPECT_THAT(done.out, EndsWith("No problems.\n"));
}

TEST(TemplateCommand, CheckNamesProblemsWithTheirPlaceAndFails) {
  const TempDir temp;
  const auto page = file_in(temp, "page.html", "<p>\n{{#each items}}{{name}}</p>");
  const auto done = template_command({"check", page});
  EXPECT_EQ(done.status, 1);
  EXPECT_THAT(done.out, HasSubstr("1 problem\n"));
  EXPECT_THAT(done.out, HasSubstr("line 2, column 1: “{{#each items}}” has no end. Add {{/each}}."));
}

TEST(TemplateCommand, ASampleFillsItsTemplateStrictly) {
  const TempDir temp;
  for (const std::string type : {"docx", "xlsx", "html"}) {
    const auto sample = template_command({"check", order(type), "--sample"});
    ASSERT_EQ(sample.status, 0) << sample.err;
    const auto data = file_in(temp, "sample.json", sample.out);
    const auto filled = template_command({"fill", order(type), "--data", data, "--strict", "--output", temp / ("a." + type)});
    EXPECT_EQ(filled.status, 0) << type << ": " << filled.err << sample.out;
    EXPECT_EQ(filled.err, "") << type;
    EXPECT_TRUE(std::filesystem::exists(temp / ("a." + type)));
    EXPECT_THAT(template_command({"check", order(type), "--schema"}).out, StartsWith("{\n  \"$schema\": "));
  }
}

TEST(TemplateCommand, DataIsTriedBeforeItIsUsed) {
  const TempDir temp;
  const auto data = file_in(temp, "data.json", R"({"number": 1, "customer": {"fax": 5}})");
  const auto done = template_command({"check", order("docx"), "--data", data});
  EXPECT_EQ(done.status, 1);
  EXPECT_THAT(done.out, HasSubstr("data.json: "));
  EXPECT_THAT(done.out, HasSubstr("customer.name\n"));
  EXPECT_THAT(done.out, HasSubstr("Not used of the data\n  customer.fax\n"));
  const auto good = template_command({"check", order("docx"), "--data", order_data()});
  EXPECT_EQ(good.status, 0) << good.out;
  EXPECT_THAT(good.out, HasSubstr("order.json has all the data it asks for.\n"));
  EXPECT_THAT(template_command({"check", order("docx"), "--data", order_data(), "--json"}).out,
              HasSubstr("\"dryRun\": {\n    \"complete\": true"));
}

TEST(TemplateCommand, FillMakesWhatItsOutIsCalled) {
  const TempDir temp;
  const auto pdf = template_command({"fill", order("docx"), "--data", order_data(), "--locale", "de-DE", "--output", temp / "a.pdf"});
  EXPECT_EQ(pdf.status, 0) << pdf.err;
  EXPECT_THAT(read_file(temp / "a.pdf"), StartsWith("%PDF-"));
  const auto odt = template_command({"fill", order("odt"), "--data", order_data(), "--output", temp / "a.odt"});
  EXPECT_EQ(odt.status, 0) << odt.err;
  EXPECT_THAT(read_file(temp / "a.odt").substr(0, 100), HasSubstr("mimetypeapplication/vnd.oasis.opendocument.text"));
  const auto other = template_command({"fill", order("docx"), "--data", order_data(), "--output", temp / "a.xlsx"});
  EXPECT_EQ(other.status, 1);
  EXPECT_THAT(other.err, HasSubstr("a .xlsx file cannot be made of this template"));
}

TEST(TemplateCommand, StrictNamesWhatIsMissingAndMakesNothing) {
  const TempDir temp;
  const auto data = file_in(temp, "data.json", R"({"number": 1})");
  const auto loose = template_command({"fill", order("docx"), "--data", data, "--output", temp / "a.docx"});
  EXPECT_EQ(loose.status, 0) << loose.err;
  EXPECT_THAT(loose.err, HasSubstr("warning: word/document.xml, paragraph"));
  const auto strict = template_command({"fill", order("docx"), "--data", data, "--strict", "--output", temp / "b.docx"});
  EXPECT_EQ(strict.status, 1);
  EXPECT_THAT(strict.err, HasSubstr("The data has no “"));
  EXPECT_THAT(strict.err, HasSubstr("which the template names at word/document.xml, paragraph"));
  EXPECT_FALSE(std::filesystem::exists(temp / "b.docx"));
}

TEST(TemplateCommand, HostileFilesAreRefusedInTheJail) {
  const TempDir temp;
  const auto broken = file_in(temp, "a.docx", read_file(order("docx")).substr(0, 600));
  const auto done = template_command({"check", broken});
  EXPECT_EQ(done.status, 1);
  EXPECT_THAT(done.err, StartsWith("docmill: "));
  EXPECT_THAT(done.err, Not(HasSubstr("crash")));
  EXPECT_EQ(template_command({"check", file_in(temp, "b.zip", "PK\x03\x04" + std::string(60, 'x'))}).status, 1);
  EXPECT_EQ(template_command({"fill", file_in(temp, "c.exe", "MZ"), "--data", order_data()}).status, 1);
  EXPECT_EQ(template_command({"fill", order("docx")}).status, 2);
}

}  // namespace
}  // namespace docmill::testing
