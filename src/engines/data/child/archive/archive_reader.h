#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "engines/engine.h"

namespace docmill::engines::data {

/// One entry of an archive.
struct ArchiveEntry {
  std::string path;  // valid UTF-8, parts divided by "/", relative, without ".." and without a slash at the end
  bool folder = false;
  bool link = false;  // or a device, a pipe: nothing that has bytes of its own, and nothing that is followed
  bool encrypted = false;
  std::optional<std::uint64_t> size;     // bytes, as the archive claims
  std::optional<std::int64_t> modified;  // seconds since 1970

  /// "b.txt" of "a/b.txt"
  std::string_view name() const;
  bool in_folder() const { return path.find('/') != std::string::npos; }
};

/// Reads ZIP (also with a password: AES and the old ZipCrypto), 7z, and TAR (also packed by gzip, bzip2, xz or zstd) with libarchive.
/// Refused as a whole, since nothing good holds them: paths that lead elsewhere; and more entries, bytes or packing than
/// the limits allow, counted as they come.
class ArchiveReader {
 public:
  /// `bytes` is borrowed and outlives the reader.
  /// Errors: UnsupportedType (no such archive, or a protected 7z), NotApplicable (a ZIP without entries), InputDamaged.
  static Result<ArchiveReader> open(std::string_view bytes, const std::string& password, const DocumentLimits& limits);
  ~ArchiveReader();
  ArchiveReader(ArchiveReader&&) noexcept;

  /// The next entry; nullopt after the last.
  /// Errors: InputDamaged, InputTooComplex, NotApplicable (a path that is refused).
  Result<std::optional<ArchiveEntry>> next();
  /// The bytes of the entry at hand. Errors: PasswordRequired (none or a wrong one), InputDamaged, InputTooComplex, or the sink's.
  Result<void> read(const std::function<Result<void>(std::string_view piece)>& sink);
  /// "zip", "7z", "tar", "tar.gz", …; known once an entry was read.
  std::string format() const;

 private:
  struct State;
  explicit ArchiveReader(std::unique_ptr<State> state);
  Error trouble(std::string_view doing) const;
  Result<void> count(std::uint64_t piece);

  std::unique_ptr<State> state_;
};

/// An entry's raw name as UTF-8 with "/" between its parts: what is no UTF-8 is taken for code page 437, which ZIP prescribes (APPNOTE,
/// D.1).
std::string decoded_path(std::string_view raw);

/// Whether a path stays below the place it is unpacked to: relative, without "..", no drive.
bool is_safe_path(std::string_view path);

}  // namespace docmill::engines::data
