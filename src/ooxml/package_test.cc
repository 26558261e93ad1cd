#include "ooxml/package.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "ooxml/namespaces.h"
#include "ooxml/zip_maker.h"

namespace docmill::ooxml {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

const std::string kW = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

Entries letter(const std::string& document =
                   "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body/>"
                   "</w:document>") {
  return {{"[Content_Types].xml", kTypesOfNothing},
          {"_rels/.rels", rels_of(rel("rId1", "officeDocument", "text/Main.xml"))},
          {"text/Main.xml", document},
          {"text/_rels/Main.xml.rels",
           rels_of(rel("rId1", "image", "../pictures/image3.png") +
                   rel("rId9", "hyperlink", "http://x/?a=1&amp;b=2", "TargetMode=\"External\"") + rel("a", "styles", "/text/styles.xml"))},
          {"pictures/image3.png", std::string(5000, 'p') + "end"},
          {"text/styles.xml", "<w:styles xmlns:w=\"" + kW + "\"> \n <w:style/>\n</w:styles>"}};
}

Package opened(const std::string& bytes) {
  auto package = Package::open(bytes);
  if (!package) throw std::runtime_error(package.error().describe());
  return *std::move(package);
}

void expect_error(const Result<Package>& got, ErrorCode code, const std::string& words) {
  ASSERT_FALSE(got) << words;
  EXPECT_EQ(got.error().code(), code) << got.error().describe();
  EXPECT_THAT(got.error().message(), HasSubstr(words));
}

std::string text_of(Package& package, const std::string& part) {
  return package.bytes(part).value();
}

TEST(PackageTest, FindsItsPartsWhateverTheirCaseAndWhateverTheMainOneIsCalled) {
  const auto bytes = zip_of(letter());
  auto package = opened(bytes);
  EXPECT_EQ(package.main_part().value(), "text/Main.xml");
  EXPECT_TRUE(package.has("TEXT/main.xml"));
  EXPECT_FALSE(package.has("text/other.xml"));
  EXPECT_THAT(package.parts(), ElementsAre("text/Main.xml", "pictures/image3.png", "text/styles.xml"));
  EXPECT_EQ(package.content_type("text/main.xml"), "application/xml");
  EXPECT_EQ(package.content_type("pictures/image3.png"), "");
  EXPECT_THAT(package.bytes("nothing").error().message(), HasSubstr("nothing is missing"));
}

TEST(PackageTest, RelationshipsLeadToPartsAndOut) {
  const auto bytes = zip_of(letter());
  auto package = opened(bytes);
  EXPECT_EQ(package.relationship("text/main.xml", "rId1")->target, "pictures/image3.png");
  EXPECT_EQ(package.find("text/Main.xml", "styles")->target, "text/styles.xml");
  const auto link = package.relationship("text/Main.xml", "rId9");
  EXPECT_TRUE(link->external);
  EXPECT_EQ(link->target, "http://x/?a=1&b=2");
  EXPECT_FALSE(package.relationship("text/Main.xml", "rId2"));
  EXPECT_EQ(package.relate("text/Main.xml", "footer", "text/footer1.xml").value(), "rId4");
  package.put("text/footer1.xml", "<w:ftr xmlns:w=\"" + kW + "\"/>", "a/b");
  ASSERT_TRUE(package.retarget("text/Main.xml", "rId1", "pictures/other.png"));
  package.unrelate("text/Main.xml", "a");
  const auto written = package.write().value();
  auto again = opened(written);
  const auto links = again.relationships("text/Main.xml").value();
  ASSERT_EQ(links.size(), 3u);
  EXPECT_EQ(links[0].target, "pictures/other.png");
  EXPECT_EQ(links[1].target, "http://x/?a=1&b=2");
  EXPECT_EQ(links[2].target, "text/footer1.xml");
  EXPECT_EQ(links[2].kind(), "footer");
  EXPECT_EQ(again.content_type("text/footer1.xml"), "a/b");
  EXPECT_THAT(text_of(again, "text/_rels/Main.xml.rels"), HasSubstr("Target=\"footer1.xml\""));
}

TEST(PackageTest, WhatNobodyTouchedGoesOverAsItIs) {
  for (const bool packed : {true, false}) {
    const auto bytes = zip_of(letter(), packed);
    auto package = opened(bytes);
    ASSERT_TRUE(package.xml("text/styles.xml"));  // looked at, not edited
    const auto written = package.write().value();
    EXPECT_EQ(written, opened(bytes).write().value()) << "the same on every day";
    auto again = opened(written);
    for (const auto& [name, content] : letter()) EXPECT_EQ(text_of(again, name), content) << name;
    EXPECT_NEAR(static_cast<double>(written.size()), static_cast<double>(bytes.size()), 200) << packed;
  }
}

TEST(PackageTest, TextThatIsPackedWhileItIsWrittenIsTheSameText) {
  for (const int lines : {0, 3, 1000, 200'000}) {
    const auto bytes = zip_of(letter());
    auto package = opened(bytes);
    PackedText packed;
    std::string expected = "<notes>";
    packed.text() = expected;
    for (int i = 0; i < lines; ++i) {
      const auto line = fmt::format("<note>{} of {}</note>", i, i * 7919 % 65'537);
      expected += line;
      packed.text() += line;
      packed.settle();
    }
    package.put("text/notes.xml", std::move(packed), "a/b+xml");
    EXPECT_TRUE(text_of(package, "text/notes.xml") == expected) << lines;
    auto copy = package.copy();
    EXPECT_TRUE(text_of(copy, "text/notes.xml") == expected) << lines << ", in a copy";
    const auto written = package.write().value();
    EXPECT_EQ(written, copy.write().value());
    auto again = opened(written);
    EXPECT_TRUE(text_of(again, "text/notes.xml") == expected) << lines << ", written";
    EXPECT_EQ(again.content_type("text/notes.xml"), "a/b+xml");
    package.put("text/notes.xml", "<a/>");
    EXPECT_EQ(text_of(package, "text/notes.xml"), "<a/>");
  }
}

TEST(PackageTest, EditedXmlIsWrittenWithItsWhiteSpace) {
  const auto bytes = zip_of(letter("<?xml version='1.0'?>\r\n<!-- c --><w:document xmlns:w='" + kW +
                                   "'><w:t xml:space='preserve'>  a &amp; b\r\n\t </w:t> <w:t a='&#10;x'> </w:t></w:document>"));
  auto package = opened(bytes);
  auto* const tree = package.edit("text/Main.xml").value();
  tree->document_element().append_child("w:p").append_attribute("w:v") = "<\">";
  const auto expected =
      "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<!-- c --><w:document xmlns:w=\"" + kW +
      "\"><w:t xml:space=\"preserve\">  a &amp; b\n\t </w:t> <w:t a=\"&#10;x\"> </w:t><w:p w:v=\"&lt;&quot;>\"/></w:document>";
  EXPECT_EQ(text_of(package, "text/Main.xml"), expected);
  ASSERT_TRUE(package.pack("text/Main.xml"));
  auto again = opened(package.write().value());
  EXPECT_EQ(text_of(package, "text/Main.xml"), expected);
}

TEST(PackageTest, PartsAreAddedCopiedAndRemoved) {
  const auto bytes = zip_of(letter());
  auto package = opened(bytes);
  EXPECT_EQ(package.free_name("pictures/IMAGE3.png"), "pictures/IMAGE1.png");
  EXPECT_EQ(package.free_name("pictures/new.png"), "pictures/new.png");
  EXPECT_EQ(package.duplicate("text/main.xml").value(), "text/Main1.xml");
  EXPECT_EQ(package.relationship("text/Main1.xml", "rId1")->target, "pictures/image3.png");
  const auto other_bytes = zip_of(letter());
  const auto other = opened(other_bytes);
  ASSERT_TRUE(package.copy_from(other, "pictures/image3.png", "pictures/image7.png"));
  EXPECT_FALSE(package.copy_from(other, "pictures/none.png", "x"));
  package.remove("text/Main.xml");
  const auto written = package.write().value();
  auto again = opened(written);
  EXPECT_FALSE(again.has("text/Main.xml"));
  EXPECT_FALSE(again.has("text/_rels/Main.xml.rels"));
  EXPECT_EQ(text_of(again, "pictures/image7.png"), text_of(package, "pictures/image3.png"));
  EXPECT_EQ(again.relationships("text/Main1.xml").value().size(), 3u);
  EXPECT_THAT(again.main_part().error().message(), HasSubstr("main part is missing"));
}

TEST(PackageTest, OtherPrefixesAndStrictNamesBecomeTheUsualOnes) {
  const auto bytes = zip_of(letter(
      R"(<x:document xmlns:x="http://purl.oclc.org/ooxml/wordprocessingml/main" x:conformance="strict" xmlns:q="urn:own" xmlns:w="urn:other" )"
      R"(xmlns:k="http://schemas.openxmlformats.org/markup-compatibility/2006" k:Ignorable="q w"><x:p q:a="1" w:b="2" c="3">)"
      R"(<k:AlternateContent><k:Choice Requires="z" xmlns:z="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"/>)"
      R"(</k:AlternateContent><body xmlns="http://purl.oclc.org/ooxml/wordprocessingml/main"/></x:p></x:document>)"));
  auto package = opened(bytes);
  const auto root = package.xml("text/Main.xml").value()->document_element();
  EXPECT_STREQ(root.name(), "w:document");
  EXPECT_STREQ(root.attribute("xmlns:w").value(), kW.c_str());
  EXPECT_FALSE(root.attribute("w:conformance"));
  EXPECT_STREQ(root.attribute("mc:Ignorable").value(), "q wx");
  const auto paragraph = root.child("w:p");
  EXPECT_STREQ(paragraph.attribute("q:a").value(), "1");
  EXPECT_STREQ(paragraph.attribute("wx:b").value(), "2");
  EXPECT_STREQ(paragraph.attribute("c").value(), "3");
  EXPECT_STREQ(paragraph.child("mc:AlternateContent").child("mc:Choice").attribute("Requires").value(), "wps");
  EXPECT_TRUE(paragraph.child("w:body"));
  EXPECT_STREQ(root.attribute("xmlns:wps").value(), "http://schemas.microsoft.com/office/word/2010/wordprocessingShape");
}

TEST(PackageTest, AStrictPackageIsWrittenTransitional) {
  auto entries = letter("<document xmlns=\"http://purl.oclc.org/ooxml/wordprocessingml/main\"/>");
  entries[1].second = rels_of(
      R"(<Relationship Id="r" Type="http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument" Target="text/Main.xml"/>)");
  const auto bytes = zip_of(entries);
  auto package = opened(bytes);
  EXPECT_EQ(package.main_part().value(), "text/Main.xml");
  const auto written = package.write().value();
  auto again = opened(written);
  EXPECT_THAT(text_of(again, "_rels/.rels"), Not(HasSubstr("purl")));
  EXPECT_THAT(text_of(again, "text/Main.xml"), HasSubstr("<w:document xmlns:w=\"" + kW));
  const auto plain = zip_of(letter());
  auto target = opened(plain);
  ASSERT_TRUE(target.copy_from(opened(bytes), "text/Main.xml", "text/copy.xml"));
  EXPECT_THAT(text_of(target, "text/copy.xml"), HasSubstr("<w:document xmlns:w=\"" + kW));
}

TEST(PackageTest, NamespacesMoveWithTheirElements) {
  pugi::xml_document mine;
  pugi::xml_document theirs;
  mine.load_string("<w:a xmlns:w='u:w' xmlns:mc='m' xmlns:k='u:k' mc:Ignorable='k'/>");
  theirs.load_string("<w:a xmlns:w='u:w' xmlns:mc='m' xmlns:j='u:j' mc:Ignorable='j i'/>");
  EXPECT_TRUE(take_namespaces(mine.document_element(), theirs.document_element()));
  EXPECT_STREQ(mine.document_element().attribute("xmlns:j").value(), "u:j");
  EXPECT_STREQ(mine.document_element().attribute("mc:Ignorable").value(), "k j");
  theirs.document_element().attribute("xmlns:j") = "u:other";
  EXPECT_FALSE(take_namespaces(mine.document_element(), theirs.document_element()));
}

TEST(PackageTest, Utf16IsReadAndWhatIsNoUtf8IsRefused) {
  std::string wide = "\xFF\xFE";
  for (const char c : std::string("<a>x</a>")) wide += std::string{c, '\0'};
  const auto bytes = zip_of(letter(wide));
  auto package = opened(bytes);
  EXPECT_STREQ(package.xml("text/Main.xml").value()->child("a").text().get(), "x");
  const auto latin = zip_of(letter("<?xml version='1.0' encoding='ISO-8859-1'?><a>\xE9</a>"));
  auto second = opened(latin);
  EXPECT_STREQ(second.xml("text/Main.xml").value()->child("a").text().get(), "é");
  const auto broken = zip_of(letter("<a>\xE9</a>"));
  auto third = opened(broken);
  EXPECT_EQ(third.xml("text/Main.xml").error().code(), ErrorCode::InputDamaged);
}

TEST(PackageTest, HostilePackagesAreRefused) {
  auto entries = letter();
  const auto with = [&](const std::string& name, const std::string& content) {
    auto more = entries;
    more.emplace_back(name, content);
    return zip_of(more);
  };
  for (const auto* name : {"../a.xml", "/a.xml", "a/../../b", "C:/x", "..\\x"}) {
    const auto bytes = with(name, "x");
    expect_error(Package::open(bytes), ErrorCode::InputDamaged, "forbidden name");
  }
  for (const auto* name : {"text/Main.xml", "TEXT/MAIN.XML"}) {
    const auto bytes = with(name, "x");
    expect_error(Package::open(bytes), ErrorCode::InputDamaged, "two parts of one name");
  }
  const auto bomb = with("big.xml", std::string(30'000'000, ' '));
  expect_error(Package::open(bomb), ErrorCode::InputTooComplex, "200 times its size");
  const auto good = zip_of(entries);
  expect_error(Package::open(good, {.unpacked_size = 1000}), ErrorCode::InputTooComplex, "unpacks to more than");
  expect_error(Package::open(good, {.entries = 3}), ErrorCode::InputTooComplex, "has 6 parts");
  expect_error(Package::open(""), ErrorCode::InputDamaged, "ZIP container");
  expect_error(Package::open("hello, world"), ErrorCode::InputDamaged, "ZIP container");
  expect_error(Package::open(std::string("\xD0\xCF\x11\xE0 old")), ErrorCode::UnsupportedType, "before Office 2007");
  const auto nothing = zip_of({{"a.xml", "<a/>"}});
  expect_error(Package::open(nothing), ErrorCode::InputDamaged, "no Office document");
}

TEST(PackageTest, HostileXmlIsRefused) {
  const auto error_of = [](const std::string& xml, const Limits& limits = {}) {
    const auto bytes = zip_of(letter(xml));
    auto package = Package::open(bytes, limits);
    if (!package) return package.error().describe();
    const auto got = package->xml("text/Main.xml");
    return got ? std::string("none") : got.error().message();
  };
  EXPECT_THAT(error_of("<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"), HasSubstr("document type"));
  EXPECT_THAT(error_of("<a><b></a>"), HasSubstr("no XML"));
  EXPECT_THAT(error_of(""), HasSubstr("no XML"));
  EXPECT_THAT(error_of(std::string("\0\0\0\0", 4)), HasSubstr("no XML"));
  std::string deep;
  for (int i = 0; i < 50'000; ++i) deep += "<a>";
  for (int i = 0; i < 50'000; ++i) deep += "</a>";
  EXPECT_THAT(error_of(deep), HasSubstr("levels deep"));
  EXPECT_THAT(error_of("<a>" + std::string(3000, 'x') + "</a>", {.xml_size = 2000}), HasSubstr("larger than"));
}

TEST(PackageTest, ACopyHasWhatWasEditedAndGoesItsOwnWay) {
  const auto bytes = zip_of(letter());
  auto package = opened(bytes);
  package.edit("text/Main.xml").value()->document_element().append_attribute("n").set_value("1");
  package.put("new.xml", "<new/>", "application/x-new+xml");
  static_cast<void>(package.relate("text/Main.xml", "header", "new.xml"));
  auto copy = package.copy();
  EXPECT_EQ(copy.parts(), package.parts());
  EXPECT_EQ(copy.write().value(), package.write().value());

  copy.edit("text/Main.xml").value()->document_element().attribute("n").set_value("2");
  copy.edit("text/styles.xml").value()->document_element().append_attribute("n").set_value("2");
  copy.remove("new.xml");
  copy.unrelate("text/Main.xml", "rId9");
  EXPECT_THAT(text_of(package, "text/Main.xml"), HasSubstr("n=\"1\""));
  EXPECT_THAT(text_of(package, "text/styles.xml"), Not(HasSubstr("n=\"2\"")));
  EXPECT_TRUE(package.has("new.xml"));
  EXPECT_TRUE(package.relationship("text/Main.xml", "rId9"));
  EXPECT_THAT(text_of(copy, "text/Main.xml"), HasSubstr("n=\"2\""));
}

TEST(PackageTest, ACopyOutlivesItsPackage) {
  const auto bytes = zip_of(letter());
  auto package = std::make_unique<Package>(opened(bytes));
  static_cast<void>(package->edit("text/Main.xml"));
  auto copy = package->copy();
  package.reset();
  const auto written = copy.write().value();
  auto again = opened(written);
  EXPECT_EQ(text_of(again, "pictures/image3.png"), std::string(5000, 'p') + "end");
}

TEST(PackageTest, EveryCutAndManyFlipsEndInAnErrorOrADocument) {
  const auto whole = zip_of(letter());
  const auto work = [](const std::string& bytes) {
    auto package = Package::open(bytes);
    if (!package) return;
    for (const auto& part : package->parts()) static_cast<void>(package->edit(part));
    static_cast<void>(package->write());
  };
  for (std::size_t size = 0; size < whole.size(); size += 7) work(whole.substr(0, size));
  for (std::size_t at = 0; at < whole.size(); at += 3) {
    auto flipped = whole;
    flipped[at] = static_cast<char>(flipped[at] ^ 0x41);
    work(flipped);
  }
}

TEST(PackageTest, TargetsNeverLeadOutOfThePackage) {
  EXPECT_EQ(resolved("word/document.xml", "media/a.png"), "word/media/a.png");
  EXPECT_EQ(resolved("word/document.xml", "/media/./a.png"), "media/a.png");
  EXPECT_EQ(resolved("word/document.xml", "..\\..\\..\\etc/passwd"), "etc/passwd");
  EXPECT_EQ(relative("word/document.xml", "word/media/a.png"), "media/a.png");
  EXPECT_EQ(relative("word/charts/c.xml", "word/media/a.png"), "../media/a.png");
  EXPECT_EQ(relative("word/document.xml", "docProps/core.xml"), "/docProps/core.xml");
  EXPECT_EQ(relative("", "docProps/core.xml"), "docProps/core.xml");
}

}  // namespace
}  // namespace docmill::ooxml
