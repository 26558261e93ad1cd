#include "app/serve.h"

#include <fmt/format.h>
#include <unistd.h>

#include <boost/asio/signal_set.hpp>
#include <csignal>
#include <cstdio>
#include <filesystem>

#include "actions/catalogue.h"
#include "api/api.h"
#include "api/docs_page/pages.h"
#include "api/operations.h"
#include "api/reference.h"
#include "app/console.h"
#include "app/engines.h"
#include "app/house.h"
#include "app/traces.h"
#include "app/uri.h"
#include "base/quietly.h"
#include "base/units.h"
#include "base/version.h"
#include "model/job_events.h"
#include "net/line_server.h"
#include "net/server.h"
#include "net/tls.h"
#include "steward/steward.h"
#include "worker/worker.h"

namespace docmill::app {
namespace {

namespace asio = boost::asio;
using std::chrono::duration_cast;
using std::chrono::seconds;

constexpr int kSecondSignal = 130;  // as a shell reports Ctrl-C
constexpr std::chrono::seconds kWatchersLeave{1};
constexpr std::chrono::seconds kTellAfter{1};
constexpr std::size_t kMostWatchers = 64;  // connections of scrapers and health checks

std::string process_name() {
  char host[256] = {};
  if (::gethostname(host, sizeof host - 1) != 0) return fmt::format("pid {}", ::getpid());
  return fmt::format("{}:{}", host, ::getpid());
}

/// `alone`: every question about a job is answered by this process.
worker::WorkerOptions worker_options(const config::Settings& settings, bool alone) {
  worker::WorkerOptions options;
  options.name = process_name();
  options.slots = slot_count(settings);
  options.lease = duration_cast<seconds>(settings.lease);
  options.result_lifetime = duration_cast<seconds>(settings.result_lifetime);
  options.longest_queue_wait = duration_cast<seconds>(settings.queue_budget);
  options.fetch_budget = settings.fetch_budget;
  options.input_limit = settings.request_limit;
  options.budgets = phase_budgets(settings);
  options.limits = document_limits(settings);
  options.retries.deliveries = static_cast<std::uint32_t>(settings.deliveries);
  options.retries.first_delay = duration_cast<seconds>(settings.retry_delay);
  if (!alone) options.tell_after = kTellAfter;
  return options;
}

api::ApiOptions api_options(const config::Settings& settings) {
  api::ApiOptions options;
  options.version = kVersion;
  options.public_url = settings.public_url;
  options.sync_wait = settings.sync_wait;
  options.poll_interval = settings.poll_interval;
  options.input_limit = settings.request_limit;
  options.rate_limit = settings.rate_limit;
  options.result_lifetime = settings.result_lifetime;
  options.serve_metrics = settings.metrics_listen.empty();
  return options;
}

net::ServerOptions server_options(const config::Settings& settings, std::string_view listen) {
  const auto address = config::parse_host_port(listen);  // checked when the settings were resolved
  net::ServerOptions options;
  options.host = address->host;
  options.port = address->port;
  options.body_limit = settings.request_limit / 3 * 4 + kMiB;  // a document of the largest size in base64
  options.max_connections = settings.max_connections;
  if (!settings.tls_certificate.empty()) {
    options.tls = net::TlsFiles{.certificate_chain = settings.tls_certificate, .private_key = settings.tls_private_key};
  }
  return options;
}

net::ServerOptions operations_options(const config::Settings& settings) {
  auto options = server_options(settings, settings.metrics_listen);
  options.tls.reset();  // scraped from inside
  options.body_limit = 64 * kKiB;
  options.max_connections = kMostWatchers;
  return options;
}

net::LineServerOptions agent_options(const config::Settings& settings) {
  const auto address = config::parse_host_port(settings.agent_listen);  // checked when the settings were resolved
  net::LineServerOptions options;
  options.host = address->host;
  options.port = address->port;
  return options;
}

std::vector<api::EngineHealth> engine_health(const Engines& engines) {
  std::vector<api::EngineHealth> health;
  for (const auto& [name, engine] : engines.by_name()) {
    api::EngineHealth one{.name = name, .version = engine->version(), .ready = engine->ready(), .layers = {}};
    for (const auto& layer : engine->layers()) one.layers.push_back({layer.name, layer.active, layer.detail});
    health.push_back(std::move(one));
  }
  return health;
}

/// Tells the port in use where the kernel chose it.
void announce(std::string_view what, std::string_view listen, std::uint16_t port) {
  auto host = config::parse_host_port(listen)->host;
  if (host.find(':') != std::string::npos) host = "[" + host + "]";
  fmt::print("docmill {}://{}:{}\n", what, host, port);
  std::fflush(stdout);
}

/// The roles of this process, wired together. One loop with one thread runs them all; what blocks is on pools.
class Process {
 public:
  /// `tracer` is null where no traces are wanted.
  Process(const config::Settings& settings, Roles roles, House& house, const trace::Tracer* tracer, Executor executor)
      : settings_(settings), roles_(roles), house_(house), tracer_(tracer), executor_(std::move(executor)) {
    house_.metrics().gauge("docmill_build_info", "1, with the version of this process.", 1, {{"version", std::string(kVersion)}});
    if (roles_.worker) add_worker();
    if (roles_.steward) add_steward();
    add_operations();
    if (roles_.api) add_api();
  }

  /// Binds before anything is warmed, so that a taken port is told at once.
  Result<void> open_door();

  Async<Result<void>> run() {
    if (watched_) spawn(executor_, watched_->run());
    if (agent_) spawn(executor_, agent_->run());
    if (server_) begin(server_->run());
    if (steward_) begin(steward_->run());
    if (engines_) {
      if (auto warm = co_await engines_->start(); !warm) co_return warm;
      begin(worker_->run());
    }
    log::info("ready");
    co_return Result<void>{};
  }

  /// Not ready first, then the door, then the workers; each waits for what it has begun. Health is told until the end.
  Async<void> drain() {
    log::info("draining");
    const auto by = Deadline::in(settings_.drain_delay + settings_.drain_timeout);
    operations_->drain();
    if (api_) api_->drain(by);
    if (console_) console_->drain();
    if (settings_.drain_delay.count() > 0) co_await sleep_for(settings_.drain_delay);
    if (server_) server_->stop(by);
    if (worker_) worker_->drain(by);
    if (steward_) steward_->drain();
    while (running_ > 0) {
      const auto seen = ended_.count();
      if (running_ == 0) break;
      co_await ended_.wait(seen, Deadline::never());
    }
    if (engines_) co_await engines_->stop();
    if (agent_) agent_->stop();
    if (watched_) watched_->stop(Deadline::in(kWatchersLeave));
    log::info("stopped");
  }

 private:
  void add_worker() {
    std::error_code ignored;
    std::filesystem::create_directories(run_dir(settings_), ignored);
    engines_ = std::make_unique<Engines>(executor_, settings_);
    worker::WorkerParts parts{.jobs = house_.jobs(),
                              .completions = house_.completions(),
                              .store = house_.store(),
                              .egress = house_.egress(),
                              .engines = engines_->by_name(),
                              .find_action = actions::find_action,
                              .events = events_,
                              .clock = house_.clock(),
                              .metrics = house_.metrics(),
                              .tracer = tracer_};
    worker_ = std::make_unique<worker::Worker>(std::move(parts), worker_options(settings_, roles_.api && is_embedded(settings_)));
  }

  void add_steward() {
    auto parts = house_.steward_parts();
    parts.tracer = tracer_;
    steward_ = std::make_unique<steward::Steward>(parts, house_.steward_options());
  }

  void add_operations();
  void add_api();
  net::Handler& add_console();
  api::Load load() const;

  void begin(Async<void> work) {
    ++running_;
    spawn(executor_, counted(std::move(work)));
  }

  Async<void> counted(Async<void> work) {
    co_await std::move(work);
    --running_;
    ended_.notify();
  }

  const config::Settings& settings_;
  Roles roles_;
  House& house_;
  const trace::Tracer* tracer_;
  Executor executor_;
  model::JobEvents events_;
  std::unique_ptr<Engines> engines_;
  std::unique_ptr<worker::Worker> worker_;
  std::unique_ptr<steward::Steward> steward_;
  std::unique_ptr<api::Readiness> readiness_;
  std::unique_ptr<api::Operations> operations_;
  std::unique_ptr<api::Api> api_;
  std::unique_ptr<console::Console> console_;
  std::unique_ptr<api::Reference> reference_;
  std::unique_ptr<net::Server> server_;
  std::unique_ptr<net::Server> watched_;  // operations on an address of their own
  std::unique_ptr<net::LineServer> agent_;
  int running_ = 0;
  Signal ended_;
};

/// What this process needs of the house depends on its roles: a worker has no accounts.
void Process::add_operations() {
  api::ReadinessParts parts{.jobs = house_.jobs(),
                            .completions = house_.completions(),
                            .store = house_.store(),
                            .accounts = roles_.api || roles_.steward ? &house_.accounts() : nullptr,
                            .metrics = house_.metrics(),
                            .engines = {}};
  if (engines_) parts.engines = [this] { return engine_health(*engines_); };
  readiness_ = std::make_unique<api::Readiness>(std::move(parts));
  operations_ = std::make_unique<api::Operations>(*readiness_, house_.metrics(), [this] { return load(); });
  if (!settings_.metrics_listen.empty()) {
    watched_ = std::make_unique<net::Server>(executor_, operations_options(settings_), *operations_, house_.metrics());
  }
  if (!settings_.agent_listen.empty()) {
    agent_ = std::make_unique<net::LineServer>(executor_, agent_options(settings_), [this] { return operations_->agent_line(); });
  }
}

api::Load Process::load() const {
  if (server_) {
    const auto now = server_->load();
    return {.running = now.requests, .capacity = now.max_connections, .connections = now.connections};
  }
  if (worker_) return {.running = worker_->busy(), .capacity = slot_count(settings_), .connections = 0};
  return {};
}

void Process::add_api() {
  api::ApiParts parts{.jobs = house_.jobs(),
                      .completions = house_.completions(),
                      .store = house_.store(),
                      .accounts = house_.accounts(),
                      .processes = house_.processes(),
                      .events = events_,
                      .clock = house_.clock(),
                      .metrics = house_.metrics(),
                      .link_key = house_.link_key(),
                      .idempotency_key = house_.idempotency_key(),
                      .operations = *operations_,
                      .session_key = settings_.console ? &house_.session_key() : nullptr,
                      .tracer = tracer_};
  api_ = std::make_unique<api::Api>(parts, api_options(settings_));
  net::Handler& rest = settings_.console ? add_console() : *api_;
  reference_ = std::make_unique<api::Reference>(docs_page::pages(), rest, house_.metrics());
  server_ = std::make_unique<net::Server>(executor_, server_options(settings_, settings_.listen), *reference_, house_.metrics());
}

/// The console stands before the API and passes on what is not its own.
net::Handler& Process::add_console() {
  auto facts = [this] {
    console::SystemFacts known{.role = roles_.worker ? "serve" : "api"};
    if (worker_) known.worker = {.name = process_name(), .slots = slot_count(settings_), .busy = worker_->busy()};
    return known;
  };
  console_ = make_console(settings_, house_, *api_, events_, *readiness_, std::move(facts));
  return *console_;
}

Result<void> Process::open_door() {
  if (watched_) {
    auto port = watched_->listen();
    if (!port) return Failed(port.error());
    announce("tells its health on http", settings_.metrics_listen, *port);
  }
  if (agent_) {
    auto port = agent_->listen();
    if (!port) return Failed(port.error());
    announce("tells its weight on tcp", settings_.agent_listen, *port);
  }
  if (!server_) return {};
  auto port = server_->listen();
  if (!port) return Failed(port.error());
  announce(settings_.tls_certificate.empty() ? "listens on http" : "listens on https", settings_.listen, *port);
  return {};
}

/// Ends the loop's work after the first signal, and the process at the second.
Async<void> drain_on_signal(asio::signal_set& signals, Process& process) {
  const auto [error, number] = co_await signals.async_wait(kQuietly);
  if (error) co_return;
  signals.async_wait([](const boost::system::error_code& again, int) {
    if (!again) std::_Exit(kSecondSignal);
  });
  co_await process.drain();
  signals.cancel();
}

Async<void> warm_up(Process& process, asio::signal_set& signals, std::optional<Error>& failed) {
  auto started = co_await process.run();
  if (started) co_return;
  failed = started.error();
  co_await process.drain();
  signals.cancel();
}

/// Who the spans of this process are of: one role is told by its name.
telemetry::Resource resource_of(Roles roles) {
  telemetry::Resource resource{.service = "docmill", .version = std::string(kVersion), .instance = process_name()};
  const int count = (roles.api ? 1 : 0) + (roles.worker ? 1 : 0) + (roles.steward ? 1 : 0);
  if (count == 1) resource.service += roles.api ? "-api" : roles.worker ? "-worker" : "-steward";
  return resource;
}

/// What is wrong whoever is there: told before anything is waited for.
Result<void> check_files(const config::Settings& settings, Roles roles) {
  if (auto collector = otlp_options(settings); !collector) return Failed(collector.error());
  if (roles.worker) {
    if (auto there = check_programs(settings); !there) return there;
  }
  if (!roles.api || settings.tls_certificate.empty()) return {};
  const auto tls = net::make_tls_context({.certificate_chain = settings.tls_certificate, .private_key = settings.tls_private_key});
  return tls.map([](const auto&) {});
}

}  // namespace

Result<void> serve(const config::Settings& settings, Roles roles) {
  if (auto good = check_files(settings, roles); !good) return good;
  // Shared services may start after this process, or be away for a moment: they are waited for.
  const auto patience = is_embedded(settings) ? std::chrono::milliseconds{0} : settings.start_patience;
  auto house = House::open(settings, {.accounts = roles.api || roles.steward}, {}, patience);
  if (!house) return Failed(house.error());
  std::optional<Traces> traces;  // outlives the loop, whose coroutines hold spans
  if (!settings.otlp_endpoint.empty()) {
    auto collector = otlp_options(settings);
    if (!collector) return Failed(collector.error());
    traces.emplace(*std::move(collector), resource_of(roles), settings.trace_ratio, (*house)->metrics());
  }
  asio::io_context loop(1);
  Process process(settings, roles, **house, traces ? &traces->tracer() : nullptr, loop.get_executor());
  if (auto opened = process.open_door(); !opened) return opened;
  asio::signal_set signals(loop, SIGTERM, SIGINT);
  std::optional<Error> failed;
  spawn(loop.get_executor(), drain_on_signal(signals, process));
  spawn(loop.get_executor(), warm_up(process, signals, failed));
  loop.run();
  if (failed) return Failed(*failed);
  return {};
}

}  // namespace docmill::app
