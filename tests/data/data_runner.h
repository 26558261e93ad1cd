#pragma once
// Runs steps of the data engine in its real program. For tests only.
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "engines/data/data_engine.h"
#include "engines/engine_host.h"

namespace docmill::engines::data {

using Params = std::map<std::string, std::string>;

struct TestInput {
  std::string bytes;
  std::string name = "a.txt";
};

class DataEngineTest : public testing::Test {
 protected:
  using Host = EngineHost<DataEngine>;

  static Host& host() {
    static Host shared({.program = DOCMILL_DATA_PROGRAM});
    return shared;
  }

  static StepRequest request(const std::string& operation, const std::vector<TestInput>& inputs, Params params = {}) {
    StepRequest out;
    out.operation = operation;
    out.target = "json";
    out.params = std::move(params);
    for (const auto& input : inputs) {
      const auto dot = input.name.rfind('.');
      const auto extension = dot == std::string::npos ? std::string("bin") : input.name.substr(dot + 1);
      out.inputs.push_back(document_of(input.bytes, extension, input.name, "File"));
    }
    return out;
  }

  static Result<StepResult> run(const std::string& operation, const std::string& input, Params params = {}) {
    return host().convert(request(operation, {{input}}, std::move(params)));
  }

  static StepResult good(const std::string& operation, const std::string& input, Params params = {}) {
    return good_or_failure(run(operation, input, std::move(params)));
  }

  /// The one output of a step.
  static std::string made(const std::string& operation, const std::string& input, Params params = {}) {
    const auto got = good(operation, input, std::move(params));
    return got.outputs.size() == 1 ? bytes_of(got) : std::string();
  }

  static void expect_json(const std::string& got, const std::string& wanted) {
    boost::json::error_code failed;
    const auto value = boost::json::parse(got, failed);
    EXPECT_FALSE(failed) << got;
    EXPECT_EQ(boost::json::serialize(value), boost::json::serialize(boost::json::parse(wanted)));
  }
};

}  // namespace docmill::engines::data
