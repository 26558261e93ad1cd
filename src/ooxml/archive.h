#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "ooxml/package.h"

namespace docmill::ooxml {

/// A ZIP container that is read with suspicion: what its directory claims is checked against what inflates.
class Archive {
 public:
  struct Entry {
    std::uint64_t index = 0;
    std::string name;          // with '/' for '\'
    std::uint64_t size = 0;    // bytes, as the directory claims
    std::uint64_t packed = 0;  // bytes in the container
    bool stored = false;       // not compressed
  };

  /// `bytes` is borrowed. Errors: as Package::open.
  static Result<std::shared_ptr<Archive>> open(std::string_view bytes, const Limits& limits);
  /// Keeps the bytes.
  static Result<std::shared_ptr<Archive>> keep(std::string bytes, const Limits& limits);

  const std::vector<Entry>& entries() const { return entries_; }
  /// All bytes of an entry. Errors: InputDamaged, InputTooComplex.
  Result<std::string> inflate(const Entry& entry);
  /// The library's archive (a zip_t), for copying entries as they are.
  void* handle() const { return zip_.get(); }

 private:
  struct Close {
    void operator()(void* zip) const;
  };
  Result<void> open_container(std::string_view bytes);
  Result<void> read_directory();
  Result<void> check_sizes() const;

  Limits limits_;
  std::unique_ptr<void, Close> zip_;
  std::vector<Entry> entries_;
  std::uint64_t inflated_ = 0;
};

}  // namespace docmill::ooxml
