#pragma once
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>

#include "base/trace.h"
#include "engines/browser/intercept.h"
#include "engines/browser/page.h"
#include "engines/engine.h"

namespace docmill::engines::browser {

/// Takes one page through its phases: every wait ends at the phase's budget, at the whole budget, when the page ends or when the job is
/// stopped. Errors of all: those of Engine::run, with their phase.
class PageDriver {
 public:
  /// All are borrowed.
  PageDriver(Page& page, Intercept& intercept, const StepRequest& request, Stop& stop);
  ~PageDriver();
  PageDriver(const PageDriver&) = delete;
  PageDriver& operator=(const PageDriver&) = delete;

  void begin(Phase phase);
  void close_phase();
  /// What the span of the phase tells.
  void phase_failed(const Error& error) { phase_span_.fail(error); }
  Deadline until() const;

  Async<Result<CdpClient::Params>> call(std::string method, CdpClient::Params params);
  /// The same in two halves, so that another call can follow at once.
  CdpClient::Asked ask(std::string method, CdpClient::Params params) { return page_.ask(std::move(method), std::move(params)); }
  Async<Result<CdpClient::Params>> answer_to(CdpClient::Asked asked);
  /// The value a script resolves to. Errors: also BadRequest when it throws, with `thrown` as the message.
  Async<Result<boost::json::value>> evaluate(std::string script, std::string thrown);
  /// Asks the script every now and then until it is true.
  Async<Result<void>> wait_until_true(std::string script, std::string thrown);
  /// Goes to the address and returns when it has loaded. Errors: also why the page could not be fetched, NotApplicable for what is no page,
  /// BadRequest for what is no address.
  Async<Result<void>> navigate(std::string url);
  /// Gives a page that waits at the document's address its document, which is quicker than to fetch it, and returns when it has loaded.
  /// Errors: those of navigate().
  Async<Result<void>> give(std::string html);
  Async<Result<void>> set_window(Window window);
  Async<Result<void>> set_media(std::string media);
  /// After this document nothing runs in the page.
  void becomes_still() { page_.becomes_still(); }
  /// Whether the page may be given a document.
  bool waits_at_document() const { return page_.place() == Place::Document && !left_; }
  /// Returns when the page has fetched nothing for half a second.
  Async<Result<void>> wait_until_idle();
  Async<Result<void>> sleep(std::chrono::milliseconds length);

  std::map<std::string, std::uint64_t> phase_ms() const { return phase_ms_; }
  Phase phase() const { return phase_; }

 private:
  void handle(const std::string& session, std::string_view method, const CdpClient::Params& params);
  Async<Result<void>> wait_for(std::function<bool()> done);
  Async<Result<void>> wait_for_load();
  Result<void> in_time(Result<void> done) const;
  std::chrono::milliseconds budget() const;
  Error over_budget() const;
  bool reached(std::string_view moment) const;
  void stopped_loading();

  Page& page_;
  Intercept& intercept_;
  const StepRequest& request_;
  Stop& stop_;
  Deadline total_;
  Phase phase_ = Phase::Load;
  Deadline::Steady::time_point phase_began_ = Deadline::Steady::now();
  std::map<std::string, std::uint64_t> phase_ms_;
  trace::Span phase_span_;
  std::set<std::string, std::less<>> reached_;  // what the main frame's documents have come to since the last navigate(): "load"
  std::set<std::string, std::less<>> before_;   // loaders of its earlier documents
  std::set<std::string, std::less<>> loaders_;
  std::optional<Deadline::Steady::time_point> stopped_at_;  // when the main frame's document ended to load, one way or another
  bool left_ = false;                                       // it has been navigated
  bool emptying_ = false;                                   // a document is given to it, and what is heard is still of the empty one
};

}  // namespace docmill::engines::browser
