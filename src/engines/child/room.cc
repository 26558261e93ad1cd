#include "engines/child/room.h"

#include <malloc.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <climits>
#include <cstdint>
#include <cstdlib>

#include "base/units.h"
#include "sandbox/sanitizer.h"

namespace docmill::engines::child {
namespace {

constexpr std::size_t kPage = 4 * kKiB;
constexpr std::size_t kLargePage = 2 * kMiB;
constexpr std::size_t kSize = 24 * kMiB;
constexpr std::size_t kLeastBlock = 16;
constexpr std::size_t kLeastRest = 64;        // more than malloc() writes around a block
constexpr std::size_t kForZygote = 4 * kMiB;  // what the zygote may still ask for lies before the room

/// The compiler leaves out an allocation that it sees nobody use.
char* really_allocated(std::size_t size) {
  char* volatile const block = static_cast<char*>(std::malloc(size));
  return block;
}

/// Where the part of the heap begins that nobody was given yet.
std::uintptr_t top_of_heap() {
  return reinterpret_cast<std::uintptr_t>(::sbrk(0)) - ::mallinfo2().keepcost;
}

/// Takes what is free between the blocks of the warm-up: whoever is given some of it has a page of the zygote's to copy.
void fill_holes() {
  const auto holes_end = top_of_heap();
  for (std::size_t size = kMiB; size >= kLeastBlock; size /= 2) {
    char* block = really_allocated(size);
    while (block != nullptr && reinterpret_cast<std::uintptr_t>(block) < holes_end) block = really_allocated(size);
    std::free(block);
  }
}

}  // namespace

Room Room::make() {
  Room room;
  if constexpr (sandbox::kSanitized) return room;  // its malloc() is another
  fill_holes();
  ::mallopt(M_MMAP_THRESHOLD, static_cast<int>(kForZygote + kSize + 3 * kLargePage));
  ::mallopt(M_TRIM_THRESHOLD, INT_MAX);
  char* const all = really_allocated(kForZygote + kSize + 2 * kLargePage);
  if (all == nullptr) return room;
  const auto from = reinterpret_cast<std::uintptr_t>(all);
  std::free(all);
  const auto begin = (from + kForZygote + 2 * kLargePage - 1) / kLargePage * kLargePage;
  // Stays: it fills what lies before the room, and nobody writes to it.
  if (really_allocated(begin - kForZygote - from) == all) room.begin_ = all + (begin - from);
  return room;
}

std::size_t Room::enter(std::size_t ahead) const {
  if (begin_ == nullptr) return 0;
  // What the zygote has used since, and what it left before the room, stays unused.
  fill_holes();
  const auto begin = reinterpret_cast<std::uintptr_t>(begin_);
  if (const auto top = top_of_heap(); top + kLeastRest < begin) really_allocated(begin - top - kLeastRest);
  const auto taken = std::min(ahead, kSize) / kLargePage * kLargePage;  // NOLINT(clang-analyzer-unix.Malloc): it is to stay taken
  // A kernel without large pages, or with none left, gives small ones.
  ::madvise(begin_, kSize, MADV_HUGEPAGE);
  ::madvise(begin_, taken, MADV_POPULATE_WRITE);
  // Shadow page tables are filled by whoever touches a page.
  for (std::size_t at = 0; at < taken; at += kPage) {
    volatile char& first = begin_[at];
    first = first;  // somebody may have been given it
  }
  return taken;
}

}  // namespace docmill::engines::child
