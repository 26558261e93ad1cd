#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "api/test_house.h"

namespace docmill::api {
namespace {

using test::Answer;
using test::Client;
using test::docx;
using test::expect_problem;
using test::House;
using test::kSync;
using test::need;
using test::text;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

const std::string kJobs = "/api/v2/convert/jobs/docx-to-pdf";

std::string detail(const Answer& answer) {
  return text(House::json(answer).at("detail"));
}

void expect_nothing_kept(House& house) {
  EXPECT_THAT(house.blobs(), IsEmpty());
  EXPECT_EQ(house.usage().held, 0U);
  EXPECT_EQ(house.waiting().waiting, 0U);
}

TEST(Submit, AJobIsRecordedWithItsInputHeldAndQueuedBeforeTheAnswer) {
  House house;
  const auto answer =
      house.post(kJobs, {House::file(docx("abc"), "Übersicht.docx"), {.name = "CallbackUrl", .value = "https://hooks.example/x"}},
                 "traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\r\n");
  ASSERT_EQ(answer.status, 202);
  EXPECT_EQ(answer.body, "");
  EXPECT_EQ(answer.header("Content-Length"), "0");
  const auto id = answer.header("X-Jobid");
  EXPECT_EQ(answer.header("Location"), "http://localhost" + kJobs + "/" + id);
  EXPECT_EQ(house.usage().held, 1U);
  EXPECT_EQ(house.waiting().waiting, 1U);

  const auto job = house.finish_next();
  EXPECT_EQ(job.id.text(), id);
  EXPECT_EQ(job.tenant.text(), "acme");
  EXPECT_EQ(job.action, "convert/docx-to-pdf");
  EXPECT_EQ(job.callback_url, "https://hooks.example/x");
  EXPECT_EQ(job.traceparent, "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
  ASSERT_THAT(job.inputs, SizeIs(1));
  EXPECT_EQ(job.inputs[0].filename, "Übersicht.docx");
  EXPECT_EQ(job.inputs[0].field, "File");
  EXPECT_EQ(job.inputs[0].size, docx("abc").size());
  EXPECT_EQ(job.inputs[0].sha256, crypto::sha256_hex(docx("abc")));
  EXPECT_EQ(need(run_to_end(store::get(house.store, job.inputs[0].blob, 1000))), docx("abc"));
}

TEST(Submit, TheConfiguredAddressIsWhatClientsAreTold) {
  House house({.public_url = "https://docs.example/"});
  EXPECT_THAT(house.start().header("Location"), testing::StartsWith("https://docs.example/api/v2/convert/jobs/docx-to-pdf/"));
}

TEST(Submit, ASmallUploadCostsFourDurableWritesAndOneLookup) {
  House house;
  ASSERT_EQ(house.start().status, 202);
  EXPECT_EQ(house.store.calls(store::Operation::Commit), 2U);  // input and job.json
  EXPECT_EQ(house.store.calls(store::Operation::Find), 1U);    // the known-killer question
  EXPECT_EQ(house.store.calls(store::Operation::Open), 0U);
  EXPECT_EQ(house.accounts.faults().calls(accounts::FaultyAccounts::Call::Hold), 1U);
  EXPECT_EQ(house.jobs.faults().calls(queue::FaultyQueue::Call::Put), 1U);
}

TEST(Submit, ALargeDocumentArrivesWhole) {
  House house;
  std::string content(3'000'000, '\0');
  for (std::size_t i = 0; i < content.size(); ++i) content[i] = static_cast<char>(i * 31 % 251);
  ASSERT_EQ(house.start({}, docx(content)).status, 202);
  const auto job = house.finish_next();
  EXPECT_EQ(job.inputs[0].sha256, crypto::sha256_hex(docx(content)));
  EXPECT_EQ(need(run_to_end(store::get(house.store, job.inputs[0].blob, 4'000'000))), docx(content));
}

TEST(Submit, NothingTheClientSentCanBeReadAtRest) {
  House house;
  const std::string sentence = "the quick brown fox signs the contract";
  ASSERT_EQ(house.post(kJobs, {House::file(docx(sentence), "quarterly-figures.docx")}).status, 202);
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(house.folder.path())) {
    if (!entry.is_regular_file()) continue;
    ++files;
    std::ifstream in(entry.path(), std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(in), {}};
    EXPECT_EQ(bytes.find(sentence), std::string::npos) << entry.path();
    EXPECT_EQ(bytes.find("quarterly-figures"), std::string::npos) << entry.path();
  }
  EXPECT_GT(files, 3U);
}

TEST(Submit, AnAddressInsteadOfADocumentIsRecordedForTheWorker) {
  House house;
  ASSERT_EQ(house.post(kJobs, {{.name = "FileUrl", .value = "https://files.example/a.docx"}}).status, 202);
  const auto job = house.finish_next();
  ASSERT_THAT(job.inputs, SizeIs(1));
  EXPECT_EQ(job.inputs[0].url, "https://files.example/a.docx");
  EXPECT_EQ(job.inputs[0].blob, "");
}

TEST(Submit, ADocumentWinsOverAnAddressAndAnEmptyOneDoesNot) {
  House house;
  const test::FormPart url{.name = "FileUrl", .value = "https://files.example/a.docx"};
  ASSERT_EQ(house.post(kJobs, {url, House::file()}).status, 202);
  EXPECT_EQ(house.finish_next().inputs[0].url, "");
  ASSERT_EQ(house.post(kJobs, {House::file("", ""), url}).status, 202);
  EXPECT_EQ(house.finish_next().inputs[0].url, "https://files.example/a.docx");
}

TEST(Submit, UnknownFieldsAreIgnoredAndNamesAreTakenInAnyCase) {
  House house;
  const test::FormPart lower{.name = "file", .value = docx(), .filename = "a.docx"};
  const test::FormPart unknown{.name = "Whatever", .value = std::string(200'000, 'x'), .filename = "big.bin"};
  ASSERT_EQ(house.post(kJobs, {unknown, lower}).status, 202);
  EXPECT_THAT(house.finish_next().inputs, SizeIs(1));
}

TEST(Submit, AnyToPdfTakesTheNameFromTheFieldThatComesAfterTheDocument) {
  House house;
  const test::FormPart name{.name = "Filename", .value = "dir/numbers.csv"};
  ASSERT_EQ(house.post("/api/v2/convert/jobs/any-to-pdf", {House::file("a;b\n1;2\n", "upload"), name}).status, 202);
  const auto job = house.finish_next();
  EXPECT_EQ(job.inputs[0].content_type, "text/csv");
  EXPECT_EQ(job.inputs[0].filename, "numbers.csv");
}

TEST(Submit, WhatIsWrongWithTheFormIsSaidAndNothingIsKept) {
  House house;
  const auto missing = house.post(kSync, {{.name = "Other", .value = "x"}});
  expect_problem(missing, 400, "bad_request");
  EXPECT_EQ(detail(missing), "File: no document; send it as the file part File, or its address as FileUrl.");
  EXPECT_EQ(House::json(missing).at("phase"), "form");
  const auto empty = house.post(kSync, {House::file("")});
  expect_problem(empty, 400, "bad_request");
  EXPECT_THAT(detail(empty), HasSubstr("0 bytes"));
  const auto wrong = house.post(kSync, {House::file("%PDF-1.7", "a.docx")});
  expect_problem(wrong, 415, "unsupported_type");
  EXPECT_THAT(detail(wrong), HasSubstr("looks like a PDF document"));
  expect_problem(house.post(kSync, {House::file(), House::file()}), 400, "bad_request");
  expect_problem(house.post(kSync, {House::file(), {.name = "CallbackUrl", .value = "ftp://x.example/"}}), 400, "fetch_refused");
  expect_problem(house.post(kSync, {{.name = "FileUrl", .value = "file:///etc/passwd"}}), 400, "fetch_refused");
  expect_problem(
      house.post("/api/v2/convert/any-to-pdf", {House::file("hello", "a.txt"), {.name = "Filename", .value = std::string(300, 'n')}}), 400,
      "bad_request");
  expect_nothing_kept(house);
}

TEST(Submit, ABodyThatIsNoFormIsRefused) {
  House house;
  const auto post = [&](const std::string& headers, const std::string& body) {
    Client client(house.server->port());
    return client.exchange(net::test::request_text("POST", kSync, house.auth() + headers, body));
  };
  expect_problem(post("", ""), 415, "unsupported_type");
  expect_problem(post("Content-Type: application/json\r\n", "{}"), 415, "unsupported_type");
  expect_problem(post("Content-Type: multipart/form-data\r\n", "x"), 400, "bad_request");
  expect_problem(post("Content-Type: multipart/form-data; boundary=b\r\n", ""), 400, "bad_request");
  const std::string cut =
      "--b\r\nContent-Disposition: form-data; name=\"File\"; filename=\"a.docx\"\r\n\r\n" + docx(std::string(100'000, 'x'));
  expect_problem(post("Content-Type: multipart/form-data; boundary=b\r\n", cut), 400, "bad_request");
  expect_nothing_kept(house);
}

TEST(Submit, AFormThatIsRefusedNeverMakesABlob) {
  House house;
  expect_problem(house.post(kSync, {House::file(), {.name = "CallbackUrl", .value = "ftp://x.example/"}}), 400, "fetch_refused");
  EXPECT_EQ(house.store.calls(store::Operation::Commit), 0U);
  EXPECT_EQ(house.store.calls(store::Operation::Remove), 0U);
}

TEST(Submit, AnUploadThatBreaksOffLeavesNothing) {
  House house;
  {
    Client client(house.server->port());
    const auto whole = net::test::form_request(kSync, {House::file(docx(std::string(500'000, 'x')))}, house.auth());
    client.send(whole.substr(0, 300'000));
    client.end_sending();
    (void)client.read_to_end();
  }
  expect_nothing_kept(house);
}

TEST(Submit, ADocumentOverTheLimitIsRefusedByName) {
  House house({.input_limit = 100'000});
  const auto answer = house.start({}, docx(std::string(200'000, 'x')));
  expect_problem(answer, 413, "payload_too_large");
  EXPECT_THAT(detail(answer), HasSubstr("File is larger than"));
  expect_nothing_kept(house);
}

TEST(Submit, OverQuotaTheInputsGoAgain) {
  House house;
  need(run_to_end(house.accounts.put_plan({.name = "one", .documents = 1})));
  house.key = house.new_key("small", {model::Scope::Convert}, "one");
  ASSERT_EQ(house.start().status, 202);
  expect_problem(house.start(), 402, "quota_exceeded");
  EXPECT_THAT(house.blobs("t/small/"), SizeIs(2));  // the first job's input and record
  EXPECT_EQ(house.usage("small").held, 1U);
}

TEST(Submit, AKnownKillerIsRefusedAtOnceAndOnlyForItsOwner) {
  House house;
  const auto sha256 = crypto::sha256_hex(docx("deadly"));
  need(run_to_end(store::put(house.store, model::killer_record(TenantId::trusted("acme"), sha256), "{}")));
  expect_problem(house.start({}, docx("deadly")), 422, "engine_crash_known");
  expect_nothing_kept(house);
  house.key = house.new_key("other");
  EXPECT_EQ(house.start({}, docx("deadly")).status, 202);
}

// ---- When the house fails

TEST(SubmitUndo, AStoreThatFailsAnywhereAnswersClearlyAndLeavesNothing) {
  for (const auto operation : {store::Operation::Create, store::Operation::Write, store::Operation::Commit}) {
    for (const std::string name : {"/in/", "job.json"}) {
      for (const auto when : {store::Fault::When::Instead, store::Fault::When::Afterwards}) {
        SCOPED_TRACE(name + " operation " + std::to_string(static_cast<int>(operation)) + " when " +
                     std::to_string(static_cast<int>(when)));
        House house;
        house.store.arm({.operation = operation,
                         .error = fail(ErrorCode::StorageFull, "The service has no storage left. Try again later."),
                         .name_contains = name,
                         .when = when});
        const auto answer = house.start();
        expect_problem(answer, 507, "storage_full");
        EXPECT_NE(answer.header("Retry-After"), "");
        EXPECT_THAT(house.blobs(), IsEmpty());
        EXPECT_EQ(house.usage().held, 0U);
        EXPECT_EQ(house.waiting().waiting, 0U);
        EXPECT_EQ(house.start().status, 202);
      }
    }
  }
}

TEST(SubmitUndo, AQueueThatFailsLeavesOnlyTheEndOfAJobNobodyKnows) {
  using Call = queue::FaultyQueue::Call;
  for (const auto when : {Faults<Call>::When::Before, Faults<Call>::When::After}) {
    House house;
    house.jobs.faults().arm(Call::Put, {.when = when});
    expect_problem(house.start(), 503, "unavailable");
    EXPECT_THAT(house.blobs(), ElementsAre(HasSubstr("/result.json")));
    EXPECT_EQ(house.usage().held, 0U);
  }
}

TEST(SubmitUndo, AccountsThatFailLeaveNothing) {
  using Call = accounts::FaultyAccounts::Call;
  House house;
  house.accounts.faults().arm(Call::Hold, {.when = Faults<Call>::When::Before});
  expect_problem(house.start(), 503, "unavailable");
  expect_nothing_kept(house);
}

// ---- Idempotency-Key

TEST(Repeat, TheSameKeyLeadsToTheSameJobWithoutReadingTheBodyAgain) {
  House house;
  const std::string key = "Idempotency-Key: order-17\r\n";
  const auto first = house.start(key);
  ASSERT_EQ(first.status, 202);
  Client client(house.server->port());
  const auto again = client.exchange("POST " + kJobs + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999\r\nExpect: 100-continue\r\n" +
                                     key + house.auth() + "\r\n");
  EXPECT_EQ(again.status, 202);
  EXPECT_EQ(again.header("X-Jobid"), first.header("X-Jobid"));
  EXPECT_EQ(house.usage().held, 1U);
  EXPECT_EQ(house.waiting().waiting, 1U);
  house.finish_next();
  const auto sync = house.post(kSync, {House::file()}, key);
  EXPECT_EQ(sync.status, 200);
  EXPECT_EQ(text(House::json(sync).at("jobId")), first.header("X-Jobid"));
}

TEST(Repeat, AnotherTenantsKeyIsAnotherKey) {
  House house;
  const auto first = house.start("Idempotency-Key: k\r\n");
  house.key = house.new_key("other");
  EXPECT_NE(house.start("Idempotency-Key: k\r\n").header("X-Jobid"), first.header("X-Jobid"));
}

TEST(Repeat, AKeyBelongsToOneAction) {
  House house;
  ASSERT_EQ(house.start("Idempotency-Key: k\r\n").status, 202);
  expect_problem(house.post("/api/v2/convert/jobs/any-to-pdf", {House::file()}, "Idempotency-Key: k\r\n"), 409, "conflict");
}

TEST(Repeat, AKeyThatCannotBeOneIsRefused) {
  House house;
  expect_problem(house.start("Idempotency-Key: " + std::string(256, 'k') + "\r\n"), 400, "bad_request");
  expect_problem(house.start("Idempotency-Key: caf\xC3\xA9\r\n"), 400, "bad_request");
}

TEST(Repeat, UploadsThatRaceMakeOneJobAndTheLoserLeavesNothing) {
  House house;
  const auto request =
      net::test::form_request(kJobs, {House::file(docx(std::string(300'000, 'x')))}, house.auth() + "Idempotency-Key: race\r\n");
  constexpr std::size_t kRacers = 6;
  std::vector<std::unique_ptr<Client>> clients;
  // All pass the door before any of them can finish.
  for (std::size_t i = 0; i < kRacers; ++i) {
    clients.push_back(std::make_unique<Client>(house.server->port()));
    clients.back()->send(request.substr(0, 100'000));
  }
  for (auto& client : clients) client->send(request.substr(100'000));
  std::set<std::string> jobs;
  for (auto& client : clients) {
    const auto answer = client->read_answer();
    EXPECT_EQ(answer.status, 202) << answer.body;
    jobs.insert(answer.header("X-Jobid"));
  }
  EXPECT_THAT(jobs, SizeIs(1));
  EXPECT_EQ(house.usage().held, 1U);
  EXPECT_EQ(house.waiting().waiting, 1U);
  EXPECT_THAT(house.blobs(), SizeIs(2));
}

TEST(Repeat, AfterTheRecordHasGoneTheKeyMakesANewJob) {
  House house;
  const auto first = house.start("Idempotency-Key: yearly\r\n");
  const auto job = house.finish_next();
  need(run_to_end(house.accounts.capture(job.id)));
  for (const auto& blob : house.blobs()) need(run_to_end(house.store.remove(blob)));
  const auto second = house.start("Idempotency-Key: yearly\r\n");
  ASSERT_EQ(second.status, 202);
  EXPECT_NE(second.header("X-Jobid"), first.header("X-Jobid"));
  const auto next = house.finish_next();
  EXPECT_EQ(next.id.text(), second.header("X-Jobid"));
  EXPECT_EQ(need(run_to_end(store::get(house.store, next.inputs[0].blob, 1000))), docx());
  EXPECT_THAT(house.blobs("t/acme/" + first.header("X-Jobid")), IsEmpty());
  EXPECT_EQ(house.start("Idempotency-Key: yearly\r\n").header("X-Jobid"), second.header("X-Jobid"));
}

TEST(Repeat, ASubmissionThatWasUndoneCanBeRepeatedWithItsKey) {
  House house;
  house.store.arm({.operation = store::Operation::Commit,
                   .error = fail(ErrorCode::Unavailable, "The service cannot do this now."),
                   .name_contains = "job.json"});
  expect_problem(house.start("Idempotency-Key: k\r\n"), 503, "unavailable");
  ASSERT_EQ(house.start("Idempotency-Key: k\r\n").status, 202);
  EXPECT_EQ(house.usage().held, 1U);
  EXPECT_EQ(house.waiting().waiting, 1U);
  house.finish_next();
}

// While the first request waits for a queue that hangs, its client tries again and is told of the job: the job is accepted
// then, whatever becomes of the first request.
TEST(Repeat, AJobWhoseMessageWasNotPutIsNotEndedAndTheNextRequestPutsIt) {
  using Call = queue::FaultyQueue::Call;
  House house;
  house.jobs.faults().arm(Call::Put, {.when = Faults<Call>::When::Before, .times = 2});
  expect_problem(house.start("Idempotency-Key: k\r\n"), 503, "unavailable");
  EXPECT_THAT(house.blobs(), Not(Contains(HasSubstr("/result.json"))));
  expect_problem(house.start("Idempotency-Key: k\r\n"), 503, "unavailable");
  EXPECT_EQ(house.waiting().waiting, 0U);
  const auto accepted = house.start("Idempotency-Key: k\r\n");
  ASSERT_EQ(accepted.status, 202);
  EXPECT_EQ(house.start("Idempotency-Key: k\r\n").header("X-Jobid"), accepted.header("X-Jobid"));
  EXPECT_EQ(house.usage().held, 1U);
  EXPECT_EQ(house.waiting().waiting, 1U);
  EXPECT_THAT(house.blobs(), Not(Contains(HasSubstr("/unsent.json"))));
  EXPECT_EQ(house.finish_next().id.text(), accepted.header("X-Jobid"));
}

TEST(Repeat, ARecordWhoseAnswerWasLostIsRecognisedAsOurs) {
  House house;
  house.store.arm({.operation = store::Operation::Commit,
                   .error = fail(ErrorCode::Unavailable, "The service cannot do this now."),
                   .name_contains = "job.json",
                   .when = store::Fault::When::Afterwards});
  EXPECT_EQ(house.start("Idempotency-Key: k\r\n").status, 202);
  EXPECT_EQ(house.waiting().waiting, 1U);
}

// The store wrote the record and went away before it said so; the client tries again and is told of the job.
TEST(Repeat, AJobWhoseRecordMayStandKeepsItsInputs) {
  House house;
  const Error gone = fail(ErrorCode::Unavailable, "The service cannot do this now.");
  house.store.arm(
      {.operation = store::Operation::Commit, .error = gone, .name_contains = "job.json", .when = store::Fault::When::Afterwards});
  house.store.arm({.operation = store::Operation::Open, .error = gone, .nth = 2, .name_contains = "job.json"});
  expect_problem(house.start("Idempotency-Key: k\r\n"), 503, "unavailable");
  ASSERT_EQ(house.start("Idempotency-Key: k\r\n").status, 202);
  EXPECT_THAT(house.blobs(), Contains(HasSubstr("/in/")));
}

TEST(SubmitUndo, ARecordThatCannotBeTakenBackKeepsItsInputs) {
  House house;
  const Error gone = fail(ErrorCode::Unavailable, "The service cannot do this now.");
  house.store.arm(
      {.operation = store::Operation::Commit, .error = gone, .name_contains = "job.json", .when = store::Fault::When::Afterwards});
  house.store.arm({.operation = store::Operation::Remove, .error = gone, .name_contains = "job.json"});
  expect_problem(house.start(), 503, "unavailable");
  EXPECT_THAT(house.blobs(), UnorderedElementsAre(HasSubstr("/in/"), HasSubstr("/job.json")));
  EXPECT_EQ(house.usage().held, 0U);
}

}  // namespace
}  // namespace docmill::api
