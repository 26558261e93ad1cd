#include "store/sealed/sealed_store.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "crypto/sealed.h"
#include "store/faulty.h"
#include "store/files/file_store.h"
#include "store/store_contract.h"

namespace docmill::store {
namespace {

using sealed::SealedStore;
namespace fs = std::filesystem;

struct OverSealed : Harness {
  BlobStore& store() override { return sealed; }

  TemporaryFolder folder;
  Pool pool{"files", 4};
  crypto::Keyring keyring = *crypto::Keyring::load_or_create(folder.path() + "/keys");
  std::unique_ptr<files::FileStore> files = *files::FileStore::open(folder.path() + "/store", pool);
  FaultyStore faulty{*files};
  SealedStore sealed{faulty, keyring, pool};
};

INSTANTIATE_TEST_SUITE_P(Drivers, StoreContract,
                         testing::Values(Driver{"sealed_over_files", [] { return std::make_unique<OverSealed>(); }}), driver_name);

std::string contents(const std::string& path) {
  std::ostringstream out;
  out << std::ifstream(path, std::ios::binary).rdbuf();
  return out.str();
}

constexpr std::size_t kChunk = crypto::kSealedChunkBytes;

class Sealed : public testing::Test {
 protected:
  std::string path(const std::string& name) const { return over_.folder.path() + "/store/blobs/" + name + ".BLOB"; }
  void overwrite(const std::string& name, std::string_view bytes) const { std::ofstream(path(name), std::ios::binary) << bytes; }
  void expect_corrupt(const std::string& name, const std::string& what) {
    const auto read = get_now(over_.sealed, name);
    ASSERT_FALSE(read) << what;
    EXPECT_EQ(read.error().code(), ErrorCode::Corrupt) << what;
    EXPECT_EQ(read.error().message(), "A stored document is damaged.");
  }

  OverSealed over_;
};

TEST_F(Sealed, NoFileHoldsASentenceOfADocumentOrATenantsKey) {
  const std::string sentence = "The merger will be announced on Monday.";
  std::string document;
  while (document.size() < 3 * kChunk) document += sentence;
  ASSERT_TRUE(put_now(over_.sealed, "t/acme/j1/in/0", sentence));
  ASSERT_TRUE(put_now(over_.sealed, "t/acme/j1/in/1", document));
  auto half = *run_to_end(over_.sealed.create("t/acme/j1/in/2"));
  ASSERT_TRUE(run_to_end(half->write(document + document)));
  std::size_t files = 0;
  for (const auto& entry : fs::recursive_directory_iterator(over_.folder.path())) {
    if (!entry.is_regular_file()) continue;
    ++files;
    EXPECT_EQ(contents(entry.path()).find(sentence.substr(4, 12)), std::string::npos) << entry.path();
  }
  EXPECT_EQ(files, 1u + 2u + 1u) << "the keys, two blobs and the temporary of the third";
}

TEST_F(Sealed, EveryFlippedBitIsCorrupt) {
  ASSERT_TRUE(put_now(over_.sealed, "t/acme/a", "a few bytes"));
  const auto good = contents(path("t/acme/a"));
  for (std::size_t bit = 0; bit < good.size() * 8; ++bit) {
    auto bad = good;
    bad[bit / 8] = static_cast<char>(bad[bit / 8] ^ (1 << (bit % 8)));
    overwrite("t/acme/a", bad);
    expect_corrupt("t/acme/a", "bit " + std::to_string(bit));
  }
  overwrite("t/acme/a", good);
  EXPECT_TRUE(get_now(over_.sealed, "t/acme/a"));
}

TEST_F(Sealed, EveryTruncationAndEveryExtensionIsCorrupt) {
  ASSERT_TRUE(put_now(over_.sealed, "t/acme/a", some_bytes(200)));
  const auto good = contents(path("t/acme/a"));
  for (std::size_t size = 0; size < good.size(); ++size) {
    overwrite("t/acme/a", good.substr(0, size));
    expect_corrupt("t/acme/a", "cut at " + std::to_string(size));
  }
  for (std::size_t more = 1; more < 60; ++more) {
    overwrite("t/acme/a", good + std::string(more, 'x'));
    expect_corrupt("t/acme/a", "longer by " + std::to_string(more));
  }
}

TEST_F(Sealed, ACutAnywhereIsSeenBeforeTheFirstByteIsRead) {
  ASSERT_TRUE(put_now(over_.sealed, "t/acme/long", some_bytes(3 * kChunk + 100)));
  const auto good = contents(path("t/acme/long"));
  const auto edge = crypto::kSealedHeaderBytes + kChunk + crypto::kSealedTagBytes;
  for (const std::size_t size : {edge, 2 * edge - crypto::kSealedHeaderBytes, edge + 1, edge + 17, good.size() - 1, good.size() - 100}) {
    overwrite("t/acme/long", good.substr(0, size));
    const auto opened = run_to_end(over_.sealed.open("t/acme/long"));
    ASSERT_FALSE(opened) << size;
    EXPECT_EQ(opened.error().code(), ErrorCode::Corrupt) << size;
  }
}

TEST_F(Sealed, ADamagedChunkSpoilsItsRangeOnly) {
  const auto plain = some_bytes(4 * kChunk);
  ASSERT_TRUE(put_now(over_.sealed, "t/acme/long", plain));
  auto bad = contents(path("t/acme/long"));
  bad[crypto::kSealedHeaderBytes + kChunk + 500] ^= 1;
  overwrite("t/acme/long", bad);
  auto reader = *run_to_end(over_.sealed.open("t/acme/long"));
  EXPECT_EQ(run_to_end(reader->read(0, kChunk)).value_or("?"), plain.substr(0, kChunk));
  EXPECT_EQ(run_to_end(reader->read(kChunk, 1)).error().code(), ErrorCode::Corrupt);
  EXPECT_EQ(run_to_end(reader->read(0, 4 * kChunk)).error().code(), ErrorCode::Corrupt);
  EXPECT_EQ(run_to_end(reader->read(2 * kChunk, 2 * kChunk)).value_or("?"), plain.substr(2 * kChunk));
}

TEST_F(Sealed, OneBlobInPlaceOfAnotherIsCorrupt) {
  ASSERT_TRUE(put_now(over_.sealed, "t/acme/a", "for acme"));
  ASSERT_TRUE(put_now(over_.sealed, "t/acme/b", "for acme, too"));
  ASSERT_TRUE(put_now(over_.sealed, "t/other/a", "for the other"));
  const auto a = contents(path("t/acme/a"));
  overwrite("t/acme/a", contents(path("t/acme/b")));
  expect_corrupt("t/acme/a", "another name");
  overwrite("t/acme/a", contents(path("t/other/a")));
  expect_corrupt("t/acme/a", "another tenant");
  overwrite("t/other/a", a);
  expect_corrupt("t/other/a", "another tenant");
}

TEST_F(Sealed, OldBlobsOpenAfterARotationAndNewOnesUseTheNewKey) {
  ASSERT_TRUE(put_now(over_.sealed, "t/acme/old", "old"));
  const auto rotated = over_.keyring.rotate(over_.folder.path() + "/keys");
  ASSERT_TRUE(rotated);
  ASSERT_TRUE(put_now(over_.sealed, "t/acme/new", "new"));
  EXPECT_EQ(get_now(over_.sealed, "t/acme/old").value_or("?"), "old");
  EXPECT_EQ(get_now(over_.sealed, "t/acme/new").value_or("?"), "new");
  EXPECT_EQ(crypto::parse_sealed_header(contents(path("t/acme/new")))->key_id, *rotated);
  EXPECT_NE(crypto::parse_sealed_header(contents(path("t/acme/old")))->key_id, *rotated);
}

TEST_F(Sealed, ABlobOfAnUnknownMasterKeyIsCorruptAndTheLogNamesTheKey) {
  ASSERT_TRUE(put_now(over_.sealed, "t/acme/a", "x"));
  const auto others = *crypto::Keyring::load_or_create(over_.folder.path() + "/other-keys");
  SealedStore stranger(*over_.files, others, over_.pool);
  const auto read = get_now(stranger, "t/acme/a");
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code(), ErrorCode::Corrupt);
  EXPECT_NE(read.error().cause().find(over_.keyring.newest()), std::string::npos);
}

TEST_F(Sealed, SmallReadsOneAfterTheOtherOpenEachChunkOnce) {
  const auto plain = some_bytes(3 * kChunk);
  ASSERT_TRUE(put_now(over_.sealed, "t/acme/long", plain));
  auto reader = *run_to_end(over_.sealed.open("t/acme/long"));
  const auto before = over_.faulty.calls(Operation::Read);
  std::string all;
  while (all.size() < plain.size()) all += *run_to_end(reader->read(all.size(), 4'096));
  EXPECT_TRUE(all == plain);
  EXPECT_EQ(over_.faulty.calls(Operation::Read) - before, 3u);
}

TEST_F(Sealed, ABlobThatCannotBeOursIsStillListed) {
  ASSERT_TRUE(put_now(over_.sealed, "t/acme/a", "x"));
  overwrite("t/acme/a", "short");
  EXPECT_EQ(run_to_end(over_.sealed.find("t/acme/a")).error().code(), ErrorCode::Corrupt);
  const auto page = run_to_end(over_.sealed.list("", "", 10));
  ASSERT_TRUE(page && page->size() == 1);
  EXPECT_EQ(page->front().size, 0u);
  EXPECT_TRUE(run_to_end(over_.sealed.remove("t/acme/a")));
}

TEST_F(Sealed, AFailureBehindItPassesThrough) {
  ASSERT_TRUE(put_now(over_.sealed, "t/acme/a", "x"));
  const auto full = fail(ErrorCode::StorageFull, "full");
  for (const auto operation : {Operation::Create, Operation::Write, Operation::Commit}) {
    over_.faulty.arm({.operation = operation, .error = full, .name_contains = {}});
    EXPECT_EQ(put_now(over_.sealed, "t/acme/b", "x").error().code(), ErrorCode::StorageFull);
  }
  for (const auto operation : {Operation::Open, Operation::Read}) {
    over_.faulty.arm({.operation = operation, .error = fail(ErrorCode::Unavailable, "down"), .name_contains = {}});
    EXPECT_EQ(get_now(over_.sealed, "t/acme/a").error().code(), ErrorCode::Unavailable);
  }
  EXPECT_TRUE(put_now(over_.sealed, "t/acme/b", "x"));
}

TEST(SealedKeys, EachTenantHasItsOwnAndTheHouseHasOne) {
  EXPECT_EQ(sealed::key_purpose("t/acme/j1/in/0"), "tenant/acme");
  EXPECT_EQ(sealed::key_purpose("k/acme/killers/x"), "tenant/acme");
  EXPECT_EQ(sealed::key_purpose("p/acme/p1/template/x"), "tenant/acme");
  EXPECT_EQ(sealed::key_purpose("t/acme"), "house");
  EXPECT_EQ(sealed::key_purpose("house/note"), "house");
  EXPECT_EQ(sealed::key_purpose("tt/acme/x"), "house");
}

}  // namespace
}  // namespace docmill::store
