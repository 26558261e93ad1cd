// The whole house around an engine that does nothing: what API, queue and store cost by themselves.
#include <fmt/format.h>

#include <atomic>
#include <future>
#include <thread>

#include "actions/catalogue.h"
#include "api/api.h"
#include "api/operations.h"
#include "app/house.h"
#include "crypto/api_key.h"
#include "figures.h"
#include "net/server.h"
#include "support/http.h"
#include "support/process.h"
#include "worker/worker.h"

namespace docmill::bench {
namespace {

/// Answers with a document of a few bytes, at once.
class NothingEngine final : public engines::Engine {
 public:
  std::string_view name() const override { return "office"; }
  Async<Result<void>> start() override { co_return Result<void>{}; }
  Async<Result<engines::StepResult>> run(engines::StepRequest request, engines::Stop&) override {
    auto file = memory_file("nothing");
    if (!file) co_return Failed(file.error());
    if (auto wrote = write_all(file->get(), "%PDF-1.7 nothing"); !wrote) co_return Failed(wrote.error());
    engines::StepResult result;
    result.outputs.push_back({std::move(*file), request.target});
    co_return result;
  }
  bool ready() const override { return true; }
  std::string version() const override { return "nothing/1"; }
  std::vector<sandbox::LayerReport> layers() const override { return {}; }
  Async<void> stop() override { co_return; }
};

std::string make_key(app::House& house) {
  const auto fresh = crypto::make_api_key();
  model::ApiKey key;
  key.id = fresh.id;
  key.tenant = TenantId::trusted("bench");
  key.secret_hash = fresh.secret_hash;
  key.scopes = {model::Scope::Convert};
  key.created_at = house.clock().now();
  if (!run_to_end(house.accounts().ensure_tenant(key.tenant, std::nullopt))) return "";
  if (!run_to_end(house.accounts().add_key(key))) return "";
  return std::string(fresh.text.reveal());
}

net::ServerOptions any_port() {
  net::ServerOptions options;
  options.port = 0;
  return options;
}

/// API and worker on one loop, as `docmill serve` has them.
class SmallHouse {
 public:
  explicit SmallHouse(app::House& house)
      : engine_map_{{"office", &engine_}},
        worker_(worker_parts(house), worker::WorkerOptions{}),
        steward_(house.steward_parts(), house.steward_options()),
        readiness_({.jobs = house.jobs(), .completions = house.completions(), .store = house.store(), .metrics = house.metrics()}),
        operations_(readiness_, house.metrics(), [] { return api::Load{}; }),
        api_(api_parts(house), api::ApiOptions{}),
        server_(loop_.get_executor(), any_port(), api_, house.metrics()) {
    port_ = server_.listen().value();
    spawn(loop_.get_executor(), server_.run());
    spawn(loop_.get_executor(), worker_.run());
    spawn(loop_.get_executor(), steward_.run());
    thread_ = std::thread([this] { loop_.run(); });
  }
  ~SmallHouse() {
    boost::asio::post(loop_, [this] {
      worker_.drain(Deadline::in(std::chrono::seconds(5)));
      steward_.drain();
      server_.stop(Deadline::in(std::chrono::seconds(5)));
    });
    thread_.join();
  }
  std::uint16_t port() const { return port_; }

 private:
  worker::WorkerParts worker_parts(app::House& house) {
    return {.jobs = house.jobs(),
            .completions = house.completions(),
            .store = house.store(),
            .egress = house.egress(),
            .engines = engine_map_,
            .find_action = actions::find_action,
            .events = events_,
            .clock = house.clock(),
            .metrics = house.metrics()};
  }
  api::ApiParts api_parts(app::House& house) {
    return {.jobs = house.jobs(),
            .completions = house.completions(),
            .store = house.store(),
            .accounts = house.accounts(),
            .processes = house.processes(),
            .events = events_,
            .clock = house.clock(),
            .metrics = house.metrics(),
            .link_key = house.link_key(),
            .idempotency_key = house.idempotency_key(),
            .operations = operations_};
  }

  boost::asio::io_context loop_{1};
  NothingEngine engine_;
  worker::EngineMap engine_map_;
  model::JobEvents events_;
  worker::Worker worker_;
  steward::Steward steward_;
  api::Readiness readiness_;
  api::Operations operations_;
  api::Api api_;
  net::Server server_;
  std::uint16_t port_ = 0;
  std::thread thread_;
};

}  // namespace

void measure_overhead() {
  const testing::TempDir temp;
  config::Settings settings;
  settings.data = temp / "data";
  log::configure(log::Level::Warn, log::Format::Text);
  auto house = app::House::open(settings);
  if (!house) throw std::runtime_error(house.error().describe());
  const auto key = make_key(**house);
  Series series;
  {
    SmallHouse small(**house);
    const testing::FormPart file{.name = "File", .content = "PK\x03\x04 small", .filename = "a.docx"};
    const testing::Call post{.method = "POST",
                             .url = fmt::format("http://127.0.0.1:{}/api/v2/convert/docx-to-pdf", small.port()),
                             .headers = {"Authorization: " + key},
                             .form = {file}};
    for (int i = 0; i < 520; ++i) {
      int status = 0;
      const auto ms = time_ms([&] { status = testing::call(post).status; });
      if (status != 200) throw std::runtime_error("overhead: status " + std::to_string(status));
      if (i >= 20) series.add(ms);
    }
  }
  fmt::print("Overhead: a job whose engine does nothing, over HTTP with a new connection each, durable writes on\n");
  print_figure("p50", fmt::format("{:.2f} ms", series.p50()), "under 5 ms");
  print_figure("p95", fmt::format("{:.2f} ms", series.quantile(0.95)));
}

}  // namespace docmill::bench
