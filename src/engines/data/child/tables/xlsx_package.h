#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "engines/engine.h"

namespace docmill::engines::data {

/// The ZIP container of a workbook. What is unpacked is counted as it comes, whatever the directory claims.
class XlsxPackage {
 public:
  using Sink = std::function<Result<bool>(std::string_view piece)>;  // false: enough

  /// `bytes` is borrowed and outlives the package.
  /// Errors: PasswordRequired, InputDamaged, InputTooComplex (too many entries).
  static Result<XlsxPackage> open(std::string_view bytes, const DocumentLimits& limits);

  bool has(const std::string& part) const;
  /// Unpacks a part in pieces. A part that is not there is an error.
  /// Errors: InputDamaged, InputTooComplex, or the sink's.
  Result<void> read(const std::string& part, const Sink& sink);

 private:
  struct Close {
    void operator()(void* archive) const;
  };
  explicit XlsxPackage(const DocumentLimits& limits) : limits_(limits) {}
  std::optional<std::uint64_t> index_of(const std::string& part) const;
  Result<void> count(std::uint64_t piece, std::uint64_t part, std::uint64_t packed);

  DocumentLimits limits_;
  std::unique_ptr<void, Close> archive_;  // a zip_t
  std::uint64_t unpacked_ = 0;            // bytes so far
};

}  // namespace docmill::engines::data
