#include "console/job_view.h"
#include "console/test_console.h"
#include "model/job_progress.h"

namespace docmill::console {
namespace {

using namespace std::chrono_literals;
using test::ConsoleHouse;
using test::expect_refused;
using test::need;
using test::Scope;
using test::text;
using testing::ElementsAre;
using testing::HasSubstr;

const std::string kJobs = "/console/api/jobs";

model::PublicError damaged() {
  return {.code = ErrorCode::InputDamaged, .detail = "The document could not be opened.", .phase = Phase::Load};
}

boost::json::object get(const ConsoleHouse& house, const test::SignedIn& who, const std::string& target) {
  const auto answer = house.send("GET", target, who.reads());
  EXPECT_EQ(answer.status, 200) << answer.body;
  return ConsoleHouse::json(answer);
}

std::vector<std::string> ids_of(const boost::json::object& page) {
  std::vector<std::string> ids;
  for (const auto& job : page.at("jobs").as_array()) ids.push_back(text(job.at("id")));
  return ids;
}

std::string phases_in(const boost::json::object& job) {
  std::string names;
  for (const auto& phase : job.at("phases").as_array()) names += (names.empty() ? "" : " ") + text(phase.at("name"));
  return names;
}

TEST(Jobs, AreListedNewestFirstWithHowTheyStand) {
  ConsoleHouse house;
  const auto who = house.sign_in();
  const auto good = house.start_job(who);
  house.finish_next();
  need(run_to_end(house.accounts.capture(JobId::trusted(good))));
  house.clock.advance(1s);
  const auto bad = house.start_job(who);
  house.finish_next({.error = damaged()});
  need(run_to_end(house.accounts.release(JobId::trusted(bad))));
  house.clock.advance(1s);
  const auto waits = house.start_job(who);
  const auto page = get(house, who, kJobs);
  EXPECT_THAT(ids_of(page), ElementsAre(waits, bad, good));
  EXPECT_TRUE(page.at("next").is_null());
  const auto& rows = page.at("jobs").as_array();
  EXPECT_EQ(rows[0].at("state"), "accepted");
  EXPECT_EQ(rows[0].at("charge"), "open");
  EXPECT_FALSE(rows[0].as_object().contains("finishedAt"));
  EXPECT_EQ(rows[1].at("state"), "failed");
  EXPECT_EQ(rows[1].at("charge"), "released");
  EXPECT_EQ(rows[1].at_pointer("/error/code"), "input_damaged");
  EXPECT_EQ(rows[1].at_pointer("/error/phase"), "load");
  EXPECT_EQ(rows[1].at_pointer("/error/retryable"), false);
  EXPECT_EQ(rows[2].at("state"), "succeeded");
  EXPECT_EQ(rows[2].at("action"), "convert/docx-to-pdf");
  EXPECT_EQ(rows[2].at("documents"), 1);

  EXPECT_THAT(ids_of(get(house, who, kJobs + "?state=failed")), ElementsAre(bad));
  EXPECT_THAT(ids_of(get(house, who, kJobs + "?state=cancelled")), ElementsAre());
  EXPECT_THAT(ids_of(get(house, who, kJobs + "?state=succeeded&action=convert%2Fdocx-to-pdf")), ElementsAre(good));
  EXPECT_THAT(ids_of(get(house, who, kJobs + "?action=pdf/merge")), ElementsAre());
  const auto first = get(house, who, kJobs + "?limit=2");
  EXPECT_THAT(ids_of(first), ElementsAre(waits, bad));
  EXPECT_THAT(ids_of(get(house, who, kJobs + "?limit=2&before=" + text(first.at("next")))), ElementsAre(good));
}

TEST(Jobs, NonsenseInTheQueryIsRefusedAndSaysWhat) {
  ConsoleHouse house;
  const auto who = house.sign_in();
  for (const auto* query : {"?state=done", "?before=x", "?before=%00", "?limit=0", "?limit=201", "?limit=-1", "?limit=1e3",
                            "?limit=99999999999999999999", "?before=MTc1MA"}) {
    EXPECT_EQ(house.send("GET", kJobs + query, who.reads()).status, 400) << query;
  }
  EXPECT_EQ(house.send("GET", kJobs + "?action=';DROP TABLE holds;--", who.reads()).status, 400) << "a space ends the target";
  EXPECT_THAT(ids_of(get(house, who, kJobs + "?action=%27;DROP%20TABLE%20holds;--")), ElementsAre());
}

TEST(Jobs, APlaceInTheListReadsBack) {
  const accounts::HoldPlace place{.made_at = Timestamp(1'750'000'000'123ms), .job = JobId::trusted("abc")};
  const auto read = place_of(cursor_of(place));
  ASSERT_TRUE(read);
  EXPECT_EQ(read->made_at, place.made_at);
  EXPECT_EQ(read->job, place.job);
}

TEST(Jobs, OneThatAWorkerElsewhereHasIsShownAsFarAsThatOneTold) {
  ConsoleHouse house;
  const auto who = house.sign_in();
  const auto id = JobId::trusted(house.start_job(who));
  const auto tell = [&](model::JobProgress progress) {
    need(run_to_end(store::put(house.store, model::progress_record(TenantId::trusted("acme"), id, house.clock.now()), to_json(progress))));
    house.clock.advance(1s);
  };
  const auto now = house.clock.now();
  tell({.attempt = 1, .leased_at = now, .parts = {{"fetch", now}}});
  tell({.attempt = 1, .leased_at = now, .parts = {{"fetch", now}, {"load", now}}});
  const auto job = get(house, who, kJobs + "/" + id.text());
  EXPECT_EQ(job.at("state"), "running");
  EXPECT_EQ(phases_in(job), "accepted queued leased fetch load");
  EXPECT_EQ(text(get(house, who, kJobs).at("jobs").as_array().at(0).at("state")), "running");
  tell({.attempt = 1, .leased_at = now, .waiting = true});
  EXPECT_EQ(get(house, who, kJobs + "/" + id.text()).at("state"), "waiting");
  house.finish_next();
  EXPECT_EQ(get(house, who, kJobs + "/" + id.text()).at("state"), "succeeded");
}

TEST(Jobs, OneIsShownWithItsPhasesInputsAndOutputs) {
  ConsoleHouse house;
  const auto who = house.sign_in();
  const auto id = house.start_job(who);
  auto job = get(house, who, kJobs + "/" + id);
  EXPECT_EQ(phases_in(job), "accepted queued");
  EXPECT_EQ(job.at("cancel"), true);
  EXPECT_EQ(job.at("retry"), false);
  EXPECT_EQ(job.at("inputs").as_array().at(0).at("name"), "Report.docx");
  house.events.began(JobId::trusted(id), 1, house.clock.now());
  house.events.entered(JobId::trusted(id), "load", house.clock.now());
  job = get(house, who, kJobs + "/" + id);
  EXPECT_EQ(job.at("state"), "running");
  EXPECT_EQ(phases_in(job), "accepted queued leased load");
  EXPECT_EQ(text(get(house, who, kJobs).at("jobs").as_array().at(0).at("state")), "running");
  house.events.paused(JobId::trusted(id));
  EXPECT_EQ(get(house, who, kJobs + "/" + id).at("state"), "waiting");
  house.finish_next();
  job = get(house, who, kJobs + "/" + id);
  EXPECT_EQ(job.at("state"), "succeeded");
  EXPECT_EQ(phases_in(job), "accepted stored") << "this result knows no time in the queue, so nothing is made up";
  EXPECT_EQ(job.at("attempts"), 1);
  EXPECT_EQ(job.at("cancel"), false);
  const auto& output = job.at("outputs").as_array().at(0);
  EXPECT_EQ(output.at("name"), "Report.pdf");
  EXPECT_EQ(output.at("contentType"), "application/pdf");
  EXPECT_EQ(output.at("preview"), false) << "a browser shows it";
  EXPECT_EQ(house.get(text(output.at("link"))).body, "%PDF-1.7 the result");
  house.clock.advance(6h);
  job = get(house, who, kJobs + "/" + id);
  EXPECT_TRUE(job.at("outputs").as_array().empty());
  EXPECT_THAT(text(job.at("advice")), HasSubstr("no longer stored"));
}

TEST(Jobs, ThoseOfAnotherTenantAreNotThere) {
  ConsoleHouse house;
  const auto who = house.sign_in();
  const auto other = house.sign_in(house.new_key("other", {Scope::Convert, Scope::Console}));
  const auto id = house.start_job(who);
  EXPECT_THAT(ids_of(get(house, other, kJobs)), ElementsAre());
  expect_refused(house.send("GET", kJobs + "/" + id, other.reads()), 404, "not_found");
  expect_refused(house.send("GET", kJobs + "/" + id + "/events", other.reads()), 404, "not_found");
  expect_refused(house.send("DELETE", kJobs + "/" + id, other.changes()), 404, "not_found");
  expect_refused(house.send("POST", kJobs + "/" + id + "/retry", other.changes()), 404, "not_found");
  EXPECT_EQ(get(house, who, kJobs + "/" + id).at("state"), "accepted");
  for (const auto* name : {"/nosuchjob", "/Not-An-Id", "/a/b", "/../keys", "/x/retry", "/%2e%2e/session"}) {
    EXPECT_GE(house.send("GET", kJobs + name, who.reads()).status, 400) << name;
  }
}

TEST(Jobs, CancellingEndsOneAndNeedsTheCsrfText) {
  ConsoleHouse house;
  const auto who = house.sign_in();
  const auto id = house.start_job(who);
  expect_refused(house.send("DELETE", kJobs + "/" + id, who.reads()), 403, "permission_denied");
  EXPECT_EQ(house.send("DELETE", kJobs + "/" + id, who.changes()).status, 204);
  const auto job = get(house, who, kJobs + "/" + id);
  EXPECT_EQ(job.at("state"), "cancelled");
  EXPECT_EQ(phases_in(job), "accepted cancelled");
  EXPECT_EQ(job.at("retry"), false) << "its inputs went with it";
}

TEST(Jobs, OneThatHasEndedIsStartedAgainWhileItsInputsAreThere) {
  ConsoleHouse house;
  const auto who = house.sign_in();
  const auto id = house.start_job(who);
  expect_refused(house.send("POST", kJobs + "/" + id + "/retry", who.changes()), 409, "conflict", "not ended");
  const auto record = house.finish_next({.error = damaged()});
  EXPECT_EQ(get(house, who, kJobs + "/" + id).at("retry"), true);
  const auto answer = house.send("POST", kJobs + "/" + id + "/retry", who.changes());
  ASSERT_EQ(answer.status, 202) << answer.body;
  const auto second = text(ConsoleHouse::json(answer).at("id"));
  EXPECT_NE(second, id);
  const auto again = house.finish_next();
  EXPECT_EQ(again.id.text(), second);
  EXPECT_EQ(again.params, record.params);
  EXPECT_NE(again.inputs.at(0).blob, record.inputs.at(0).blob);
  EXPECT_EQ(again.inputs.at(0).sha256, record.inputs.at(0).sha256);
  EXPECT_EQ(house.usage().held, 2U) << "a job of its own";
  need(run_to_end(house.store.remove(record.inputs.at(0).blob)));
  EXPECT_EQ(get(house, who, kJobs + "/" + id).at("retry"), false);
  expect_refused(house.send("POST", kJobs + "/" + id + "/retry", who.changes()), 409, "conflict", "deleted when a job ends");
}

TEST(Jobs, AResultThatNoBrowserShowsHasAPreviewWhichIsFree) {
  ConsoleHouse house;
  const auto who = house.sign_in();
  const auto id = house.start_job(who);
  const auto preview = [&](const std::string& job, const std::string& query = {}, const std::string& method = "POST") {
    return house.send(method, kJobs + "/" + job + "/preview" + query, who.changes());
  };
  expect_refused(preview(id), 410, "gone", "no result");
  house.finish_next({.content = "PK the letter", .filename = "Letter.docx"});
  need(run_to_end(house.accounts.capture(JobId::trusted(id))));
  expect_refused(house.send("POST", kJobs + "/" + id + "/preview", who.reads()), 403, "permission_denied");
  for (const auto* query : {"?output=1", "?output=x", "?output=-1", "?output=99999999999999999999"}) {
    expect_refused(preview(id, query), 400, "bad_request", "output is from 0 to 0");
  }
  EXPECT_EQ(preview(id, {}, "GET").status, 405);

  EXPECT_EQ(get(house, who, kJobs + "/" + id).at("outputs").as_array().at(0).at("preview"), true);
  const auto answer = preview(id, "?output=0");
  ASSERT_EQ(answer.status, 202) << answer.body;
  const auto second = text(ConsoleHouse::json(answer).at("id"));
  EXPECT_EQ(text(ConsoleHouse::json(preview(id)).at("id")), second) << "one preview for each result";
  EXPECT_EQ(house.usage().held, 0U) << "it is free";
  const auto made = house.finish_next({.content = "%PDF- the preview"});
  EXPECT_EQ(made.id.text(), second);
  EXPECT_EQ(made.action, "preview/pdf");
  EXPECT_EQ(made.documents, 0U);
  EXPECT_EQ(made.params.at("Text"), "PREVIEW");
  EXPECT_EQ(made.inputs.at(0).filename, "Letter.docx");
  EXPECT_EQ(need(run_to_end(store::get(house.store, made.inputs.at(0).blob, 1000))), "PK the letter");
  EXPECT_EQ(text(ConsoleHouse::json(preview(id)).at("id")), second);
  expect_refused(preview(second), 415, "unsupported_type", "Download");
  const auto other = house.sign_in(house.new_key("other", {Scope::Convert, Scope::Console}));
  expect_refused(house.send("POST", kJobs + "/" + id + "/preview", other.changes()), 404, "not_found");
  house.clock.advance(6h);
  expect_refused(preview(id), 410, "gone", "Send the documents again");
}

TEST(Jobs, APreviewThatFailedIsMadeAgainWhereThatMayHelp) {
  ConsoleHouse house;
  const auto who = house.sign_in();
  const auto ask = [&](const std::string& id) {
    return text(ConsoleHouse::json(house.send("POST", kJobs + "/" + id + "/preview", who.changes())).at("id"));
  };
  const auto id = house.start_job(who);
  house.finish_next({.filename = "Budget.xlsx"});
  const auto first = ask(id);
  house.finish_next({.error = model::PublicError{.code = ErrorCode::EngineFailed, .detail = "The engine ended.", .phase = Phase::Load}});
  const auto second = ask(id);
  EXPECT_NE(second, first);
  house.finish_next({.error = damaged()});
  EXPECT_EQ(ask(id), second) << "that will not change";
}

TEST(Jobs, AStoreThatIsAwayIsSaidAndNotMistakenForAnAnswer) {
  ConsoleHouse house;
  const auto who = house.sign_in();
  const auto id = house.start_job(who);
  house.store.arm({.operation = store::Operation::Open,
                   .error = fail(ErrorCode::Unavailable, "The service cannot do this now."),
                   .name_contains = "result.json"});
  expect_refused(house.send("GET", kJobs, who.reads()), 503, "unavailable");
  EXPECT_EQ(get(house, who, kJobs + "/" + id).at("state"), "accepted");
}

TEST(Advice, EveryEndHasASentence) {
  for (int code = 0; code <= static_cast<int>(ErrorCode::Internal); ++code) {
    JobFacts facts{.id = JobId::trusted("j")};
    facts.result.emplace();
    facts.result->outcome = model::Outcome::Failed;
    facts.result->error = model::PublicError{.code = static_cast<ErrorCode>(code), .detail = "x", .phase = {}};
    EXPECT_TRUE(advice_for(facts).ends_with('.'));
  }
}

}  // namespace
}  // namespace docmill::console
