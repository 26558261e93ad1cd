#include "store/files/file_store.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <future>

#include "store/faulty.h"
#include "store/files/at_hand.h"
#include "store/store_contract.h"

namespace docmill::store {
namespace {

using files::FileStore;
using files::open_at_hand;
using files::open_tree;
namespace fs = std::filesystem;
using namespace std::chrono_literals;

struct OverFiles : Harness {
  BlobStore& store() override { return *files; }

  TemporaryFolder folder;
  static constexpr std::size_t kThreads = 4;
  Pool pool{"files", kThreads};
  std::unique_ptr<FileStore> files = *FileStore::open(folder.path() + "/store", pool);
};

struct OverFaulty : OverFiles {
  BlobStore& store() override { return faulty; }

  FaultyStore faulty{*files};
};

INSTANTIATE_TEST_SUITE_P(Drivers, StoreContract,
                         testing::Values(Driver{"files", [] { return std::make_unique<OverFiles>(); }},
                                         Driver{"faulty_over_files", [] { return std::make_unique<OverFaulty>(); }}),
                         driver_name);

std::vector<std::string> files_below(const std::string& folder) {
  std::vector<std::string> paths;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file()) paths.push_back(entry.path());
  }
  return paths;
}

std::vector<std::string> names_of(BlobStore& store, std::size_t limit = 1'000) {
  std::vector<std::string> names;
  const auto page = run_to_end(store.list("", "", limit)).value();
  for (const auto& blob : page) names.push_back(blob.name);
  return names;
}

void make_older(const std::string& path, std::chrono::seconds age) {
  fs::last_write_time(path, fs::file_time_type::clock::now() - age);
}

class Files : public testing::Test {
 protected:
  std::string place() const { return over_.folder.path() + "/store"; }
  FileStore& store() { return *over_.files; }

  OverFiles over_;
};

TEST_F(Files, FilesAndFoldersArePrivate) {
  ASSERT_TRUE(put_now(store(), "t/acme/job/in/0", "x"));
  auto writer = *run_to_end(store().create("t/acme/job/in/1"));
  ASSERT_TRUE(run_to_end(writer->write(some_bytes(300'000))));
  ASSERT_EQ(files_below(place() + "/tmp").size(), 1u);
  for (const auto& entry : fs::recursive_directory_iterator(over_.folder.path())) {
    struct stat status{};
    ASSERT_EQ(::stat(entry.path().c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777U, entry.is_directory() ? 0700u : 0600u) << entry.path();
  }
}

TEST_F(Files, WhatTheKernelHasInMemoryIsReadThoughThePoolIsBusy) {
  const auto small = some_bytes(2'000);
  const auto large = some_bytes(500'000);
  ASSERT_TRUE(put_now(store(), "t/acme/small", small));
  ASSERT_TRUE(put_now(store(), "t/acme/large", large));
  const auto tree = open_tree(place());
  ASSERT_TRUE(tree);
  if (!open_at_hand(*tree, "t/acme/small", O_RDONLY | O_CLOEXEC)) GTEST_SKIP() << "this kernel cannot tell what it has in memory";
  std::promise<void> gate;
  const std::shared_future<void> open = gate.get_future().share();
  for (std::size_t i = 0; i < OverFiles::kThreads; ++i) boost::asio::post(over_.pool.threads(), [open] { open.wait(); });
  EXPECT_TRUE(get_now(store(), "t/acme/small").value_or("failed") == small);
  EXPECT_EQ(run_to_end(store().find("t/acme/large")).value()->size, large.size());
  const auto reader = run_to_end(store().open("t/acme/large"));
  ASSERT_TRUE(reader);
  EXPECT_TRUE(run_to_end((*reader)->read(400'000, 60'000)).value_or("failed") == large.substr(400'000, 60'000));
  gate.set_value();
  EXPECT_TRUE(get_now(store(), "t/acme/large").value_or("failed") == large);
}

TEST_F(Files, NothingTemporaryIsLeftByManyCommittedTogetherWhetherTheyWinOrLose) {
  const auto commit = [&](const std::string& name) {
    std::vector<std::unique_ptr<BlobWriter>> writers;
    for (const std::size_t size : {10U, 700'000U}) {
      writers.push_back(*run_to_end(store().create(name + std::to_string(size))));
      EXPECT_TRUE(run_to_end(writers.back()->write(some_bytes(size))));
    }
    return run_to_end(store().commit_all(std::move(writers)));
  };
  EXPECT_TRUE(commit("t/acme/won-"));
  ASSERT_TRUE(put_now(store(), "t/acme/lost-10", "x"));
  EXPECT_EQ(commit("t/acme/lost-").error().code(), ErrorCode::AlreadyExists);
  EXPECT_THAT(files_below(place() + "/tmp"), testing::IsEmpty());
  EXPECT_THAT(names_of(store()), testing::ElementsAre("t/acme/lost-10", "t/acme/won-10", "t/acme/won-700000"));
}

TEST_F(Files, NothingTemporaryIsLeftByCommitsLosersAndDroppedWriters) {
  ASSERT_TRUE(put_now(store(), "a", some_bytes(700'000)));
  EXPECT_FALSE(put_now(store(), "a", some_bytes(700'000)));
  auto writer = *run_to_end(store().create("b"));
  ASSERT_TRUE(run_to_end(writer->write(some_bytes(700'000))));
  writer.reset();
  ASSERT_TRUE(run_to_end(store().probe()));
  EXPECT_THAT(files_below(place() + "/tmp"), testing::IsEmpty());
  EXPECT_THAT(files_below(place()), testing::ElementsAre(place() + "/blobs/a.BLOB"));
}

TEST_F(Files, ACommitAfterACommitStoresNothing) {
  auto writer = *run_to_end(store().create("a"));
  ASSERT_TRUE(run_to_end(writer->write("x")));
  ASSERT_TRUE(run_to_end(writer->commit()));
  EXPECT_EQ(run_to_end(writer->commit()).error().code(), ErrorCode::Internal);
  EXPECT_EQ(run_to_end(writer->write("y")).error().code(), ErrorCode::Internal);
  EXPECT_EQ(get_now(store(), "a").value_or(""), "x");
}

TEST_F(Files, TwoStoresOnOneFolderShareItsBlobs) {
  auto other = *FileStore::open(place(), over_.pool);
  ASSERT_TRUE(put_now(store(), "t/acme/a", "one"));
  EXPECT_EQ(get_now(*other, "t/acme/a").value_or(""), "one");
  EXPECT_EQ(put_now(*other, "t/acme/a", "two").error().code(), ErrorCode::AlreadyExists);
  ASSERT_TRUE(run_to_end(other->remove("t/acme/a")));
  EXPECT_FALSE(*run_to_end(store().find("t/acme/a")));
}

TEST_F(Files, WhatOthersPutIntoTheFolderIsNotListed) {
  ASSERT_TRUE(put_now(store(), "t/mine", "x"));
  for (const auto* stranger : {"lost+found", "X.BLOB", ".nfs0A", "t/noblob"}) std::ofstream(place() + "/blobs/" + stranger) << "x";
  fs::create_directory(place() + "/blobs/CAPITALS");
  fs::create_directory_symlink("/", place() + "/blobs/link");
  EXPECT_THAT(names_of(store()), testing::ElementsAre("t/mine"));
}

TEST_F(Files, FoldersACrashLeftEmptyHideNothingAndGoWithTheNextRemoval) {
  for (int i = 100; i < 200; ++i) fs::create_directories(place() + "/blobs/t/acme/" + std::to_string(i) + "/in");
  ASSERT_TRUE(put_now(store(), "t/acme/last", "x"));
  EXPECT_THAT(names_of(store(), 1), testing::ElementsAre("t/acme/last"));
  ASSERT_TRUE(run_to_end(store().remove("t/acme/100/in/0")));
  EXPECT_FALSE(fs::exists(place() + "/blobs/t/acme/100"));
  EXPECT_TRUE(fs::exists(place() + "/blobs/t/acme/101"));
}

TEST_F(Files, PagesOfALargeFolderHoldEveryBlobOnce) {
  std::vector<std::string> expected;
  for (int i = 0; i < 150; ++i) {
    expected.push_back("t/" + std::to_string(i * 7 % 150) + (i % 3 == 0 ? "/in/0" : ""));
    ASSERT_TRUE(put_now(store(), expected.back(), "x"));
  }
  std::ranges::sort(expected);
  std::vector<std::string> all;
  for (;;) {
    const auto page = *run_to_end(store().list("", all.empty() ? "" : all.back(), 7));
    if (page.empty()) break;
    for (const auto& blob : page) all.push_back(blob.name);
  }
  EXPECT_EQ(all, expected);
}

TEST_F(Files, TemporariesAreRemovedOnlyWhenTheyAreOld) {
  const auto fresh = place() + "/tmp/fresh";
  const auto old = place() + "/tmp/old";
  std::ofstream(fresh) << "x";
  std::ofstream(old) << "x";
  make_older(old, 2h);
  EXPECT_EQ(run_to_end(store().remove_unfinished(SystemClock().now() - 3h, false)).value_or(99), 0u);
  EXPECT_EQ(run_to_end(store().remove_unfinished(SystemClock().now() - 1h, true)).value_or(99), 1u);
  EXPECT_TRUE(fs::exists(old)) << "a dry run changes nothing";
  EXPECT_EQ(run_to_end(store().remove_unfinished(SystemClock().now() - 1h, false)).value_or(99), 1u);
  EXPECT_TRUE(fs::exists(fresh));
  EXPECT_FALSE(fs::exists(old));
}

TEST_F(Files, AStoreWhoseFolderIsGoneIsUnavailableAndSaysSoInTheProbe) {
  fs::remove_all(place());
  EXPECT_EQ(run_to_end(store().probe()).error().code(), ErrorCode::Unavailable);
  EXPECT_EQ(put_now(store(), "a", "x").error().code(), ErrorCode::Unavailable);
}

TEST_F(Files, AFileThatBecameShorterIsCorruptNotShort) {
  ASSERT_TRUE(put_now(store(), "a", some_bytes(300'000)));
  auto reader = *run_to_end(store().open("a"));
  fs::resize_file(place() + "/blobs/a.BLOB", 200'000);
  EXPECT_EQ(run_to_end(reader->read(100'000, 200'000)).error().code(), ErrorCode::Corrupt);
  EXPECT_TRUE(run_to_end(reader->read(100'000, 100'000)));
}

// A limit on the size of files stands in for a full disk: it needs no rights and hits the same calls.
class FileSizeLimit {
 public:
  explicit FileSizeLimit(rlim_t bytes) {
    ::signal(SIGXFSZ, SIG_IGN);
    ::getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit limit{.rlim_cur = bytes, .rlim_max = before_.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &limit);
  }
  ~FileSizeLimit() {
    ::setrlimit(RLIMIT_FSIZE, &before_);
    ::signal(SIGXFSZ, SIG_DFL);
  }
  FileSizeLimit(const FileSizeLimit&) = delete;
  FileSizeLimit& operator=(const FileSizeLimit&) = delete;

 private:
  rlimit before_{};
};

TEST_F(Files, AFileThatDoesNotFitIsStorageFullAndLeavesNothing) {
  {
    const FileSizeLimit limit(100'000);
    EXPECT_EQ(put_now(store(), "small-enough-to-wait", some_bytes(150'000)).error().code(), ErrorCode::StorageFull);
    auto writer = *run_to_end(store().create("large"));
    EXPECT_EQ(run_to_end(writer->write(some_bytes(300'000))).error().code(), ErrorCode::StorageFull);
    EXPECT_EQ(run_to_end(writer->write("more")).error().code(), ErrorCode::StorageFull);
    EXPECT_EQ(run_to_end(writer->commit()).error().code(), ErrorCode::StorageFull);
    writer.reset();
    EXPECT_TRUE(put_now(store(), "fits", some_bytes(90'000)));
  }
  EXPECT_THAT(names_of(store()), testing::ElementsAre("fits"));
  EXPECT_THAT(files_below(place() + "/tmp"), testing::IsEmpty());
}

// Runs `work` in a child process and returns its exit code. The child owns all its threads: nobody else may have any now.
int in_a_child(const std::function<int()>& work) {
  const auto child = ::fork();
  if (child == 0) ::_exit(work());
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 255;
}

TEST(FilesOnAFullDisk, EveryWriteIsStorageFullUntilSomethingIsRemoved) {
  const TemporaryFolder folder;
  constexpr int kNotAllowed = 77;
  const auto fill = [&] {
    if (::unshare(CLONE_NEWNS) != 0 && ::unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0) return kNotAllowed;
    ::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr);
    if (::mount("tmpfs", folder.path().c_str(), "tmpfs", 0, "size=1m") != 0) return kNotAllowed;
    Pool pool("files", 1);
    const auto store = *FileStore::open(folder.path() + "/store", pool);
    if (!put_now(*store, "t/first", some_bytes(600'000))) return 1;
    const auto second = put_now(*store, "t/second", some_bytes(600'000));
    if (second || second.error().code() != ErrorCode::StorageFull) return 2;
    if (*run_to_end(store->find("t/second")) || !files_below(folder.path() + "/store/tmp").empty()) return 3;
    if (!get_now(*store, "t/first") || !run_to_end(store->remove("t/first"))) return 4;
    return put_now(*store, "t/second", some_bytes(600'000)) ? 0 : 5;
  };
  const int code = in_a_child(fill);
  if (code == kNotAllowed) GTEST_SKIP() << "this host allows no private mount; the file size limit above covers the same paths";
  EXPECT_EQ(code, 0);
}

TEST(FilesOfAKilledProcess, AreInvisibleAndSweptWhenTheNextProcessStartsAnHourLater) {
  const TemporaryFolder folder;
  int ready[2];
  ASSERT_EQ(::pipe(ready), 0);
  const auto child = ::fork();
  if (child == 0) {
    Pool pool("files", 1);
    const auto store = *FileStore::open(folder.path(), pool);
    auto writer = *run_to_end(store->create("t/acme/half"));
    const auto written = run_to_end(writer->write(some_bytes(1'000'000)));
    [[maybe_unused]] const auto told = ::write(ready[1], written ? "y" : "n", 1);
    for (;;) ::pause();
  }
  char answer = 0;
  ASSERT_EQ(::read(ready[0], &answer, 1), 1);
  ASSERT_EQ(answer, 'y');
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);

  const auto left = files_below(folder.path() + "/tmp");
  ASSERT_EQ(left.size(), 1u);
  Pool pool("files", 1);
  auto store = *FileStore::open(folder.path(), pool);
  EXPECT_THAT(names_of(*store), testing::IsEmpty());
  EXPECT_TRUE(fs::exists(left.front())) << "another process may still be writing to it";
  make_older(left.front(), 61min);
  store = *FileStore::open(folder.path(), pool);
  EXPECT_FALSE(fs::exists(left.front()));
  EXPECT_TRUE(put_now(*store, "t/acme/half", "now whole"));
}

TEST(FilesInABadPlace, TheErrorIsUnavailableAndNamesTheFolderAndTheCure) {
  const TemporaryFolder folder;
  std::ofstream(folder.path() + "/file") << "x";
  Pool pool("files", 1);
  for (const auto& place : {folder.path() + "/file", folder.path() + "/file/below", std::string("/proc/docmill")}) {
    const auto store = FileStore::open(place, pool);
    ASSERT_FALSE(store) << place;
    EXPECT_EQ(store.error().code(), ErrorCode::Unavailable) << place;
    EXPECT_NE(store.error().message().find(place), std::string::npos);
    EXPECT_NE(store.error().message().find("may write"), std::string::npos);
  }
}

TEST(FilesInANewPlace, MissingFoldersAboveAreMade) {
  const TemporaryFolder folder;
  Pool pool("files", 1);
  const auto store = FileStore::open(folder.path() + "/not/yet/there", pool);
  ASSERT_TRUE(store) << store.error().describe();
  EXPECT_TRUE(put_now(**store, "a", "x"));
}

}  // namespace
}  // namespace docmill::store
