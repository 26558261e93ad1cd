#include "engines/child/large_code.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>

#include "sandbox/sanitizer.h"

namespace docmill::engines::child {
namespace {

[[gnu::noinline]] int thrown_and_caught(int number) {
  try {
    if (number > 0) throw std::runtime_error(std::to_string(number));
  } catch (const std::exception& error) {
    return std::stoi(error.what()) + thrown_and_caught(number - 1);
  }
  return 0;
}

/// What is mapped where this function lies: "r-xp" and a file's name or "".
std::pair<std::string, std::string> mapping_of_code() {
  const auto here = reinterpret_cast<std::uintptr_t>(&thrown_and_caught);
  std::ifstream maps("/proc/self/maps");
  for (std::string line; std::getline(maps, line);) {
    std::istringstream words(line);
    std::uintptr_t begin = 0;
    std::uintptr_t end = 0;
    char dash = 0;
    std::string rights, skip, file;
    words >> std::hex >> begin >> dash >> end >> rights >> skip >> skip >> skip >> file;
    if (here >= begin && here < end) return {rights, file};
  }
  return {};
}

bool kernel_has_large_pages() {
  std::ifstream file("/sys/kernel/mm/transparent_hugepage/enabled");
  std::string line;
  return std::getline(file, line) && line.find("[never]") == std::string::npos;
}

// The program is linked for it (CMakeLists.txt).
TEST(LargeCodeTest, TheProgramRunsOnInItsCopy) {
  const auto pid = ::fork();
  if (pid == 0) {
    code_in_large_pages();
    const auto [rights, file] = mapping_of_code();
    const bool copied = !sandbox::kSanitized && kernel_has_large_pages();
    ::_exit(rights != "r-xp" ? 1 : file.empty() != copied ? 2 : thrown_and_caught(5) != 15 ? 3 : 0);
  }
  int status = 0;
  ::waitpid(pid, &status, 0);
  EXPECT_TRUE(WIFEXITED(status)) << WTERMSIG(status);
  EXPECT_EQ(WEXITSTATUS(status), 0);
}

}  // namespace
}  // namespace docmill::engines::child
