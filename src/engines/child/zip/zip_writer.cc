#include "engines/child/zip/zip_writer.h"

#include <archive.h>
#include <archive_entry.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <ctime>

namespace docmill::engines::child {
namespace {

struct FreeWriter {
  void operator()(archive* writer) const { archive_write_free(writer); }
  void operator()(archive_entry* entry) const { archive_entry_free(entry); }
};

Error zip_failed(archive* writer, std::string_view doing) {
  const char* words = archive_error_string(writer);
  return fail(ErrorCode::EngineFailed, "The ZIP archive could not be written.")
      .cause(fmt::format("{}: {}", doing, words == nullptr ? "no reason given" : words))
      .at("child.zip");
}

constexpr std::string_view kDescriptorMark = "PK\x07\x08";
constexpr std::size_t kSums = 12;       // CRC and both sizes, 4 bytes each
constexpr off_t kSumsInHeader = 14;     // APPNOTE.TXT 4.3.7
constexpr off_t kSumsInDescriptor = 4;  // APPNOTE.TXT 4.3.9

off_t position(int file) {
  return ::lseek(file, 0, SEEK_CUR);
}

/// Copies CRC and sizes from behind an entry's data into the header before it, where libarchive leaves the uncompressed size alone:
/// neither nothing nor all of them, which strict readers (libzip with ZIP_CHECKCONS) take for damage.
/// Source: PKWARE APPNOTE.TXT 4.4.4, bit 3.
bool complete_header(int file, off_t header) {
  std::array<char, kSumsInDescriptor + kSums> found{};
  const auto size = static_cast<ssize_t>(found.size());
  if (::pread(file, found.data(), found.size(), position(file) - size) != size) return false;
  if (!std::string_view(found.data(), found.size()).starts_with(kDescriptorMark)) return false;
  return ::pwrite(file, found.data() + kSumsInDescriptor, kSums, header + kSumsInHeader) == kSums;
}

}  // namespace

struct ZipWriter::State {
  UniqueFd file;
  std::unique_ptr<archive, FreeWriter> writer;
};

ZipWriter::ZipWriter(std::unique_ptr<State> state) : state_(std::move(state)) {}
ZipWriter::~ZipWriter() = default;
ZipWriter::ZipWriter(ZipWriter&&) noexcept = default;

Result<ZipWriter> ZipWriter::create(const std::string& password, Packing packing) {
  auto file = memory_file("docmill-output");
  if (!file) return Failed(file.error());
  auto state = std::make_unique<State>();
  state->file = *std::move(file);
  state->writer.reset(archive_write_new());
  auto* const writer = state->writer.get();
  archive_write_set_format_zip(writer);
  archive_write_set_bytes_per_block(writer, 0);  // no padding, and what is written is in the file at once
  if (archive_write_set_options(writer, "zip:hdrcharset=UTF-8") != ARCHIVE_OK) return Failed(zip_failed(writer, "hdrcharset"));
  if (packing == Packing::Store && archive_write_zip_set_compression_store(writer) != ARCHIVE_OK)
    return Failed(zip_failed(writer, "store"));
  if (!password.empty()) {
    const bool strong = archive_write_set_options(writer, "zip:encryption=aes256") == ARCHIVE_OK;
    if (!strong || archive_write_set_passphrase(writer, password.c_str()) != ARCHIVE_OK) return Failed(zip_failed(writer, "encryption"));
  }
  if (archive_write_open_fd(writer, state->file.get()) != ARCHIVE_OK) return Failed(zip_failed(writer, "open"));
  return ZipWriter(std::move(state));
}

Result<void> ZipWriter::add(const std::string& name, std::string_view bytes) {
  auto* const writer = state_->writer.get();
  const auto header = position(state_->file.get());
  const std::unique_ptr<archive_entry, FreeWriter> entry(archive_entry_new());
  archive_entry_set_pathname_utf8(entry.get(), name.c_str());
  archive_entry_set_filetype(entry.get(), AE_IFREG);
  archive_entry_set_perm(entry.get(), 0644);
  archive_entry_set_size(entry.get(), static_cast<la_int64_t>(bytes.size()));
  archive_entry_set_mtime(entry.get(), std::time(nullptr), 0);
  if (archive_write_header(writer, entry.get()) != ARCHIVE_OK) return Failed(zip_failed(writer, "header"));
  while (!bytes.empty()) {
    const auto wrote = archive_write_data(writer, bytes.data(), bytes.size());
    if (wrote <= 0) return Failed(zip_failed(writer, "data"));
    bytes.remove_prefix(static_cast<std::size_t>(wrote));
  }
  if (archive_write_finish_entry(writer) != ARCHIVE_OK) return Failed(zip_failed(writer, "end of file"));
  if (!complete_header(state_->file.get(), header)) return Failed(zip_failed(writer, "header's sums"));
  return {};
}

Result<UniqueFd> ZipWriter::finish() {
  if (archive_write_close(state_->writer.get()) != ARCHIVE_OK) return Failed(zip_failed(state_->writer.get(), "close"));
  return std::move(state_->file);
}

}  // namespace docmill::engines::child
