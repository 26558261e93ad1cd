#include <fmt/format.h>
#include <sys/utsname.h>

#include "app/engines.h"
#include "app/house.h"
#include "base/version.h"
#include "cli/commands.h"

namespace docmill::cli {
namespace {

void line(bool good, std::string_view what, std::string_view detail) {
  fmt::print("  {} {:<30}{}\n", good ? "ok" : "--", what, detail);
}

/// Opens queue, store and accounts and proves each by writing.
bool check_house(const config::Settings& settings) {
  fmt::print("State\n");
  auto house = app::House::open(settings);
  if (!house) {
    line(false, "data directory", house.error().describe());
    return false;
  }
  const auto store = run_to_end((*house)->store().probe());
  const auto queue = run_to_end((*house)->jobs().stats());
  const auto accounts = run_to_end((*house)->accounts().probe());
  line(store.has_value(), "store", store ? "can be written" : store.error().describe());
  line(queue.has_value(), "queue",
       queue ? fmt::format("{} waiting, {} leased or delayed, {} dead", queue->waiting, queue->delayed, queue->dead)
             : queue.error().describe());
  line(accounts.has_value(), "accounts", accounts ? "can be written" : accounts.error().describe());
  return store && queue && accounts;
}

Async<bool> check_engines(const config::Settings& settings) {
  fmt::print("Engines\n");
  app::Engines engines(co_await boost::asio::this_coro::executor, settings);
  const auto started = co_await engines.start();
  for (const auto& [name, engine] : engines.by_name()) {
    line(engine->ready(), name, engine->ready() ? engine->version() : started.error().describe());
    for (const auto& layer : engine->layers()) line(layer.active, "  jail: " + layer.name, layer.detail);
  }
  co_await engines.stop();
  co_return started.has_value();
}

int doctor(const config::Settings& settings) {
  utsname host{};
  ::uname(&host);
  fmt::print("docmill {} on Linux {} {}\n", kVersion, host.release, host.machine);
  const bool house = check_house(settings);
  const bool engines = run_to_end(check_engines(settings));
  fmt::print("{}\n", house && engines ? "Docmill can work here. A line with -- is a layer this host does not offer."
                                      : "Docmill cannot work here yet.");
  return house && engines ? kDone : kFailed;
}

}  // namespace

void add_doctor_command(CLI::App& app, Context& context) {
  auto* command = app.add_subcommand("doctor", "Say what this host offers: engines, jail layers, state");
  context.add_settings(*command, false);
  context.on(*command, doctor);
}

}  // namespace docmill::cli
