#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "engines/browser/browser_process.h"

namespace docmill::engines::browser {

/// A browser context with one empty page in it: one document's whole world, thrown away with this. Every request of the page and of its
/// frames waits for whoever listens to "Fetch.requestPaused". Workers never begin, windows it opens are closed.
class Page {
 public:
  /// Told of every event of the page and of its frames. `session` is where an answer goes.
  using OnEvent = std::function<void(const std::string& session, std::string_view method, const CdpClient::Params& params)>;

  /// Errors: EngineFailed, DeadlineExceeded.
  static Async<Result<std::unique_ptr<Page>>> open(std::shared_ptr<BrowserProcess> process, Deadline until);
  /// Closes it: the renderer is killed, whatever it was doing.
  ~Page();
  Page(const Page&) = delete;
  Page& operator=(const Page&) = delete;

  /// Errors: those of CdpClient::call, and why the page has ended.
  Async<Result<CdpClient::Params>> call(std::string method, CdpClient::Params params, Deadline until);
  void tell(const std::string& session, std::string_view method, CdpClient::Params params = {});
  void listen(OnEvent on_event) { on_event_ = std::move(on_event); }

  /// Ends every call in flight, and each that comes, with this error.
  void end(Error error);
  const std::optional<Error>& ended() const { return ended_; }
  /// Notified when the page ends; whoever listens to its events may notify it too.
  Signal& changed() { return changed_; }
  bool alive() const { return !ended_ && process_->alive(); }

  BrowserProcess& process() { return *process_; }
  /// Of its main frame too.
  const std::string& target() const { return target_; }

 private:
  explicit Page(std::shared_ptr<BrowserProcess> process) : process_(std::move(process)) { process_->page_opened(); }
  Async<Result<void>> prepare(Deadline until);
  void handle(const std::string& session, std::string_view method, const CdpClient::Params& params);
  void attached(const CdpClient::Params& params);
  void watch(const std::string& session);

  std::shared_ptr<BrowserProcess> process_;
  std::string context_;
  std::string target_;
  std::string session_;
  std::vector<std::string> frame_sessions_;  // of frames in processes of their own
  OnEvent on_event_;
  std::optional<Error> ended_;
  Signal changed_;
};

}  // namespace docmill::engines::browser
