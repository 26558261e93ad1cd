#include "api/readiness.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <utility>

#include "base/log.h"
#include "base/signal.h"

namespace docmill::api {
namespace {

namespace json = boost::json;
using Steady = std::chrono::steady_clock;

constexpr std::chrono::seconds kFresh{1};
constexpr std::chrono::seconds kPatience{2};

template <class T>
PartHealth said(const char* part, const Result<T>& answer) {
  if (answer) return {.ok = true, .detail = {}};
  log::failure("not ready", answer.error(), {{"part", part}});
  return {.ok = false, .detail = fmt::format("{}: {}", info(answer.error().code()).name, answer.error().message())};
}

Async<Result<queue::QueueStats>> ask_queue(queue::Queue& queue, Metrics& metrics, const char* name) {
  auto stats = co_await queue.stats();
  if (!stats) co_return Failed(stats.error());
  const auto count = [&](const char* state, std::uint64_t messages) {
    metrics.gauge("docmill_queue_messages", "Messages by queue and state.", static_cast<double>(messages),
                  {{"queue", name}, {"state", state}});
  };
  count("waiting", stats->waiting);
  count("delayed", stats->delayed);
  count("dead", stats->dead);
  const auto age = std::chrono::duration<double>(stats->oldest_age).count();
  metrics.gauge("docmill_queue_oldest_seconds", "Age of the oldest visible message.", age, {{"queue", name}});
  co_return *std::move(stats);
}

void show_engine(Metrics& metrics, const EngineHealth& engine) {
  metrics.gauge("docmill_engine_ready", "1 where the engine is warm and takes documents.", engine.ready ? 1 : 0, {{"engine", engine.name}});
  for (const auto& layer : engine.layers) {
    metrics.gauge("docmill_jail_layer_active", "1 where a layer of the engine's jail is on.", layer.active ? 1 : 0,
                  {{"engine", engine.name}, {"layer", layer.name}});
  }
}

}  // namespace

/// One round of questions; the newest round's answers stay until the next.
struct Readiness::Asking {
  Signal done;
  std::map<std::string, PartHealth> answers;
  std::optional<std::chrono::milliseconds> oldest_age;
  bool over = false;
  Steady::time_point over_at{};
};

Readiness::Readiness(ReadinessParts parts) : parts_(std::move(parts)) {}

Async<void> Readiness::ask(ReadinessParts parts, std::shared_ptr<Asking> asking) {
  const auto jobs = co_await ask_queue(parts.jobs, parts.metrics, "jobs");
  if (jobs) asking->oldest_age = jobs->oldest_age;
  asking->answers["queue"] = said("queue", jobs);
  asking->answers["completions"] = said("completions", co_await ask_queue(parts.completions, parts.metrics, "completions"));
  asking->answers["store"] = said("store", co_await parts.store.probe());
  if (parts.accounts != nullptr) asking->answers["accounts"] = said("accounts", co_await parts.accounts->probe());
  asking->over = true;
  asking->over_at = Steady::now();
  asking->done.notify();
}

Async<Health> Readiness::look() {
  const bool fresh = asking_ && (!asking_->over || Steady::now() - asking_->over_at < kFresh);
  if (!fresh) {
    asking_ = std::make_shared<Asking>();
    spawn(co_await boost::asio::this_coro::executor, ask(parts_, asking_));
  }
  const auto asking = asking_;
  const auto seen = asking->done.count();
  if (!asking->over) co_await asking->done.wait(seen, Deadline::in(kPatience));
  Health health{.ready = !draining_, .draining = draining_, .parts = asking->answers, .engines = {}, .oldest_age = asking->oldest_age};
  const PartHealth silent{.ok = false, .detail = "no answer within 2 s"};
  for (const auto* part : {"queue", "completions", "store"}) health.parts.try_emplace(part, silent);
  if (parts_.accounts != nullptr) health.parts.try_emplace("accounts", silent);
  if (parts_.engines) health.engines = parts_.engines();
  for (const auto& engine : health.engines) show_engine(parts_.metrics, engine);
  health.ready = health.ready && std::ranges::all_of(health.parts, [](const auto& part) { return part.second.ok; }) &&
                 std::ranges::all_of(health.engines, &EngineHealth::ready);
  parts_.metrics.gauge("docmill_ready", "1 when this process can do its work.", health.ready ? 1 : 0);
  co_return health;
}

std::string to_json(const Health& health) {
  json::object checks;
  for (const auto& [name, part] : health.parts) {
    json::object check{{"ok", part.ok}};
    if (!part.detail.empty()) check["detail"] = part.detail;
    checks[name] = std::move(check);
  }
  json::array engines;
  for (const auto& engine : health.engines) {
    json::array layers;
    for (const auto& layer : engine.layers)
      layers.push_back(json::object{{"name", layer.name}, {"active", layer.active}, {"detail", layer.detail}});
    engines.push_back(
        json::object{{"name", engine.name}, {"version", engine.version}, {"ready", engine.ready}, {"layers", std::move(layers)}});
  }
  const char* status = health.ready ? "ready" : health.draining ? "draining" : "not_ready";
  return json::serialize(json::object{{"status", status}, {"checks", std::move(checks)}, {"engines", std::move(engines)}});
}

}  // namespace docmill::api
