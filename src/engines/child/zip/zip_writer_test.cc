#include "engines/child/zip/zip_writer.h"

#include <gtest/gtest.h>
#include <zip.h>

#include <algorithm>
#include <vector>

namespace docmill::engines::child {
namespace {

using Files = std::vector<std::pair<std::string, std::string>>;

UniqueFd zip_of(const Files& files, Packing packing, const std::string& password) {
  auto zip = ZipWriter::create(password, packing);
  EXPECT_TRUE(zip);
  for (const auto& [name, bytes] : files) EXPECT_TRUE(zip->add(name, bytes)) << name;
  auto file = zip->finish();
  EXPECT_TRUE(file);
  return *std::move(file);
}

std::string content_of(zip_t* zip, zip_uint64_t index) {
  auto* const file = zip_fopen_index(zip, index, 0);
  EXPECT_NE(file, nullptr) << zip_strerror(zip);
  if (file == nullptr) return {};
  std::string bytes(1'000'000, '\0');
  const auto size = zip_fread(file, bytes.data(), bytes.size());
  EXPECT_GE(size, 0) << zip_file_strerror(file);
  bytes.resize(static_cast<std::size_t>(std::max<zip_int64_t>(size, 0)));
  EXPECT_EQ(zip_fclose(file), 0) << "what was read has the checksum that is written";
  return bytes;
}

/// What a strict reader finds: it compares the header before each file with the list at the end.
Files read_strictly(UniqueFd file, const std::string& password) {
  int failed = 0;
  auto* const zip = zip_fdopen(file.get(), ZIP_CHECKCONS, &failed);
  EXPECT_NE(zip, nullptr) << "libzip's error " << failed << " (21: inconsistent)";
  if (zip == nullptr) return {};
  static_cast<void>(file.release());  // libzip closes it
  zip_set_default_password(zip, password.empty() ? nullptr : password.c_str());
  Files found;
  for (zip_uint64_t i = 0; i < static_cast<zip_uint64_t>(zip_get_num_entries(zip, 0)); ++i) {
    const char* name = zip_get_name(zip, i, ZIP_FL_ENC_STRICT);  // UTF-8 only where the entry says so
    found.emplace_back(name == nullptr ? "no name" : name, content_of(zip, i));
  }
  zip_discard(zip);
  return found;
}

TEST(ZipWriter, StrictReadersFindNothingWrong) {
  const Files files{{"a.txt", "one"}, {"Übersicht 数.pdf", std::string(300'000, 'x')}, {"empty.txt", ""}, {"noise.bin", "\x01\xFE\x80z"}};
  for (const auto packing : {Packing::Deflate, Packing::Store}) {
    for (const auto* password : {"", "pass wörd"}) {
      EXPECT_EQ(read_strictly(zip_of(files, packing, password), password), files)
          << (packing == Packing::Store ? "stored " : "packed ") << password;
    }
  }
}

TEST(ZipWriter, TheHeaderBeforeAFileKnowsItsSizes) {
  const auto file = zip_of({{"a.txt", "one"}}, Packing::Store, {});
  const auto header = read_at(file.get(), 0, 30);
  ASSERT_TRUE(header);
  EXPECT_EQ(header->substr(14, 12), std::string("\xF1\x86\x6C\x7A\x03\0\0\0\x03\0\0\0", 12)) << "CRC-32 of \"one\", then 3 bytes twice";
}

TEST(ZipWriter, AZipMayHoldNothing) {
  EXPECT_TRUE(read_strictly(zip_of({}, Packing::Deflate, {}), {}).empty());
}

}  // namespace
}  // namespace docmill::engines::child
