#include "model/job.h"

#include <gtest/gtest.h>

#include <random>

#include "model/json_reader.h"

namespace docmill::model {
namespace {

constexpr std::string_view kSmallJob = R"({"schema":1,"job":"j1","tenant":"acme","key":"k1","action":"convert/docx-to-pdf",)"
                                       R"("inputs":[{"blob":"t/acme/j1/in/0"}],"accepted_at":"2026-11-23T17:13:18.042Z"})";

std::string with(std::string_view text, std::string_view from, std::string_view to) {
  std::string out(text);
  const auto at = out.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return out.replace(at, from.size(), to);
}

// Random values from a fixed seed: the same on every run and machine.
class Maker {
 public:
  explicit Maker(unsigned seed) : engine_(seed) {}

  std::uint64_t number(std::uint64_t most) { return std::uniform_int_distribution<std::uint64_t>(0, most)(engine_); }
  std::string text() {
    static const std::vector<std::string> kPieces{"a", "Z",  "\"", "\\",   "/", "\n", std::string(1, '\0'),
                                                  "é", "文", "😀", "\x7f", " ", "{",  "]"};
    std::string out;
    for (auto left = number(12); left > 0; --left) out += kPieces[number(kPieces.size() - 1)];
    return out;
  }
  std::string id() { return "x" + std::to_string(number(999'999)); }
  Timestamp moment() { return Timestamp(std::chrono::milliseconds(number(4'000'000'000'000))); }

 private:
  std::mt19937 engine_;
};

Job random_job(Maker& make) {
  Job job;
  job.id = JobId::trusted(make.id());
  job.tenant = TenantId::trusted(make.id());
  job.key = KeyId::trusted(make.id());
  job.action = make.text();
  for (auto left = make.number(5); left > 0; --left) job.params[make.text()] = make.text();
  for (auto left = make.number(5); left > 0; --left) {
    Input input;
    (make.number(1) == 0 ? input.blob : input.url) = "t/" + make.id();
    input.filename = make.text();
    input.content_type = make.text();
    input.size = make.number(~0ULL);
    input.sha256 = make.id();
    job.inputs.push_back(input);
  }
  job.callback_url = make.text();
  job.documents = static_cast<std::uint32_t>(make.number(0xFFFF'FFFFU));
  job.accepted_at = make.moment();
  job.request_id = make.text();
  job.traceparent = make.text();
  job.tracestate = make.text();
  job.process = make.text();
  job.hooks = {make.text(), "https://example.com/hook?sig=1"};
  return job;
}

TEST(JobRecord, AnyJobReadsBackAsItWasWritten) {
  Maker make(1);
  for (int round = 0; round < 500; ++round) {
    const Job job = random_job(make);
    const auto text = to_json(job);
    const auto back = job_from_json(text);
    ASSERT_TRUE(back) << back.error().describe() << "\n" << text;
    EXPECT_EQ(to_json(*back), text);
    EXPECT_EQ(back->id, job.id);
    EXPECT_EQ(back->params, job.params);
    EXPECT_EQ(back->accepted_at, job.accepted_at);
    EXPECT_EQ(back->documents, job.documents);
    EXPECT_EQ(back->hooks, job.hooks);
    ASSERT_EQ(back->inputs.size(), job.inputs.size());
    for (std::size_t i = 0; i < job.inputs.size(); ++i) {
      EXPECT_EQ(back->inputs[i].blob, job.inputs[i].blob);
      EXPECT_EQ(back->inputs[i].url, job.inputs[i].url);
      EXPECT_EQ(back->inputs[i].filename, job.inputs[i].filename);
      EXPECT_EQ(back->inputs[i].size, job.inputs[i].size);
    }
  }
}

TEST(JobRecord, AbsentOptionalMembersGetTheirDefaults) {
  const auto job = job_from_json(kSmallJob);
  ASSERT_TRUE(job) << job.error().describe();
  EXPECT_EQ(job->documents, 1U);
  EXPECT_EQ(job->callback_url, "");
  EXPECT_TRUE(job->params.empty());
}

TEST(JobRecord, MembersOfANewerReleaseAreIgnored) {
  const auto text = with(kSmallJob, R"("schema":1)", R"("schema":1,"priority":{"lane":[1,2]})");
  EXPECT_TRUE(job_from_json(with(text, R"("blob")", R"("lang":"de","blob")")));
}

TEST(JobRecord, ThePreviousSchemaIsReadAndANewerOneIsRefusedByName) {
  EXPECT_TRUE(job_from_json(with(kSmallJob, R"("schema":1)", R"("schema":2)")));
  EXPECT_FALSE(job_from_json(with(kSmallJob, R"("schema":1)", R"("schema":0)")));
  const auto newer = job_from_json(with(kSmallJob, R"("schema":1)", R"("schema":3)"));
  ASSERT_FALSE(newer);
  EXPECT_EQ(newer.error().code(), ErrorCode::Corrupt);
  EXPECT_NE(newer.error().cause().find("newer release"), std::string::npos);
}

TEST(JobRecord, WhatIsNotOursIsCorruptAndTheCauseSaysWhy) {
  struct Row {
    std::string text;
    std::string_view cause;
  };
  const std::vector<Row> rows{
      {"", "is not JSON"},
      {"[]", "is not an object"},
      {"{}", "no schema"},
      {std::string(kSmallJob.substr(0, 60)), "is not JSON"},
      {std::string(kSmallJob) + "x", "is not JSON"},
      {with(kSmallJob, R"("schema":1)", R"("schema":"1")"), "no schema"},
      {with(kSmallJob, R"("schema":1)", R"("schema":-1)"), "no schema"},
      {with(kSmallJob, R"("tenant":"acme",)", ""), "tenant is missing"},
      {with(kSmallJob, R"("acme",)", R"("../etc",)"), "tenant is not an id"},
      {with(kSmallJob, R"("j1",)", "7,"), "job is not a text"},
      {with(kSmallJob, R"("2026-11-23T17:13:18.042Z")", R"("soon")"), "accepted_at is not a moment"},
      {with(kSmallJob, R"("t/acme/j1/in/0")", "null"), "inputs[].blob and url"},
      {with(kSmallJob, R"([{"blob":"t/acme/j1/in/0"}])", "[1]"), "not an object"},
      {with(kSmallJob, R"([{"blob":"t/acme/j1/in/0"}])", "{}"), "inputs is not an array"},
      {with(kSmallJob, R"("blob")", R"("size":-1,"blob")"), "inputs[].size is not a whole number"},
      {with(kSmallJob, R"("blob")", R"("size":1.5,"blob")"), "inputs[].size is not a whole number"},
      {with(kSmallJob, R"("key")", R"("documents":4294967296,"key")"), "documents is not a whole number"},
      {with(kSmallJob, R"("key")", R"("params":{"A":1},"key")"), "params holds something"},
      {with(kSmallJob, R"("key")", R"("x":)" + std::string(64, '[') + std::string(64, ']') + R"(,"key")"), "is not JSON"},
      {std::string(9'000'000, ' '), "longer than 8 MiB"},
  };
  for (const auto& row : rows) {
    const auto job = job_from_json(row.text);
    ASSERT_FALSE(job) << row.text.substr(0, 300);
    EXPECT_EQ(job.error().code(), ErrorCode::Corrupt);
    EXPECT_NE(job.error().cause().find(row.cause), std::string::npos) << job.error().cause() << " for " << row.text.substr(0, 300);
  }
}

TEST(JobRecord, AFileNameThatIsNotUtf8StillMakesAReadableRecord) {
  Maker make(2);
  Job job = random_job(make);
  job.inputs.assign(1, Input{});
  job.inputs[0].blob = "t/a";
  job.inputs[0].filename = "r\xE9sum\xE9.docx";
  job.params = {{"Title", "\xC0\xAF\xED\xA0\x80"}};
  const auto back = job_from_json(to_json(job));
  ASSERT_TRUE(back) << back.error().describe();
  EXPECT_EQ(back->inputs[0].filename, "r\uFFFDsum\uFFFD.docx");
  EXPECT_EQ(back->params.at("Title"), "\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD");
}

TEST(Utf8, RightTextStaysAndEveryBrokenByteIsReplaced) {
  EXPECT_EQ(as_utf8("aé文😀"), "aé文😀");
  EXPECT_EQ(as_utf8("\xF0\x9F\x98"), "\uFFFD\uFFFD\uFFFD");            // cut short
  EXPECT_EQ(as_utf8("\xF4\x90\x80\x80"), "\uFFFD\uFFFD\uFFFD\uFFFD");  // past U+10FFFF
  EXPECT_EQ(as_utf8("\x80z"), "\uFFFDz");
}

TEST(MessageRecord, ReadsBackAndStaysSmallAndRefusesGarbage) {
  const Message message{JobId::trusted("j1"), TenantId::trusted("acme"), "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                        "vendor=1"};
  const auto text = to_json(message);
  EXPECT_LT(text.size(), 200U);
  const auto back = message_from_json(text);
  ASSERT_TRUE(back);
  EXPECT_EQ(back->job, message.job);
  EXPECT_EQ(back->tenant, message.tenant);
  EXPECT_EQ(back->traceparent, message.traceparent);
  EXPECT_EQ(back->tracestate, message.tracestate);
  EXPECT_EQ(message_from_json("j1").error().code(), ErrorCode::Corrupt);
}

TEST(BlobNames, FollowTheLayoutTheApiLooksAt) {
  const auto tenant = TenantId::trusted("acme");
  const auto job = JobId::trusted("j1");
  EXPECT_EQ(job_prefix(tenant, job), "t/acme/j1/");
  EXPECT_EQ(job_record(tenant, job), "t/acme/j1/job.json");
  EXPECT_EQ(input_blob(tenant, job, "0"), "t/acme/j1/in/0");
  EXPECT_EQ(output_blob(tenant, job, 2, 0), "t/acme/j1/out/2-0");
  EXPECT_EQ(result_record(tenant, job), "t/acme/j1/result.json");
  EXPECT_EQ(callback_record(tenant, job), "t/acme/j1/callback.json");
  EXPECT_EQ(unsent_record(tenant, job), "t/acme/j1/unsent.json");
  EXPECT_EQ(killer_record(tenant, "ab12"), "k/acme/ab12.json");
}

}  // namespace
}  // namespace docmill::model
