#include "engines/forked_engine.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/log.h"
#include "engines/protocol.h"
#include "engines/session.h"

namespace docmill::engines {

ForkedEngine::ForkedEngine(Executor executor, ForkedOptions options)
    : options_(std::move(options)), zygote_(std::move(executor), options_.zygote) {}

ForkedEngine::~ForkedEngine() = default;

Async<Result<void>> ForkedEngine::start() {
  co_return co_await zygote_.start();
}

Async<Result<StepResult>> ForkedEngine::run(StepRequest request, Stop& stop) {
  const auto most = std::min(options_.most_inputs, kMostInputs);
  if (request.inputs.empty() || request.inputs.size() > most) {
    co_return Failed(fail(ErrorCode::BadRequest, fmt::format("The {} engine takes 1 to {} documents at a time.", options_.name, most)));
  }
  const auto total = Deadline::in(request.budgets.total);
  for (int attempt = 1;; ++attempt) {
    if (stop.requested()) co_return Failed(fail(ErrorCode::Cancelled, "The job was cancelled."));
    auto child = co_await zygote_.fork();
    if (!child) co_return Failed(std::move(child.error()));
    Session session(*std::move(child), request, stop);
    auto result = co_await session.run(total);
    if (result) {
      result->engine = version();
      co_return result;
    }
    const bool again = result.error().code() == ErrorCode::EngineFailed && attempt < options_.tries;
    if (!again) co_return Failed(std::move(result.error()).at(options_.name + ".run"));
    log::failure("running a document again in a fresh child", result.error(), {{"engine", options_.name}});
  }
}

bool ForkedEngine::ready() const {
  return zygote_.ready();
}

std::string ForkedEngine::version() const {
  const auto text = zygote_.version();
  const auto prefix = options_.product + " ";
  return text.starts_with(prefix) ? options_.name + "/" + text.substr(prefix.size()) : std::string();
}

std::vector<sandbox::LayerReport> ForkedEngine::layers() const {
  return zygote_.layers();
}

Async<void> ForkedEngine::stop() {
  co_await zygote_.stop();
}

}  // namespace docmill::engines
