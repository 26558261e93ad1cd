#include "engines/office/child/input_name.h"

#include <gmock/gmock.h>

#include "engines/office/child/html_pictures.h"

namespace docmill::engines::office {
namespace {

TEST(InputName, IsTheSendersWithTheExtensionOfWhatItIs) {
  EXPECT_EQ(input_name("Größe Q1.final.DOCX", "docx"), "Größe Q1.final.docx");
  EXPECT_EQ(input_name("report", "odt"), "report.odt");
  EXPECT_EQ(input_name("C:\\files\\../a.doc", "docx"), "a.docx");
  for (const auto* none : {"", "/", "..", "\n", "\xFF\xFE"}) EXPECT_EQ(input_name(none, "xlsx"), "document.xlsx") << none;
  const auto long_name = input_name(std::string(179, 'a') + "ü.docx", "docx");
  EXPECT_EQ(long_name, std::string(179, 'a') + ".docx");
  EXPECT_EQ(as_url_part("ü #.a"), "%C3%BC%20%23.a");
}

TEST(HtmlPictures, ArePutIntoThePage) {
  const auto read = [](const std::string& name) -> Result<std::string> {
    if (name == "output_html_1.png") return std::string("abcd");
    return Failed(fail(ErrorCode::EngineFailed, "no such file"));
  };
  EXPECT_EQ(with_pictures_inside(R"(<img src="output_html_1.png"><img src="output_html_2.png"><a href="output_html_1.exe">)",
                                 "output_html_", read),
            R"(<img src="data:image/png;base64,YWJjZA=="><img src="output_html_2.png"><a href="output_html_1.exe">)");
  EXPECT_EQ(with_pictures_inside(R"(<img src="output_html_)", "output_html_", read), R"(<img src="output_html_)");
}

}  // namespace
}  // namespace docmill::engines::office
