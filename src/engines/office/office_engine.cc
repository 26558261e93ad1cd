#include "engines/office/office_engine.h"

#include "base/log.h"
#include "engines/office/session.h"

namespace docmill::engines::office {
namespace {

constexpr int kTries = 2;
constexpr std::string_view kProduct = "LibreOffice ";

sandbox::ZygoteOptions zygote_options(OfficeOptions options) {
  sandbox::ZygoteOptions out;
  out.program = std::move(options.program);
  out.ready_children = options.ready_children;
  out.memory_growth = options.memory_growth;
  out.run_dir = std::move(options.run_dir);
  return out;
}

}  // namespace

OfficeEngine::OfficeEngine(Executor executor, OfficeOptions options) : zygote_(std::move(executor), zygote_options(std::move(options))) {}

OfficeEngine::~OfficeEngine() = default;

Async<Result<void>> OfficeEngine::start() {
  co_return co_await zygote_.start();
}

Async<Result<StepResult>> OfficeEngine::run(StepRequest request, Stop& stop) {
  if (request.inputs.size() != 1) co_return Failed(fail(ErrorCode::BadRequest, "The office engine takes one document at a time."));
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
    if (result.error().code() != ErrorCode::EngineFailed || attempt == kTries) co_return Failed(std::move(result.error()).at("office.run"));
    log::failure("office: running a document again in a fresh child", result.error());
  }
}

bool OfficeEngine::ready() const {
  return zygote_.ready();
}

std::string OfficeEngine::version() const {
  const auto text = zygote_.version();
  return text.starts_with(kProduct) ? "office/" + text.substr(kProduct.size()) : std::string();
}

std::vector<sandbox::LayerReport> OfficeEngine::layers() const {
  return zygote_.layers();
}

Async<void> OfficeEngine::stop() {
  co_await zygote_.stop();
}

}  // namespace docmill::engines::office
