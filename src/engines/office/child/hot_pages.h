#pragma once
#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

namespace docmill::engines::office {

/// The memory a conversion is sure to touch, learnt once in the zygote, so that a ready child can have it mapped and copied
/// while it waits. Without this every page costs a fault of its own in the middle of the document.
class HotPages {
 public:
  /// Forks a scout that runs `work` and ends, and remembers which of our pages it had to copy or map. The caller has one
  /// thread. A scout that fails leaves the result empty: children are slower then, nothing else.
  static HotPages learn(const std::function<void()>& work);

  /// Maps and copies those pages in one go. Called in a child.
  void touch() const;

  /// Bytes a child will own after touch().
  std::uint64_t copied() const;

 private:
  struct Range {
    std::uintptr_t start = 0;
    std::size_t length = 0;
    int advice = 0;  // MADV_POPULATE_WRITE or _READ
  };
  static std::vector<Range> touched_since(const std::vector<Range>& mapped);
  static std::vector<Range> own_mappings();

  std::vector<Range> ranges_;
};

}  // namespace docmill::engines::office
