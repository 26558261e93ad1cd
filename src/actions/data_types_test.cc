// How the data engine's documents are recognised: archives, text of any kind, JSON.
#include <gtest/gtest.h>

#include <string>

#include "actions/catalogue.h"
#include "actions/sniff.h"

namespace docmill::actions {
namespace {

using namespace std::string_literals;

std::string data_type(std::string_view id, const std::string& head, std::string_view filename = "") {
  const auto* action = find_action(id);
  if (action == nullptr) return "no action";
  const auto type = recognise(*action, action->fields.front(), sniff(head), filename);
  return type ? std::string((*type)->extension) : "refused";
}

const std::string kPlainZip = "PK\x03\x04"s + std::string(22, '\0') + "\x05\0\0\0"s + "a.txtx";
const std::string kWordZip = "PK\x03\x04"s + std::string(22, '\0') + "\x0a\0\0\0"s + "word/a.txtx";
const std::string kTar = std::string(257, 'a') + "ustar\0"s + std::string(250, '\0');

TEST(DataTypes, ArchivesAreKnownByTheirFirstBytes) {
  EXPECT_EQ(data_type("archive/extract", kPlainZip), "zip");
  EXPECT_EQ(data_type("archive/extract", kWordZip, "letters.zip"), "zip");
  EXPECT_EQ(data_type("archive/extract", "PK\x05\x06"s + std::string(18, '\0')), "zip");
  EXPECT_EQ(data_type("archive/extract", kTar), "tar");
  EXPECT_EQ(data_type("archive/extract", "7z\xBC\xAF\x27\x1C\0\4"s), "7z");
  EXPECT_EQ(data_type("archive/extract", "\x1F\x8B\x08", "a.tgz"), "gz");
  EXPECT_EQ(data_type("archive/list", "BZh91AY&SY"), "bz2");
  EXPECT_EQ(data_type("archive/list",
                      "\xFD"
                      "7zXZ\0"s),
            "xz");
  EXPECT_EQ(data_type("archive/list", "\x28\xB5\x2F\xFD"), "zst");
  EXPECT_EQ(data_type("archive/extract", "%PDF-1.7"), "refused");
  EXPECT_EQ(data_type("archive/extract", "BZh, a text", "a.zip"), "refused");
}

TEST(DataTypes, AnArchiveIsMadeOfFilesOfAnyKind) {
  EXPECT_EQ(data_type("archive/create",
                      "\x7F"
                      "ELF\x02\x01\x01\0\0"s,
                      "a.out"),
            "bin");
  EXPECT_EQ(data_type("archive/create", kPlainZip, "a.zip"), "zip");
  EXPECT_EQ(data_type("archive/create", "a,b\n", "a.csv"), "csv");
}

TEST(DataTypes, TextMayLookLikeAnything) {
  EXPECT_EQ(data_type("regex/match", "hello"), "txt");
  EXPECT_EQ(data_type("regex/match", "<html><body>"), "html");
  EXPECT_EQ(data_type("regex/match", "<?xml version=\"1.0\"?><a/>", "a.xml"), "txt");
  EXPECT_EQ(data_type("regex/match", "{\"a\":1}", "a.json"), "json");
  EXPECT_EQ(data_type("regex/match", "\x89PNG\r\n\x1A\n"), "refused");
}

TEST(DataTypes, TablesAreTakenWithoutAName) {
  EXPECT_NE(data_type("convert/csv-to-json", "a;b\n1;2\n"), "refused");
  EXPECT_NE(data_type("convert/json-to-csv", "[{\"a\":1}]"), "refused");
  EXPECT_EQ(data_type("convert/json-to-xlsx", "[]", "data.json"), "json");
  EXPECT_EQ(data_type("convert/csv-to-xlsx", "<html> is the title,2\n", "a.csv"), "csv");
  EXPECT_EQ(data_type("convert/xlsx-to-json", kPlainZip, "a.xlsx"), "xlsx");
  EXPECT_EQ(data_type("convert/xlsx-to-json", "a,b", "a.xlsx"), "refused");
}

}  // namespace
}  // namespace docmill::actions
