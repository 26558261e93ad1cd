#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/fd.h"
#include "base/result.h"

namespace docmill::engines::child {

/// How the files of a ZIP are kept: `Store` for what is packed already.
enum class Packing : std::uint8_t { Deflate, Store };

/// Writes a ZIP into memory with libarchive: names in UTF-8, with AES-256 where there is a password. What is added is written at once.
class ZipWriter {
 public:
  /// Errors: Unavailable, EngineFailed.
  static Result<ZipWriter> create(const std::string& password = {}, Packing packing = Packing::Deflate);
  ~ZipWriter();
  ZipWriter(ZipWriter&&) noexcept;

  /// Adds a file. `name`: valid UTF-8. Errors: EngineFailed.
  Result<void> add(const std::string& name, std::string_view bytes);
  /// Errors: EngineFailed.
  Result<UniqueFd> finish();

 private:
  struct State;
  explicit ZipWriter(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace docmill::engines::child
