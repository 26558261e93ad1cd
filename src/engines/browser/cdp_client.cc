#include "engines/browser/cdp_client.h"

#include <fmt/format.h>

#include <boost/json/serialize.hpp>
#include <utility>
#include <vector>

#include "base/units.h"
#include "engines/browser/read_message.h"

namespace docmill::engines::browser {
namespace {

namespace json = boost::json;

Error browser_gone() {
  return fail(ErrorCode::EngineFailed, "The browser ended while it worked on the document.").at("browser.cdp");
}

Error unreadable() {
  return fail(ErrorCode::EngineFailed, "The browser could not finish the document.").cause("what it said cannot be read").at("browser.cdp");
}

Error too_large() {
  return fail(ErrorCode::InputTooComplex,
              fmt::format(
                  "The page comes to more than {}, which is the most that a picture of it, its header or its footer may have. Make it "
                  "smaller, or ask for fewer pixels.",
                  show_size(kLongestMessage)))
      .at("browser.cdp");
}

}  // namespace

std::string text_at(const json::object& object, std::string_view key) {
  const auto* value = object.if_contains(key);
  return value != nullptr && value->is_string() ? std::string(value->get_string()) : std::string();
}

double number_at(const json::object& object, std::string_view key) {
  const auto* value = object.if_contains(key);
  if (value == nullptr || !value->is_number()) return 0;
  return value->to_number<double>();
}

bool truth_at(const json::object& object, std::string_view key) {
  const auto* value = object.if_contains(key);
  return value != nullptr && value->is_bool() && value->get_bool();
}

const json::object& object_at(const json::object& object, std::string_view key) {
  static const json::object kNone;
  const auto* value = object.if_contains(key);
  return value != nullptr && value->is_object() ? value->get_object() : kNone;
}

CdpClient::CdpClient(const Executor& executor, UniqueFd pipe) : pipe_(std::make_shared<CdpPipe>(executor, std::move(pipe))) {}

std::uint64_t CdpClient::send(std::string_view session, std::string_view method, Params params) {
  json::object message;
  message["id"] = ++last_id_;
  message["method"] = method;
  message["params"] = std::move(params);
  if (!session.empty()) message["sessionId"] = session;
  pipe_->send(json::serialize(message));
  return last_id_;
}

void CdpClient::tell(std::string_view session, std::string_view method, Params params) {
  send(session, method, std::move(params));
}

CdpClient::Asked CdpClient::ask(std::string session, std::string method, Params params) {
  auto pending = std::make_shared<Pending>();
  if (closed()) {
    pending->answer.emplace(Failed(browser_gone().cause(method)));
  } else {
    pending->id = send(session, method, std::move(params));
    pending_[pending->id] = pending;
  }
  pending->session = std::move(session);
  pending->method = std::move(method);
  return pending;
}

Async<Result<CdpClient::Params>> CdpClient::answer_to(Asked asked, Deadline until) {
  const auto self = shared_from_this();
  while (!asked->answer) {
    const auto seen = asked->changed.count();
    const bool in_time = co_await asked->changed.wait(seen, until);
    if (!in_time) answer(asked->id, Failed(fail(ErrorCode::DeadlineExceeded, "The browser did not answer in time.").cause(asked->method)));
  }
  if (!*asked->answer) co_return Failed(Error(asked->answer->error()).at(asked->method));
  co_return std::move(**asked->answer);
}

Async<Result<CdpClient::Params>> CdpClient::call(std::string session, std::string method, Params params, Deadline until) {
  co_return co_await answer_to(ask(std::move(session), std::move(method), std::move(params)), until);
}

void CdpClient::answer(std::uint64_t id, Result<Params> result) {
  const auto found = pending_.find(id);
  if (found == pending_.end()) return;
  const auto pending = found->second;
  pending_.erase(found);
  pending->answer.emplace(std::move(result));
  pending->changed.notify();
}

void CdpClient::on_event(const std::string& session, OnEvent listener) {
  listeners_[session] = std::make_shared<OnEvent>(std::move(listener));
}

void CdpClient::forget_session(const std::string& session) {
  listeners_.erase(session);
  fail_session(session, fail(ErrorCode::EngineFailed, "The browser closed the page."));
}

void CdpClient::fail_session(const std::string& session, const Error& error) {
  std::vector<std::uint64_t> ids;
  for (const auto& [id, pending] : pending_) {
    if (pending->session == session) ids.push_back(id);
  }
  for (const auto id : ids) answer(id, Failed(error));
}

/// Whoever waits for what cannot be read hears this; an event that cannot be read is nobody's.
void CdpClient::answer_instead(std::string_view text, const Error& error) {
  if (const auto id = call_answered_by(text)) answer(*id, Failed(error));
}

void CdpClient::handle(std::string_view text) {
  auto said = read_message(text);
  if (said.state == Message::State::Broken) return answer_instead(text, unreadable());
  if (said.state == Message::State::TooLarge) return answer_instead(text, too_large());
  auto& message = said.object;
  if (const auto* id = message.if_contains("id"); id != nullptr && id->is_int64()) {
    auto* const result = message.if_contains("result");
    const bool refused = message.contains("error");
    const bool has_result = result != nullptr && result->is_object();
    const auto call = static_cast<std::uint64_t>(id->get_int64());
    if (!refused) return answer(call, has_result ? std::move(result->get_object()) : Params());
    const auto reason = text_at(object_at(message, "error"), "message");
    auto why = fail(ErrorCode::EngineFailed, "The browser could not finish the document.").cause(reason.substr(0, 200));
    return answer(call, Failed(std::move(why)));
  }
  const auto found = listeners_.find(text_at(message, "sessionId"));
  if (found == listeners_.end()) return;
  const auto listener = found->second;  // it may be replaced by what it does
  (*listener)(text_at(message, "method"), object_at(message, "params"));
}

Async<void> CdpClient::listen() {
  const auto self = shared_from_this();
  std::function<void(std::string_view)> on_message = [this](std::string_view text) { handle(text); };
  std::function<void(std::string_view)> on_too_long = [this](std::string_view text) { answer_instead(text, too_large()); };
  co_await pipe_->listen(std::move(on_message), std::move(on_too_long));
  while (!pending_.empty()) answer(pending_.begin()->first, Failed(browser_gone()));
  const auto listeners = listeners_;
  for (const auto& [session, listener] : listeners) (*listener)("Inspector.detached", {});
}

}  // namespace docmill::engines::browser
