#pragma once
// Makes archives of every kind for tests, also such as no honest program writes.
#include <archive.h>
#include <archive_entry.h>
#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

namespace docmill::engines::data {

struct Made {
  std::string path;
  std::string bytes = {};
  unsigned type = AE_IFREG;
  std::string link = {};  // where a link leads
};

struct MakerOptions {
  std::string format = "zip";  // "zip", "7z", "tar"
  std::string filter = {};     // "gzip", "bzip2", "xz", "zstd"
  std::string options = {};    // "zip:encryption=aes256"
  std::string password = {};
};

inline std::string archive_of(const std::vector<Made>& entries, const MakerOptions& how = {}) {
  auto* const writer = archive_write_new();
  EXPECT_EQ(how.format == "zip"  ? archive_write_set_format_zip(writer)
            : how.format == "7z" ? archive_write_set_format_7zip(writer)
                                 : archive_write_set_format_pax_restricted(writer),
            ARCHIVE_OK);
  if (!how.filter.empty()) EXPECT_EQ(archive_write_add_filter_by_name(writer, how.filter.c_str()), ARCHIVE_OK) << how.filter;
  if (!how.options.empty()) EXPECT_EQ(archive_write_set_options(writer, how.options.c_str()), ARCHIVE_OK) << archive_error_string(writer);
  if (!how.password.empty()) archive_write_set_passphrase(writer, how.password.c_str());
  std::size_t room = 1'000'000;
  for (const auto& entry : entries) room += entry.bytes.size() * 2 + entry.path.size() * 2 + 4096;
  std::string out(room, '\0');
  std::size_t used = 0;
  archive_write_open_memory(writer, out.data(), out.size(), &used);
  for (const auto& entry : entries) {
    auto* const header = archive_entry_new();
    archive_entry_set_pathname(header, entry.path.c_str());
    archive_entry_set_filetype(header, entry.type);
    archive_entry_set_perm(header, 0644);
    archive_entry_set_mtime(header, 1'700'000'000, 0);
    if (entry.type == AE_IFLNK) archive_entry_set_symlink(header, entry.link.c_str());
    if (entry.type == AE_IFREG && !entry.link.empty()) archive_entry_set_hardlink(header, entry.link.c_str());
    archive_entry_set_size(header, static_cast<la_int64_t>(entry.bytes.size()));
    EXPECT_GE(archive_write_header(writer, header), ARCHIVE_WARN) << archive_error_string(writer);
    if (!entry.bytes.empty()) archive_write_data(writer, entry.bytes.data(), entry.bytes.size());
    archive_entry_free(header);
  }
  EXPECT_EQ(archive_write_close(writer), ARCHIVE_OK) << archive_error_string(writer);
  archive_write_free(writer);
  out.resize(used);
  return out;
}

}  // namespace docmill::engines::data
