#include "local_actions.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_future.hpp>
#include <stdexcept>

#include "actions/catalogue.h"
#include "actions/document_types.h"
#include "actions/fields.h"
#include "actions/validate.h"
#include "base/fd.h"
#include "worker/run_action.h"

namespace docmill::bench {
namespace {

engines::Document document_of(const testing::FormPart& part) {
  auto memory = memory_file("bench");
  if (!memory || !write_all(memory->get(), part.content)) throw std::runtime_error("no memory for " + part.name);
  return {*std::move(memory), actions::extension_of(*part.filename), part.name, *part.filename};
}

}  // namespace

LocalActions::LocalActions(const std::string& directory) : guard_(boost::asio::make_work_guard(loop_)) {
  settings_.data = directory;
  thread_ = std::thread([this] { loop_.run(); });
  const auto start = [this]() -> Async<Result<void>> {
    engines_ = std::make_unique<app::Engines>(loop_.get_executor(), settings_);
    co_return co_await engines_->start();
  };
  const auto started = boost::asio::co_spawn(loop_, start(), boost::asio::use_future).get();
  if (!started) throw std::runtime_error(started.error().describe());
}

LocalActions::~LocalActions() {
  const auto stop = [this]() -> Async<void> {
    co_await engines_->stop();
    engines_.reset();
  };
  boost::asio::co_spawn(loop_, stop(), boost::asio::use_future).get();
  guard_.reset();
  thread_.join();
}

engines::StepResult LocalActions::run(const std::string& id, const std::vector<testing::FormPart>& form) {
  const auto* action = actions::find_action(id);
  if (action == nullptr) throw std::runtime_error("no action " + id);
  std::map<std::string, std::string> values;
  worker::ActionRun asked{
      .action = action, .inputs = {}, .params = {}, .budgets = app::phase_budgets(settings_), .limits = app::document_limits(settings_)};
  for (const auto& part : form) {
    if (part.filename)
      asked.inputs.push_back(document_of(part));
    else
      values.emplace(part.name, part.content);
  }
  auto params = actions::validate(*action, values);
  if (!params) throw std::runtime_error(id + ": " + params.error().describe());
  asked.params = *std::move(params);
  engines::Stop never;
  const auto work = [&]() -> Async<Result<engines::StepResult>> {
    co_return co_await worker::run_action(std::move(asked), engines_->by_name(), never);
  };
  auto done = boost::asio::co_spawn(loop_, work(), boost::asio::use_future).get();
  if (!done) throw std::runtime_error(id + ": " + done.error().describe());
  return *std::move(done);
}

}  // namespace docmill::bench
