#pragma once
#include <boost/json.hpp>
#include <string>
#include <vector>

#include "engines/engine_host.h"
#include "engines/mail/mail_engine.h"
#include "engines/protocol.h"

namespace docmill::engines::mail {

using testing::HasSubstr;
using testing::Not;

/// One warm engine for all tests of the program.
class MailTest : public testing::Test {
 protected:
  using Params = std::map<std::string, std::string>;

  static EngineHost<MailEngine>& host() {
    static EngineHost<MailEngine> shared({.program = DOCMILL_MAIL_PROGRAM});
    return shared;
  }

  static StepRequest request(const std::string& operation, const std::string& input, Params params = {}) {
    StepRequest out;
    out.operation = operation;
    out.target = "html";
    out.params = std::move(params);
    out.inputs.push_back(document_of(input, "eml", "message.eml"));
    return out;
  }

  static Result<StepResult> run(const std::string& operation, const std::string& input, Params params = {}) {
    return host().convert(request(operation, input, std::move(params)));
  }

  static StepResult good(const std::string& operation, const std::string& input, Params params = {}) {
    return good_or_failure(run(operation, input, std::move(params)));
  }

  static std::string html_of(const std::string& message) { return first(good("email-to-html", message)); }

  static StepResult merged(const std::string& message) { return good("email-to-html", message, {{"MergeAttachments", "true"}}); }

  static boost::json::value info_of(const std::string& message) { return boost::json::parse(first(good("email-info", message))); }

  static std::string markdown(const std::string& text) { return first(good("markdown-to-html", text)); }

  static std::string first(const StepResult& result) { return result.outputs.empty() ? std::string() : bytes_of(result); }

  /// "html one.pdf two.png": the outputs in order.
  static std::string names_of(const StepResult& result) {
    std::string out;
    for (const auto& output : result.outputs)
      out.append(out.empty() ? "" : " ").append(output.name).append(output.name.empty() ? "" : ".").append(output.extension);
    return out;
  }
};

}  // namespace docmill::engines::mail
