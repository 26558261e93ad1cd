#include "console/system_desk.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <utility>

#include "console/answer.h"
#include "crypto/base64url.h"
#include "model/job.h"

namespace docmill::console {
namespace {

namespace json = boost::json;

constexpr std::size_t kMostLetters = 100;  // of each queue

json::object queue_row(std::string_view name, const queue::QueueStats& stats) {
  return {{"name", name},
          {"depth", stats.waiting + stats.delayed},
          {"waiting", stats.waiting},
          {"delayed", stats.delayed},
          {"oldestSeconds", std::chrono::floor<std::chrono::seconds>(stats.oldest_age).count()},
          {"poison", stats.dead}};
}

json::object readiness_of(const api::Health& health) {
  json::array checks;
  for (const auto& [name, part] : health.parts) {
    json::object check{{"name", name}, {"ok", part.ok}};
    if (!part.detail.empty()) check["detail"] = part.detail;
    checks.push_back(std::move(check));
  }
  return {{"ok", health.ready}, {"checks", std::move(checks)}};
}

void add_engines(json::object& out, const std::vector<api::EngineHealth>& engines) {
  if (engines.empty()) return;  // no worker in this process
  json::array zygotes;
  json::array jail;
  for (const auto& engine : engines) {
    zygotes.push_back(json::object{{"engine", engine.name}, {"version", engine.version}, {"ready", engine.ready}});
    for (const auto& layer : engine.layers) {
      json::object row{{"engine", engine.name}, {"layer", layer.name}, {"on", layer.active}};
      if (!layer.detail.empty()) row[layer.active ? "detail" : "remedy"] = layer.detail;
      jail.push_back(std::move(row));
    }
  }
  out["zygotes"] = std::move(zygotes);
  out["jail"] = std::move(jail);
}

void add_facts(json::object& out, const SystemFacts& facts) {
  if (!facts.role.empty()) out["role"] = facts.role;
  if (facts.worker) {
    out["workers"] = json::array{json::object{{"name", facts.worker->name}, {"slots", facts.worker->slots}, {"busy", facts.worker->busy}}};
  }
  if (facts.storage.empty()) return;
  json::object storage{{"kind", facts.storage}};
  if (facts.free_bytes) storage["free"] = *facts.free_bytes;
  out["storage"] = std::move(storage);
}

/// Which queue a letter lies in goes with its id, so that it finds its way back.
std::string letter_id(std::string_view queue, std::string_view message) {
  return crypto::to_base64url(std::string(queue).append("\n").append(message));
}

Async<Result<void>> add_letters(json::array& rows, accounts::Accounts& accounts, queue::Queue& queue, std::string_view name) {
  auto letters = co_await queue.dead_letters(kMostLetters);
  if (!letters) co_return Failed(letters.error());
  for (const auto& letter : letters->shown) {
    json::object row{{"id", letter_id(name, letter.message_id)},
                     {"queue", name},
                     {"deliveries", letter.delivery},
                     {"reason", letter.reason},
                     {"at", to_iso(letter.buried_at)}};
    if (const auto message = model::message_from_json(letter.body)) {
      row["job"] = message->job.text();
      row["tenant"] = message->tenant.text();
      accounts::HoldQuery query{.tenant = message->tenant, .job = message->job};
      auto hold = co_await accounts.holds(std::move(query));
      if (hold && !hold->holds.empty()) row["action"] = hold->holds.front().action;
    }
    rows.push_back(std::move(row));
  }
  co_return Result<void>{};
}

}  // namespace

Async<Result<net::Response>> SystemDesk::show() {
  const auto health = co_await parts_.readiness.look();
  json::object out{{"version", parts_.version}, {"ready", readiness_of(health)}};
  json::array queues;
  if (const auto stats = co_await parts_.jobs.stats()) queues.push_back(queue_row("jobs", *stats));
  if (const auto stats = co_await parts_.completions.stats()) queues.push_back(queue_row("completions", *stats));
  out["queues"] = std::move(queues);
  add_engines(out, health.engines);
  if (parts_.facts) add_facts(out, parts_.facts());
  co_return json_answer(200, out);
}

Async<Result<net::Response>> SystemDesk::dead() {
  json::array rows;
  auto added = co_await add_letters(rows, parts_.accounts, parts_.jobs, "jobs");
  if (added) added = co_await add_letters(rows, parts_.accounts, parts_.completions, "completions");
  if (!added) co_return Failed(added.error());
  co_return json_answer(200, json::object{{"messages", std::move(rows)}});
}

Async<Result<net::Response>> SystemDesk::requeue(std::string id) {
  const auto text = crypto::from_base64url(id);
  const auto line = text ? text->find('\n') : std::string::npos;
  const auto name = line == std::string::npos ? std::string() : text->substr(0, line);
  if (name != "jobs" && name != "completions") co_return Failed(fail(ErrorCode::NotFound, "There is no such message."));
  auto& queue = name == "jobs" ? parts_.jobs : parts_.completions;
  if (auto put = co_await queue.requeue(text->substr(line + 1)); !put) co_return Failed(put.error());
  co_return net::Response{.status = 202, .headers = {}, .body = {}};
}

}  // namespace docmill::console
