#include "cli/call/suggest.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/call/call.h"
#include "cli/call/exit_codes.h"

namespace docmill::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(EditDistance, CountsChangedAddedLostAndExchangedLetters) {
  EXPECT_EQ(edit_distance("merge", "merge"), 0u);
  EXPECT_EQ(edit_distance("merge", "MERGE"), 0u);
  EXPECT_EQ(edit_distance("merge", "marge"), 1u);
  EXPECT_EQ(edit_distance("merge", "merg"), 1u);
  EXPECT_EQ(edit_distance("merge", "meerge"), 1u);
  EXPECT_EQ(edit_distance("merge", "mereg"), 1u) << "exchanged neighbours are one slip";
  EXPECT_EQ(edit_distance("", "abc"), 3u);
}

TEST(Suggest, FindsTheNearestOfTheCatalogue) {
  const auto ids = action_ids();
  EXPECT_EQ(nearest("convert/docx-to-pfd", ids).front(), "convert/docx-to-pdf");
  EXPECT_EQ(nearest("docx-to-pdf", ids).front(), "convert/docx-to-pdf") << "the group may be left out";
  EXPECT_EQ(nearest("pdf/mrege", ids).front(), "pdf/merge");
}

TEST(Suggest, APartOfANameFindsIt) {
  EXPECT_THAT(nearest("thumb", {"pdf/thumbnail", "pdf/split"}), ElementsAre("pdf/thumbnail"));
}

TEST(Suggest, IsSilentWhenNothingIsNear) {
  const std::vector<std::string> names{"serve", "call", "run"};
  EXPECT_THAT(nearest("quarterly-report", names), IsEmpty());
  EXPECT_EQ(did_you_mean("quarterly-report", names), "");
  EXPECT_THAT(nearest(std::string(100'000, 'x'), names), IsEmpty()) << "and does not take its time about it";
  EXPECT_EQ(did_you_mean("serv", names), " Did you mean 'serve'?");
}

TEST(ExitCodes, OfABatchTellWhetherAllFailedAlike) {
  EXPECT_EQ(exit_code_of_batch({}), kDone);
  EXPECT_EQ(exit_code_of_batch({kDone, kDone}), kDone);
  EXPECT_EQ(exit_code_of_batch({kCannotBeDone, kCannotBeDone}), kCannotBeDone);
  EXPECT_EQ(exit_code_of_batch({kDone, kCannotBeDone}), kSomeFailed);
  EXPECT_EQ(exit_code_of_batch({kUsedUp, kNoService}), kSomeFailed);
}

TEST(ExitCodes, FollowWhatTheCallerShouldDo) {
  EXPECT_EQ(exit_code_of(ErrorCode::BadRequest), kRefused);
  EXPECT_EQ(exit_code_of(ErrorCode::UnsupportedType), kRefused);
  EXPECT_EQ(exit_code_of(ErrorCode::Unauthenticated), kNotAuthorised);
  EXPECT_EQ(exit_code_of(ErrorCode::QuotaExceeded), kUsedUp);
  EXPECT_EQ(exit_code_of(ErrorCode::RateLimited), kUsedUp);
  EXPECT_EQ(exit_code_of(ErrorCode::PasswordRequired), kCannotBeDone);
  EXPECT_EQ(exit_code_of(ErrorCode::EngineCrashed), kCannotBeDone);
  EXPECT_EQ(exit_code_of(ErrorCode::Unavailable), kNoService);
  EXPECT_EQ(exit_code_of(ErrorCode::Internal), kNoService);
}

}  // namespace
}  // namespace docmill::cli
