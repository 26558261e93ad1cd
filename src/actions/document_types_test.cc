#include "actions/document_types.h"

#include <gtest/gtest.h>

#include <set>

namespace docmill::actions {
namespace {

TEST(DocumentTypes, AnExtensionIsListedOnceAndFoundInAnySpelling) {
  std::set<std::string_view> seen;
  for (const auto& type : document_types()) {
    EXPECT_TRUE(seen.insert(type.extension).second) << type.extension;
    EXPECT_NE(type.content_type.find('/'), std::string_view::npos) << type.extension;
  }
  ASSERT_NE(type_with_extension(".DOCX"), nullptr);
  EXPECT_EQ(type_with_extension(".DOCX")->extension, "docx");
  EXPECT_EQ(type_with_extension("exe"), nullptr);
  EXPECT_EQ(type_with_extension(""), nullptr);
}

TEST(DocumentTypes, ContentTypesAreWrittenInLowerCaseAndFoundInAny) {
  for (const auto& type : document_types()) {
    ASSERT_NE(type_with_content_type(type.content_type), nullptr) << type.extension;
    EXPECT_EQ(type_with_content_type(type.content_type)->content_type, type.content_type);
  }
  EXPECT_EQ(type_with_content_type("Application/PDF")->extension, "pdf");
}

TEST(DocumentTypes, TheExtensionOfANameIsItsLastPartInLowerCase) {
  EXPECT_EQ(extension_of("Report.DOCX"), "docx");
  EXPECT_EQ(extension_of("a.tar.gz"), "gz");
  EXPECT_EQ(extension_of("no extension"), "");
  EXPECT_EQ(extension_of("Mr. Smith"), "");
  EXPECT_EQ(extension_of(""), "");
}

TEST(DocumentTypes, AnOutputKeepsTheNameOfItsInput) {
  EXPECT_EQ(output_name("Report.docx", "pdf"), "Report.pdf");
  EXPECT_EQ(output_name("Übersicht 2.1 final", "pdf"), "Übersicht 2.1 final.pdf");
  EXPECT_EQ(output_name(".docx", "pdf"), "document.pdf");
  EXPECT_EQ(output_name("", "pdf"), "document.pdf");
}

}  // namespace
}  // namespace docmill::actions
