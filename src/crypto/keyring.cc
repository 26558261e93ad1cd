#include "crypto/keyring.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <optional>
#include <system_error>

#include "base/check.h"
#include "base/fd.h"
#include "base/ids.h"
#include "crypto/digest.h"

namespace docmill::crypto {
namespace {

constexpr std::size_t kMasterBytes = 32;
constexpr std::size_t kMaxKeyFileBytes = 1 << 20;
constexpr std::string_view kSalt = "docmill keyring 1";
constexpr std::string_view kComment =
    "# Docmill master keys, oldest first. Stored documents cannot be read without this file: keep a copy in a safe place.\n";

Error key_file_cannot(std::string_view doing, const std::string& path, int error_number) {
  const auto reason = std::generic_category().message(error_number);
  return fail(ErrorCode::Unavailable, fmt::format("The key file {} cannot be {}: {}. Check its place and owner.", path, doing, reason))
      .at("crypto.keyring");
}

Error corrupt(const std::string& path, std::size_t line, std::string_view what) {
  return fail(ErrorCode::Corrupt, fmt::format("{} is not a Docmill key file: line {} {}. Restore it from your copy.", path, line, what))
      .at("crypto.keyring");
}

std::filesystem::path folder_of(const std::string& path) {
  const auto folder = std::filesystem::path(path).parent_path();
  return folder.empty() ? "." : folder;
}

// nullopt when there is no such file.
Result<std::optional<Secret>> read_private_file(const std::string& path) {
  const UniqueFd file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (!file.valid() && errno == ENOENT) return std::nullopt;
  if (!file.valid()) return Failed(key_file_cannot("read", path, errno));
  struct stat status{};
  if (::fstat(file.get(), &status) != 0) return Failed(key_file_cannot("read", path, errno));
  if (!S_ISREG(status.st_mode)) return Failed(corrupt(path, 1, "cannot be read, for this is no regular file"));
  if ((status.st_mode & 077U) != 0) {
    return Failed(fail(ErrorCode::PermissionDenied, fmt::format("Others may read the key file. Run: chmod 600 {}", path)));
  }
  auto text = read_at(file.get(), 0, kMaxKeyFileBytes);
  if (!text) return Failed(text.error().at("crypto.keyring"));
  return Secret(*std::move(text));
}

// A file of ours beside `path`, durable but not yet under its name.
Result<std::string> write_beside(const std::string& path, std::string_view text) {
  const auto temporary = fmt::format("{}.{}", path, base32(random_bytes(10)));
  const UniqueFd file(::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  if (!file.valid()) return Failed(key_file_cannot("written", path, errno));
  auto wrote = write_all(file.get(), text);
  if (wrote && ::fsync(file.get()) != 0) wrote = Failed(key_file_cannot("written", path, errno));
  if (wrote) return temporary;
  ::unlink(temporary.c_str());
  return Failed(wrote.error().at("crypto.keyring"));
}

Result<void> sync_folder_of(const std::string& path) {
  const UniqueFd folder(::open(folder_of(path).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!folder.valid() || ::fsync(folder.get()) != 0) return Failed(key_file_cannot("written", path, errno));
  return {};
}

std::string new_key_line() {
  return fmt::format("{} {}\n", base32(random_bytes(10)).substr(0, 8), to_hex(random_bytes(kMasterBytes)));
}

// Whoever links first decides; the caller reads the file again in either case.
Result<void> create_unless_there(const std::string& path) {
  auto temporary = write_beside(path, std::string(kComment) + new_key_line());
  if (!temporary) return Failed(std::move(temporary).error());
  const int linked = ::link(temporary->c_str(), path.c_str());
  const int reason = errno;
  ::unlink(temporary->c_str());
  if (linked != 0 && reason != EEXIST) return Failed(key_file_cannot("written", path, reason));
  return sync_folder_of(path);
}

std::optional<std::string> from_hex(std::string_view hex) {
  if (hex.size() % 2 != 0) return std::nullopt;
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string bytes;
  for (std::size_t i = 0; i < hex.size(); i += 2) {
    const auto high = kDigits.find(hex[i]);
    const auto low = kDigits.find(hex[i + 1]);
    if (high == std::string_view::npos || low == std::string_view::npos) return std::nullopt;
    bytes += static_cast<char>(high * 16 + low);
  }
  return bytes;
}

}  // namespace

Result<Keyring> Keyring::parse(std::string_view text, const std::string& path) {
  Keyring ring;
  for (std::size_t number = 1; !text.empty(); ++number) {
    const auto end = std::min(text.find('\n'), text.size());
    const auto line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.empty() || line.starts_with('#')) continue;
    const auto space = std::min(line.find(' '), line.size());
    std::string id(line.substr(0, space));
    auto key = from_hex(line.substr(std::min(space + 1, line.size())));
    if (!is_valid_id(id) || id.size() > kKeyIdBytes) return Failed(corrupt(path, number, "does not start with a key id"));
    if (!key || key->size() != kMasterBytes) return Failed(corrupt(path, number, "does not hold 64 hex digits"));
    if (ring.has(id)) return Failed(corrupt(path, number, "repeats a key id"));
    ring.keys_.emplace(id, Secret(*std::move(key)));
    if (ring.oldest_.empty()) ring.oldest_ = id;
    ring.newest_ = std::move(id);
  }
  if (ring.keys_.empty()) return Failed(corrupt(path, 1, "holds no key"));
  return ring;
}

Result<Keyring> Keyring::load(const std::string& path) {
  auto text = read_private_file(path);
  if (!text) return Failed(std::move(text).error());
  if (!*text) {
    return Failed(fail(ErrorCode::Unavailable,
                       fmt::format("There is no key file {}. Copy it from a node that works; the first node of a cluster makes it with "
                                   "`docmill key create-master`.",
                                   path))
                      .at("crypto.keyring"));
  }
  return parse((*text)->reveal(), path);
}

Result<Keyring> Keyring::load_or_create(const std::string& path) {
  const auto text = read_private_file(path);
  if (!text) return Failed(text.error());
  if (!*text) {
    if (auto made = create_unless_there(path); !made) return Failed(std::move(made).error());
  }
  return load(path);
}

Result<std::string> Keyring::rotate(const std::string& path) {
  // Rotations take turns, so neither loses the other's key.
  const UniqueFd folder(::open(folder_of(path).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!folder.valid() || ::flock(folder.get(), LOCK_EX) != 0) return Failed(key_file_cannot("written", path, errno));
  auto old = read_private_file(path);
  if (!old) return Failed(std::move(old).error());
  if (!*old) return Failed(key_file_cannot("read", path, ENOENT));
  std::string grown((*old)->reveal());
  if (!grown.ends_with('\n')) grown += '\n';
  const Secret text(grown + new_key_line());
  auto ring = parse(text.reveal(), path);
  if (!ring) return Failed(std::move(ring).error());
  auto temporary = write_beside(path, text.reveal());
  if (!temporary) return Failed(std::move(temporary).error());
  if (::rename(temporary->c_str(), path.c_str()) != 0) {
    const int reason = errno;
    ::unlink(temporary->c_str());
    return Failed(key_file_cannot("written", path, reason));
  }
  *this = *std::move(ring);
  if (auto synced = sync_folder_of(path); !synced) return Failed(std::move(synced).error());
  return newest_;
}

bool Keyring::has(std::string_view id) const {
  return keys_.contains(id);
}

Secret Keyring::derive(std::string_view id, std::string_view purpose) const {
  const auto key = keys_.find(id);
  DOCMILL_CHECK(key != keys_.end());
  return hkdf_sha256(key->second, kSalt, purpose);
}

Secret Keyring::derive_stable(std::string_view purpose) const {
  return derive(oldest_, purpose);
}

}  // namespace docmill::crypto
