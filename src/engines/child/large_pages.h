#pragma once
#include <cstddef>
#include <cstdint>

#include "base/units.h"

namespace docmill::engines::child {

/// What one entry of a page table may lead to, of x86-64 and of arm64 with small pages of 4 KiB.
inline constexpr std::size_t kLargePage = 2 * kMiB;

constexpr std::uintptr_t up_to_large_page(std::uintptr_t at) {
  return (at + kLargePage - 1) / kLargePage * kLargePage;
}

/// Memory of zeros on a boundary of large pages, `size` bytes and a multiple of theirs, in large pages where the kernel has some and in
/// small ones elsewhere; each is taken when it is touched. nullptr: no address space.
char* map_large_pages(std::size_t size);

/// Lets it take the place of what is at `where`, another such boundary. On false it is unmapped, and all is as it was.
bool move_large_pages(char* pages, std::size_t size, char* where);

}  // namespace docmill::engines::child
