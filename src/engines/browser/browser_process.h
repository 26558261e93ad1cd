#pragma once
#include <memory>
#include <string>

#include "base/signal.h"
#include "engines/browser/browser_spawn.h"
#include "engines/browser/cdp_client.h"
#include "sandbox/socket_wait.h"

namespace docmill::engines::browser {

/// One running browser, from its start to its reaping. Used from one strand.
/// Shared by the engine, by the pages open in it and by the coroutines that listen to it.
class BrowserProcess : public std::enable_shared_from_this<BrowserProcess> {
 public:
  /// Starts it and waits until it answers. Errors: Unavailable (the message says what to install or allow).
  static Async<Result<std::shared_ptr<BrowserProcess>>> start(Executor executor, SpawnOptions options, Deadline until);

  BrowserProcess(const Executor& executor, SpawnedBrowser spawned);
  ~BrowserProcess();

  const Executor& executor() const { return executor_; }
  CdpClient& client() { return *client_; }
  bool alive() const { return !ended_ && !client_->closed(); }
  bool retired() const { return retired_; }
  pid_t pid() const { return pid_; }
  const std::string& version() const { return version_; }  // "156.0.8078.108"
  const std::vector<sandbox::LayerReport>& layers() const { return layers_; }
  /// Bytes the browser process itself has in memory; its pages have processes of their own.
  std::uint64_t resident_bytes() const;

  /// How many documents it has begun, ever, and how many pages are open now.
  std::uint64_t documents() const { return documents_; }
  void count_document() { ++documents_; }
  void page_opened() { ++pages_; }
  void page_closed();

  /// The session of the one page that may be opened in a context; any other page there, a window that it opened, is closed at once.
  /// Errors: DeadlineExceeded, EngineFailed.
  Async<Result<std::string>> session_in(std::string context, Deadline until);
  void forget_context(const std::string& context) { sessions_.erase(context); }

  /// Takes no new page, and ends with its last one.
  void retire();
  /// Ends it now with everything below it.
  void kill();
  /// Waits until it is gone and reaped; false at the deadline.
  Async<bool> gone(Deadline until);

 private:
  Async<void> run_client();
  Async<void> drain_messages();
  Async<void> reap();
  Async<Result<void>> greet(Deadline until);
  void attached(const CdpClient::Params& params);

  Executor executor_;
  std::optional<sandbox::ControlGroups> control_groups_;
  pid_t pid_;
  sandbox::Descriptor pidfd_;
  sandbox::Descriptor messages_;
  std::shared_ptr<CdpClient> client_;
  std::string home_;
  UniqueFd home_lock_;
  std::vector<sandbox::LayerReport> layers_;
  std::string version_;
  std::string last_words_;                       // the beginning of what it printed while it started
  std::map<std::string, std::string> sessions_;  // by context, of its first page
  std::uint64_t documents_ = 0;
  std::size_t pages_ = 0;
  bool retired_ = false;
  bool ended_ = false;
  Signal changed_;
};

}  // namespace docmill::engines::browser
