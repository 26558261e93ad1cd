#include "engines/child/room.h"

#include <malloc.h>
#include <sys/mman.h>

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
constexpr std::size_t kForZygote = 64 * kKiB;  // what the zygote may still ask for lies before the room

/// The compiler leaves out an allocation that it sees nobody use.
char* really_allocated(std::size_t size) {
  char* volatile const block = static_cast<char*>(std::malloc(size));
  return block;
}

}  // namespace

Room Room::make() {
  Room room;
  if constexpr (sandbox::kSanitized) return room;  // its malloc() is another
  ::mallopt(M_MMAP_THRESHOLD, static_cast<int>(kSize + 3 * kLargePage));
  ::mallopt(M_TRIM_THRESHOLD, INT_MAX);
  char* const all = really_allocated(kSize + 2 * kLargePage);
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
  const auto taken = std::min(ahead, kSize) / kLargePage * kLargePage;
  // A kernel without large pages, or with none left, gives small ones.
  ::madvise(begin_, kSize, MADV_HUGEPAGE);
  ::madvise(begin_, taken, MADV_POPULATE_WRITE);
  // Shadow page tables are filled by whoever touches a page.
  for (std::size_t at = 0; at < taken; at += kPage) static_cast<volatile char*>(begin_)[at] = 0;
  return taken;
}

}  // namespace docmill::engines::child
