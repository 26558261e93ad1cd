#include "engines/browser/browser_process.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>  // NOLINT(modernize-deprecated-headers): killpg
#include <sys/wait.h>
#include <unistd.h>

#include <boost/asio/buffer.hpp>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <filesystem>
#include <fstream>

#include "base/log.h"
#include "base/quietly.h"
#include "sandbox/remove_tree.h"

namespace docmill::engines::browser {
namespace {

namespace asio = boost::asio;

constexpr std::size_t kMostLastWords = 2048;

void remove_home(const std::string& home) {
  if (home.empty()) return;
  const std::filesystem::path path(home);
  const UniqueFd parent(::open(path.parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!parent.valid() || !sandbox::remove_tree(parent.get(), path.filename().c_str())) log::warn("a browser's directory was left behind");
}

/// "HeadlessChrome/156.0.8078.108" to "156.0.8078.108".
std::string version_in(const std::string& product) {
  return product.substr(product.find('/') + 1);
}

}  // namespace

BrowserProcess::BrowserProcess(const Executor& executor, SpawnedBrowser spawned)
    : executor_(executor),
      control_groups_(std::move(spawned.control_groups)),
      pid_(spawned.pid),
      pidfd_(executor, spawned.pidfd.release()),
      messages_(executor, spawned.messages.release()),
      client_(std::make_shared<CdpClient>(executor, std::move(spawned.pipe))),
      home_(std::move(spawned.home)),
      home_lock_(std::move(spawned.home_lock)),
      layers_(std::move(spawned.layers)) {}

// Reached before the reaper is done only when its loop has ended first: then the wait has to block.
BrowserProcess::~BrowserProcess() {
  if (ended_) return;
  kill();
  ::waitpid(pid_, nullptr, 0);
  remove_home(home_);
}

Async<Result<std::shared_ptr<BrowserProcess>>> BrowserProcess::start(Executor executor, SpawnOptions options, Deadline until) {
  auto spawned = spawn_browser(options);
  if (!spawned) co_return Failed(spawned.error());
  auto process = std::make_shared<BrowserProcess>(executor, *std::move(spawned));
  // Each keeps its own reference: they must outlive the owner to reap the process.
  docmill::spawn(executor, [](std::shared_ptr<BrowserProcess> self) -> Async<void> { co_await self->run_client(); }(process));
  docmill::spawn(executor, [](std::shared_ptr<BrowserProcess> self) -> Async<void> { co_await self->drain_messages(); }(process));
  docmill::spawn(executor, [](std::shared_ptr<BrowserProcess> self) -> Async<void> { co_await self->reap(); }(process));
  auto greeted = co_await process->greet(until);
  if (greeted) co_return process;
  process->kill();
  co_await process->gone(Deadline::in(std::chrono::seconds(5)));
  auto why = fmt::format("{}: {}", greeted.error().describe(), process->last_words_);
  const bool no_sandbox = process->last_words_.find("No usable sandbox") != std::string::npos;
  const auto* remedy =
      no_sandbox ? "Chromium finds no sandbox: allow user namespaces (sysctl user.max_user_namespaces), also inside a container; or do "
                   "without, --browser-program=none."
                 : "It may lack memory, or a library: try to run it by hand.";
  co_return Failed(fail(ErrorCode::Unavailable, fmt::format("The browser {} ended while it started. {}", options.program, remedy))
                       .cause(std::move(why))
                       .at("browser.start"));
}

/// Asks who it is, and that every page, worker and window shows up paused, so that none begins without us.
Async<Result<void>> BrowserProcess::greet(Deadline until) {
  auto version = co_await client_->call("", "Browser.getVersion", {}, until);
  if (!version) co_return Failed(version.error());
  version_ = version_in(text_at(*version, "product"));
  client_->on_event("", [this](std::string_view method, const CdpClient::Params& params) {
    if (method == "Target.attachedToTarget") attached(params);
  });
  CdpClient::Params attach{{"autoAttach", true}, {"waitForDebuggerOnStart", true}, {"flatten", true}};
  auto attached = co_await client_->call("", "Target.setAutoAttach", std::move(attach), until);
  if (!attached) co_return Failed(attached.error());
  co_return Result<void>{};
}

/// Workers stay paused for ever; what is part of the browser itself is left alone.
void BrowserProcess::attached(const CdpClient::Params& params) {
  const auto& target = object_at(params, "targetInfo");
  if (text_at(target, "type") != "page") return;
  const auto [at, first] = sessions_.emplace(text_at(target, "browserContextId"), text_at(params, "sessionId"));
  if (!first) {
    // Let go of before it is closed, or whoever opened it waits for ever; what it asks for then nobody answers.
    const auto session = text_at(params, "sessionId");
    client_->tell(session, "Fetch.enable", {{"patterns", boost::json::array{boost::json::object{{"urlPattern", "*"}}}}});
    client_->tell(session, "Runtime.runIfWaitingForDebugger");
    client_->tell("", "Target.closeTarget", {{"targetId", text_at(target, "targetId")}});
  }
  changed_.notify();
}

Async<Result<std::string>> BrowserProcess::session_in(std::string context, Deadline until) {
  const auto self = shared_from_this();
  while (true) {
    const auto found = sessions_.find(context);
    if (found != sessions_.end()) co_return found->second;
    const auto seen = changed_.count();
    const bool in_time = alive() && co_await changed_.wait(seen, until);
    if (!in_time) co_return Failed(fail(ErrorCode::EngineFailed, "The browser opened no page."));
  }
}

Async<void> BrowserProcess::run_client() {
  co_await client_->listen();
  // Without its pipe it is of no use, whatever it is doing.
  kill();
  changed_.notify();
}

Async<void> BrowserProcess::drain_messages() {
  std::array<char, 4096> piece{};
  while (true) {
    const auto [error, size] = co_await messages_.async_read_some(asio::buffer(piece), kQuietly);
    if (error) co_return;
    if (version_.empty() && last_words_.size() < kMostLastWords) last_words_.append(piece.data(), size);
  }
}

Async<void> BrowserProcess::reap() {
  while (!ended_) {
    co_await sandbox::wait_until_readable(pidfd_, Deadline::never());
    ended_ = ::waitpid(pid_, nullptr, WNOHANG) != 0;
  }
  client_->close();
  control_groups_.reset();
  remove_home(home_);
  changed_.notify();
}

std::uint64_t BrowserProcess::resident_bytes() const {
  std::ifstream file(fmt::format("/proc/{}/statm", pid_));
  std::uint64_t size = 0;
  std::uint64_t resident = 0;
  file >> size >> resident;
  return resident * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
}

void BrowserProcess::page_closed() {
  --pages_;
  if (retired_ && pages_ == 0) kill();
}

void BrowserProcess::retire() {
  retired_ = true;
  if (pages_ == 0) kill();
}

void BrowserProcess::kill() {
  client_->close();
  if (ended_) return;
  ::killpg(pid_, SIGKILL);  // its session is its own; where it has a PID namespace all in it go with it
  ::kill(pid_, SIGKILL);
}

Async<bool> BrowserProcess::gone(Deadline until) {
  const auto self = shared_from_this();
  while (!ended_) {
    const auto seen = changed_.count();
    const bool in_time = co_await changed_.wait(seen, until);
    if (!in_time) co_return ended_;
  }
  co_return true;
}

}  // namespace docmill::engines::browser
