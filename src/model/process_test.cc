#include "model/process.h"

#include <gtest/gtest.h>

#include <set>

namespace docmill::model {
namespace {

ProcessRecord invoice_record() {
  ProcessRecord record;
  record.source.blob = "p/acme/p1/template/x";
  record.source.filename = "Rechnung \"Ä\".docx";
  record.source.content_type = "application/octet-stream";
  record.source.size = 12;
  record.source.sha256 = "00ff";
  record.settings = {{"Locale", "de-DE"}, {"NewUserPassword", "hush"}};
  record.schema = R"({"type":"object"})";
  return record;
}

TEST(ProcessRecord, ReadsBackAsItWasWritten) {
  const auto record = invoice_record();
  const auto back = process_record_from_json(to_json(record));
  ASSERT_TRUE(back) << back.error().describe();
  EXPECT_EQ(to_json(*back), to_json(record));
  EXPECT_EQ(back->source.filename, record.source.filename);
  EXPECT_EQ(back->source.field, "File");
  EXPECT_EQ(back->settings, record.settings);
  EXPECT_EQ(back->schema, record.schema);
}

TEST(ProcessRecord, WhatIsNotOursIsCorrupt) {
  for (const auto* text : {"", "[]", "{}", R"({"schema":1})", R"({"schema":1,"blob":7})"}) {
    const auto back = process_record_from_json(text);
    ASSERT_FALSE(back) << text;
    EXPECT_EQ(back.error().code(), ErrorCode::Corrupt);
  }
}

TEST(ProcessId, IsShortAndNeverTheSame) {
  std::set<std::string> seen;
  for (int i = 0; i < 1000; ++i) {
    const auto id = new_process_id();
    EXPECT_EQ(id.text().size(), 12U);
    EXPECT_TRUE(ProcessId::parse(id.text()));
    EXPECT_EQ(id.text().find('-'), std::string::npos) << "a hook's id is the process's, a dash, and its own";
    EXPECT_TRUE(seen.insert(id.text()).second);
  }
}

TEST(ProcessNames, LieBelowThePrefixThatNoSweepVisits) {
  const auto tenant = TenantId::trusted("acme");
  const auto process = ProcessId::trusted("p1");
  EXPECT_EQ(process_template(tenant, process, "x"), "p/acme/p1/template/x");
  EXPECT_EQ(process_record(tenant, process, "x"), "p/acme/p1/record/x");
  EXPECT_EQ(process_hooks(tenant, process), "p/acme/p1/hooks/");
}

}  // namespace
}  // namespace docmill::model
