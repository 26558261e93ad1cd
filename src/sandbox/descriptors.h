#pragma once
#include <vector>

#include "base/fd.h"

namespace docmill::sandbox {

/// Every descriptor this process has open, in order.
std::vector<int> open_descriptors();

/// What the engine opened while it warmed up, and what a child gets in its place. Engines remember descriptor numbers,
/// so none may be closed: the next file would take the number. Read-only files stay; a pipe or eventfd is made anew, so
/// that two children cannot wake or feed each other; anything else (sockets, writable files) becomes /dev/null.
class EngineDescriptors {
 public:
  /// `ours`: descriptors that belong to the jail and are simply closed in a child.
  static EngineDescriptors look(const std::vector<int>& ours);

  /// In the child: closes all but 0 to 3 and the engine's, and replaces what must not be shared.
  bool separate() const;

 private:
  struct Pipe {
    int read_end = -1;
    int write_end = -1;
  };
  std::vector<int> kept_;    // sorted; everything the engine holds, shared or replaced
  std::vector<Pipe> pipes_;  // one end may be missing
  std::vector<int> eventfds_;
  std::vector<int> nulled_;
};

}  // namespace docmill::sandbox
