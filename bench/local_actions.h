#pragma once
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "app/engines.h"
#include "support/http.h"

namespace docmill::bench {

/// Warm engines and the worker's way through an action, without HTTP, queue and store; on a thread of its own.
class LocalActions {
 public:
  /// `directory` is for the engines. Throws when one cannot be started.
  explicit LocalActions(const std::string& directory);
  ~LocalActions();
  LocalActions(const LocalActions&) = delete;
  LocalActions& operator=(const LocalActions&) = delete;

  /// Runs the action with these fields and files until its outputs are there. Throws when it is refused.
  engines::StepResult run(const std::string& action, const std::vector<testing::FormPart>& form);

 private:
  config::Settings settings_;
  boost::asio::io_context loop_{1};
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> guard_;
  std::thread thread_;
  std::unique_ptr<app::Engines> engines_;  // used on the thread only
};

}  // namespace docmill::bench
