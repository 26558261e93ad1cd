#include "worker/worker.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "model/limits.h"
#include "net/test_client.h"
#include "queue/faulty.h"
#include "store/faulty.h"
#include "worker/test_house.h"

namespace docmill::worker {
namespace {

using namespace std::chrono_literals;
using model::Outcome;
using test::converted;
using test::House;
using test::kDocument;
using test::needed;
using test::work_until_empty;
using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

/// Every attempt at once, whatever delays lie between them.
void work_until_done(House& house, WorkerOptions options = {}) {
  for (int i = 0; i < 10; ++i) {
    work_until_empty(house, options);
    if (house.left(house.jobs) == 0) return;
    house.clock.advance(61s);
  }
  ADD_FAILURE() << "messages are left";
}

model::PublicError error_of(House& house, const model::Job& job) {
  const auto result = house.result_of(job);
  EXPECT_TRUE(result && result->error) << "the job has no failed result";
  return result && result->error ? *result->error : model::PublicError{};
}

TEST(Worker, AJobBecomesItsResultAndLeavesNothingElse) {
  House house;
  const auto job = house.submit();
  work_until_empty(house);

  const auto result = house.result_of(job);
  ASSERT_TRUE(result);
  EXPECT_EQ(result->outcome, Outcome::Succeeded);
  ASSERT_THAT(result->outputs, SizeIs(1));
  const auto& output = result->outputs.front();
  EXPECT_EQ(house.blob(output.blob), converted(kDocument));
  EXPECT_EQ(output.sha256, crypto::sha256_hex(converted(kDocument)));
  EXPECT_EQ(output.filename, "Letter.pdf");
  EXPECT_EQ(output.content_type, "application/pdf");
  EXPECT_EQ(result->attempt, 1u);
  EXPECT_EQ(result->pages, 2u);
  EXPECT_EQ(result->engine, "office/test");
  EXPECT_EQ(result->expires_at, house.clock.now() + 6h);
  for (const auto* phase : {"queue", "fetch", "load", "export", "store"}) EXPECT_TRUE(result->phase_ms.contains(phase)) << phase;

  EXPECT_EQ(house.left(house.jobs), 0u);
  EXPECT_EQ(house.left(house.completions), 1u);
  EXPECT_FALSE(house.has_inputs(job));
  EXPECT_THAT(house.metrics.exposition(), HasSubstr(R"(docmill_attempts_total{action="convert/docx-to-pdf",outcome="succeeded"} 1)"));
}

TEST(Worker, TheCompletionNamesTheJobAndNothingElse) {
  House house;
  const auto job = house.submit();
  work_until_empty(house);
  const auto lease = needed(run_to_end(house.completions.take(60s)));
  ASSERT_TRUE(lease);
  const auto message = needed(model::message_from_json(lease->body));
  EXPECT_EQ(message.job, job.id);
  EXPECT_EQ(message.tenant, job.tenant);
}

TEST(Worker, ASecondMessageOfAFinishedJobOnlyRepeatsTheCompletion) {
  House house;
  const auto job = house.submit();
  work_until_empty(house);
  const auto before = house.blobs();
  house.put_message(job);
  work_until_empty(house);
  EXPECT_EQ(house.engine.runs(), 1u);
  EXPECT_EQ(house.blobs(), before);
  EXPECT_EQ(house.left(house.completions), 2u);
  EXPECT_EQ(house.left(house.jobs), 0u);
}

TEST(Worker, WaitersLearnOfTheResultAtOnce) {
  House house;
  const auto job = house.submit();
  const auto watch = house.events.watch(job.id);
  work_until_empty(house);
  EXPECT_GE(watch->count(), 1u);
}

// One test for each way a document can fail for good: the error reaches the customer, with its phase, after one attempt.
class FinalFailure : public testing::TestWithParam<ErrorCode> {};

TEST_P(FinalFailure, EndsTheJobAfterOneAttempt) {
  House house;
  house.engine.then_fail(GetParam());
  const auto job = house.submit();
  work_until_empty(house);
  const auto error = error_of(house, job);
  EXPECT_EQ(error.code, GetParam());
  EXPECT_EQ(error.phase, Phase::Load);
  EXPECT_EQ(house.result_of(job)->outcome, Outcome::Failed);
  EXPECT_THAT(house.outputs_of(job), IsEmpty());
  EXPECT_FALSE(house.has_inputs(job));
  EXPECT_EQ(house.left(house.jobs), 0u);
  EXPECT_EQ(house.left(house.completions), 1u);
  // Only what the house should look at becomes a dead letter.
  EXPECT_EQ(house.stats(house.jobs).dead, info(GetParam()).http_status >= 500 ? 1u : 0u);
}

INSTANTIATE_TEST_SUITE_P(Codes, FinalFailure,
                         testing::Values(ErrorCode::InputDamaged, ErrorCode::PasswordRequired, ErrorCode::InputTooComplex,
                                         ErrorCode::TooManyPages, ErrorCode::MemoryExceeded, ErrorCode::DeadlineExceeded,
                                         ErrorCode::UnsupportedType, ErrorCode::JailViolation),
                         [](const auto& tested) { return std::string(docmill::info(tested.param).name); });

// And for each that another attempt may cure.
class PassingFailure : public testing::TestWithParam<ErrorCode> {};

TEST_P(PassingFailure, IsTriedAgainAfterADelay) {
  House house;
  house.engine.then_fail(GetParam());
  const auto job = house.submit();
  work_until_empty(house);
  EXPECT_FALSE(house.result_of(job));
  EXPECT_EQ(house.stats(house.jobs).delayed, 1u);
  house.clock.advance(2s);
  work_until_empty(house);
  ASSERT_TRUE(house.result_of(job));
  EXPECT_EQ(house.result_of(job)->outcome, Outcome::Succeeded);
  EXPECT_EQ(house.result_of(job)->attempt, 2u);
}

TEST_P(PassingFailure, BecomesADeadLetterWhenTheAttemptsAreUsedUp) {
  House house;
  house.engine.then_fail(GetParam(), 3);
  const auto job = house.submit();
  work_until_done(house);
  EXPECT_EQ(error_of(house, job).code, GetParam());
  EXPECT_EQ(house.engine.runs(), 3u);
  const auto dead = needed(run_to_end(house.jobs.dead_letters(10))).shown;
  ASSERT_THAT(dead, SizeIs(1));
  EXPECT_THAT(dead[0].reason, HasSubstr(std::string(info(GetParam()).name)));
  EXPECT_EQ(house.left(house.completions), 1u);
}

INSTANTIATE_TEST_SUITE_P(Codes, PassingFailure,
                         testing::Values(ErrorCode::EngineFailed, ErrorCode::EngineCrashed, ErrorCode::Unavailable, ErrorCode::Internal),
                         [](const auto& tested) { return std::string(docmill::info(tested.param).name); });

TEST(Worker, AJobWithTheLongestValuesThatTheDoorTakesIsDone) {
  House house;
  auto job = house.new_job();
  job.params["Data"] = std::string(model::kMostValues, '\x01');  // six bytes each where JSON writes them
  job = house.submit(std::move(job));
  work_until_empty(house);
  ASSERT_TRUE(house.result_of(job));
  EXPECT_EQ(house.result_of(job)->outcome, Outcome::Succeeded);
}

TEST(Worker, DelaysGrowWithEveryAttempt) {
  House house;
  house.engine.then_fail(ErrorCode::EngineFailed, 2);
  house.submit();
  work_until_empty(house);
  house.clock.advance(2s);
  work_until_empty(house);
  house.clock.advance(3s);  // one second short of the second delay
  work_until_empty(house);
  EXPECT_EQ(house.engine.runs(), 2u);
  house.clock.advance(1s);
  work_until_empty(house);
  EXPECT_EQ(house.engine.runs(), 3u);
}

TEST(Worker, ADocumentThatCrashesEveryAttemptIsAnsweredAtOnceTheNextTime) {
  House house;
  house.engine.then_fail(ErrorCode::EngineCrashed, 3);
  house.submit();
  work_until_done(house);
  EXPECT_THAT(house.blobs("k/"), SizeIs(1));
  const auto again = house.submit();
  work_until_empty(house);
  EXPECT_EQ(error_of(house, again).code, ErrorCode::KnownKiller);
  EXPECT_EQ(house.engine.runs(), 3u);
  EXPECT_EQ(house.left(house.jobs), 0u);
}

TEST(Worker, AnotherTenantsDocumentIsNotBlamedForIt) {
  House house;
  house.engine.then_fail(ErrorCode::JailViolation);
  house.submit();
  work_until_empty(house);
  house.tenant = TenantId::trusted("other");
  const auto job = house.submit();
  work_until_empty(house);
  EXPECT_EQ(house.result_of(job)->outcome, Outcome::Succeeded);
}

TEST(Worker, AJobWhoseWorkersWereKilledEachTimeIsGivenUp) {
  House house;
  const auto job = house.submit();
  for (int i = 0; i < 3; ++i) {
    ASSERT_TRUE(needed(run_to_end(house.jobs.take(60s))));  // taken, and never heard of again
    house.clock.advance(61s);
  }
  work_until_empty(house);
  EXPECT_EQ(error_of(house, job).code, ErrorCode::Internal);
  EXPECT_THAT(error_of(house, job).detail, HasSubstr("3 attempts"));
  EXPECT_EQ(house.engine.runs(), 0u);
  EXPECT_EQ(house.stats(house.jobs).dead, 1u);
  EXPECT_THAT(house.blobs("k/"), IsEmpty()) << "nobody saw the document do it";
  EXPECT_EQ(house.left(house.completions), 1u);
}

TEST(Worker, AJobThatWaitedTooLongFailsInTheQueue) {
  House house;
  const auto job = house.submit();
  house.clock.advance(25h);
  work_until_empty(house);
  EXPECT_EQ(error_of(house, job).code, ErrorCode::DeadlineExceeded);
  EXPECT_EQ(error_of(house, job).phase, Phase::Queue);
  EXPECT_EQ(house.engine.runs(), 0u);
}

TEST(Worker, AMessageWithoutARecordIsGivenBackAFewTimesThenPutAside) {
  House house;
  const auto job = house.new_job();
  house.put_message(job);
  work_until_empty(house);
  EXPECT_EQ(house.stats(house.jobs).delayed, 1u);
  work_until_done(house);
  EXPECT_EQ(house.stats(house.jobs).dead, 1u);
  EXPECT_THAT(house.blobs(), IsEmpty());
}

TEST(Worker, ARecordThatComesLateIsStillWorked) {
  House house;
  const auto job = house.new_job();
  house.put_message(job);
  work_until_empty(house);
  house.put_blob(job.inputs[0].blob, kDocument);
  house.put_record(job);
  work_until_done(house);
  EXPECT_EQ(house.result_of(job)->outcome, Outcome::Succeeded);
}

TEST(Worker, AnUnreadableRecordEndsTheJobAfterAFewTries) {
  House house;
  const auto job = house.new_job();
  house.put_blob(model::job_record(job.tenant, job.id), "{\"schema\": 99}");
  house.put_message(job);
  work_until_done(house);
  EXPECT_EQ(error_of(house, job).code, ErrorCode::Corrupt);
  EXPECT_EQ(house.left(house.completions), 1u);
  EXPECT_EQ(house.stats(house.jobs).dead, 1u);
}

TEST(Worker, AMessageThatIsNoneOfOursIsPutAside) {
  House house;
  ASSERT_TRUE(run_to_end(house.jobs.put("not json", 0s)));
  work_until_done(house);
  EXPECT_EQ(house.stats(house.jobs).dead, 1u);
}

TEST(Worker, AnUnknownActionIsLeftToNewerWorkersFirst) {
  House house;
  auto job = house.new_job();
  job.action = "convert/docx-to-hologram";
  house.submit(job);
  work_until_empty(house);
  EXPECT_FALSE(house.result_of(job));
  work_until_done(house);
  EXPECT_EQ(error_of(house, job).code, ErrorCode::Internal);
}

TEST(Worker, AnInputThatIsGoneFailsTheJobAsOurFault) {
  House house;
  const auto job = house.new_job();
  house.put_record(job);
  house.put_message(job);
  work_until_done(house);
  EXPECT_EQ(error_of(house, job).code, ErrorCode::Internal);
  EXPECT_EQ(error_of(house, job).phase, Phase::Fetch);
}

TEST(Worker, TheFirstFinisherWinsAndTheOtherRemovesItsOwnOutputs) {
  House house;
  const auto job = house.new_job();
  auto winner = house.cancelled(job);
  // The other attempt finishes while this one is in its engine, and nobody tells.
  house.engine.then([&](engines::StepRequest request, engines::Stop&) -> Async<Result<engines::StepResult>> {
    EXPECT_TRUE(co_await store::put(house.store, model::result_record(job.tenant, job.id), model::to_json(winner)));
    co_return co_await test::ScriptedEngine::converting(std::move(request));
  });
  house.submit(job);
  work_until_empty(house);
  EXPECT_EQ(house.result_of(job)->outcome, Outcome::Cancelled);
  EXPECT_THAT(house.outputs_of(job), IsEmpty());
  EXPECT_EQ(house.left(house.jobs), 0u);
  EXPECT_EQ(house.left(house.completions), 1u);
}

TEST(Worker, AWriteOfTheResultWhoseAnswerWasLostKeepsItsOutputs) {
  House house;
  store::FaultyStore faulty(house.store);
  faulty.arm({.operation = store::Operation::Commit,
              .error = fail(ErrorCode::Unavailable, "Lost."),
              .name_contains = "result.json",
              .when = store::Fault::When::Afterwards});
  const auto job = house.submit();
  work_until_empty(house, house.parts_with(house.jobs, house.completions, faulty));
  EXPECT_EQ(house.stats(house.jobs).delayed, 1u);
  work_until_done(house);
  const auto result = house.result_of(job);
  ASSERT_TRUE(result);
  EXPECT_EQ(result->outcome, Outcome::Succeeded);
  EXPECT_EQ(house.blob(result->outputs.at(0).blob), converted(kDocument));
  EXPECT_EQ(house.engine.runs(), 1u);
  EXPECT_EQ(house.left(house.completions), 1u);
}

TEST(Worker, OutputsOfAFailedAttemptAreRemovedBeforeTheNext) {
  House house;
  store::FaultyStore faulty(house.store);
  faulty.arm({.operation = store::Operation::Commit,
              .error = fail(ErrorCode::StorageFull, "Full."),
              .name_contains = "/out/",
              .when = store::Fault::When::Afterwards});
  const auto job = house.submit();
  work_until_empty(house, house.parts_with(house.jobs, house.completions, faulty));
  EXPECT_FALSE(house.result_of(job));
  EXPECT_THAT(house.outputs_of(job), IsEmpty());
}

TEST(Worker, AnInputRemovedWhileItIsReadFailsTheJobWithAClearError) {
  House house;
  store::FaultyStore faulty(house.store);
  faulty.arm({.operation = store::Operation::Read,
              .error = fail(ErrorCode::NotFound, "Removed."),
              .times = store::Fault::kEver,
              .name_contains = "/in/"});
  const auto job = house.submit();
  for (int i = 0; i < 3; ++i) {
    work_until_empty(house, house.parts_with(house.jobs, house.completions, faulty));
    house.clock.advance(600s);
  }
  const auto result = house.result_of(job);
  ASSERT_TRUE(result);
  EXPECT_EQ(result->outcome, Outcome::Failed);
  ASSERT_TRUE(result->error);
  EXPECT_EQ(result->error->code, ErrorCode::Internal);
  EXPECT_EQ(result->error->detail, "The document is no longer stored.");
  EXPECT_EQ(house.engine.runs(), 0u);
}

TEST(Worker, AnOutageOfTheStoreIsNotHeldAgainstTheJob) {
  House house;
  store::FaultyStore faulty(house.store);
  for (const auto operation : {store::Operation::Open, store::Operation::Commit, store::Operation::Create}) {
    faulty.arm({.operation = operation, .error = fail(ErrorCode::Unavailable, "Away."), .times = store::Fault::kEver, .name_contains = ""});
  }
  const auto job = house.submit();
  for (int i = 0; i < 8; ++i) {
    work_until_empty(house, house.parts_with(house.jobs, house.completions, faulty));
    EXPECT_EQ(house.left(house.jobs), 1u);
    house.clock.advance(61s);
  }
  faulty.disarm();
  work_until_done(house);
  ASSERT_TRUE(house.result_of(job));
  EXPECT_EQ(house.result_of(job)->outcome, Outcome::Succeeded);
  EXPECT_EQ(house.stats(house.jobs).dead, 0u);
}

TEST(Worker, AMessageStaysUntilItsCompletionIsStored) {
  House house;
  queue::FaultyQueue faulty(house.completions);
  faulty.faults().arm(queue::FaultyQueue::Call::Put, {.when = queue::FaultyQueue::When::Before});
  const auto job = house.submit();
  work_until_empty(house, house.parts_with(house.jobs, faulty, house.store));
  ASSERT_TRUE(house.result_of(job));
  EXPECT_EQ(house.left(house.jobs), 1u);
  EXPECT_EQ(house.left(house.completions), 0u);
  work_until_done(house);
  EXPECT_EQ(house.left(house.completions), 1u);
  EXPECT_EQ(house.engine.runs(), 1u);
}

TEST(Worker, AnAckThatFailedIsRepeatedByTheNextDelivery) {
  House house;
  queue::FaultyQueue faulty(house.jobs);
  faulty.faults().arm(queue::FaultyQueue::Call::Ack, {.when = queue::FaultyQueue::When::Before});
  house.submit();
  work_until_empty(house, house.parts_with(faulty, house.completions, house.store));
  EXPECT_EQ(house.left(house.jobs), 1u);
  work_until_done(house);
  EXPECT_EQ(house.engine.runs(), 1u);
  EXPECT_EQ(house.left(house.completions), 2u);
}

TEST(Worker, AQueueThatComesBackIsWorkedAgain) {
  House house;
  queue::FaultyQueue faulty(house.jobs);
  faulty.faults().arm(queue::FaultyQueue::Call::Take, {.when = queue::FaultyQueue::When::Before, .times = 2});
  const auto job = house.submit();
  work_until_empty(house, house.parts_with(faulty, house.completions, house.store));
  work_until_empty(house, house.parts_with(faulty, house.completions, house.store));
  work_until_empty(house, house.parts_with(faulty, house.completions, house.store));
  EXPECT_TRUE(house.result_of(job));
}

// ---- addresses ----

class FetchedJob : public testing::Test {
 protected:
  model::Job job_from(std::string url) {
    auto job = house_.new_job();
    job.inputs[0] = {};
    job.inputs[0].url = std::move(url);
    return house_.submit(job);
  }

  House house_;
  net::test::FunctionHandler handler_{[](const net::Request& request, net::Body&, net::Responder& respond) -> Async<void> {
    net::Response response{.status = 200, .headers = {}, .body = kDocument};
    if (request.path == "/missing.docx") response.status = 404;
    if (request.path == "/empty.docx") response.body.clear();
    if (request.path == "/picture") response.body = "\x89PNG\r\n\x1a\n----------";
    if (request.path == "/named") response.headers.add("Content-Disposition", "attachment; filename=\"Invoice 7.docx\"");
    (void)co_await respond.send(std::move(response));
  }};
  net::test::RunningServer server_{handler_};
};

TEST_F(FetchedJob, IsFetchedThroughTheGuardAndConverted) {
  const auto job = job_from(server_.url("/named"));
  work_until_empty(house_);
  const auto result = house_.result_of(job);
  ASSERT_TRUE(result);
  ASSERT_EQ(result->outcome, Outcome::Succeeded) << result->error->detail;
  EXPECT_EQ(house_.blob(result->outputs.at(0).blob), converted(kDocument));
  EXPECT_EQ(result->outputs.at(0).filename, "Invoice 7.pdf");
}

TEST_F(FetchedJob, ARefusedAddressFailsAtOnce) {
  const auto job = job_from("http://10.0.0.1/letter.docx");
  work_until_empty(house_);
  EXPECT_EQ(error_of(house_, job).code, ErrorCode::FetchRefused);
  EXPECT_EQ(error_of(house_, job).phase, Phase::Fetch);
}

TEST_F(FetchedJob, AFailingAddressIsTriedAgainAndThenBlamed) {
  const auto job = job_from(server_.url("/missing.docx"));
  work_until_empty(house_);
  EXPECT_FALSE(house_.result_of(job));
  work_until_done(house_);
  EXPECT_EQ(error_of(house_, job).code, ErrorCode::FetchFailed);
  EXPECT_EQ(house_.stats(house_.jobs).dead, 0u);
}

TEST_F(FetchedJob, ADocumentThatIsTooLargeEmptyOrOfAnotherTypeIsRefused) {
  WorkerOptions small;
  small.input_limit = 10;
  const auto large = job_from(server_.url("/letter.docx"));
  work_until_empty(house_, small);
  EXPECT_EQ(error_of(house_, large).code, ErrorCode::PayloadTooLarge);
  const auto empty = job_from(server_.url("/empty.docx"));
  const auto picture = job_from(server_.url("/picture"));
  work_until_empty(house_);
  EXPECT_EQ(error_of(house_, empty).code, ErrorCode::InputDamaged);
  EXPECT_EQ(error_of(house_, picture).code, ErrorCode::UnsupportedType);
  EXPECT_EQ(house_.engine.runs(), 0u);
}

}  // namespace
}  // namespace docmill::worker
