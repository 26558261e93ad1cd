#include "crypto/keyring.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <thread>

namespace docmill::crypto {
namespace {

class KeyringFile : public testing::Test {
 public:
  KeyringFile() {
    std::string pattern = (std::filesystem::temp_directory_path() / "docmill-keyring-XXXXXX").string();
    if (::mkdtemp(pattern.data()) != nullptr) folder_ = pattern;
    path_ = folder_ + "/keys";
  }
  ~KeyringFile() override { std::filesystem::remove_all(folder_); }

 protected:
  std::string text() const {
    std::ostringstream out;
    out << std::ifstream(path_).rdbuf();
    return out.str();
  }
  void write(std::string_view text, mode_t mode = 0600) const {
    std::ofstream(path_) << text;
    ::chmod(path_.c_str(), mode);
  }
  std::size_t files() const {
    const std::filesystem::directory_iterator entries(folder_);
    return static_cast<std::size_t>(std::distance(begin(entries), end(entries)));
  }

  std::string folder_;
  std::string path_;
};

std::string hex_key(char digit) {
  return std::string(64, digit);
}

TEST_F(KeyringFile, TheFirstStartMakesAPrivateFileAndTheSecondReadsIt) {
  const auto first = Keyring::load_or_create(path_);
  ASSERT_TRUE(first) << first.error().describe();
  struct stat status{};
  ASSERT_EQ(::stat(path_.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 07777U, 0600u);
  EXPECT_EQ(files(), 1u);
  const auto second = Keyring::load_or_create(path_);
  ASSERT_TRUE(second);
  EXPECT_EQ(first->newest(), second->newest());
  EXPECT_EQ(first->derive(first->newest(), "x").reveal(), second->derive(second->newest(), "x").reveal());
}

TEST_F(KeyringFile, ManyFirstStartsAtOnceAgreeOnOneKey) {
  std::vector<std::string> ids(8);
  std::vector<std::thread> starts;
  for (auto& id : ids) starts.emplace_back([&id, this] { id = Keyring::load_or_create(path_)->newest(); });
  for (auto& start : starts) start.join();
  EXPECT_EQ(std::set<std::string>(ids.begin(), ids.end()).size(), 1u);
  EXPECT_EQ(files(), 1u);
}

TEST_F(KeyringFile, EachPurposeAndEachKeyGivesItsOwnBytes) {
  write("one " + hex_key('1') + "\ntwo " + hex_key('2') + "\n");
  const auto ring = Keyring::load_or_create(path_);
  ASSERT_TRUE(ring);
  std::set<std::string> seen;
  for (const char* id : {"one", "two"}) {
    for (const char* purpose : {"tenant/acme", "tenant/acme2", "house", ""}) seen.emplace(ring->derive(id, purpose).reveal());
  }
  EXPECT_EQ(seen.size(), 8u);
  for (const auto& key : seen) EXPECT_EQ(key.size(), 32u);
}

TEST_F(KeyringFile, RotatingAddsANewestKeyAndKeepsTheOldOnes) {
  auto ring = *Keyring::load_or_create(path_);
  const auto old = ring.newest();
  const std::string stable(ring.derive_stable("links").reveal());
  const auto added = ring.rotate(path_);
  ASSERT_TRUE(added) << added.error().describe();
  EXPECT_NE(*added, old);
  EXPECT_EQ(ring.newest(), *added);
  EXPECT_TRUE(ring.has(old));
  EXPECT_EQ(ring.derive_stable("links").reveal(), stable);
  const auto again = Keyring::load_or_create(path_);
  ASSERT_TRUE(again);
  EXPECT_EQ(again->newest(), *added);
  EXPECT_TRUE(again->has(old));
  EXPECT_EQ(again->derive_stable("links").reveal(), stable);
  EXPECT_EQ(files(), 1u);
}

TEST_F(KeyringFile, RotationsAtOnceLoseNoKey) {
  const auto ring = *Keyring::load_or_create(path_);
  std::vector<std::thread> rotations;
  for (int i = 0; i < 6; ++i) {
    rotations.emplace_back([own = Keyring(ring), this]() mutable { EXPECT_TRUE(own.rotate(path_)); });
  }
  for (auto& rotation : rotations) rotation.join();
  const auto lines = text();
  EXPECT_EQ(std::count(lines.begin(), lines.end(), '\n'), 1 + 1 + 6);
  EXPECT_TRUE(Keyring::load_or_create(path_));
}

TEST_F(KeyringFile, CommentsEmptyLinesAndAMissingLastNewlineAreFine) {
  write("# ours\n\none " + hex_key('1') + "\n# the next is newer\ntwo " + hex_key('2'));
  auto ring = Keyring::load_or_create(path_);
  ASSERT_TRUE(ring);
  EXPECT_EQ(ring->newest(), "two");
  EXPECT_TRUE(ring->rotate(path_));
  EXPECT_TRUE(Keyring::load_or_create(path_)->has("two"));
}

TEST_F(KeyringFile, AFileOthersMayReadIsRefusedAndTheMessageNamesTheCure) {
  for (const mode_t mode : {0640U, 0604U, 0660U}) {
    write("one " + hex_key('1') + "\n", mode);
    const auto ring = Keyring::load_or_create(path_);
    ASSERT_FALSE(ring);
    EXPECT_EQ(ring.error().code(), ErrorCode::PermissionDenied);
    EXPECT_NE(ring.error().message().find("chmod 600 " + path_), std::string::npos);
  }
}

TEST_F(KeyringFile, WhatIsNotAKeyFileIsCorruptAndStaysAsItWas) {
  for (const auto& bad :
       {std::string(), std::string("# only a comment\n"), std::string("one\n"), "one " + hex_key('1').substr(2) + "\n",
        "one " + hex_key('g') + "\n", "ONE " + hex_key('1') + "\n", "one-two-three-four " + hex_key('1') + "\n",
        "one " + hex_key('1') + "\none " + hex_key('2') + "\n", "one " + hex_key('1') + " \n", std::string("\0\0\0\0", 4)}) {
    write(bad);
    const auto ring = Keyring::load_or_create(path_);
    ASSERT_FALSE(ring) << bad;
    EXPECT_EQ(ring.error().code(), ErrorCode::Corrupt) << bad;
    EXPECT_EQ(ring.error().describe().find(hex_key('1')), std::string::npos) << "a key must not reach a log";
    EXPECT_EQ(text(), bad);
  }
}

TEST_F(KeyringFile, APlaceThatCannotBeWrittenIsUnavailable) {
  write("not a folder");
  const auto ring = Keyring::load_or_create(path_ + "/keys");
  ASSERT_FALSE(ring);
  EXPECT_EQ(ring.error().code(), ErrorCode::Unavailable);
  EXPECT_NE(ring.error().message().find(path_), std::string::npos);
  EXPECT_EQ(Keyring::load_or_create(folder_ + "/missing/keys").error().code(), ErrorCode::Unavailable);
}

}  // namespace
}  // namespace docmill::crypto
