#pragma once
#include <boost/json/object.hpp>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/async.h"
#include "base/result.h"
#include "base/signal.h"
#include "engines/browser/cdp_pipe.h"

namespace docmill::engines::browser {

/// A client of the DevTools protocol (https://chromedevtools.github.io/devtools-protocol/), as much of it as Docmill needs: calls with
/// their answers, and events by session. The empty session is the browser itself. Used from one strand.
/// Shared by its owner and by the coroutine that listens.
class CdpClient : public std::enable_shared_from_this<CdpClient> {
 public:
  using Params = boost::json::object;
  /// Told of each event of a session: its method and its parameters.
  using OnEvent = std::function<void(std::string_view method, const Params& params)>;

  CdpClient(const Executor& executor, UniqueFd pipe);

  /// Handles what the browser says until it hangs up; then every call in flight fails and every listener hears "Inspector.detached".
  Async<void> listen();

  /// A call that has been sent.
  struct Pending {
    std::uint64_t id = 0;
    std::string session;
    std::string method;
    std::optional<Result<Params>> answer;
    Signal changed;
  };
  /// Shared with the client until the answer is there; it may be dropped before.
  using Asked = std::shared_ptr<Pending>;

  /// Sends a call, so that another can follow at once.
  Asked ask(std::string session, std::string method, Params params);
  /// Its answer. Errors: those of call(), and InputTooComplex when the page makes more than can be handed over.
  Async<Result<Params>> answer_to(Asked asked, Deadline until);
  /// Errors: DeadlineExceeded, EngineFailed (the browser refused the call or is gone; the cause says which), and whatever fail_session()
  /// was given.
  Async<Result<Params>> call(std::string session, std::string method, Params params, Deadline until);
  /// The same without waiting for an answer.
  void tell(std::string_view session, std::string_view method, Params params = {});

  /// One listener a session; events of a session without one are dropped.
  void on_event(const std::string& session, OnEvent listener);
  /// Forgets the session's listener and ends its calls with this error.
  void forget_session(const std::string& session);
  void fail_session(const std::string& session, const Error& error);

  void close() { pipe_->close(); }
  bool closed() const { return pipe_->closed(); }

 private:
  std::uint64_t send(std::string_view session, std::string_view method, Params params);
  void handle(std::string_view text);
  void answer_instead(std::string_view text, const Error& error);
  void answer(std::uint64_t id, Result<Params> result);

  std::shared_ptr<CdpPipe> pipe_;
  std::uint64_t last_id_ = 0;
  std::map<std::uint64_t, Asked> pending_;
  std::map<std::string, std::shared_ptr<OnEvent>, std::less<>> listeners_;  // shared with a call of it that is under way
};

/// A text member, or nothing; what the browser says is believed no further than its type.
std::string text_at(const boost::json::object& object, std::string_view key);
double number_at(const boost::json::object& object, std::string_view key);
bool truth_at(const boost::json::object& object, std::string_view key);
/// An object member, or an empty one.
const boost::json::object& object_at(const boost::json::object& object, std::string_view key);

}  // namespace docmill::engines::browser
