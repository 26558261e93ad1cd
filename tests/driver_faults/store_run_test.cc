// Several writers of the same names while every request may meet any fault.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <random>
#include <thread>

#include "driver_faults/faults.h"
#include "driver_faults/store_place.h"

namespace docmill::store {
namespace {

using test::get_now;
using test::put_now;
using test::some_bytes;

constexpr unsigned kNames = 18;
constexpr unsigned kWriters = 3;
constexpr unsigned kPageLength = 7;
constexpr double kChance = 0.06;  // of each fault
constexpr std::uint64_t kSeed = 20'261'124;

std::string name_of(unsigned number) {
  return "t/acme/" + std::to_string(100 + number) + "/out";
}

/// Every twelfth is sent in two parts.
std::string bytes_of(unsigned number, unsigned writer) {
  return some_bytes(number % 12 == 5 ? test::kLarge : 1'000U + number * 9'000U, writer + 1);
}

class StoreRun : public ::testing::TestWithParam<test::StoreDriver> {
 protected:
  using Outcomes = std::array<ErrorCode, kNames>;
  static constexpr ErrorCode kStored = ErrorCode::Internal;  // stands for success: no store answers it

  StoreRun() { testing::keep_short(plan()); }

  BlobStore& store() { return place_->store(); }
  testing::FaultPlan& plan() { return place_->proxy().plan(); }

  /// Writes every name in an order of its own and reads as it goes.
  Outcomes write_all(unsigned writer) {
    std::mt19937_64 random(kSeed + writer);
    std::array<unsigned, kNames> order{};
    for (unsigned i = 0; i < kNames; ++i) order.at(i) = i;
    std::shuffle(order.begin(), order.end(), random);
    Outcomes outcomes{};
    for (const auto number : order) {
      const auto stored = put_now(store(), name_of(number), bytes_of(number, writer));
      outcomes.at(number) = stored ? kStored : stored.error().code();
      read(number, stored || stored.error().code() == ErrorCode::AlreadyExists);
      read(static_cast<unsigned>(random() % kNames), false);
    }
    return outcomes;
  }

  /// The bytes of one of the writers, or an error that says what is the matter.
  void read(unsigned number, bool is_there) {
    const auto got = get_now(store(), name_of(number));
    if (got) {
      EXPECT_LT(writer_of(number, *got), kWriters) << name_of(number) << " has bytes nobody wrote";
    } else {
      const auto code = got.error().code();
      EXPECT_TRUE(code == ErrorCode::Unavailable || (code == ErrorCode::NotFound && !is_there)) << got.error().describe();
    }
  }

  static unsigned writer_of(unsigned number, const std::string& bytes) {
    unsigned writer = 0;
    while (writer < kWriters && bytes != bytes_of(number, writer)) ++writer;
    return writer;
  }

  /// All names, page by page, in spite of the faults.
  std::vector<std::string> list_all() {
    std::vector<std::string> names;
    for (;;) {
      const auto page = run_to_end(store().list("t/", names.empty() ? "" : names.back(), kPageLength));
      if (!page) {
        EXPECT_EQ(page.error().code(), ErrorCode::Unavailable) << page.error().describe();
        continue;
      }
      if (page->empty()) return names;
      for (const auto& blob : *page) names.push_back(blob.name);
    }
  }

  std::unique_ptr<test::StorePlace> place_ = GetParam().make();
};

INSTANTIATE_TEST_SUITE_P(Drivers, StoreRun, ::testing::ValuesIn(test::remote_stores()), [](const auto& info) { return info.param.name; });

TEST_P(StoreRun, EveryNameHasTheBytesOfTheOneWriterWhoWasToldSo) {
  testing::all_chances(plan(), kChance, kSeed);
  std::array<Outcomes, kWriters> outcomes{};
  std::vector<std::thread> writers;
  for (unsigned i = 0; i < kWriters; ++i) writers.emplace_back([&, i] { outcomes.at(i) = write_all(i); });
  for (auto& writer : writers) writer.join();

  std::vector<std::string> names;
  for (unsigned number = 0; number < kNames; ++number) {
    SCOPED_TRACE(name_of(number));
    auto bytes = get_now(store(), name_of(number));
    while (!bytes && bytes.error().code() == ErrorCode::Unavailable) bytes = get_now(store(), name_of(number));
    ASSERT_TRUE(bytes) << bytes.error().describe();
    names.push_back(name_of(number));
    const auto winner = writer_of(number, *bytes);
    ASSERT_LT(winner, kWriters);
    for (unsigned writer = 0; writer < kWriters; ++writer) {
      const auto outcome = outcomes.at(writer).at(number);
      const bool allowed = outcome == (writer == winner ? kStored : ErrorCode::AlreadyExists) || outcome == ErrorCode::Unavailable;
      EXPECT_TRUE(allowed) << "writer " << writer << (writer == winner ? " won" : " lost");
    }
  }
  EXPECT_EQ(list_all(), names);

  auto removed = run_to_end(store().remove_many(names));
  while (!removed && removed.error().code() == ErrorCode::Unavailable) removed = run_to_end(store().remove_many(names));
  EXPECT_TRUE(removed) << removed.error().describe();
  std::printf("%s: %s\n", GetParam().name.c_str(), plan().summary().c_str());
  plan().clear();
  EXPECT_TRUE(list_all().empty());
  EXPECT_TRUE(run_to_end(store().remove_unfinished(SystemClock().now() + std::chrono::hours(1), false)));
  EXPECT_EQ(run_to_end(store().remove_unfinished(SystemClock().now() + std::chrono::hours(1), true)).value(), 0U);
}

}  // namespace
}  // namespace docmill::store
