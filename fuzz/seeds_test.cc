// Every fuzzer reads what it begins with and what it found before, fuzz/seeds/<fuzzer>/. A check that fails ends the program.
#include <gtest/gtest.h>

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#define FUZZER(name) extern "C" int name(const std::uint8_t*, std::size_t);
#include "fuzzers.inc"
#undef FUZZER

namespace docmill::fuzz {
namespace {

struct Fuzzer {
  const char* name;
  int (*read)(const std::uint8_t*, std::size_t);
};

constexpr Fuzzer kFuzzers[] = {
#define FUZZER(name) {#name, name},
#include "fuzzers.inc"
#undef FUZZER
};

class Seeds : public testing::TestWithParam<Fuzzer> {};

TEST_P(Seeds, AreReadWithoutAFinding) {
  int count = 0;
  for (const auto& seed : std::filesystem::directory_iterator(std::string(DOCMILL_SOURCE_DIR "/fuzz/seeds/") + GetParam().name)) {
    SCOPED_TRACE(seed.path().filename().string());
    std::ifstream in(seed.path(), std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(in), {}};
    EXPECT_EQ(GetParam().read(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()), 0);
    ++count;
  }
  EXPECT_GT(count, 0);
}

INSTANTIATE_TEST_SUITE_P(All, Seeds, testing::ValuesIn(kFuzzers), [](const auto& fuzzer) { return std::string(fuzzer.param.name); });

}  // namespace
}  // namespace docmill::fuzz
