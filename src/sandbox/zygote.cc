#include "sandbox/zygote.h"

#include <algorithm>

#include "base/log.h"
#include "base/signal.h"
#include "sandbox/zygote_process.h"

namespace docmill::sandbox {
namespace {

constexpr std::chrono::milliseconds kFirstBackoff{500};
constexpr std::chrono::milliseconds kLongestBackoff{30'000};

}  // namespace

/// Shared by the Zygote and by coroutines that wait in it.
class Zygote::Impl : public std::enable_shared_from_this<Zygote::Impl> {
 public:
  Impl(Executor executor, ZygoteOptions options) : executor_(std::move(executor)), options_(std::move(options)) {}

  Async<Result<void>> start() {
    const auto self = shared_from_this();
    not_before_ = Deadline::in(std::chrono::seconds(0));
    co_return co_await ensure_running();
  }

  Async<Result<std::unique_ptr<Child>>> fork() {
    const auto self = shared_from_this();
    auto running = co_await ensure_running();
    if (!running) co_return Failed(running.error());
    const auto process = current_;
    auto child = co_await process->fork();
    if (child || !process->lost()) co_return child;
    // It died between the check and the answer; one fresh start is worth the caller's wait.
    running = co_await ensure_running();
    if (!running) co_return Failed(running.error());
    const auto fresh = current_;
    co_return co_await fresh->fork();
  }

  Async<Result<void>> replace() {
    const auto self = shared_from_this();
    co_return co_await start_process();
  }

  Async<void> stop() {
    const auto self = shared_from_this();
    end_all();
    while (starting_) {
      const auto seen = changed_.count();
      co_await changed_.wait(seen, Deadline::never());
    }
    current_.reset();
    const auto processes = std::exchange(processes_, {});
    for (const auto& process : processes) co_await process->gone(Deadline::never());
  }

  void end_all() {
    stopped_ = true;
    for (const auto& process : processes_) process->end();
  }

  bool ready() const { return current_ && current_->warm(); }
  const std::string& version() const { return version_; }
  const std::vector<LayerReport>& layers() const { return layers_; }
  int pid() const { return current_ ? current_->pid() : 0; }

 private:
  Async<Result<void>> ensure_running() {
    while (starting_ && !ready()) {
      const auto seen = changed_.count();
      co_await changed_.wait(seen, Deadline::never());  // ends: a start has its own timeout
    }
    if (ready()) co_return Result<void>{};
    if (!not_before_.passed() && last_failure_) co_return Failed(*last_failure_);
    co_return co_await start_process();
  }

  // Starts a process beside the current one and puts it in its place.
  Async<Result<void>> start_process() {
    while (starting_) {
      const auto seen = changed_.count();
      co_await changed_.wait(seen, Deadline::never());
    }
    if (stopped_) co_return Failed(fail(ErrorCode::Unavailable, "The engine has been stopped."));
    std::erase_if(processes_, [](const auto& process) { return process->reaped(); });
    starting_ = true;
    auto warmed = co_await warm_up();
    starting_ = false;
    if (!warmed) remember(warmed.error());
    changed_.notify();
    co_return warmed;
  }

  Async<Result<void>> warm_up() {
    auto launched = ZygoteProcess::launch(executor_, options_);
    if (!launched) co_return Failed(launched.error());
    const auto process = *launched;
    processes_.push_back(process);  // before it is warm, so that stop() need not wait for that
    auto warm = co_await process->wait_until_warm();
    if (warm) adopt(process);
    co_return warm;
  }

  void adopt(std::shared_ptr<ZygoteProcess> process) {
    if (current_) current_->retire();
    current_ = std::move(process);
    version_ = current_->warm_report().text;
    layers_ = current_->warm_report().layers;
    backoff_ = kFirstBackoff;
    last_failure_.reset();
  }

  void remember(const Error& failure) {
    log::failure("an engine did not start", failure);
    last_failure_ = failure;
    not_before_ = Deadline::in(backoff_);
    backoff_ = std::min(backoff_ * 2, kLongestBackoff);
  }

  Executor executor_;
  ZygoteOptions options_;
  std::shared_ptr<ZygoteProcess> current_;                 // shared with its own listener
  std::vector<std::shared_ptr<ZygoteProcess>> processes_;  // current and retired ones, until they are reaped
  std::string version_;
  std::vector<LayerReport> layers_;
  std::chrono::milliseconds backoff_ = kFirstBackoff;
  Deadline not_before_ = Deadline::in(std::chrono::seconds(0));
  std::optional<Error> last_failure_;
  bool starting_ = false;
  bool stopped_ = false;
  Signal changed_;
};

Zygote::Zygote(Executor executor, ZygoteOptions options) : impl_(std::make_shared<Impl>(std::move(executor), std::move(options))) {}

Zygote::~Zygote() {
  impl_->end_all();
}

Async<Result<void>> Zygote::start() {
  return impl_->start();
}
Async<Result<std::unique_ptr<Child>>> Zygote::fork() {
  return impl_->fork();
}
Async<Result<void>> Zygote::replace() {
  return impl_->replace();
}
Async<void> Zygote::stop() {
  return impl_->stop();
}
bool Zygote::ready() const {
  return impl_->ready();
}
std::string Zygote::version() const {
  return impl_->version();
}
std::vector<LayerReport> Zygote::layers() const {
  return impl_->layers();
}
int Zygote::pid() const {
  return impl_->pid();
}

}  // namespace docmill::sandbox
