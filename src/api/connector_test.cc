#include <gmock/gmock.h>

#include <boost/json.hpp>

#include "api/test_house.h"
#include "crypto/base64.h"

// The surfaces that automation platforms call: JSON in and out, documents in base64.
namespace docmill::api {
namespace {

using crypto::to_base64;
using test::Answer;
using test::Client;
using test::docx;
using test::Ending;
using test::expect_problem;
using test::House;
using test::need;
using test::text;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::SizeIs;

const std::string kFlow = "/flow/v1/Documents/jobs/";
const std::string kPdf = "%PDF-1.7 given";

Answer post_json(House& house, const std::string& target, const std::string& body, const std::string& headers = {}) {
  Client client(house.server->port());
  return client.exchange(net::test::request_text("POST", target, "Content-Type: application/json\r\n" + house.auth() + headers, body));
}

Answer poll_of(House& house, const Answer& started) {
  return house.get(House::path_of(started.header("Location")), house.auth());
}

std::string input_bytes(House& house, const model::Input& input) {
  return need(run_to_end(store::get(house.store, input.blob, 10'000'000)));
}

std::string reason_in(const Answer& answer) {
  return text(House::json(answer).at("detail"));
}

std::string member(const std::string& name, const std::string& bytes) {
  return "\"" + name + "\":\"" + to_base64(bytes) + "\"";
}

TEST(Connector, ADocumentComesAndGoesAsBase64) {
  House house;
  const auto started = post_json(house, kFlow + "Docx2Pdf", "{" + member("documentContent", docx("abc")) + "}");
  ASSERT_EQ(started.status, 202) << started.body;
  EXPECT_THAT(started.header("Location"), HasSubstr(kFlow + "Docx2Pdf/" + started.header("X-Jobid")));
  EXPECT_EQ(poll_of(house, started).status, 202);

  const auto job = house.finish_next({.content = kPdf});
  EXPECT_EQ(job.action, "convert/docx-to-pdf");
  ASSERT_THAT(job.inputs, SizeIs(1));
  EXPECT_EQ(job.inputs[0].field, "File");

  const auto ended = poll_of(house, started);
  ASSERT_EQ(ended.status, 200) << ended.body;
  EXPECT_EQ(ended.header("Content-Type"), "application/json");
  EXPECT_EQ(text(House::json(ended).at("fileContent")), to_base64(kPdf));
  EXPECT_EQ(House::json(ended).size(), 1U);
}

TEST(Connector, SomeOperationsAnswerWithTheDocumentItself) {
  House house;
  const auto started = post_json(house, kFlow + "Xslx2Pdf", "{" + member("documentContent", docx()) + "}");
  EXPECT_EQ(started.status, 415) << "a Word document is no workbook";
  const auto any = post_json(house, kFlow + "Any2PdfV2", "{" + member("documentContent", docx()) + "}");
  ASSERT_EQ(any.status, 202) << any.body;
  house.finish_next({.content = kPdf});
  const auto ended = poll_of(house, any);
  EXPECT_EQ(ended.status, 200);
  EXPECT_EQ(ended.header("Content-Type"), "application/pdf");
  EXPECT_EQ(ended.body, kPdf);
}

TEST(Connector, TheOlderSurfaceWaitsAndAlwaysAnswersInJson) {
  House house({.sync_wait = std::chrono::seconds{20}});
  std::thread worker([&] { house.finish_next({.content = kPdf}); });
  const auto answer = post_json(house, "/api/v1/Documents/Any2PdfV2", "{" + member("documentContent", docx()) + "}");
  worker.join();
  ASSERT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(text(House::json(answer).at("fileContent")), to_base64(kPdf));
}

TEST(Connector, AListOfDocumentsKeepsItsOrderAndNames) {
  House house;
  const auto plain = post_json(
      house, kFlow + "MergePdf",
      "{\"documentsContents\":[\"" + to_base64("%PDF-1.4 one") + "\",\"" + to_base64("%PDF-1.4 two") + "\"],\"generateBookmarks\":true}");
  ASSERT_EQ(plain.status, 202) << plain.body;
  auto job = house.finish_next();
  ASSERT_THAT(job.inputs, SizeIs(2));
  EXPECT_EQ(job.params.at("GenerateBookmarks"), "true");

  const auto named = post_json(house, kFlow + "MergePdf",
                               "{\"documentsContents\":[{\"fileName\":\"a.pdf\"," + member("content", "%PDF-1.4 one") + "},{" +
                                   member("content", "%PDF-1.4 two") + ",\"fileName\":\"../b.pdf\"}]}");
  ASSERT_EQ(named.status, 202) << named.body;
  job = house.finish_next();
  ASSERT_THAT(job.inputs, SizeIs(2));
  EXPECT_EQ(job.inputs[0].filename, "a.pdf");
  EXPECT_EQ(job.inputs[1].filename, "b.pdf") << "a name that comes after the bytes counts too, and is no path";
}

TEST(Connector, DataOfATemplateIsJsonAsItStandsOrAsText) {
  House house;
  const auto object =
      post_json(house, kFlow + "ApplyDocxTemplate",
                "{" + member("documentContent", docx()) + ",\"outputType\":\"PDF\",\"data\":{\"a\":[1,{\"content\":\"x\"}]}}");
  ASSERT_EQ(object.status, 202) << object.body;
  auto job = house.finish_next();
  ASSERT_THAT(job.inputs, SizeIs(2));
  EXPECT_EQ(job.inputs[1].field, "Data");
  const auto list = post_json(house, kFlow + "ApplyHtml", R"({"html":"<p>{{a}}</p>","data":[{"a":1}]})");
  ASSERT_EQ(list.status, 202) << list.body;
  job = house.finish_next();
  ASSERT_THAT(job.inputs, SizeIs(2));
  const auto written = post_json(house, kFlow + "ApplyPptx", R"({"data":"{\"a\":1}",)" + member("documentContent", docx()) + "}");
  EXPECT_EQ(written.status, 415) << "a Word document is no presentation; the data is fine";
}

TEST(Connector, ValuesMayStandInTheAddressOrTheBody) {
  House house;
  const auto started =
      post_json(house, kFlow + "SplitPdfV2?type=SplitByPages", "{" + member("documentContent", kPdf) + ",\"pagesInChunk\":2}");
  ASSERT_EQ(started.status, 202) << started.body;
  const auto job = house.finish_next();
  EXPECT_EQ(job.params.at("Type"), "SplitByPages");
  EXPECT_EQ(job.params.at("PagesInChunk"), "2");
  const auto ended = poll_of(house, started);
  const auto files = House::json(ended).at("resultFiles").as_array();
  ASSERT_THAT(files, SizeIs(1));
  EXPECT_EQ(text(files[0].at("filename")), "Report.pdf");
}

TEST(Connector, AFailedJobAnswersAsItDoesElsewhere) {
  House house;
  const auto started = post_json(house, kFlow + "Docx2Pdf", "{" + member("documentContent", docx()) + "}");
  house.finish_next(
      {.error = model::PublicError{.code = ErrorCode::InputDamaged, .detail = "The document is damaged.", .phase = Phase::Load}});
  expect_problem(poll_of(house, started), 422, "input_damaged");
}

TEST(Connector, ABigDocumentIsStreamedBothWays) {
  House house;
  const auto big = docx(random_bytes(3'000'001));
  const auto started = post_json(house, kFlow + "Docx2Pdf", "{" + member("documentContent", big) + "}");
  ASSERT_EQ(started.status, 202) << started.body;
  const auto result = "%PDF-1.7 " + random_bytes(2'000'002);
  std::string input;
  const auto lease = house.next_message();
  const auto message = need(model::message_from_json(lease.body));
  const auto record = need(run_to_end(store::get(house.store, model::job_record(message.tenant, message.job), 1'000'000)));
  EXPECT_EQ(input_bytes(house, need(model::job_from_json(record)).inputs.at(0)), big);
  need(run_to_end(house.jobs.release(lease, std::chrono::seconds{0})));
  house.finish_next({.content = result});
  EXPECT_EQ(text(House::json(poll_of(house, started)).at("fileContent")), to_base64(result));
}

TEST(Connector, BrokenBodiesAreRefusedWithTheReasonAndLeaveNothing) {
  House house;
  const struct {
    std::string body;
    int status;
    std::string says;
  } cases[] = {
      {"", 400, "not valid JSON"},
      {"[1,2]", 400, "must be a JSON object"},
      {"\"text\"", 400, ""},
      {"{\"documentContent\":\"" + to_base64(docx()), 400, "not valid JSON"},
      {"{" + member("documentContent", docx()) + "} {}", 400, "follows the JSON object"},
      {"{\"documentContent\":\"not base64 at all!\"}", 400, "documentContent: this is not base64"},
      {"{\"documentContent\":\"" + to_base64(docx()) + "A\"}", 400, "documentContent"},
      {"{\"documentContent\":12}", 400, "documentContent: send the document's bytes as base64."},
      {"{\"documentContent\":\"\"}", 400, "File"},
      {"{}", 400, "File"},
      {"{\"documentContent\":null}", 400, "File"},
      {"{\"documentContent\":[[\"\"]]}", 400, "documentContent"},
      {"{" + member("documentContent", docx()) + "," + member("documentContent", docx()) + "}", 400, "given twice"},
      {"{" + member("documentContent", kPdf) + "}", 415, ""},
      {"{\"x\":" + std::string(100, '[') + "}", 400, ""},
  };
  for (const auto& one : cases) {
    const auto answer = post_json(house, kFlow + "Docx2Pdf", one.body);
    EXPECT_EQ(answer.status, one.status) << one.body.substr(0, 80) << answer.body;
    EXPECT_THAT(reason_in(answer), HasSubstr(one.says)) << one.body.substr(0, 80);
  }
  EXPECT_THAT(house.blobs(), testing::IsEmpty());
  EXPECT_EQ(house.usage().held, 0U);
}

TEST(Connector, AListOfDocumentsHasAnEnd) {
  House house;
  const auto list_of = [](std::size_t count) {
    std::string body = "{\"documentsContents\":[";
    for (std::size_t i = 0; i < count; ++i) body += (i == 0 ? "\"" : ",\"") + to_base64(kPdf) + "\"";
    return body + "]}";
  };
  const auto most = post_json(house, kFlow + "MergePdf", list_of(200));
  ASSERT_EQ(most.status, 202) << most.body;
  EXPECT_THAT(house.finish_next().inputs, SizeIs(200));
  const auto blobs = house.blobs().size();

  const auto more = post_json(house, kFlow + "MergePdf", list_of(201));
  expect_problem(more, 400, "bad_request");
  EXPECT_THAT(reason_in(more), HasSubstr("more than 200 documents"));
  EXPECT_EQ(house.blobs().size(), blobs) << "it leaves nothing";
}

TEST(Connector, WhatIsUnknownIsIgnoredWhateverItHolds) {
  House house;
  const auto answer = post_json(house, kFlow + "Docx2Pdf",
                                "{\"more\":{\"a\":[1,{\"b\":null}],\"c\":\"x\"},\"list\":[[],{},\"y\"],\"n\":1.5,\"t\":true,\"z\":null," +
                                    member("documentContent", docx()) + "}");
  EXPECT_EQ(answer.status, 202) << answer.body;
}

TEST(Connector, UnknownOperationsAndOtherMethodsAreRefused) {
  House house;
  expect_problem(post_json(house, kFlow + "Docx2Nothing", "{}"), 404, "not_found");
  expect_problem(post_json(house, "/flow/v1/Documents/Docx2Pdf", "{}"), 404, "not_found");
  expect_problem(house.get(kFlow + "Docx2Pdf", house.auth()), 405, "method_not_allowed");
  Client client(house.server->port());
  const auto form = client.exchange(net::test::form_request(kFlow + "Docx2Pdf", {House::file()}, house.auth()));
  expect_problem(form, 415, "unsupported_type");
}

}  // namespace
}  // namespace docmill::api
