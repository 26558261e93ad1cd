// Two releases at work on one queue and one store: what the one writes the other reads. The texts below were written by the
// release before this one and stay as they are; the tables hold what its readers demand.
#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <map>

#include "model/job.h"
#include "model/job_result.h"

namespace docmill::model {
namespace {

namespace json = boost::json;

constexpr std::string_view kOldMessage =
    R"({"schema":1,"job":"01jdm6k4v7r2x0","tenant":"acme","traceparent":"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"})";
constexpr std::string_view kOldJob =
    R"({"schema":1,"job":"01jdm6k4v7r2x0","tenant":"acme","key":"k7","action":"convert/docx-to-pdf","params":{"Quality":"90"},)"
    R"("inputs":[{"blob":"t/acme/01jdm6k4v7r2x0/in/0-a","field":"File","filename":"order.docx","content_type":"application/msword",)"
    R"("size":1234,"sha256":"00ff"}],"callback_url":"","documents":1,"accepted_at":"2026-11-23T17:13:18.042Z","request_id":"r1",)"
    R"("traceparent":""})";
constexpr std::string_view kOldResult =
    R"({"schema":1,"job":"01jdm6k4v7r2x0","tenant":"acme","action":"convert/docx-to-pdf","outcome":"succeeded",)"
    R"("outputs":[{"blob":"t/acme/01jdm6k4v7r2x0/out/7-0","filename":"order.pdf","content_type":"application/pdf","size":99,)"
    R"("sha256":"aa"}],"fonts":[{"requested":"Arial","used":"Liberation Sans"}],"warnings":[],"phase_ms":{"load":31},)"
    R"("peak_memory":20000000,"pages":1,"engine":"office/7.4.7.2","attempt":1,"documents":1,"has_callback":false,)"
    R"("finished_at":"2026-11-23T17:13:19.042Z","expires_at":"2026-11-23T23:13:19.042Z"})";

using Demands = std::map<std::string, json::kind>;
const Demands kMessageDemands{{"job", json::kind::string}, {"tenant", json::kind::string}};
const Demands kJobDemands{{"job", json::kind::string},        {"tenant", json::kind::string}, {"key", json::kind::string},
                          {"action", json::kind::string},     {"params", json::kind::object}, {"inputs", json::kind::array},
                          {"accepted_at", json::kind::string}};
const Demands kResultDemands{{"job", json::kind::string},     {"tenant", json::kind::string},      {"action", json::kind::string},
                             {"outcome", json::kind::string}, {"finished_at", json::kind::string}, {"expires_at", json::kind::string}};

/// What the release before this one does with a record: it refuses a newer schema and a missing member, and ignores the rest.
void expect_readable_by_the_previous_release(const std::string& text, const Demands& demands) {
  const auto record = json::parse(text).as_object();
  EXPECT_LE(record.at("schema").to_number<int>(), kSchema - 1);
  for (const auto& [name, kind] : demands) {
    ASSERT_TRUE(record.contains(name)) << name;
    EXPECT_EQ(record.at(name).kind(), kind) << name;
  }
}

TEST(Schema, ThisReleaseReadsWhatThePreviousOneWrote) {
  const auto message = message_from_json(kOldMessage);
  ASSERT_TRUE(message) << message.error().describe();
  EXPECT_EQ(message->job.text(), "01jdm6k4v7r2x0");
  const auto job = job_from_json(kOldJob);
  ASSERT_TRUE(job) << job.error().describe();
  EXPECT_EQ(job->inputs.at(0).size, 1234U);
  EXPECT_EQ(job->params.at("Quality"), "90");
  const auto result = result_from_json(kOldResult);
  ASSERT_TRUE(result) << result.error().describe();
  EXPECT_EQ(result->outputs.at(0).blob, "t/acme/01jdm6k4v7r2x0/out/7-0");
  EXPECT_EQ(result->worker, "");
}

TEST(Schema, ThePreviousReleaseReadsWhatThisOneWrites) {
  expect_readable_by_the_previous_release(to_json(*message_from_json(kOldMessage)), kMessageDemands);
  expect_readable_by_the_previous_release(to_json(*job_from_json(kOldJob)), kJobDemands);
  auto result = *result_from_json(kOldResult);
  result.worker = "node-1:4711";
  expect_readable_by_the_previous_release(to_json(result), kResultDemands);
  EXPECT_EQ(result_from_json(to_json(result)).value().worker, "node-1:4711");
}

}  // namespace
}  // namespace docmill::model
