#include "engines/office/child/hot_pages.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <string>

#include "base/fd.h"

namespace docmill::engines::office {
namespace {

constexpr std::size_t kPage = 4096;
// Bits of a /proc/self/pagemap entry: Documentation/admin-guide/mm/pagemap.rst.
constexpr std::uint64_t kPresent = 1ULL << 63;
constexpr std::uint64_t kOfFile = 1ULL << 61;
constexpr std::uint64_t kOnlyOurs = 1ULL << 56;

int advice_for(std::uint64_t entry, bool writable) {
  if ((entry & kPresent) == 0) return 0;
  if ((entry & kOfFile) != 0) return MADV_POPULATE_READ;
  return (entry & kOnlyOurs) != 0 && writable ? MADV_POPULATE_WRITE : 0;
}

}  // namespace

/// Every mapping that can be populated; `advice` is MADV_POPULATE_WRITE where it is writable.
std::vector<HotPages::Range> HotPages::own_mappings() {
  std::vector<Range> out;
  std::ifstream maps("/proc/self/maps");
  for (std::string line; std::getline(maps, line);) {
    char* end = nullptr;
    const auto start = std::strtoull(line.c_str(), &end, 16);
    const auto stop = std::strtoull(end + 1, &end, 16);
    const std::string_view access(end + 1, 4);
    if (access[0] != 'r' || access[3] != 'p' || line.find("[v") != std::string::npos) continue;
    out.push_back({start, stop - start, access[1] == 'w' ? MADV_POPULATE_WRITE : MADV_POPULATE_READ});
  }
  return out;
}

std::vector<HotPages::Range> HotPages::touched_since(const std::vector<Range>& mapped) {
  std::vector<Range> out;
  const UniqueFd pagemap(::open("/proc/self/pagemap", O_RDONLY | O_CLOEXEC));
  std::vector<std::uint64_t> entries;
  for (const auto& range : mapped) {
    entries.assign(range.length / kPage, 0);
    const auto got = ::pread(pagemap.get(), entries.data(), entries.size() * 8, static_cast<off_t>(range.start / kPage * 8));
    if (got < 0) return {};
    for (std::size_t i = 0; i < static_cast<std::size_t>(got) / 8; ++i) {
      const int advice = advice_for(entries[i], range.advice == MADV_POPULATE_WRITE);
      const auto at = range.start + i * kPage;
      if (advice == 0) continue;
      if (!out.empty() && out.back().advice == advice && out.back().start + out.back().length == at) {
        out.back().length += kPage;
      } else {
        out.push_back({at, kPage, advice});
      }
    }
  }
  return out;
}

HotPages HotPages::learn(const std::function<void()>& work) {
  HotPages learnt;
  auto shared = memory_file("office-hot-pages");
  if (!shared) return learnt;
  const auto before = own_mappings();
  const pid_t scout = ::fork();
  if (scout == 0) {
    // A process that changed its user may not look at its own page map; the scout sees nothing but our own documents.
    ::prctl(PR_SET_DUMPABLE, 1, 0, 0, 0);
    work();
    const auto touched = touched_since(before);
    const std::string_view bytes(reinterpret_cast<const char*>(touched.data()), touched.size() * sizeof(Range));
    _exit(write_all(shared->get(), bytes) ? 0 : 1);
  }
  int status = 1;
  if (scout < 0 || ::waitpid(scout, &status, 0) != scout || status != 0) return learnt;
  const auto size = ::lseek(shared->get(), 0, SEEK_END);
  learnt.ranges_.resize(static_cast<std::size_t>(size) / sizeof(Range));
  if (::pread(shared->get(), learnt.ranges_.data(), static_cast<std::size_t>(size), 0) != size) learnt.ranges_.clear();
  return learnt;
}

void HotPages::touch() const {
  // A range that is gone or a kernel before 5.14 makes a call fail; then that memory faults in as it always would.
  for (const auto& range : ranges_) ::madvise(reinterpret_cast<void*>(range.start), range.length, range.advice);
}

std::uint64_t HotPages::copied() const {
  std::uint64_t bytes = 0;
  for (const auto& range : ranges_) bytes += range.advice == MADV_POPULATE_WRITE ? range.length : 0;
  return bytes;
}

}  // namespace docmill::engines::office
