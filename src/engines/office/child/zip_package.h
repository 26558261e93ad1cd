#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "engines/engine.h"

namespace docmill::engines::office {

/// A ZIP container (OOXML, ODF), read with the suspicion it deserves: what its headers claim is checked against what inflates.
class ZipPackage {
 public:
  struct Part {
    std::uint64_t index = 0;
    std::string name;
    std::uint64_t size = 0;    // bytes, as the directory claims
    std::uint64_t packed = 0;  // bytes in the container
  };
  using Sink = std::function<Result<void>(std::string_view piece)>;

  /// Reads the central directory. `bytes` is borrowed and outlives the package.
  /// Errors: InputDamaged; InputTooComplex when the directory alone breaks a limit; each names the part.
  static Result<ZipPackage> open(std::string_view bytes, const DocumentLimits& limits);

  const std::vector<Part>& parts() const { return parts_; }
  const Part* find(std::string_view name) const;
  bool has_folder(std::string_view prefix) const;

  /// Inflates one part into `sink`, counting what really comes out and checking its CRC.
  /// Errors: InputDamaged (inflates to something else than it claims), InputTooComplex (package over its limit), or the sink's.
  Result<void> inflate(const Part& part, const Sink& sink);

  /// The first `most` bytes of a part; empty when there is none. Errors: as inflate.
  Result<std::string> head(std::string_view name, std::size_t most);

 private:
  struct Close {
    void operator()(void* archive) const;
  };
  explicit ZipPackage(const DocumentLimits& limits) : limits_(limits) {}
  Result<void> read_directory();
  Result<void> check_sizes() const;

  DocumentLimits limits_;
  std::unique_ptr<void, Close> archive_;  // a zip_t; libzip's header stays out of ours
  std::vector<Part> parts_;
  std::uint64_t inflated_ = 0;  // bytes so far, all parts
};

/// A part's name made fit for a message: control characters replaced, cut to a readable length.
std::string shown(std::string_view part_name);

}  // namespace docmill::engines::office
