#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "steward/test_steward.h"
#include "store/faulty.h"

namespace docmill::steward {
namespace {

using namespace std::chrono_literals;
using model::HoldState;
using test::report_of;
using test::StewardHouse;
using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using worker::test::work_until_empty;

class Sweeps : public testing::Test {
 protected:
  /// Runs every sweep dry first and shows that it changes nothing and announces what the real one then does.
  SweepReport sweep(std::string_view name) {
    const auto blobs = house_.blobs();
    const auto held = house_.usage().held;
    const auto messages = house_.left(house_.jobs) + house_.left(house_.completions);
    const auto announced = report_of(house_.sweep(true), name);
    EXPECT_EQ(house_.blobs(), blobs) << "a dry run changed the store";
    EXPECT_EQ(house_.usage().held, held) << "a dry run changed a hold";
    EXPECT_EQ(house_.left(house_.jobs) + house_.left(house_.completions), messages) << "a dry run put a message";
    auto done = report_of(house_.sweep(), name);
    EXPECT_EQ(announced.acted, done.acted);
    EXPECT_EQ(announced.actions.size(), done.actions.size());
    for (const auto& line : announced.actions) EXPECT_TRUE(line.starts_with("would ")) << line;
    EXPECT_THAT(done.trouble, IsEmpty());
    return done;
  }
  model::Job finished() {
    auto job = house_.accept();
    work_until_empty(house_);
    house_.settle();
    return job;
  }
  void advance(std::chrono::milliseconds length) { house_.clock.advance(length + 1s); }

  StewardHouse house_;
};

TEST_F(Sweeps, AnEmptyHouseIsClean) {
  const auto reports = house_.sweep();
  ASSERT_THAT(reports, SizeIs(8));
  for (const auto& report : reports) {
    EXPECT_EQ(report.acted, 0u) << report.sweep;
    EXPECT_THAT(report.trouble, IsEmpty()) << report.sweep;
  }
}

TEST_F(Sweeps, OutputsGoWhenTheResultExpires) {
  const auto job = finished();
  EXPECT_EQ(sweep("expired-outputs").acted, 0u);
  advance(5h);
  EXPECT_EQ(sweep("expired-outputs").acted, 0u);
  advance(1h);
  EXPECT_EQ(sweep("expired-outputs").acted, 1u);
  EXPECT_THAT(house_.outputs_of(job), IsEmpty());
  EXPECT_TRUE(house_.result_of(job)) << "the record outlives the outputs, so that a poll can say that they have expired";
}

TEST_F(Sweeps, OutputsNoResultNamesGoAfterTheGrace) {
  const auto job = finished();
  const auto kept = house_.outputs_of(job);
  house_.put_blob(model::output_blob(job.tenant, job.id, 1, 0), "of an attempt that came second");
  EXPECT_EQ(sweep("expired-outputs").acted, 0u);
  advance(1h);
  EXPECT_EQ(sweep("expired-outputs").acted, 1u);
  EXPECT_EQ(house_.outputs_of(job), kept);
}

TEST_F(Sweeps, OutputsOfARunningJobStay) {
  const auto job = house_.accept();
  house_.put_blob(model::output_blob(job.tenant, job.id, 1, 0), "no result yet");
  advance(2h);
  EXPECT_EQ(sweep("expired-outputs").acted, 0u);
  EXPECT_THAT(house_.outputs_of(job), SizeIs(1));
}

TEST_F(Sweeps, InputsOfFinishedJobsGo) {
  const auto job = finished();
  const auto running = house_.accept();
  house_.put_blob(job.inputs[0].blob, "left by a worker that was killed");
  EXPECT_EQ(sweep("finished-inputs").acted, 1u);
  EXPECT_FALSE(house_.has_inputs(job));
  EXPECT_TRUE(house_.has_inputs(running));
}

TEST_F(Sweeps, AHoldWithoutAJobIsReleasedAfterTheGrace) {
  const auto job = house_.new_job();
  house_.hold(job);
  EXPECT_EQ(sweep("stale-holds").acted, 0u);
  advance(15min);
  EXPECT_EQ(sweep("stale-holds").acted, 1u);
  EXPECT_EQ(house_.state_of(job), HoldState::Released);
}

TEST_F(Sweeps, AHoldWhoseCompletionWasLostFollowsTheResult) {
  house_.engine.then(
      [](engines::StepRequest request, engines::Stop&) { return worker::test::ScriptedEngine::converting(std::move(request)); });
  house_.engine.then_fail(ErrorCode::InputDamaged);
  const auto good = house_.accept();
  const auto bad = house_.accept();
  work_until_empty(house_);
  while (auto lease = test::needed(run_to_end(house_.completions.take(60s)))) EXPECT_TRUE(run_to_end(house_.completions.ack(*lease)));
  advance(15min);
  EXPECT_EQ(sweep("stale-holds").acted, 2u);
  EXPECT_EQ(house_.state_of(good), HoldState::Captured);
  EXPECT_EQ(house_.state_of(bad), HoldState::Released);
  EXPECT_EQ(house_.left(house_.completions), 0u);
}

TEST_F(Sweeps, ALostCallbackGetsItsCompletionAgain) {
  auto job = house_.new_job();
  job.callback_url = "http://10.0.0.1/never";
  house_.accept(job);
  work_until_empty(house_);
  const auto lease = test::needed(run_to_end(house_.completions.take(60s)));
  EXPECT_TRUE(run_to_end(house_.completions.ack(*lease)));
  advance(15min);
  sweep("stale-holds");
  EXPECT_EQ(house_.left(house_.completions), 1u);
}

TEST_F(Sweeps, TheHoldOfAJobOnItsWayStays) {
  const auto job = house_.accept();
  advance(1h);
  house_.options.batch = 1;  // such holds stay in front; the sweep has to look behind them
  const auto stale = house_.new_job();
  house_.hold(stale);
  advance(15min);
  sweep("stale-holds");
  EXPECT_EQ(house_.state_of(job), HoldState::Open);
  EXPECT_EQ(house_.state_of(stale), HoldState::Released);
}

TEST_F(Sweeps, AJobWithoutAMessageGetsOneOncePerPeriod) {
  const auto job = house_.new_job();
  house_.put_blob(job.inputs[0].blob, test::kDocument);
  house_.put_record(job);
  EXPECT_EQ(sweep("stray-jobs").acted, 0u);
  advance(10min);
  Steward steward(house_.steward_parts(), house_.options);
  EXPECT_EQ(report_of(run_to_end(steward.sweep(false)), "stray-jobs").acted, 1u);
  EXPECT_EQ(report_of(run_to_end(steward.sweep(false)), "stray-jobs").acted, 0u);
  EXPECT_EQ(house_.left(house_.jobs), 1u);
  work_until_empty(house_);
  EXPECT_TRUE(house_.result_of(job));
}

TEST_F(Sweeps, AJobThatWaitsInALongQueueIsNotStray) {
  house_.accept();
  advance(1h);
  EXPECT_EQ(sweep("stray-jobs").acted, 0u);
  EXPECT_EQ(house_.left(house_.jobs), 1u);
}

TEST_F(Sweeps, UploadsThatBrokeOffGoAfterTheGrace) {
  const auto job = house_.new_job();
  house_.put_blob(job.inputs[0].blob, "half");
  EXPECT_EQ(sweep("abandoned-uploads").acted, 0u);
  advance(1h);
  EXPECT_EQ(sweep("abandoned-uploads").acted, 1u);
  EXPECT_THAT(house_.blobs(), IsEmpty());
}

TEST_F(Sweeps, WhatAProcessKilledInTheMiddleOfAWriteLeftBehindGoesToo) {
  auto writer = test::needed(run_to_end(house_.store.create(model::input_blob(house_.tenant, house_.new_job().id, "0"))));
  EXPECT_TRUE(run_to_end(writer->write(std::string(4U << 20U, 'x'))));  // more than a writer holds back
  advance(1h);
  EXPECT_EQ(sweep("abandoned-uploads").acted, 1u);
}

TEST_F(Sweeps, InputsOfAWaitingJobAreNotAbandoned) {
  const auto job = house_.accept();
  advance(20h);
  EXPECT_EQ(sweep("abandoned-uploads").acted, 0u);
  EXPECT_TRUE(house_.has_inputs(job));
}

TEST_F(Sweeps, NothingIsLeftAWeekLater) {
  finished();
  house_.engine.then_fail(ErrorCode::JailViolation);
  finished();
  EXPECT_THAT(house_.blobs("k/"), SizeIs(1));
  advance(6 * 24h);
  sweep("old-records");
  EXPECT_THAT(house_.blobs("k/"), SizeIs(1));
  EXPECT_THAT(house_.blobs("t/"), SizeIs(4)) << "two records of each job";
  advance(24h);
  sweep("old-records");
  EXPECT_THAT(house_.blobs(), IsEmpty());
}

TEST_F(Sweeps, RecordsOfAnOfferedResultStayHoweverShortTheirLifetime) {
  const auto job = finished();
  house_.options.record_lifetime = 1h;
  advance(2h);
  EXPECT_EQ(sweep("old-records").acted, 0u);
  EXPECT_TRUE(house_.result_of(job));
}

// Killed between any two removals, the sweep never leaves a record without a result: that would be run again.
TEST_F(Sweeps, AKilledRemovalOfOldRecordsIsFinishedByTheNext) {
  const auto job = finished();
  house_.put_blob(model::callback_record(job.tenant, job.id), "{}");
  advance(8 * 24h);
  for (std::uint64_t nth = 1; nth <= 4; ++nth) {
    store::FaultyStore faulty(house_.store);
    faulty.arm({.operation = store::Operation::Remove,
                .error = fail(ErrorCode::Unavailable, "Killed."),
                .nth = 2,
                .times = store::Fault::kEver,
                .name_contains = ""});
    Steward steward(house_.steward_parts_with(house_.jobs, house_.completions, faulty, house_.accounts), house_.options);
    const auto reports = run_to_end(steward.sweep(false));
    const auto record = house_.blob(model::job_record(job.tenant, job.id));
    EXPECT_TRUE(!record || house_.result_of(job)) << "after " << nth;
    EXPECT_EQ(house_.left(house_.jobs), 0u);
  }
  EXPECT_THAT(house_.blobs(), IsEmpty());
}

TEST_F(Sweeps, TroubleWithOneSweepDoesNotStopTheOthers) {
  const auto upload = house_.new_job();
  house_.put_blob(upload.inputs[0].blob, "half");
  const auto broken = finished();
  const auto stale = house_.new_job();
  house_.hold(stale);
  advance(7h);
  store::FaultyStore faulty(house_.store);
  faulty.arm({.operation = store::Operation::Open,
              .error = fail(ErrorCode::Unavailable, "Away."),
              .times = store::Fault::kEver,
              .name_contains = broken.id.text()});
  Steward steward(house_.steward_parts_with(house_.jobs, house_.completions, faulty, house_.accounts), house_.options);
  const auto reports = run_to_end(steward.sweep(false));
  EXPECT_EQ(report_of(reports, "expired-outputs").trouble, "Away.");
  EXPECT_EQ(report_of(reports, "abandoned-uploads").acted, 1u);
  EXPECT_EQ(report_of(reports, "stale-holds").acted, 1u);
}

TEST_F(Sweeps, ManyJobsAreSweptPageByPage) {
  house_.options.page = 3;
  for (int i = 0; i < 7; ++i) house_.accept();
  work_until_empty(house_);
  house_.settle();
  advance(6h);
  EXPECT_EQ(sweep("expired-outputs").acted, 7u);
  advance(7 * 24h);
  sweep("old-records");
  EXPECT_THAT(house_.blobs(), IsEmpty());
}

TEST_F(Sweeps, AtMostAHundredLinesAreReported) {
  for (int i = 0; i < 120; ++i) house_.put_blob(model::input_blob(house_.tenant, house_.new_job().id, "0"), "half");
  advance(1h);
  const auto report = sweep("abandoned-uploads");
  EXPECT_EQ(report.acted, 120u);
  EXPECT_THAT(report.actions, SizeIs(100));
}

class OrphanTemplates : public Sweeps {
 protected:
  model::Process process(const std::string& id) {
    model::Process made{.id = ProcessId::trusted(id),
                        .tenant = house_.tenant,
                        .name = "Letters",
                        .kind = "docx",
                        .record = {},
                        .made_at = {},
                        .changed_at = {}};
    made.record = model::process_record(made.tenant, made.id, "1");
    house_.put_blob(model::process_template(made.tenant, made.id, "1"), "a template");
    house_.put_blob(made.record, "a record");
    return made;
  }
  void enter(const model::Process& process) { ASSERT_TRUE(run_to_end(house_.processes.add_process(process, 10))); }
};

TEST_F(OrphanTemplates, ThoseOfAProcessThatIsKnownStay) {
  enter(process("letters"));
  advance(100 * 24h);
  EXPECT_EQ(sweep("orphan-processes").acted, 0u);
  EXPECT_THAT(house_.blobs("p/"), SizeIs(2));
}

TEST_F(OrphanTemplates, ThoseOfNoProcessAreMarkedAfterTheGraceAndGoAWeekLater) {
  enter(process("kept"));
  process("lost");
  EXPECT_EQ(sweep("orphan-processes").acted, 0u) << "it may be on its way to the accounts";
  advance(1h);
  EXPECT_EQ(sweep("orphan-processes").acted, 1u);
  EXPECT_THAT(house_.blobs("p/"), SizeIs(5));
  advance(6 * 24h);
  EXPECT_EQ(sweep("orphan-processes").acted, 0u);
  advance(24h);
  EXPECT_EQ(sweep("orphan-processes").acted, 3u);
  EXPECT_THAT(house_.blobs("p/acme/kept/"), SizeIs(2));
  EXPECT_THAT(house_.blobs("p/"), SizeIs(2));
}

TEST_F(OrphanTemplates, AnAccountsDatabaseThatComesBackKeepsItsTemplates) {
  const auto letters = process("letters");
  advance(1h);
  EXPECT_EQ(sweep("orphan-processes").acted, 1u);
  enter(letters);
  advance(8 * 24h);
  EXPECT_EQ(sweep("orphan-processes").acted, 1u) << "the mark";
  EXPECT_THAT(house_.blobs("p/"), SizeIs(2));
}

TEST_F(OrphanTemplates, AreLookedForOnceAnHour) {
  process("lost");
  Steward steward(house_.steward_parts(), house_.options);
  EXPECT_EQ(report_of(run_to_end(steward.sweep(false)), "orphan-processes").examined, 1u);
  EXPECT_EQ(report_of(run_to_end(steward.sweep(false)), "orphan-processes").examined, 0u);
  advance(1h);
  EXPECT_EQ(report_of(run_to_end(steward.sweep(false)), "orphan-processes").examined, 1u);
}

TEST_F(Sweeps, LeftoverJailsOfDeadEnginesGo) {
  const auto run_dir = std::filesystem::path(house_.directory.file("run"));
  const auto jail = run_dir / "docmill-jail-999999999-abcdef";
  std::filesystem::create_directories(jail);
  house_.options.run_dir = run_dir.string();
  const auto announced = report_of(house_.sweep(true), "leftover-jails");
  EXPECT_THAT(announced.actions, Contains(HasSubstr(jail.string())));
  EXPECT_TRUE(std::filesystem::exists(jail));
  EXPECT_THAT(report_of(house_.sweep(), "leftover-jails").actions, Contains(HasSubstr(jail.string())));
  EXPECT_FALSE(std::filesystem::exists(jail));
}

}  // namespace
}  // namespace docmill::steward
