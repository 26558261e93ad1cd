#include "data/archive_maker.h"
#include "data/data_runner.h"

namespace docmill::engines::data {
namespace {

using namespace std::string_literals;
using testing::ElementsAre;
using testing::HasSubstr;

class ArchiveTest : public DataEngineTest {
 protected:
  /// What was unpacked: "name.extension=bytes".
  static std::vector<std::string> unpacked(const std::string& archive, Params params = {}) {
    const auto got = good("archive-extract", archive, std::move(params));
    std::vector<std::string> files;
    for (std::size_t i = 0; i < got.outputs.size(); ++i) {
      files.push_back(got.outputs[i].name + "." + got.outputs[i].extension + "=" + bytes_of(got, i));
    }
    return files;
  }

  static Result<StepResult> create(const std::vector<TestInput>& inputs, Params params = {}) {
    return host().convert(request("archive-create", inputs, std::move(params)));
  }
};

const std::vector<Made> kFiles{{"b.txt", "bee"}, {"docs/a.PDF", "aye"}, {"docs", "", AE_IFDIR}, {"ü.docx", "you"}};

TEST_F(ArchiveTest, FilesBecomeAZipAndComeOutAgain) {
  const auto got =
      create({{"one", "Report.txt"}, {"two", "a/b\\report.TXT"}, {"three", "..."}, {"four", "Übersicht.pdf"}}, {{"FileName", "All.zip"}});
  ASSERT_TRUE(got) << got.error().describe();
  EXPECT_EQ(got->outputs[0].name, "All");
  EXPECT_EQ(got->outputs[0].extension, "zip");
  EXPECT_THAT(unpacked(bytes_of(*got)), ElementsAre("Report.txt=one", "report (2).txt=two", "file-3.bin=three", "Übersicht.pdf=four"));
}

TEST_F(ArchiveTest, APasswordEncryptsWithAesAndIsNeededToRead) {
  const auto got = create({{"the secret", "a.txt"}}, {{"Password", "pass wörd"}});
  ASSERT_TRUE(got);
  const auto zip = bytes_of(*got);
  EXPECT_EQ(zip.find("the secret"), std::string::npos);
  EXPECT_NE(zip.find("\x01\x99\x07\0\x02\0AE\x03"s), std::string::npos) << "the extra field of AES-256";
  EXPECT_THAT(unpacked(zip, {{"Password", "pass wörd"}}), ElementsAre("a.txt=the secret"));
  expect_refused(run("archive-extract", zip), ErrorCode::PasswordRequired, "send it as Password");
  expect_refused(run("archive-extract", zip, {{"Password", "other"}}), ErrorCode::PasswordRequired, "does not open");
  expect_json(
      made("archive-list", zip), R"({"entries":[{"path":"a.txt","size":)" + std::to_string(10) +
                                     R"(,"isFolder":false,"isEncrypted":true,"modified":)" +
                                     [&] {
                                       const auto text = made("archive-list", zip);
                                       const auto at = text.find("\"modified\":") + 11;
                                       return text.substr(at, text.find('}') - at);
                                     }() +
                                     R"(}],"format":"zip"})");
}

TEST_F(ArchiveTest, EveryKindOfArchiveIsRead) {
  const std::vector<MakerOptions> kinds{{.format = "zip"},
                                        {.format = "zip", .options = "zip:encryption=zipcrypt", .password = "pw"},
                                        {.format = "zip", .options = "zip:encryption=aes128", .password = "pw"},
                                        {.format = "7z"},
                                        {.format = "tar"},
                                        {.format = "tar", .filter = "gzip"},
                                        {.format = "tar", .filter = "bzip2"},
                                        {.format = "tar", .filter = "xz"},
                                        {.format = "tar", .filter = "zstd"}};
  for (const auto& kind : kinds) {
    const std::vector<Made> files{{"b.txt", "bee"}, {"docs/a.PDF", "aye"}};
    EXPECT_THAT(unpacked(archive_of(files, kind), {{"IncludeFolders", "true"}, {"Password", "pw"}}), ElementsAre("b.txt=bee", "a.pdf=aye"))
        << kind.format << kind.filter << kind.options;
  }
}

TEST_F(ArchiveTest, FilesInFoldersComeOnlyWhenAskedFor) {
  EXPECT_THAT(unpacked(archive_of(kFiles)), ElementsAre("b.txt=bee", "ü.docx=you"));
  EXPECT_THAT(
      unpacked(archive_of({{"a/x.txt", "1"}, {"b/x.txt", "2"}, {"c/X.txt", "3"}, {"README", "4"}, {".env", "5"}, {"a.tar.gz", "6"}}),
               {{"IncludeFolders", "true"}}),
      ElementsAre("x.txt=1", "x (2).txt=2", "X (3).txt=3", "README.bin=4", ".env.bin=5", "a.tar.gz=6"));
  expect_refused(run("archive-extract", archive_of({{"a/x.txt", "1"}})), ErrorCode::NotApplicable, "set IncludeFolders");
}

TEST_F(ArchiveTest, TheListNamesEveryEntry) {
  expect_json(made("archive-list", archive_of(kFiles, {.format = "tar", .filter = "gzip"})), R"({"entries":[
    {"path":"b.txt","size":3,"isFolder":false,"isEncrypted":false,"modified":"2023-11-14T22:13:20Z"},
    {"path":"docs/a.PDF","size":3,"isFolder":false,"isEncrypted":false,"modified":"2023-11-14T22:13:20Z"},
    {"path":"docs","size":0,"isFolder":true,"isEncrypted":false,"modified":"2023-11-14T22:13:20Z"},
    {"path":"ü.docx","size":3,"isFolder":false,"isEncrypted":false,"modified":"2023-11-14T22:13:20Z"}],"format":"tar.gz"})");
}

TEST_F(ArchiveTest, PathsThatLeadOutAreRefused) {
  for (const auto* path : {"../a.txt", "a/../../b.txt", "/etc/passwd", "C:/x.txt", "..\\x.txt", "a\\..\\..\\x"}) {
    for (const auto* format : {"zip", "tar"}) {
      expect_refused(run("archive-extract", archive_of({{"good.txt", "x"}, {path, "x"}}, {.format = format}), {{"IncludeFolders", "true"}}),
                     ErrorCode::NotApplicable, "leads out of the archive");
    }
  }
  for (const auto* format : {"zip", "tar"}) {
    expect_refused(run("archive-extract", archive_of({{"link", "", AE_IFLNK, "/etc/passwd"}}, {.format = format})),
                   ErrorCode::NotApplicable, "nothing but links");
  }
}

TEST_F(ArchiveTest, LinksAreListedAndLeftOutButNotFollowed) {
  const auto bytes =
      archive_of({{"a.txt", "x"}, {"soft", "", AE_IFLNK, "../../etc/passwd"}, {"hard", "", AE_IFREG, "a.txt"}, {"pipe", "", AE_IFIFO}},
                 {.format = "tar"});
  const auto got = good("archive-extract", bytes);
  ASSERT_EQ(got.outputs.size(), 1U);
  EXPECT_EQ(bytes_of(got), "x");
  EXPECT_THAT(got.warnings, ElementsAre(HasSubstr("Links were left out")));
  const auto list = made("archive-list", bytes);
  for (const auto* path : {"soft", "hard", "pipe"})
    EXPECT_THAT(list, testing::ContainsRegex(std::string("\"path\":\"") + path + "\",\"size\":[^,]*,\"isLink\":true,\"isFolder\":false"))
        << path;
  EXPECT_THAT(list, testing::ContainsRegex("\"path\":\"a.txt\",\"size\":1,\"isFolder\":false"));
}

TEST_F(ArchiveTest, NamesThatNoFileCanHaveAreRefusedForWhatTheyAre) {
  std::string deep;
  for (int i = 0; i < 600; ++i) deep += "a/";
  expect_refused(run("archive-list", archive_of({{deep + "x", "x"}})), ErrorCode::NotApplicable, "is longer than 1024 bytes");
  auto nameless = archive_of({{"abcd", "x"}}, {.format = "tar"});
  nameless.replace(0, 4, std::string(4, '\0'));
  unsigned sum = 0;
  nameless.replace(148, 8, "        ");
  for (std::size_t i = 0; i < 512; ++i) sum += static_cast<unsigned char>(nameless[i]);
  nameless.replace(148, 7, fmt::format("{:06o}", sum) + '\0');
  expect_refused(run("archive-list", nameless), ErrorCode::NotApplicable, "has no name");
}

TEST_F(ArchiveTest, BombsAreRefused) {
  const auto zeros = std::string(30'000'000, '\0');
  for (const auto& how : {MakerOptions{.format = "zip"}, MakerOptions{.format = "7z"}, MakerOptions{.format = "tar", .filter = "gzip"}}) {
    const auto bomb = archive_of({{"zeros.bin", zeros}}, how);
    expect_refused(run("archive-extract", bomb), ErrorCode::InputTooComplex, "200 times its size");
    auto small = request("archive-extract", {{bomb}});
    small.limits.unpacked_size = 1'000'000;
    expect_refused(host().convert(std::move(small)), ErrorCode::InputTooComplex, "unpacks to more than 1 MB");
  }
  std::vector<Made> many;
  for (int i = 0; i < 10'001; ++i) many.push_back({"f" + std::to_string(i), ""});
  expect_refused(run("archive-list", archive_of(many)), ErrorCode::InputTooComplex, "more than 10000 entries");
  many.assign(1'001, {"f.txt", "x"});
  expect_refused(run("archive-extract", archive_of(many)), ErrorCode::InputTooComplex, "1000 files");
}

TEST_F(ArchiveTest, ManyFilesNeedFewDescriptors) {
  const std::vector<Made> many(900, {"f.txt", "x"});
  EXPECT_EQ(unpacked(archive_of(many)).size(), 900u);
}

TEST_F(ArchiveTest, WhatIsNoArchiveOrEmptyIsRefused) {
  expect_refused(run("archive-extract", "hello"), ErrorCode::UnsupportedType, "no archive");
  expect_refused(run("archive-extract", archive_of({})), ErrorCode::NotApplicable, "holds no files");
  expect_refused(run("archive-extract", archive_of({{"a", "", AE_IFDIR}})), ErrorCode::NotApplicable, "holds no files");
  const auto warned = good("archive-extract", archive_of({{"a.txt", "x"}, {"empty.txt", ""}}));
  EXPECT_EQ(warned.outputs.size(), 1u);
  EXPECT_THAT(warned.warnings, ElementsAre("Files of 0 bytes were left out."));
}

TEST_F(ArchiveTest, EveryCutOfAnArchiveIsRefusedOrRead) {
  for (const auto& how : {MakerOptions{.format = "zip"}, MakerOptions{.format = "7z"}, MakerOptions{.format = "tar", .filter = "xz"}}) {
    const auto whole = archive_of({{"a.txt", std::string(1000, 'a') + "b"}, {"c.txt", "see"}}, how);
    for (std::size_t size = 0; size < whole.size(); size += whole.size() / 9 + 1) {
      const auto got = run("archive-extract", whole.substr(0, size));
      if (!got)
        EXPECT_THAT(got.error().code(), testing::AnyOf(ErrorCode::InputDamaged, ErrorCode::UnsupportedType)) << got.error().describe();
    }
    auto flipped = whole;
    flipped[flipped.size() / 2] = static_cast<char>(flipped[flipped.size() / 2] ^ 0x55);
    static_cast<void>(run("archive-list", flipped));
  }
}

TEST_F(ArchiveTest, NamesOfOldProgramsAreDecoded) {
  const auto zip = archive_of({{"f\x81r.txt", "x"}}, {.format = "zip"});
  EXPECT_THAT(unpacked(zip), ElementsAre("für.txt=x"));
}

}  // namespace
}  // namespace docmill::engines::data
