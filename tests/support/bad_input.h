#pragma once
// A server that is sent bad documents, and a good one after each test. For tests only.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/server.h"

namespace docmill::testing {

class BadInput : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    temp_ = new TempDir;
    const std::vector<std::string> flags{"--request-limit",   "3MB", "--load-budget",   "6s", "--layout-budget", "6s",
                                         "--export-budget",   "6s",  "--office-budget", "8s", "--retry-delay",   "1s",
                                         "--result-lifetime", "1h"};
    server_ = new Server(*temp_ / "data", flags);
    key_ = server_->make_key("acme");
    good_ = read_file(source("examples/invoice.docx"));
  }
  static void TearDownTestSuite() {
    delete server_;
    delete temp_;
  }

  void TearDown() override {
    if (!server_->running()) return;
    const auto next = server_->post(key_, "convert/docx-to-pdf", good_, "next.docx");
    EXPECT_EQ(next.status, 200) << "the next job suffered: " << next.body;
  }

  static std::string document(const std::string& name) { return read_file(source("tests/documents/" + name)); }

  /// Checks the shape every error has, and its code.
  static void expect_problem(const Answer& answer, int status, const std::string& code) {
    EXPECT_EQ(answer.status, status) << answer.body;
    EXPECT_EQ(answer.headers.contains("content-type") ? answer.headers.at("content-type") : "", "application/problem+json");
    EXPECT_EQ(answer.member("code"), code) << answer.body;
    for (const auto* member : {"type", "title", "status", "detail", "requestId", "retryable"}) {
      EXPECT_NE(answer.member(member), "") << member << " is missing in " << answer.body;
    }
    EXPECT_THAT(answer.body, ::testing::Not(::testing::HasSubstr("/usr/"))) << "an inner path leaked";
  }

  static Answer convert(const std::string& content, const std::string& name = "a.docx") {
    return server_->post(key_, "convert/docx-to-pdf", content, name);
  }

  static Answer raw(const std::string& body, const std::string& type) {
    return call({.method = "POST",
                 .url = server_->url() + "/api/v2/convert/docx-to-pdf",
                 .headers = {"Authorization: " + key_, "Content-Type: " + type},
                 .form = {},
                 .body = body});
  }

  static inline TempDir* temp_ = nullptr;
  static inline Server* server_ = nullptr;
  static inline std::string key_;
  static inline std::string good_;
};

}  // namespace docmill::testing
