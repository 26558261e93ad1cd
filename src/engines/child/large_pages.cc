#include "engines/child/large_pages.h"

#include <sys/mman.h>

namespace docmill::engines::child {

char* map_large_pages(std::size_t size) {
  auto* const found = ::mmap(nullptr, size + kLargePage, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (found == MAP_FAILED) return nullptr;
  const auto address = reinterpret_cast<std::uintptr_t>(found);
  const auto before = up_to_large_page(address) - address;
  auto* const pages = static_cast<char*>(found) + before;
  if (before > 0) ::munmap(found, before);
  ::munmap(pages + size, kLargePage - before);
  ::madvise(pages, size, MADV_HUGEPAGE);
  return pages;
}

bool move_large_pages(char* pages, std::size_t size, char* where) {
  if (::mremap(pages, size, size, MREMAP_MAYMOVE | MREMAP_FIXED, where) != MAP_FAILED) return true;
  ::munmap(pages, size);
  return false;
}

}  // namespace docmill::engines::child
