#include "engines/child/room.h"

#include <gtest/gtest.h>
#include <malloc.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <functional>
#include <numeric>
#include <string>
#include <vector>

#include "engines/child/large_pages.h"
#include "sandbox/sanitizer.h"

namespace docmill::engines::child {
namespace {

/// In a process of its own, which must not change the heap of this one.
int status_of(const std::function<int()>& work) {
  const auto pid = ::fork();
  if (pid == 0) ::_exit(work());
  int status = 0;
  ::waitpid(pid, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 100 + WTERMSIG(status);
}

/// What a warm-up leaves: blocks of many sizes with gaps between them.
std::vector<std::string> left_by_warm_up() {
  std::vector<std::string> kept;
  for (std::size_t i = 0; i < 3000; ++i) {
    kept.emplace_back(20 + i * 37 % 1500, static_cast<char>('a' + i % 26));
    if (i % 50 == 0) kept.erase(kept.begin() + static_cast<std::ptrdiff_t>(kept.size() / 2));
  }
  return kept;
}

bool is_whole(const std::vector<std::string>& kept) {
  return std::ranges::all_of(kept, [](const auto& text) { return !text.empty() && text == std::string(text.size(), text.front()); });
}

/// 0 when all is as it should be, or the number of what is not.
int in_child(const Room& room, std::vector<std::string>& kept) {
  const auto taken = room.enter();
  if (sandbox::kSanitized) return taken == 0 ? 0 : 1;
  if (taken == 0 || taken % kLargePage != 0) return 2;
  if (!is_whole(kept)) return 3;
  // Its own heap: what a document needs, in pieces and in one block, and what the zygote was given may be given back.
  std::vector<std::string> own;
  for (std::size_t i = 0; i < 3000; ++i) own.emplace_back(20 + i % 2000, 'z');
  own.emplace_back(40 * kMiB, 'y');
  if (!is_whole(own)) return 4;
  kept.resize(kept.size() / 2);
  for (auto& text : kept) text.append(500, text.front());
  if (!is_whole(kept) || !is_whole(own)) return 5;
  return 0;
}

TEST(RoomTest, AChildFindsWhatTheZygoteHasAndKeepsWhatItDoesToItself) {
  const auto zygote = [] {
    Room room = Room::open();
    auto kept = left_by_warm_up();
    {
      const std::string only_for_a_while(3 * kMiB, 'x');
    }
    room.close();
    std::vector<std::string> later;
    for (std::size_t i = 0; i < 500; ++i) later.emplace_back(10 + i, 'q');
    later.resize(100);
    room.leave();
    for (int child = 0; child < 3; ++child) {
      if (const int status = status_of([&] { return in_child(room, kept); }); status != 0) return status;
      if (!is_whole(kept) || !is_whole(later)) return 50;
    }
    return 0;
  };
  EXPECT_EQ(status_of(zygote), 0);
}

TEST(RoomTest, AWarmUpThatLeavesMoreThanTheRoomLeavesChildrenWithoutOne) {
  const auto zygote = [] {
    Room room = Room::open();
    std::vector<std::string> kept(40, std::string(kMiB, 'k'));
    room.close();
    room.leave();
    return status_of([&] { return room.enter() == 0 && is_whole(kept) ? 0 : 1; });
  };
  EXPECT_EQ(status_of(zygote), 0);
}

TEST(LargePagesTest, TakeThePlaceOfOthers) {
  char* const first = map_large_pages(2 * kLargePage);
  char* const second = map_large_pages(kLargePage);
  ASSERT_TRUE(first != nullptr && second != nullptr);
  EXPECT_EQ(reinterpret_cast<std::uintptr_t>(first) % kLargePage, 0U);
  std::fill_n(first, 2 * kLargePage, 'a');
  std::fill_n(second, kLargePage, 'b');
  ASSERT_TRUE(move_large_pages(second, kLargePage, first + kLargePage));
  EXPECT_EQ(std::count(first, first + kLargePage, 'a'), static_cast<std::ptrdiff_t>(kLargePage));
  EXPECT_EQ(std::count(first + kLargePage, first + 2 * kLargePage, 'b'), static_cast<std::ptrdiff_t>(kLargePage));
}

}  // namespace
}  // namespace docmill::engines::child
