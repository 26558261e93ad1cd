#pragma once
#include <cstddef>
#include <vector>

namespace docmill::engines::child {

/// The heap of a warm zygote and of its children, in large pages. A page of 4 KiB that a child is the first to touch costs a fault of its
/// own, and a copy when the zygote's blocks lie in it: up to 21 µs where the host keeps shadow page tables (docs/benchmarks.md). So a child
/// takes all of what the warm-up left over in one piece, and the free memory behind it.
class Room {
 public:
  Room() = default;  // none

  /// Before the warm-up: what malloc() gives from now on lies in the room, in one run of large pages, and nothing is given back: children
  /// end soon. A zygote without memory has no room: its children are slower, nothing else.
  static Room open();
  /// When it is warm: what the zygote itself still asks for lies elsewhere, so that these pages stay as they are.
  void close();
  /// Before the first fork: what the zygote was given elsewhere and gave back is not for children.
  void leave() const;
  /// In a child: makes the room its own, and all of it that is free its heap. Returns the bytes taken, whole pages of 2 MiB; further
  /// ones come when they are needed.
  std::size_t enter() const;

 private:
  char* begin_ = nullptr;
  // Blocks for children to free: what lies behind those of the warm-up, and the large gaps between them.
  char* rest_ = nullptr;
  std::vector<char*> gaps_;
};

}  // namespace docmill::engines::child
