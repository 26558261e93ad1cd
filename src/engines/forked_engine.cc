#include "engines/forked_engine.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/log.h"
#include "engines/protocol.h"
#include "engines/session.h"

namespace docmill::engines {

namespace {

constexpr int kMostForBursts = 16;

sandbox::ZygoteOptions zygote_options(const EngineKind& kind, EngineOptions options) {
  sandbox::ZygoteOptions out;
  out.program = std::move(options.program);
  out.ready_children = std::max(options.ready_children, std::min(options.ready_children * kind.ready_for, kMostForBursts));
  out.memory_growth = options.memory_growth;
  out.run_dir = std::move(options.run_dir);
  if (kind.binds_first) out.environment.emplace_back("LD_BIND_NOW=1");  // ld.so(8)
  return out;
}

}  // namespace

ForkedEngine::ForkedEngine(Executor executor, EngineKind kind, EngineOptions options)
    : kind_(std::move(kind)),
      zygote_(executor, zygote_options(kind_, std::move(options))),
      finished_(std::make_shared<FinishedChildren>(executor, static_cast<std::size_t>(kind_.ready_for - 1))) {}

ForkedEngine::~ForkedEngine() = default;

Async<Result<void>> ForkedEngine::start() {
  co_return co_await zygote_.start();
}

Async<Result<StepResult>> ForkedEngine::run(StepRequest request, Stop& stop) {
  const auto most = std::min(kind_.most_inputs, kMostInputs);
  if (request.inputs.empty() || request.inputs.size() > most) {
    co_return Failed(fail(ErrorCode::BadRequest, fmt::format("The {} engine takes 1 to {} documents at a time.", kind_.name, most)));
  }
  const auto total = Deadline::in(request.budgets.total);
  finished_->document_begins();
  for (int attempt = 1;; ++attempt) {
    if (stop.requested()) co_return Failed(fail(ErrorCode::Cancelled, "The job was cancelled."));
    auto child = co_await trace::traced(trace::child_of(request.span, "start child"), zygote_.fork());
    if (!child) co_return Failed(std::move(child.error()));
    Session session(*std::move(child), request, stop);
    auto result = co_await session.run(total);
    if (result) {
      finished_->take(session.take_child(), result->peak_memory);
      result->engine = version();
      co_return result;
    }
    const bool again = result.error().code() == ErrorCode::EngineFailed && attempt < kind_.tries;
    if (!again) co_return Failed(std::move(result.error()).at(kind_.name + ".run"));
    log::failure("running a document again in a fresh child", result.error(), {{"engine", kind_.name}});
  }
}

bool ForkedEngine::ready() const {
  return zygote_.ready();
}

std::string ForkedEngine::version() const {
  const auto text = zygote_.version();
  const auto prefix = kind_.product + " ";
  return text.starts_with(prefix) ? kind_.name + "/" + text.substr(prefix.size()) : std::string();
}

std::vector<sandbox::LayerReport> ForkedEngine::layers() const {
  return zygote_.layers();
}

Async<void> ForkedEngine::stop() {
  finished_->end();
  co_await zygote_.stop();
}

}  // namespace docmill::engines
