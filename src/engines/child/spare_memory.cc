#include "engines/child/spare_memory.h"

#include <elf.h>
#include <link.h>
#include <malloc.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>
#include <span>

namespace docmill::engines::child {
namespace {

/// Segments that are never written are the same in memory as in their file; those that are hold addresses of this process.
int forget_code(dl_phdr_info* library, std::size_t /*size*/, void* /*data*/) {
  const auto page = static_cast<std::uintptr_t>(::getpagesize());
  const std::span segments(library->dlpi_phdr, library->dlpi_phnum);
  for (const auto& segment : segments) {
    if (segment.p_type != PT_LOAD || (segment.p_flags & PF_W) != 0) continue;
    const auto begin = (library->dlpi_addr + segment.p_vaddr) / page * page;
    const auto end = library->dlpi_addr + segment.p_vaddr + segment.p_memsz;
    ::madvise(reinterpret_cast<void*>(begin), end - begin, MADV_DONTNEED);
  }
  return 0;
}

}  // namespace

void give_back_memory() {
  ::malloc_trim(0);
  ::dl_iterate_phdr(forget_code, nullptr);
}

}  // namespace docmill::engines::child
