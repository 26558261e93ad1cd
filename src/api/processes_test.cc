#include <gmock/gmock.h>

#include <atomic>
#include <boost/json.hpp>
#include <thread>

#include "api/processes.h"
#include "api/test_house.h"

// Stored templates: kept, changed and started over HTTP. The worker's part is played by the house.
namespace docmill::api {
namespace {

using test::Answer;
using test::Client;
using test::docx;
using test::expect_problem;
using test::FormPart;
using test::House;
using test::need;
using test::text;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

const std::string kProcesses = "/api/v2/processes";
const std::string kProcessFlow = "/flow/v1/ProcessesFlow/";

/// A house whose templates are checked by nobody unless a test plays the worker.
class ProcessesTest : public testing::Test {
 protected:
  explicit ProcessesTest(ApiOptions options = {.sync_wait = std::chrono::milliseconds{1}}) : house_(std::move(options)) {}

  static FormPart value(std::string name, std::string value) {
    return {.name = std::move(name), .value = std::move(value), .filename = {}};
  }
  static FormPart template_file(const std::string& bytes = docx(), const std::string& name = "Invoice.docx") {
    return {.name = "File", .value = bytes, .filename = name};
  }

  Answer form(const std::string& method, const std::string& target, const std::vector<FormPart>& parts, const std::string& headers) {
    Client client(house_.server->port());
    auto request = net::test::form_request(target, parts, headers);
    return client.exchange(method + request.substr(request.find(' ')));
  }
  Answer send_json(const std::string& target, const std::string& body, const std::string& headers = {}) {
    Client client(house_.server->port());
    return client.exchange(net::test::request_text("POST", House::path_of(target), "Content-Type: application/json\r\n" + headers, body));
  }

  /// A process of acme's. The job that checks its template is left to nobody.
  boost::json::object made(std::vector<FormPart> more = {}) {
    std::vector<FormPart> parts{template_file(), value("Name", "Invoices")};
    parts.insert(parts.end(), more.begin(), more.end());
    const auto answer = form("POST", kProcesses, parts, house_.auth());
    EXPECT_EQ(answer.status, 201) << answer.body;
    drop_message();
    return House::json(answer);
  }
  void drop_message() { need(run_to_end(house_.jobs.ack(house_.next_message()))); }
  std::string path(const boost::json::object& process) { return kProcesses + "/" + text(process.at("id")); }
  std::string job_url(const boost::json::object& process) { return House::path_of(text(process.at("startJobUrl"))); }
  std::string bytes(const model::Input& input) { return need(run_to_end(store::get(house_.store, input.blob, 10'000'000))); }
  std::string other_auth() { return "Authorization: " + house_.new_key("other") + "\r\n"; }

  House house_;
};

TEST_F(ProcessesTest, AProcessIsKeptAndShownWithoutItsPasswords) {
  const auto process = made({value("Mode", "Active"), value("OutputType", "Pdf"), value("Protect", "true"),
                             value("NewUserPassword", "hush"), value("OutputFilename", "Invoice {{number}}"), value("Locale", "de-DE")});
  EXPECT_EQ(text(process.at("kind")), "docx");
  EXPECT_EQ(text(process.at("mode")), "Active");
  EXPECT_THAT(text(process.at("startUrl")), HasSubstr("/api/v2/processes/acme/" + text(process.at("id")) + "/start"));
  const auto shown = house_.get(path(process), house_.auth());
  ASSERT_EQ(shown.status, 200) << shown.body;
  EXPECT_THAT(shown.body, Not(HasSubstr("hush")));
  EXPECT_EQ(text(House::json(shown).at("settings").at("OutputFilename")), "Invoice {{number}}");
  EXPECT_EQ(text(House::json(shown).at("settings").at("MissingValues")), "Keep");
  EXPECT_EQ(text(House::json(shown).at("template").at("filename")), "Invoice.docx");
  const auto listed = House::json(house_.get(kProcesses, house_.auth())).at("processes").as_array();
  ASSERT_THAT(listed, SizeIs(1));
  EXPECT_EQ(text(listed[0].at("name")), "Invoices");
  const auto file = house_.get(path(process) + "/template", house_.auth());
  EXPECT_EQ(file.status, 200);
  EXPECT_EQ(file.body, docx());
  EXPECT_THAT(file.header("Content-Disposition"), HasSubstr("Invoice.docx"));
}

TEST_F(ProcessesTest, NobodyElseSeesChangesOrRemovesIt) {
  const auto process = made();
  const auto other = other_auth();
  expect_problem(house_.get(path(process), other), 404, "not_found");
  expect_problem(house_.get(path(process) + "/template", other), 404, "not_found");
  expect_problem(form("PUT", path(process), {value("Name", "Mine")}, other), 404, "not_found");
  expect_problem(house_.ask("DELETE", path(process), other), 404, "not_found");
  expect_problem(house_.get(path(process)), 401, "unauthenticated");
  EXPECT_THAT(House::json(house_.get(kProcesses, other)).at("processes").as_array(), IsEmpty());
  expect_problem(send_json(kProcessFlow + "jobs/ExecuteProcess?processId=" + text(process.at("id")), "{}", other), 404, "not_found");
  expect_problem(
      send_json(kProcessFlow + "triggers", R"({"processId":")" + text(process.at("id")) + R"(","hookUrl":"https://example.com/h"})", other),
      404, "not_found");
  EXPECT_EQ(house_.get(path(process), house_.auth()).status, 200);
}

TEST_F(ProcessesTest, WhatAChangeDoesNotSayStays) {
  const auto process = made({value("Locale", "de-DE"), value("NewUserPassword", "hush")});
  const auto before = house_.blobs("p/");
  const auto changed = form("PUT", path(process), {value("Mode", "active"), value("Name", "Bills")}, house_.auth());
  ASSERT_EQ(changed.status, 200) << changed.body;
  EXPECT_EQ(text(House::json(changed).at("mode")), "Active");
  EXPECT_EQ(text(House::json(changed).at("name")), "Bills");
  EXPECT_EQ(text(House::json(changed).at("settings").at("Locale")), "de-DE");
  EXPECT_EQ(house_.blobs("p/").size(), before.size()) << "the old record goes";
  const auto replaced = form("PUT", path(process), {template_file("<p>{{a}}</p>", "Page.html")}, house_.auth());
  ASSERT_EQ(replaced.status, 200) << replaced.body;
  EXPECT_EQ(text(House::json(replaced).at("kind")), "html");
  EXPECT_EQ(house_.blobs("p/").size(), before.size()) << "and so does the old template";
  EXPECT_EQ(house_.get(path(process) + "/template", house_.auth()).body, "<p>{{a}}</p>");
}

TEST_F(ProcessesTest, AProcessWhoseStoreIsLostKeepsItsAddress) {
  const auto process = made();
  for (const auto& blob : house_.blobs("p/")) need(run_to_end(house_.store.remove(blob)));
  expect_problem(house_.get(path(process), house_.auth()), 410, "gone");
  expect_problem(send_json(job_url(process), "{}"), 410, "gone");
  expect_problem(form("PUT", path(process), {value("Mode", "Active")}, house_.auth()), 400, "bad_request");
  ASSERT_EQ(form("PUT", path(process), {template_file(), value("Name", "Again")}, house_.auth()).status, 200);
  drop_message();
  EXPECT_EQ(send_json(job_url(process), "{}").status, 202);
}

TEST_F(ProcessesTest, AFormWithoutWhatItNeedsLeavesNothingBehind) {
  expect_problem(form("POST", kProcesses, {value("Name", "Invoices")}, house_.auth()), 400, "bad_request");
  expect_problem(form("POST", kProcesses, {template_file()}, house_.auth()), 400, "bad_request");
  expect_problem(form("POST", kProcesses, {template_file("GIF89a.....", "a.docx"), value("Name", "x")}, house_.auth()), 415,
                 "unsupported_type");
  expect_problem(form("POST", kProcesses, {value("FileUrl", "https://example.com/a.docx"), value("Name", "x")}, house_.auth()), 400,
                 "bad_request");
  expect_problem(form("POST", kProcesses, {template_file(), value("Name", "x"), value("Mode", "free")}, house_.auth()), 400, "bad_request");
  expect_problem(form("POST", kProcesses, {template_file(docx(std::string(kLargestTemplate, 'x'))), value("Name", "x")}, house_.auth()),
                 413, "payload_too_large");
  EXPECT_THAT(house_.blobs("p/"), IsEmpty());
  EXPECT_THAT(house_.blobs("t/"), IsEmpty());
}

TEST_F(ProcessesTest, AStartIsAJobOfItsOwnerAndItsUrlIsAllItNeeds) {
  const auto process = made({value("Mode", "Active"), value("OutputFilename", "{{n}}"), value("Locale", "fr-FR")});
  const auto started = send_json(job_url(process), R"({"n": 7})");
  ASSERT_EQ(started.status, 202) << started.body;
  EXPECT_THAT(started.header("Location"), HasSubstr(job_url(process) + "/" + started.header("X-Jobid")));
  EXPECT_EQ(house_.get(started.header("Location")).status, 202);
  EXPECT_EQ(house_.usage().held, 1U);
  const auto job = house_.finish_next();
  EXPECT_EQ(job.action, "process/docx");
  EXPECT_EQ(job.tenant.text(), "acme");
  EXPECT_EQ(job.process, text(process.at("id")));
  EXPECT_EQ(job.params.at("Locale"), "fr-FR");
  EXPECT_FALSE(job.params.contains("Text")) << "what is active is not marked";
  ASSERT_THAT(job.inputs, SizeIs(2));
  EXPECT_EQ(bytes(job.inputs[0]), docx());
  EXPECT_EQ(job.inputs[1].field, "Data");
  EXPECT_EQ(bytes(job.inputs[1]), R"({"n": 7})");
  const auto ended = house_.get(started.header("Location"));
  ASSERT_EQ(ended.status, 200) << ended.body;
  EXPECT_EQ(house_.get(house_.link_of(ended)).status, 200);
}

TEST_F(ProcessesTest, ATestRunIsFreeAndMarked) {
  const auto process = made();
  ASSERT_EQ(send_json(job_url(process), "[]").status, 202);
  EXPECT_EQ(house_.usage().held, 0U);
  const auto job = house_.finish_next();
  EXPECT_EQ(job.documents, 0U);
  EXPECT_EQ(job.params.at("Mode"), "Testing");
  EXPECT_EQ(job.params.at("Text"), "TEST");
}

TEST_F(ProcessesTest, DataThatIsNoneIsRefusedAndLeavesNoJob) {
  const auto process = made();
  const auto before = house_.blobs("t/");
  for (const auto* bad : {"", "{", "{\"a\":1}{", "7", "\"text\"", "null", "{\"a\":}", "[1,]", "{'a':1}"}) {
    expect_problem(send_json(job_url(process), bad), 400, "bad_request");
  }
  expect_problem(send_json(job_url(process), std::string(10'000, '[')), 400, "bad_request");
  expect_problem(send_json(job_url(process), "[\"" + std::string(kLargestTemplate, 'x') + "\"]"), 413, "payload_too_large");
  Client client(house_.server->port());
  expect_problem(client.exchange(net::test::request_text("POST", job_url(process), "Content-Type: text/plain\r\n", "{}")), 415,
                 "unsupported_type");
  EXPECT_EQ(house_.blobs("t/"), before);
  EXPECT_EQ(house_.usage().held, 0U);
}

TEST_F(ProcessesTest, UnknownProcessesAndStrangeAddressesAreNotFound) {
  const auto process = made();
  const auto id = text(process.at("id"));
  for (const auto& target :
       {"/api/v2/processes/acme/nobody/start", "/api/v1/processes/acme/nobody/start", "/api/v2/processes/acme/../start",
        "/api/v2/processes/ACME/x/start", "/api/v2/processes/acme/x/stop", "/api/v1/processes"}) {
    const auto answer = send_json(target, "{}");
    EXPECT_TRUE(answer.status == 404 || answer.status == 400) << target << answer.body;
  }
  expect_problem(send_json("/api/v2/processes/other/" + id + "/start", "{}"), 404, "not_found");
  expect_problem(house_.ask("PATCH", kProcesses, house_.auth()), 405, "method_not_allowed");
  expect_problem(house_.post("/api/v2/process/docx", {template_file()}), 404, "not_found");
  expect_problem(house_.get(job_url(process) + "/aaaaaaaaaaaaaaaaaaaaaaaaaa"), 404, "not_found");
  const auto started = send_json(job_url(process), "{}");
  const auto second = made();
  expect_problem(house_.get(job_url(second) + "/" + started.header("X-Jobid")), 404, "not_found");
}

TEST_F(ProcessesTest, AProcessMayAskForAKeyOfItsOwner) {
  const auto process = made({value("RequireKey", "true")});
  expect_problem(send_json(job_url(process), "{}"), 401, "unauthenticated");
  expect_problem(send_json(job_url(process), "{}", other_auth()), 403, "permission_denied");
  const auto started = send_json(job_url(process), "{}", house_.auth());
  ASSERT_EQ(started.status, 202) << started.body;
  expect_problem(house_.get(started.header("Location")), 401, "unauthenticated");
  EXPECT_EQ(house_.get(started.header("Location"), house_.auth()).status, 202);
}

TEST_F(ProcessesTest, DeletingAProcessLeavesItsJobsAlone) {
  const auto process = made();
  const auto started = send_json(job_url(process), "{}");
  ASSERT_EQ(started.status, 202);
  EXPECT_EQ(house_.ask("DELETE", path(process), house_.auth()).status, 204);
  EXPECT_THAT(house_.blobs("p/"), IsEmpty());
  expect_problem(house_.ask("DELETE", path(process), house_.auth()), 404, "not_found");
  expect_problem(send_json(job_url(process), "{}"), 404, "not_found");
  const auto job = house_.finish_next();
  EXPECT_EQ(bytes(job.inputs[0]), docx()) << "a job has its own copy";
  EXPECT_EQ(house_.get(started.header("Location")).status, 200);
}

TEST_F(ProcessesTest, ARepeatedStartIsOneJobAndKeysOfTheOwnersOtherJobsMeanNothing) {
  const auto process = made();
  const auto first = send_json(job_url(process), "{}", "Idempotency-Key: one\r\n");
  const auto again = send_json(job_url(process), "{}", "Idempotency-Key: one\r\n");
  EXPECT_EQ(first.header("X-Jobid"), again.header("X-Jobid"));
  const auto own = house_.start("Idempotency-Key: one\r\n");
  ASSERT_EQ(own.status, 202) << own.body;
  EXPECT_NE(own.header("X-Jobid"), first.header("X-Jobid"));
  const auto elsewhere = send_json(job_url(made()), "{}", "Idempotency-Key: one\r\n");
  EXPECT_NE(elsewhere.header("X-Jobid"), first.header("X-Jobid"));
}

TEST_F(ProcessesTest, FlowsGetTheDocumentItself) {
  const auto process = made();
  const auto id = text(process.at("id"));
  const auto target = kProcessFlow + "jobs/ExecuteProcess?processId=" + id;
  expect_problem(send_json(target, "{}"), 401, "unauthenticated");
  const auto started = send_json(target, R"({"a":1})", house_.auth());
  ASSERT_EQ(started.status, 202) << started.body;
  EXPECT_THAT(started.header("Location"),
              HasSubstr(kProcessFlow + "jobs/ExecuteProcess/" + started.header("X-Jobid") + "?processId=" + id));
  EXPECT_EQ(house_.get(started.header("Location"), house_.auth()).status, 202);
  house_.finish_next({.content = "%PDF-1.7 mine"});
  const auto ended = house_.get(started.header("Location"), house_.auth());
  EXPECT_EQ(ended.status, 200);
  EXPECT_EQ(ended.body, "%PDF-1.7 mine");
  EXPECT_EQ(ended.header("Content-Type"), "application/pdf");
  expect_problem(house_.get(started.header("Location"), other_auth()), 404, "not_found");
}

TEST_F(ProcessesTest, GeneratedFieldsStandBesideOrInsideJsonContent) {
  const auto target = kProcessFlow + "jobs/ExecuteProcessWithGeneratedData?processId=" + text(made().at("id"));
  for (const auto& [sent, kept] : {std::pair(R"({"a":1,"jsonContent":{"b":2}})", R"({"a":1,"b":2})"), std::pair(R"({"a":1})", R"({"a":1})"),
                                   std::pair(R"({"jsonContent":[{"c":3}]})", R"([{"c":3}])")}) {
    ASSERT_EQ(send_json(target, sent, house_.auth()).status, 202) << sent;
    EXPECT_EQ(bytes(house_.finish_next().inputs[1]), kept);
  }
  expect_problem(send_json(target, "nonsense", house_.auth()), 400, "bad_request");
}

TEST_F(ProcessesTest, NobodyWaitsForTheDataOfAnother) {
  using Steady = std::chrono::steady_clock;
  const auto target = kProcessFlow + "jobs/ExecuteProcessWithGeneratedData?processId=" + text(made().at("id"));
  std::string many = R"({"jsonContent":[0)";
  for (int i = 0; i < 1'500'000; ++i) many += ",0";
  std::atomic<bool> over = false;
  Steady::duration longest{0};
  std::thread other([&] {
    Client client(house_.server->port());
    while (!over) {
      const auto since = Steady::now();
      EXPECT_EQ(client.exchange(net::test::request_text("GET", "/health/live")).status, 200);
      longest = std::max(longest, Steady::now() - since);
    }
  });
  const auto since = Steady::now();
  const auto started = send_json(target, many + "]}", house_.auth());
  const auto whole = Steady::now() - since;
  over = true;
  other.join();
  EXPECT_EQ(started.status, 202) << started.body;
  EXPECT_LT(longest * 2, whole) << "the loop was held for most of the time";
}

TEST_F(ProcessesTest, GeneratedFieldsThatAreNoDataAreRefused) {
  const auto target = kProcessFlow + "jobs/ExecuteProcessWithGeneratedData?processId=" + text(made().at("id"));
  for (const auto* sent : {"", "1", "\"a\"", "null", "{} {}", "{", "[1,]"}) {
    expect_problem(send_json(target, sent, house_.auth()), 400, "bad_request");
  }
  EXPECT_EQ(send_json(target, R"({"jsonContent":"text","a":1.50})", house_.auth()).status, 202);
  EXPECT_EQ(bytes(house_.finish_next().inputs[1]), R"({"jsonContent":"text","a":1.50})") << "as it came";
  expect_problem(send_json(target, "[\"" + std::string(10'000'000, 'a') + "\"]", house_.auth()), 413, "payload_too_large");
}

TEST_F(ProcessesTest, DesignersOfFlowsAreToldWhatThereIs) {
  const auto process = made();
  const auto id = text(process.at("id"));
  const auto listed = send_json(kProcessFlow + "Schema/GetProcesses", "", house_.auth());
  ASSERT_EQ(listed.status, 200) << listed.body;
  EXPECT_EQ(listed.body, R"([{"id":")" + id + R"(","name":"Invoices"}])");
  EXPECT_EQ(send_json(kProcessFlow + "Schema/GetJsonData?processId=" + id, "", house_.auth()).body, R"({"type":"object"})")
      << "nobody has looked";
  EXPECT_THAT(house_.get(kProcessFlow + "triggers/" + id + "/schema", house_.auth()).body, HasSubstr("fileUrl"));
  expect_problem(send_json(kProcessFlow + "Schema/GetJsonData", "", house_.auth()), 404, "not_found");
}

TEST_F(ProcessesTest, WhoSubscribedWhenItStartedIsWrittenIntoTheJob) {
  const auto process = made();
  const auto id = text(process.at("id"));
  const auto subscribe = [&](const std::string& url) {
    return send_json(kProcessFlow + "triggers", R"({"processId":")" + id + R"(","hookUrl":")" + url + "\"}", house_.auth());
  };
  const auto first = subscribe("https://example.com/1?sig=a");
  ASSERT_EQ(first.status, 201) << first.body;
  ASSERT_EQ(subscribe("https://example.com/2").status, 201);
  ASSERT_EQ(send_json(job_url(process), "{}").status, 202);
  EXPECT_THAT(house_.finish_next().hooks, testing::UnorderedElementsAre("https://example.com/1?sig=a", "https://example.com/2"));
  EXPECT_EQ(house_.ask("DELETE", first.header("Location"), other_auth()).status, 404);
  EXPECT_EQ(house_.ask("DELETE", first.header("Location"), house_.auth()).status, 204);
  ASSERT_EQ(send_json(job_url(process), "{}").status, 202);
  EXPECT_THAT(house_.finish_next().hooks, ElementsAre("https://example.com/2"));
  expect_problem(subscribe("file:///etc/passwd"), 400, "fetch_refused");
  expect_problem(subscribe(""), 400, "fetch_refused");
  expect_problem(send_json(kProcessFlow + "triggers", "[]", house_.auth()), 400, "bad_request");
  expect_problem(send_json(kProcessFlow + "triggers", R"({"processId":"../x","hookUrl":"https://example.com"})", house_.auth()), 400,
                 "bad_request");
  for (std::size_t i = 1; i < kMostHooks; ++i) EXPECT_EQ(subscribe("https://example.com/more").status, 201);
  expect_problem(subscribe("https://example.com/one-too-many"), 409, "conflict");
}

class WaitingProcessesTest : public ProcessesTest {
 protected:
  WaitingProcessesTest() : ProcessesTest({.sync_wait = std::chrono::seconds{20}}) {}
};

TEST_F(WaitingProcessesTest, ATemplateIsLookedAtWhenItComesForNothing) {
  model::Job checked;
  std::thread worker([&] {
    checked = house_.finish_next({.content = R"({"problems":[],"schema":{"type":"object","properties":{"n":{}}}})",
                                  .filename = "a.json",
                                  .content_type = "application/json"});
  });
  const auto answer = form("POST", kProcesses, {template_file(), value("Name", "Invoices"), value("Engine", "Modern")}, house_.auth());
  worker.join();
  ASSERT_EQ(answer.status, 201) << answer.body;
  EXPECT_EQ(checked.action, "generate/check-template");
  EXPECT_EQ(checked.documents, 0U);
  EXPECT_EQ(checked.params.at("Engine"), "Modern");
  const auto process = House::json(answer);
  EXPECT_TRUE(process.at("schema").at("properties").as_object().contains("n"));
  const auto asked = send_json(kProcessFlow + "Schema/GetJsonData?processId=" + text(process.at("id")), "", house_.auth());
  EXPECT_EQ(asked.body, boost::json::serialize(process.at("schema")));
  // From here on it can be started while the caller waits.
  std::thread second([&] { house_.finish_next(); });
  const auto started = send_json(text(process.at("startUrl")), "{}");
  second.join();
  ASSERT_EQ(started.status, 200) << started.body;
  EXPECT_EQ(house_.get(house_.link_of(started)).body, "%PDF-1.7 the result");
}

TEST_F(WaitingProcessesTest, ATemplateThatCannotBeReadIsNotKept) {
  std::thread worker([&] {
    house_.finish_next({.error = model::PublicError{.code = ErrorCode::InputDamaged, .detail = "It is broken.", .phase = Phase::Load}});
  });
  const auto answer = form("POST", kProcesses, {template_file(), value("Name", "Invoices")}, house_.auth());
  worker.join();
  expect_problem(answer, 422, "input_damaged");
  EXPECT_THAT(house_.blobs("p/"), IsEmpty());
}

class LimitedProcessesTest : public ProcessesTest {
 protected:
  LimitedProcessesTest() : ProcessesTest({.sync_wait = std::chrono::milliseconds{1}, .rate_limit = 2}) {}
};

TEST_F(LimitedProcessesTest, EachProcessHasARateOfItsOwn) {
  const auto one = made();
  const auto two = made();
  for (int i = 0; i < 2; ++i) EXPECT_EQ(send_json(job_url(one), "{}").status, 202);
  expect_problem(send_json(job_url(one), "{}"), 429, "rate_limited");
  EXPECT_EQ(send_json(job_url(two), "{}").status, 202);
}

}  // namespace
}  // namespace docmill::api
