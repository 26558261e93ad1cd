#include "engines/finished_children.h"

#include <gtest/gtest.h>

#include "base/units.h"

namespace docmill::engines {
namespace {

/// Counts itself out when it is dropped, which is what ends a real one.
class CountedChild final : public sandbox::Child {
 public:
  explicit CountedChild(int& alive) : alive_(alive) { ++alive_; }
  ~CountedChild() override { --alive_; }
  Async<Result<void>> send(sandbox::Packet /*packet*/) override { co_return Result<void>{}; }
  Async<Result<std::optional<sandbox::Packet>>> receive(Deadline /*until*/) override { co_return std::optional<sandbox::Packet>(); }
  void kill() override {}
  Async<sandbox::ChildEnd> ended() override { co_return sandbox::ChildEnd(); }

 private:
  int& alive_;
};

struct House {
  boost::asio::io_context loop;
  int alive = 0;
  std::shared_ptr<FinishedChildren> children;
  explicit House(std::size_t most) : children(std::make_shared<FinishedChildren>(loop.get_executor(), most)) {}
  void finish(std::uint64_t memory = kMiB) { children->take(std::make_unique<CountedChild>(alive), memory); }
};

TEST(FinishedChildren, WaitForTheirEndUntilNoDocumentComes) {
  House house(4);
  house.finish();
  house.finish();
  house.children->document_begins();
  EXPECT_EQ(house.alive, 2);
  house.loop.run();
  EXPECT_EQ(house.alive, 0);
  house.loop.restart();
  house.finish();
  EXPECT_EQ(house.alive, 1);
  house.loop.run();
  EXPECT_EQ(house.alive, 0);
}

TEST(FinishedChildren, AreNeverMoreThanAllowedNorLarge) {
  House house(2);
  house.finish(100 * kMiB);
  EXPECT_EQ(house.alive, 0);
  for (int i = 0; i < 5; ++i) house.finish();
  EXPECT_EQ(house.alive, 2);
  House none(0);
  none.finish();
  EXPECT_EQ(none.alive, 0);
}

TEST(FinishedChildren, EndWithTheEngineWhateverWaits) {
  House house(2);
  house.finish();
  house.children->end();
  EXPECT_EQ(house.alive, 0);
  house.finish();
  house.children.reset();
  house.loop.run();
  EXPECT_EQ(house.alive, 0);
}

}  // namespace
}  // namespace docmill::engines
