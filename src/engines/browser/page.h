#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "engines/browser/browser_process.h"

namespace docmill::engines::browser {

/// What a page is laid out for, CSS pixels. What is only printed is laid out for all of it, but hardly drawn: nobody looks.
struct Window {
  int width = 794;  // of A4
  int height = 1123;
  double scale = 1;  // device pixels for each
  bool drawn = false;
  bool operator==(const Window&) const = default;
};

/// Where an empty page waits: at the address of documents that came with the job, ready to be given one, or nowhere, from where its
/// renderer may go to any address.
enum class Place { Document, Nowhere };

/// A browser context with one empty page in it: one document's whole world, thrown away with this. Every request of the page and of its
/// frames waits for whoever listens to "Fetch.requestPaused". Workers never begin, windows it opens are closed.
class Page {
 public:
  /// Told of every event of the page and of its frames. `session` is where an answer goes.
  using OnEvent = std::function<void(const std::string& session, std::string_view method, const CdpClient::Params& params)>;

  /// Errors: EngineFailed, DeadlineExceeded.
  static Async<Result<std::unique_ptr<Page>>> open(std::shared_ptr<BrowserProcess> process, Place place, Deadline until);
  /// Closes it: the renderer is killed, whatever it was doing.
  ~Page();
  Page(const Page&) = delete;
  Page& operator=(const Page&) = delete;

  /// Errors: those of CdpClient::call, and why the page has ended.
  Async<Result<CdpClient::Params>> call(std::string method, CdpClient::Params params, Deadline until);
  /// The same in two halves, so that another call can follow at once.
  CdpClient::Asked ask(std::string method, CdpClient::Params params);
  Async<Result<CdpClient::Params>> answer_to(CdpClient::Asked asked, Deadline until);
  void tell(const std::string& session, std::string_view method, CdpClient::Params params = {});
  /// Lays it out for another window; costs nothing when it is the one it has. Errors: those of call().
  Async<Result<void>> set_window(Window window, Deadline until);
  /// Whose style rules apply: "print", as it is opened, or "screen". As cheap, with the same errors.
  Async<Result<void>> set_media(std::string media, Deadline until);
  void listen(OnEvent on_event) { on_event_ = std::move(on_event); }

  /// Ends every call in flight, and each that comes, with this error.
  void end(Error error);
  const std::optional<Error>& ended() const { return ended_; }
  /// Notified when the page ends; whoever listens to its events may notify it too.
  Signal& changed() { return changed_; }
  bool alive() const { return !ended_ && process_->alive(); }

  BrowserProcess& process() { return *process_; }
  Place place() const { return place_; }
  /// Of its main frame too.
  const std::string& target() const { return target_; }
  /// Whether warm_up() has been done to it.
  bool warm() const { return warm_; }
  void warmed_up() { warm_ = true; }
  /// Whether nothing runs in it or ever will: its document runs nothing (PlainPage). Then there is no hurry to close it.
  bool still() const { return still_; }
  void becomes_still() { still_ = true; }

 private:
  Page(std::shared_ptr<BrowserProcess> process, Place place) : process_(std::move(process)), place_(place) { process_->page_opened(); }
  Async<Result<void>> prepare(Deadline until);
  Async<Result<void>> create(Deadline until);
  Async<Result<void>> arrive(Deadline until);
  void wait_at_document(const std::string& session, std::string_view method, const CdpClient::Params& params);
  void handle(const std::string& session, std::string_view method, const CdpClient::Params& params);
  void attached(const CdpClient::Params& params);
  void watch(const std::string& session);

  std::shared_ptr<BrowserProcess> process_;
  Place place_;
  Window window_;
  std::string media_ = "print";
  bool warm_ = false;
  bool still_ = false;
  enum class Arrival { Under, Committed, Done } arrival_ = Arrival::Under;  // of its empty document
  std::string context_;
  std::string target_;
  std::string session_;
  std::vector<std::string> frame_sessions_;  // of frames in processes of their own
  OnEvent on_event_;
  std::optional<Error> ended_;
  Signal changed_;
};

}  // namespace docmill::engines::browser
