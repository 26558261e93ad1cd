#include "engines/child/room.h"

#include <malloc.h>
#include <sys/mman.h>
#include <unistd.h>

#include <climits>
#include <cstdint>
#include <cstdlib>
#include <cstring>

#include "engines/child/large_pages.h"
#include "sandbox/sanitizer.h"

namespace docmill::engines::child {
namespace {

constexpr std::size_t kPage = 4 * kKiB;
constexpr std::size_t kSize = 24 * kMiB;
constexpr std::size_t kLeastBlock = 16;
constexpr std::size_t kMostCached = 1040;  // of the blocks that malloc() keeps for a thread, one list for each size
constexpr std::size_t kLargeGap = 4 * kKiB;
constexpr std::size_t kMostGaps = 128;
constexpr std::size_t kLeastRest = 64;  // more than malloc() writes around a block

std::uintptr_t address(const void* pointer) {
  return reinterpret_cast<std::uintptr_t>(pointer);
}

/// The compiler leaves out an allocation that it sees nobody use.
char* really_allocated(std::size_t size) {
  char* volatile const block = static_cast<char*>(std::malloc(size));
  return block;
}

/// Where the part of the heap begins that nobody was given yet.
std::uintptr_t top_of_heap() {
  return address(::sbrk(0)) - ::mallinfo2().keepcost;
}

/// Takes what is free between the blocks that there are, for good: whoever is given some of it shares a page with them. Adds to `large`,
/// if there is one, what somebody may still free: at most kMostGaps blocks of at least kLargeGap.
void fill_holes(std::vector<char*>* large = nullptr) {
  const auto holes_end = top_of_heap();
  const auto fill = [holes_end, large](std::size_t size) {
    char* block = really_allocated(size);
    for (; block != nullptr && address(block) < holes_end; block = really_allocated(size)) {
      if (large != nullptr && size >= kLargeGap && large->size() < kMostGaps) large->push_back(block);
    }
    // A small one would be kept for whoever asks for its size next, and that may be a child.
    if (size > kMostCached) std::free(block);
  };
  for (std::size_t size = kMiB; size > kMostCached; size /= 2) fill(size);
  for (std::size_t size = kMostCached; size >= kLeastBlock; size -= kLeastBlock) fill(size);
}

}  // namespace

Room Room::open() {
  Room room;
  if constexpr (sandbox::kSanitized) return room;  // its malloc() is another
  ::mallopt(M_MMAP_THRESHOLD, static_cast<int>(kSize + 2 * kLargePage));
  ::mallopt(M_TRIM_THRESHOLD, INT_MAX);
  fill_holes();
  char* const all = really_allocated(kSize + kLargePage);
  if (all == nullptr) return room;
  const auto from = address(all);
  const auto before = up_to_large_page(from + kLeastRest) - from;
  room.begin_ = all + before;
  std::free(all);
  // What lies before the room stays taken: nobody writes to it.
  if (address(really_allocated(before - kLeastRest)) != from) return {};
  // A kernel without large pages, or with none left, gives small ones.
  ::madvise(room.begin_, kSize - kLargePage, MADV_HUGEPAGE);
  return room;
}

void Room::close() {
  if (begin_ == nullptr) return;
  gaps_.reserve(kMostGaps);  // now: it must not grow while holes are filled
  fill_holes(&gaps_);
  const auto end = address(begin_) + kSize;
  const auto top = top_of_heap();
  if (top + 3 * kLargePage > end) return;  // what the warm-up left fills the room: children copy what they touch
  rest_ = really_allocated(end - top - kLeastRest);
  if (rest_ == nullptr || address(rest_) - top > kLeastRest) return void(rest_ = nullptr);
  // What the warm-up used beyond the pages that children take.
  const auto unused = up_to_large_page(address(rest_) + kLeastRest);
  ::madvise(begin_ + (unused - address(begin_)), end - unused - kLargePage, MADV_DONTNEED);
}

void Room::leave() const {
  if (rest_ != nullptr) fill_holes();
}

std::size_t Room::enter() const {
  if (rest_ == nullptr) return 0;
  const auto used = static_cast<std::size_t>(rest_ - begin_) + kLeastRest;
  const auto taken = up_to_large_page(used);
  char* const pages = map_large_pages(taken);
  if (pages == nullptr) return 0;
  std::memcpy(pages, begin_, used);
  // Shadow page tables are filled by whoever touches a page.
  for (std::size_t at = used / kPage * kPage + kPage; at < taken; at += kPage) {
    volatile char& first = pages[at];
    first = 0;
  }
  if (!move_large_pages(pages, taken, begin_)) return 0;
  std::free(rest_);
  for (char* const gap : gaps_) std::free(gap);
  return taken;
}

}  // namespace docmill::engines::child
