#include "worker/keep_outputs.h"

#include <gtest/gtest.h>

#include "store/faulty.h"
#include "worker/test_house.h"

namespace docmill::worker {
namespace {

using test::House;
using test::memory_of;

TEST(OutputFilename, IsTheInputsNameWithTheNewExtension) {
  EXPECT_EQ(output_filename("Letter.docx", "pdf", 0, 1), "Letter.pdf");
  EXPECT_EQ(output_filename("Über 2024.final.docx", "pdf", 0, 1), "Über 2024.final.pdf");
  EXPECT_EQ(output_filename("Letter.docx", "png", 1, 3), "Letter-2.png");
}

TEST(OutputFilename, NeverLeadsElsewhereOrBreaksAHeader) {
  EXPECT_EQ(output_filename("../../etc/pass\"wd\r\n.docx", "pdf", 0, 1), ".._.._etc_pass_wd__.pdf");
  EXPECT_EQ(output_filename("", "pdf", 0, 1), "document.pdf");
  EXPECT_EQ(output_filename("///.docx", "pdf", 0, 1), "document.pdf");
  EXPECT_EQ(output_filename("..", "pdf", 0, 1), "document.pdf");
}

TEST(OutputFilename, IsNotShownAsAnother) {
  EXPECT_EQ(output_filename("bill\u202efdp.exe.docx", "pdf", 0, 1), "billfdp.exe.pdf");
  EXPECT_EQ(output_filename("\u2066a\u200fb\u2069.docx", "pdf", 0, 1), "ab.pdf");
  EXPECT_EQ(output_filename("\u0627\u0644\u0639\u0642\u062f.docx", "pdf", 0, 1), "\u0627\u0644\u0639\u0642\u062f.pdf");
}

TEST(OutputFilename, IsCutBetweenCharacters) {
  std::string wide;
  for (int i = 0; i < 150; ++i) wide += "é";
  const auto name = output_filename("x" + wide + ".docx", "pdf", 0, 1);
  EXPECT_EQ(name.size(), 199u + 4u);  // 1 + 99 × 2 bytes, then ".pdf"
  EXPECT_TRUE(name.ends_with("é.pdf"));
}

class KeepOutputs : public testing::Test {
 protected:
  Result<Kept> keep_only(std::vector<std::string> contents, std::uint64_t limit) {
    std::vector<engines::Document> documents;
    for (const auto& content : contents) documents.push_back({memory_of(content), "pdf"});
    KeepRequest request{.tenant = house_.tenant,
                        .job = JobId::trusted("job-1"),
                        .attempt_tag = 7,
                        .first_name = "Letter.docx",
                        .makes = "pdf",
                        .output_limit = limit};
    return run_to_end(keep_outputs(faulty_, std::move(request), std::move(documents), stop_, stored_));
  }
  /// With the commit that its caller does together with the result.
  Result<std::vector<model::Output>> keep(std::vector<std::string> contents, std::uint64_t limit = 1'000'000) {
    auto kept = keep_only(std::move(contents), limit);
    if (!kept) return Failed(kept.error());
    if (auto done = run_to_end(faulty_.commit_all(std::move(kept->uncommitted))); !done) return Failed(done.error());
    return std::move(kept->outputs);
  }

  House house_;
  store::FaultyStore faulty_{house_.store};
  engines::Stop stop_;
  std::vector<std::string> stored_;
};

TEST_F(KeepOutputs, StoresEveryByteAndSaysWhatTheyAre) {
  const std::string large(700'000, 'x');
  auto outputs = keep({large, ""});
  ASSERT_TRUE(outputs) << outputs.error().describe();
  ASSERT_EQ(outputs->size(), 2u);
  EXPECT_EQ(house_.blob(outputs->at(0).blob), large);
  EXPECT_EQ(outputs->at(0).size, large.size());
  EXPECT_EQ(outputs->at(0).sha256, crypto::sha256_hex(large));
  EXPECT_EQ(outputs->at(0).content_type, "application/pdf");
  EXPECT_EQ(outputs->at(1).filename, "Letter-2.pdf");
  EXPECT_EQ(outputs->at(1).size, 0u);
}

TEST_F(KeepOutputs, AnEnginesNameForAnOutputIsKeptButLeadsNowhere) {
  std::vector<engines::Document> documents;
  documents.push_back({memory_of("a"), "pdf", "", "Chapter 1.5"});
  documents.push_back({memory_of("b"), "dwg", "", "../../etc/plan"});
  documents.push_back({memory_of("c"), "pdf", "", "Chapter 1.5"});
  KeepRequest request{.tenant = house_.tenant,
                      .job = JobId::trusted("job-1"),
                      .attempt_tag = 7,
                      .first_name = "Book.pdf",
                      .makes = "pdf",
                      .output_limit = 100};
  auto kept = run_to_end(keep_outputs(faulty_, std::move(request), std::move(documents), stop_, stored_));
  ASSERT_TRUE(kept) << kept.error().describe();
  const auto& outputs = kept->outputs;
  EXPECT_EQ(outputs.at(0).filename, "Chapter 1.5.pdf");
  EXPECT_EQ(outputs.at(1).filename, ".._.._etc_plan.dwg");
  EXPECT_EQ(outputs.at(1).content_type, "application/octet-stream");
  EXPECT_EQ(outputs.at(2).filename, "Chapter 1.5-2.pdf");
}

TEST_F(KeepOutputs, StopsAtTheLimitOfAllOutputsTogether) {
  auto outputs = keep({"12345", "67890"}, 9);
  ASSERT_FALSE(outputs);
  EXPECT_EQ(outputs.error().code(), ErrorCode::InputTooComplex);
  EXPECT_EQ(outputs.error().phase(), Phase::Store);
}

TEST_F(KeepOutputs, LeavesTheLastOnesToBeCommittedWithTheRecordThatNamesThem) {
  // 16 of 300 KB are as much as waits for one commit.
  const auto kept = keep_only(std::vector<std::string>(18, std::string(300'000, 'x')), 10'000'000);
  ASSERT_TRUE(kept) << kept.error().describe();
  EXPECT_EQ(kept->outputs.size(), 18U);
  EXPECT_EQ(kept->uncommitted.size(), 2U);
  EXPECT_EQ(house_.blobs().size(), 16U);
  EXPECT_EQ(stored_.size(), 18U);
}

TEST_F(KeepOutputs, NamesWhatAFailureLeavesBehind) {
  faulty_.arm({.operation = store::Operation::Commit, .error = fail(ErrorCode::StorageFull, "Full."), .nth = 2, .name_contains = ""});
  auto outputs = keep({"one", "two"});
  ASSERT_FALSE(outputs);
  EXPECT_EQ(outputs.error().code(), ErrorCode::StorageFull);
  EXPECT_EQ(stored_.size(), 2u);
  EXPECT_EQ(house_.blobs(), std::vector<std::string>{stored_.at(0)});
}

}  // namespace
}  // namespace docmill::worker
