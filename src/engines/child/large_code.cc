#include "engines/child/large_code.h"

#include <elf.h>
#include <link.h>
#include <sys/mman.h>

#include <cstring>
#include <fstream>
#include <iterator>
#include <span>
#include <string>

#include "engines/child/large_pages.h"
#include "sandbox/sanitizer.h"

namespace docmill::engines::child {
namespace {

/// Documentation/admin-guide/mm/transhuge.rst. With small pages a copy of the code would cost children more than its file does.
bool has_large_pages() {
  std::ifstream file("/sys/kernel/mm/transparent_hugepage/enabled");
  const std::string text(std::istreambuf_iterator<char>(file), {});
  return text.find("[always]") != std::string::npos || text.find("[madvise]") != std::string::npos;
}

/// From a page boundary to the next segment's, which the linker has put on one too.
void copy_into_large_pages(char* code, std::size_t size) {
  const auto whole = up_to_large_page(size);
  char* const copy = map_large_pages(whole);
  if (copy == nullptr) return;
  std::memcpy(copy, code, size);
  if (::mprotect(copy, whole, PROT_READ | PROT_EXEC) != 0) return void(::munmap(copy, whole));
  move_large_pages(copy, whole, code);  // in the place of what runs right now: the same bytes
}

int look_at_program(dl_phdr_info* program, std::size_t /*size*/, void* /*data*/) {
  for (const auto& segment : std::span(program->dlpi_phdr, program->dlpi_phnum)) {
    const auto begin = program->dlpi_addr + segment.p_vaddr;
    const bool code = segment.p_type == PT_LOAD && (segment.p_flags & PF_X) != 0 && (segment.p_flags & PF_W) == 0;
    if (code && segment.p_align == kLargePage && begin % kLargePage == 0) {
      copy_into_large_pages(reinterpret_cast<char*>(begin), segment.p_memsz);  // NOLINT(performance-no-int-to-ptr): where it is
    }
  }
  return 1;  // the first is the program itself
}

}  // namespace

void code_in_large_pages() {
  // Their reports find names by what is mapped.
  if (sandbox::kSanitized || !has_large_pages()) return;
  ::dl_iterate_phdr(look_at_program, nullptr);
}

}  // namespace docmill::engines::child
