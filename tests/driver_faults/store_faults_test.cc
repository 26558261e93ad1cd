// One fault at a time, at every kind of request of a remote store.
#include <gtest/gtest.h>

#include <array>
#include <thread>

#include "driver_faults/faults.h"
#include "driver_faults/store_place.h"
#include "support/service.h"

namespace docmill::store {
namespace {

using namespace std::chrono_literals;
using test::Call;
using test::get_now;
using test::kLarge;
using test::put_now;
using test::some_bytes;
using testing::Fault;

constexpr std::array kAll{Fault::DelayRequest, Fault::DelayAnswer, Fault::CutBefore, Fault::CutAfter,
                          Fault::Duplicate,    Fault::Reorder,     Fault::Truncate};
constexpr std::array kLosses{Fault::CutBefore, Fault::CutAfter, Fault::Duplicate, Fault::Truncate};
constexpr int kAlways = 1'000;

class StoreFaults : public ::testing::TestWithParam<test::StoreDriver> {
 protected:
  StoreFaults() { testing::keep_short(plan()); }

  BlobStore& store() { return place_->store(); }
  testing::FaultPlan& plan() { return place_->proxy().plan(); }
  test::StorePlace::Match request_of(Call call, std::size_t number = 0) const { return place_->requests_of(call).at(number); }

  /// A name nobody has used.
  std::string fresh() { return "t/acme/" + std::to_string(++names_); }

  /// Runs `made` while a request meets the fault.
  template <class Made>
  auto troubled(Fault fault, test::StorePlace::Match request, Made made) {
    const auto before = plan().count(fault);
    plan().arm(fault, 1, std::move(request));
    auto result = made();
    EXPECT_EQ(plan().count(fault), before + 1) << "the call met no fault";
    return result;
  }
  /// What `made` answers when its every request of this kind meets the fault, tries again included.
  template <class Made>
  auto hopeless(Fault fault, test::StorePlace::Match request, Made made) {
    plan().arm(fault, kAlways, std::move(request));
    auto result = made();
    plan().clear();
    return result;
  }

  bool exists(const std::string& name) { return run_to_end(store().find(name)).value().has_value(); }
  std::unique_ptr<BlobReader> open(const std::string& name) { return *run_to_end(store().open(name)); }
  template <class T>
  static ErrorCode code_of(const Result<T>& result) {
    EXPECT_FALSE(result) << "it succeeded";
    return result ? ErrorCode::Internal : result.error().code();
  }

  std::unique_ptr<test::StorePlace> place_ = GetParam().make();
  int names_ = 0;
};

INSTANTIATE_TEST_SUITE_P(Drivers, StoreFaults, ::testing::ValuesIn(test::remote_stores()),
                         [](const auto& info) { return info.param.name; });

TEST_P(StoreFaults, ASmallBlobIsStoredOnceAndItsWriterIsNotToldThatAnotherWasFirst) {
  for (const auto fault : kAll) {
    const auto name = fresh();
    const auto done = troubled(fault, request_of(Call::PutSmall), [&] { return put_now(store(), name, some_bytes(2'000)); });
    EXPECT_TRUE(done) << testing::name_of(fault) << ": " << done.error().describe();
    EXPECT_EQ(code_of(put_now(store(), name, "another")), ErrorCode::AlreadyExists);
    EXPECT_TRUE(get_now(store(), name).value_or("") == some_bytes(2'000));
  }
}

TEST_P(StoreFaults, OfTwoWritersAtOnceOneWinsWhateverBecomesOfTheirAnswers) {
  for (const auto fault : kAll) {
    const auto name = fresh();
    plan().arm(fault, 2, request_of(Call::PutSmall));
    Result<void> theirs;
    std::thread other([&] { theirs = put_now(store(), name, "theirs"); });
    const auto ours = put_now(store(), name, "ours");
    other.join();
    plan().clear();
    ASSERT_NE(ours.has_value(), theirs.has_value()) << testing::name_of(fault);
    EXPECT_EQ(code_of(ours ? theirs : ours), ErrorCode::AlreadyExists);
    EXPECT_EQ(get_now(store(), name).value_or(""), ours ? "ours" : "theirs");
  }
}

TEST_P(StoreFaults, ACommitNobodyHearsOfIsUnavailableAndIsThereOrNot) {
  const auto lost = fresh();
  EXPECT_EQ(code_of(hopeless(Fault::CutAfter, request_of(Call::PutSmall), [&] { return put_now(store(), lost, "x"); })),
            ErrorCode::Unavailable);
  EXPECT_EQ(code_of(put_now(store(), lost, "x")), ErrorCode::AlreadyExists) << "which is done";
  EXPECT_EQ(get_now(store(), lost).value_or(""), "x");
  const auto never = fresh();
  EXPECT_EQ(code_of(hopeless(Fault::CutBefore, request_of(Call::PutSmall), [&] { return put_now(store(), never, "x"); })),
            ErrorCode::Unavailable);
  EXPECT_FALSE(exists(never));
  EXPECT_TRUE(put_now(store(), never, "x"));
}

TEST_P(StoreFaults, ALargeBlobIsWholeWhicheverOfItsRequestsGoesWrong) {
  const auto bytes = some_bytes(kLarge);
  for (std::size_t i = 0; i < place_->requests_of(Call::PutLarge).size(); ++i) {
    for (const auto fault : kLosses) {
      const auto name = fresh();
      const auto done = troubled(fault, request_of(Call::PutLarge, i), [&] { return put_now(store(), name, bytes); });
      EXPECT_TRUE(done) << testing::name_of(fault) << " at request " << i + 1 << ": " << done.error().describe();
      EXPECT_TRUE(get_now(store(), name).value_or("") == bytes) << testing::name_of(fault) << " at request " << i + 1;
      EXPECT_TRUE(run_to_end(store().remove(name)));
    }
  }
  // An upload that was begun twice leaves one that nobody knows of.
  EXPECT_TRUE(run_to_end(store().remove_unfinished(SystemClock().now() + 1h, false)));
  EXPECT_EQ(run_to_end(store().remove_unfinished(SystemClock().now() + 1h, true)).value(), 0U);
}

TEST_P(StoreFaults, ALargeBlobWithABlockThatIsLostForGoodDoesNotExist) {
  for (const auto fault : {Fault::CutBefore, Fault::CutAfter}) {
    const auto name = fresh();
    auto writer = *run_to_end(store().create(name));
    const auto requests = place_->requests_of(Call::PutLarge);
    const auto written = hopeless(fault, requests.at(requests.size() - 2), [&] { return run_to_end(writer->write(some_bytes(kLarge))); });
    EXPECT_EQ(code_of(written), ErrorCode::Unavailable);
    EXPECT_EQ(code_of(run_to_end(writer->commit())), ErrorCode::Unavailable) << "a block is missing";
    EXPECT_FALSE(exists(name));
    // As large as before: Azurite's Put Blob takes blocks without a block list for a blob that is there.
    const auto again = put_now(store(), name, some_bytes(kLarge, 1));
    EXPECT_TRUE(again) << again.error().describe();
    EXPECT_TRUE(get_now(store(), name).value_or("") == some_bytes(kLarge, 1));
  }
}

TEST_P(StoreFaults, AReadThatGoesWrongOnceReturnsTheRightBytes) {
  const auto name = fresh();
  const auto bytes = some_bytes(300'000);
  ASSERT_TRUE(put_now(store(), name, bytes));
  for (const auto fault : kAll) {
    SCOPED_TRACE(testing::name_of(fault));
    const auto opened = troubled(fault, request_of(Call::Open), [&] { return run_to_end(store().open(name)); });
    ASSERT_TRUE(opened) << opened.error().describe();
    EXPECT_EQ((*opened)->size(), bytes.size());
    // Beyond what came with the opening.
    for (const auto& [offset, size] : {std::pair(100'000, 50'000), std::pair(299'990, 100), std::pair(0, 300'000)}) {
      const auto got = troubled(fault, request_of(Call::Open), [&] {
        return run_to_end((*opened)->read(static_cast<std::uint64_t>(offset), static_cast<std::size_t>(size)));
      });
      ASSERT_TRUE(got) << got.error().describe();
      EXPECT_TRUE(*got == bytes.substr(static_cast<std::size_t>(offset), static_cast<std::size_t>(size))) << offset;
    }
  }
}

TEST_P(StoreFaults, AReadThatAlwaysGoesWrongIsUnavailableAndNeverShortOrDamaged) {
  const auto name = fresh();
  const auto bytes = some_bytes(300'000);
  ASSERT_TRUE(put_now(store(), name, bytes));
  const auto reader = open(name);
  for (const auto fault : {Fault::CutBefore, Fault::CutAfter, Fault::Truncate}) {
    const auto request = request_of(Call::Open);
    EXPECT_EQ(code_of(hopeless(fault, request, [&] { return run_to_end(store().open(name)); })), ErrorCode::Unavailable);
    EXPECT_EQ(code_of(hopeless(fault, request, [&] { return run_to_end(reader->read(100'000, 100'000)); })), ErrorCode::Unavailable);
    EXPECT_TRUE(run_to_end(reader->read(100'000, 100'000)).value_or("") == bytes.substr(100'000, 100'000)) << "it goes on";
  }
}

TEST_P(StoreFaults, ASmallAnswerThatIsCutOffIsNeitherAnEmptyBlobNorADamagedOne) {
  const auto name = fresh();
  ASSERT_TRUE(put_now(store(), name, "x"));
  for (const auto fault : kAll) {
    const auto found = troubled(fault, request_of(Call::Find), [&] { return run_to_end(store().find(name)); });
    ASSERT_TRUE(found && *found) << testing::name_of(fault);
    EXPECT_EQ((*found)->size, 1U);
    EXPECT_EQ(troubled(fault, request_of(Call::Open), [&] { return get_now(store(), name); }).value_or("?"), "x");
  }
  EXPECT_EQ(code_of(hopeless(Fault::Truncate, request_of(Call::Find), [&] { return run_to_end(store().find(name)); })),
            ErrorCode::Unavailable);
  EXPECT_EQ(code_of(hopeless(Fault::Truncate, request_of(Call::Open), [&] { return get_now(store(), name); })), ErrorCode::Unavailable);
}

TEST_P(StoreFaults, EveryBlobAndFolderIsOnOnePageThoughEveryPageMeetsAFault) {
  std::vector<std::string> folders;
  std::vector<std::string> names;
  for (int i = 0; i < 25; ++i) {
    folders.push_back(std::to_string(100 + i));
    names.push_back("t/" + folders.back() + "/x");
    ASSERT_TRUE(put_now(store(), names.back(), "x"));
  }
  std::vector<std::string> seen;
  for (std::size_t pages = 0, before = 1; before != seen.size(); ++pages) {
    before = seen.size();
    const auto after = seen.empty() ? "" : seen.back();
    const auto page =
        troubled(kAll.at(pages % kAll.size()), request_of(Call::List), [&] { return run_to_end(store().list("t/", after, 3)); });
    ASSERT_TRUE(page) << page.error().describe();
    for (const auto& blob : *page) seen.push_back(blob.name);
  }
  EXPECT_EQ(seen, names);
  seen.clear();
  for (std::size_t pages = 0, before = 1; before != seen.size(); ++pages) {
    before = seen.size();
    const auto after = seen.empty() ? "" : seen.back();
    const auto page =
        troubled(kAll.at(pages % kAll.size()), request_of(Call::List), [&] { return run_to_end(store().list_folders("t/", after, 3)); });
    ASSERT_TRUE(page) << page.error().describe();
    seen.insert(seen.end(), page->begin(), page->end());
  }
  EXPECT_EQ(seen, folders);
  EXPECT_EQ(code_of(hopeless(Fault::Truncate, request_of(Call::List), [&] { return run_to_end(store().list("t/", "", 3)); })),
            ErrorCode::Unavailable);
}

TEST_P(StoreFaults, WhatIsRemovedIsGoneAndTheOthersStay) {
  ASSERT_TRUE(put_now(store(), "t/acme/kept", "x"));
  for (const auto fault : kAll) {
    SCOPED_TRACE(testing::name_of(fault));
    const std::vector<std::string> names{fresh(), fresh(), fresh(), fresh()};
    for (const auto& name : names) ASSERT_TRUE(put_now(store(), name, "x"));
    EXPECT_TRUE(troubled(fault, request_of(Call::Remove), [&] { return run_to_end(store().remove(names[0])); }));
    EXPECT_TRUE(troubled(fault, request_of(Call::RemoveMany), [&] { return run_to_end(store().remove_many(names)); }));
    for (const auto& name : names) EXPECT_FALSE(exists(name));
    EXPECT_TRUE(exists("t/acme/kept"));
  }
  EXPECT_EQ(code_of(hopeless(Fault::Truncate, request_of(Call::RemoveMany),
                             [&] { return run_to_end(store().remove_many({"t/acme/a", "t/acme/b"})); })),
            ErrorCode::Unavailable);
}

TEST_P(StoreFaults, AProbeToleratesAFaultAndTellsOfAServerThatIsAway) {
  for (std::size_t i = 0; i < place_->requests_of(Call::Probe).size(); ++i) {
    for (const auto fault : kAll) {
      const auto done = troubled(fault, request_of(Call::Probe, i), [&] { return run_to_end(store().probe()); });
      EXPECT_TRUE(done) << testing::name_of(fault) << ": " << done.error().describe();
    }
  }
  ASSERT_TRUE(put_now(store(), "t/acme/kept", "x"));
  place_->proxy().refuse(true);
  // The connections that are open are cut, others cannot be made.
  const auto any = [](const std::string&, const std::string&) { return true; };
  EXPECT_EQ(code_of(hopeless(Fault::CutBefore, any, [&] { return run_to_end(store().probe()); })), ErrorCode::Unavailable);
  EXPECT_EQ(code_of(get_now(store(), "t/acme/kept")), ErrorCode::Unavailable);
  place_->proxy().refuse(false);
  EXPECT_TRUE(run_to_end(store().probe()));
  EXPECT_EQ(get_now(store(), "t/acme/kept").value_or(""), "x");
}

}  // namespace
}  // namespace docmill::store
