#include "engines/data/child/archive/archive_reader.h"

#include <archive.h>
#include <archive_entry.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unicode/ucnv.h>

#include <algorithm>
#include <array>
#include <vector>

#include "base/units.h"
#include "base/utf8.h"
#include "engines/child/text/text.h"

namespace docmill::engines::data {
namespace {

constexpr std::size_t kBlock = 64 * kKiB;
constexpr std::size_t kLongestPath = 1024;         // bytes
constexpr std::uint64_t kSmallArchive = 4 * kMiB;  // unpacked bytes below which any ratio is fine
constexpr std::uint64_t kHeaderRoom = 4 * kKiB;    // of a TAR entry, beside its bytes

struct FreeReader {
  void operator()(archive* reader) const { archive_read_free(reader); }
};

std::string shown(std::string_view path) {
  std::string out(path.substr(0, 200));
  while (!is_utf8(out)) out.pop_back();  // cut inside a character
  return out;
}

/// Why nothing may be unpacked under a path; empty when it is a good one.
std::string fault_of_path(std::string_view path) {
  if (path.empty()) return "An entry of the archive has no name, so nothing was unpacked.";
  if (!is_safe_path(path)) return fmt::format("The archive's entry \"{}\" leads out of the archive, so nothing was unpacked.", shown(path));
  if (path.size() <= kLongestPath) return {};
  return fmt::format("The path of the archive's entry \"{}…\" is longer than {} bytes, so nothing was unpacked.", shown(path),
                     kLongestPath);
}

}  // namespace

struct ArchiveReader::State {
  std::unique_ptr<archive, FreeReader> reader;
  DocumentLimits limits;
  std::uint64_t packed = 0;
  std::uint64_t unpacked = 0;
  std::uint32_t entries = 0;
  bool with_password = false;
  ArchiveEntry entry;
};

std::string_view ArchiveEntry::name() const {
  const auto slash = path.rfind('/');
  return std::string_view(path).substr(slash == std::string::npos ? 0 : slash + 1);
}

std::string decoded_path(std::string_view raw) {
  std::string path(raw);
  if (!is_utf8(raw)) {
    UErrorCode failed = U_ZERO_ERROR;
    std::vector<char> buffer(raw.size() * 4 + 4);
    const auto length = ucnv_convert("UTF-8", "ibm-437", buffer.data(), static_cast<std::int32_t>(buffer.size()), raw.data(),
                                     static_cast<std::int32_t>(raw.size()), &failed);
    path = U_FAILURE(failed) ? "entry" : std::string(buffer.data(), static_cast<std::size_t>(length));
  }
  std::ranges::replace(path, '\\', '/');
  return path;
}

bool is_safe_path(std::string_view path) {
  if (path.empty() || path.starts_with('/')) return false;
  if (path.size() > 1 && path[1] == ':') return false;
  for (std::size_t at = 0; at <= path.size();) {
    const auto end = std::min(path.find('/', at), path.size());
    if (path.substr(at, end - at) == "..") return false;
    at = end + 1;
  }
  return true;
}

ArchiveReader::ArchiveReader(std::unique_ptr<State> state) : state_(std::move(state)) {}
ArchiveReader::~ArchiveReader() = default;
ArchiveReader::ArchiveReader(ArchiveReader&&) noexcept = default;

Result<ArchiveReader> ArchiveReader::open(std::string_view bytes, const std::string& password, const DocumentLimits& limits) {
  auto state = std::make_unique<State>();
  state->limits = limits;
  state->packed = bytes.size();
  state->with_password = !password.empty();
  state->reader.reset(archive_read_new());
  auto* const reader = state->reader.get();
  // Only the directory at its end says what a ZIP holds: readers that believe the headers in between can be shown other files.
  archive_read_support_format_zip_seekable(reader);
  archive_read_support_format_7zip(reader);
  archive_read_support_format_tar(reader);
  archive_read_support_filter_gzip(reader);
  archive_read_support_filter_bzip2(reader);
  archive_read_support_filter_xz(reader);
  archive_read_support_filter_zstd(reader);
  if (!password.empty()) archive_read_add_passphrase(reader, password.c_str());
  ArchiveReader out(std::move(state));
  if (bytes.starts_with("PK\x05\x06")) return Failed(fail(ErrorCode::NotApplicable, "The archive holds no files."));
  if (archive_read_open_memory(reader, bytes.data(), bytes.size()) != ARCHIVE_OK) return Failed(out.trouble("open"));
  return out;
}

Error ArchiveReader::trouble(std::string_view doing) const {
  auto* const reader = state_->reader.get();
  const char* words = archive_error_string(reader);
  const std::string cause = fmt::format("{}: {}", doing, words == nullptr ? "no reason given" : words);
  // libarchive 3.6.2 crashes when it is asked about a file that is none of its formats.
  const bool known = archive_format(reader) != 0;
  const bool encrypted = state_->entry.encrypted || (known && archive_read_has_encrypted_entries(reader) > 0);
  if (cause.find("encrypted, but currently not supported") != std::string::npos ||
      (encrypted && archive_format(reader) == ARCHIVE_FORMAT_7ZIP))
    return fail(ErrorCode::UnsupportedType, "A 7z archive with a password cannot be opened; send a ZIP, or one without a password.")
        .cause(cause);
  if (encrypted && !state_->with_password)
    return fail(ErrorCode::PasswordRequired, "The archive is protected by a password; send it as Password.").cause(cause);
  if (encrypted)
    return fail(ErrorCode::PasswordRequired, "The password does not open the archive; send the right one as Password.").cause(cause);
  if (cause.find("Unrecognized archive format") != std::string::npos)
    return fail(ErrorCode::UnsupportedType,
                "The file is no archive that is known; send a ZIP, 7z or TAR (also packed by gzip, bzip2, xz or zstd).")
        .cause(cause);
  return fail(ErrorCode::InputDamaged, "The archive is damaged and cannot be read.").cause(cause);
}

Result<void> ArchiveReader::count(std::uint64_t piece) {
  auto& state = *state_;
  state.unpacked += piece;
  // What a TAR holds passes by even when it is skipped.
  const auto streamed = static_cast<std::uint64_t>(std::max<la_int64_t>(0, archive_filter_bytes(state.reader.get(), 0)));
  const auto passed = std::max(state.unpacked, streamed - std::min(streamed, kHeaderRoom * state.entries));
  if (passed > state.limits.unpacked_size)
    return Failed(fail(ErrorCode::InputTooComplex,
                       fmt::format("The archive unpacks to more than {}, the limit.", show_size(state.limits.unpacked_size))));
  if (passed > kSmallArchive && passed / state.limits.unpacked_ratio > state.packed)
    return Failed(fail(ErrorCode::InputTooComplex,
                       fmt::format("The archive unpacks to more than {} times its size, the limit.", state.limits.unpacked_ratio)));
  return {};
}

Result<std::optional<ArchiveEntry>> ArchiveReader::next() {
  auto& state = *state_;
  archive_entry* found = nullptr;
  const int status = archive_read_next_header(state.reader.get(), &found);
  if (status == ARCHIVE_EOF) return std::optional<ArchiveEntry>();
  if (status != ARCHIVE_OK && status != ARCHIVE_WARN) return Failed(trouble("next"));
  if (++state.entries > state.limits.unpacked_entries)
    return Failed(
        fail(ErrorCode::InputTooComplex, fmt::format("The archive has more than {} entries, the limit.", state.limits.unpacked_entries)));
  if (auto fits = count(0); !fits) return Failed(fits.error());
  const char* raw = archive_entry_pathname(found);
  const char* utf8 = raw == nullptr ? archive_entry_pathname_utf8(found) : raw;
  auto path = decoded_path(utf8 == nullptr ? "" : utf8);
  const auto type = archive_entry_filetype(found);
  const bool folder = type == AE_IFDIR || path.ends_with('/');
  if (auto fault = fault_of_path(path); !fault.empty()) return Failed(fail(ErrorCode::NotApplicable, std::move(fault)));
  const bool link = (!folder && type != AE_IFREG) || archive_entry_hardlink(found) != nullptr || archive_entry_symlink(found) != nullptr;
  while (path.starts_with("./")) path.erase(0, 2);
  while (path.ends_with('/')) path.pop_back();
  if (path.empty()) path = ".";
  state.entry = {.path = std::move(path),
                 .folder = folder && !link,
                 .link = link,
                 .encrypted = archive_entry_is_encrypted(found) != 0,
                 .size = {},
                 .modified = {}};
  if (archive_entry_size_is_set(found) != 0)
    state.entry.size = static_cast<std::uint64_t>(std::max<la_int64_t>(0, archive_entry_size(found)));
  if (archive_entry_mtime_is_set(found) != 0) state.entry.modified = archive_entry_mtime(found);
  return std::optional(state.entry);
}

Result<void> ArchiveReader::read(const std::function<Result<void>(std::string_view)>& sink) {
  std::vector<char> block(kBlock);
  for (;;) {
    const auto got = archive_read_data(state_->reader.get(), block.data(), block.size());
    if (got < 0) return Failed(trouble("read"));
    if (got == 0) return {};
    const auto size = static_cast<std::size_t>(got);
    if (auto fits = count(size); !fits) return fits;
    if (auto taken = sink({block.data(), size}); !taken) return taken;
  }
}

std::string ArchiveReader::format() const {
  auto* const reader = state_->reader.get();
  switch (archive_format(reader) & ARCHIVE_FORMAT_BASE_MASK) {
    case ARCHIVE_FORMAT_ZIP: return "zip";
    case ARCHIVE_FORMAT_7ZIP: return "7z";
    default: break;
  }
  switch (archive_filter_code(reader, 0)) {
    case ARCHIVE_FILTER_GZIP: return "tar.gz";
    case ARCHIVE_FILTER_BZIP2: return "tar.bz2";
    case ARCHIVE_FILTER_XZ: return "tar.xz";
    case ARCHIVE_FILTER_ZSTD: return "tar.zst";
    default: return "tar";
  }
}

}  // namespace docmill::engines::data
