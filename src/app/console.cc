#include "app/console.h"

#include <filesystem>
#include <utility>

#include "base/version.h"
#include "console/pages/pages.h"

namespace docmill::app {
namespace {

void add_storage(console::SystemFacts& facts, const std::string& store, const std::string& data) {
  const auto colon = store.find(':');
  facts.storage = store.empty() ? "files" : store.substr(0, colon);
  if (facts.storage != "files") return;
  std::error_code failed;
  const auto space = std::filesystem::space(store.empty() ? data + "/store" : store.substr(colon + 1), failed);
  if (!failed) facts.free_bytes = space.available;
}

console::ConsoleOptions console_options(const config::Settings& settings) {
  console::ConsoleOptions options;
  options.version = kVersion;
  options.public_url = settings.public_url;
  options.input_limit = settings.request_limit;
  options.result_lifetime = settings.result_lifetime;
  options.poll_interval = settings.poll_interval;
  return options;
}

}  // namespace

std::unique_ptr<console::Console> make_console(const config::Settings& settings, House& house, net::Handler& api, model::JobEvents& events,
                                               api::Readiness& readiness, std::function<console::SystemFacts()> facts) {
  auto all_facts = [own = std::move(facts), store = settings.store, data = settings.data] {
    auto known = own();
    add_storage(known, store, data);
    return known;
  };
  console::ConsoleParts parts{.api = api,
                              .jobs = house.jobs(),
                              .completions = house.completions(),
                              .store = house.store(),
                              .accounts = house.accounts(),
                              .events = events,
                              .clock = house.clock(),
                              .metrics = house.metrics(),
                              .link_key = house.link_key(),
                              .idempotency_key = house.idempotency_key(),
                              .session_key = house.session_key(),
                              .readiness = readiness,
                              .pages = console::pages(),
                              .facts = std::move(all_facts)};
  return std::make_unique<console::Console>(std::move(parts), console_options(settings));
}

}  // namespace docmill::app
