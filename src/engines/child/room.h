#pragma once
#include <cstddef>

namespace docmill::engines::child {

/// Memory that malloc() gives a child before any other: large pages that a child owns before its document comes. Each page of 4 KiB that a
/// document is the first to touch costs a fault of its own, up to 21 µs where the host keeps shadow page tables (docs/benchmarks.md).
class Room {
 public:
  Room() = default;  // none

  /// Lays it out in the zygote's heap, untouched, so it costs no memory here. From then on malloc() keeps every block that fits into a
  /// room in the heap and gives nothing back: children end soon. Called once, when the zygote is warm. A zygote without memory has no room:
  /// its children are slower, nothing else.
  static Room make();

  /// In a child: whatever malloc() gives from now on lies in the room, and the first `ahead` bytes of it (whole pages of 2 MiB) are taken;
  /// the rest comes when it is needed. Returns the bytes taken.
  std::size_t enter(std::size_t ahead) const;

 private:
  char* begin_ = nullptr;
};

}  // namespace docmill::engines::child
