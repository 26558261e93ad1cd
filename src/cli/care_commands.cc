#include <fmt/format.h>

#include <memory>

#include "app/house.h"
#include "app/stores.h"
#include "base/pool.h"
#include "base/units.h"
#include "cli/commands.h"
#include "cli/rooms.h"
#include "steward/steward.h"
#include "store/copy.h"

namespace docmill::cli {
namespace {

constexpr std::size_t kMostLetters = 1'000;  // on a screen; a driver may show fewer (queue/azure)

struct SweepOptions {
  bool dry_run = false;
  std::string ahead;
};

int sweep(const config::Settings& settings, const SweepOptions& options) {
  std::chrono::milliseconds ahead{0};
  if (!options.ahead.empty()) {
    auto parsed = parse_duration(options.ahead);
    if (!parsed) return report(parsed.error());
    ahead = *parsed;
  }
  const bool dry_run = options.dry_run;
  auto house = app::House::open(settings, {}, ahead);
  if (!house) return report(house.error());
  steward::Steward steward((*house)->steward_parts(), (*house)->steward_options());
  if (!dry_run) {
    auto settled = run_to_end(steward.settle_all());
    if (!settled) return report(settled.error());
    fmt::print("{:<20}{} settled\n", "completions", *settled);
  }
  for (const auto& sweep : run_to_end(steward.sweep(dry_run))) {
    fmt::print("{:<20}{} examined, {} {}\n", sweep.sweep, sweep.examined, sweep.acted, dry_run ? "would be acted on" : "acted on");
    for (const auto& action : sweep.actions) fmt::print("  {}\n", action);
  }
  return kDone;
}

int reconcile(const config::Settings& settings) {
  auto house = app::House::open(settings);
  if (!house) return report(house.error());
  steward::Steward steward((*house)->steward_parts(), (*house)->steward_options());
  const auto done = run_to_end(steward.reconcile());
  for (const auto& action : done.actions) fmt::print("  {}\n", action);
  fmt::print("{} jobs looked at, {} settled\n", done.examined, done.acted);
  return done.trouble.empty() ? kDone : report(fail(ErrorCode::Unavailable, done.trouble));
}

/// Where a copy goes: the settings as they are, with another store.
struct CopyOptions {
  std::string to;
  std::string azure_connection;
  std::string s3_endpoint;
  std::string s3_credentials;
};

int copy_store(const config::Settings& settings, const CopyOptions& options) {
  auto house = app::House::open(settings, kOnlyStore);
  if (!house) return report(house.error());
  auto target = settings;
  target.store = options.to;
  if (!options.azure_connection.empty()) target.azure_connection = options.azure_connection;
  if (!options.s3_endpoint.empty()) target.s3_endpoint = options.s3_endpoint;
  if (!options.s3_credentials.empty()) target.s3_credentials = options.s3_credentials;
  Pool pool("target store", 2);
  auto stores = app::open_stores(target, (*house)->clock(), pool);
  if (!stores) return report(stores.error());
  const auto progress = [](const store::CopyReport& so_far) {
    fmt::print("{} copied ({}), {} there already, {} gone meanwhile\n", so_far.copied, show_size(so_far.bytes), so_far.already_there,
               so_far.gone);
  };
  const auto copied = run_to_end(store::copy_blobs((*house)->raw_store(), (*stores)->raw(), progress));
  if (!copied) return report(copied.error());
  fmt::print("The copy is complete.\n");
  return kDone;
}

queue::Queue& queue_of(app::House& house, bool completions) {
  return completions ? house.completions() : house.jobs();
}

int list_dead(const config::Settings& settings, bool completions) {
  auto house = app::House::open(settings, kOnlyQueues);
  if (!house) return report(house.error());
  auto letters = run_to_end(queue_of(**house, completions).dead_letters(kMostLetters));
  if (!letters) return report(letters.error());
  const auto& shown = letters->shown;
  for (const auto& letter : shown) {
    fmt::print("{}  {}  deliveries {}  {}\n  {}\n", letter.message_id, to_iso(letter.buried_at), letter.delivery, letter.body,
               letter.reason);
  }
  if (letters->total == 0) fmt::print("There are no dead letters.\n");
  if (shown.empty() && letters->total > 0) {
    fmt::print("0 of {} shown: a requeue may be looking through them. Try again in half a minute.\n", letters->total);
  } else if (letters->total > shown.size()) {
    fmt::print("{} of {} shown, the oldest; requeue these to see the next.\n", shown.size(), letters->total);
  }
  return kDone;
}

int requeue(const config::Settings& settings, bool completions, const std::string& id) {
  auto house = app::House::open(settings, kOnlyQueues);
  if (!house) return report(house.error());
  auto done = run_to_end(queue_of(**house, completions).requeue(id));
  return done ? kDone : report(done.error());
}

void add_dead_commands(CLI::App& app, Context& context) {
  struct Options {
    bool completions = false;
    std::string id;
  };
  auto options = std::make_shared<Options>();  // shared by the parser that fills it and the commands that read it
  auto* dead = app.add_subcommand("dead", "List dead letters and give them another chance");
  dead->require_subcommand(1);
  auto* list = dead->add_subcommand("list", "List dead letters, oldest first");
  auto* again = dead->add_subcommand("requeue", "Queue a dead letter again");
  for (auto* command : {list, again}) {
    command->add_flag("--completions", options->completions, "not of jobs, but of what is to be charged and called back");
    context.add_settings(*command, false);
  }
  again->add_option("id", options->id, "its message id")->required();
  context.on(*list, [options](const config::Settings& settings) { return list_dead(settings, options->completions); });
  context.on(*again, [options](const config::Settings& settings) { return requeue(settings, options->completions, options->id); });
}

}  // namespace

void add_care_commands(CLI::App& app, Context& context) {
  auto* once = app.add_subcommand("sweep", "Settle what is due and run every sweep once");
  auto options = std::make_shared<SweepOptions>();  // shared by the parser that fills it and the command that reads it
  once->add_flag("--dry-run", options->dry_run, "say what would be done, change nothing");
  once->add_option("--ahead", options->ahead, "act as if it were that much later, like 7d; with --dry-run a look ahead");
  context.add_settings(*once, false);
  context.on(*once, [options](const config::Settings& settings) { return sweep(settings, *options); });

  auto* charges = app.add_subcommand("reconcile", "Bring restored accounts up to the jobs in the store");
  context.add_settings(*charges, false);
  context.on(*charges, reconcile);

  auto* store = app.add_subcommand("store", "Move the transit store");
  store->require_subcommand(1);
  auto* copy = store->add_subcommand("copy", "Copy every blob, still sealed, to another store; may be repeated");
  auto copy_options = std::make_shared<CopyOptions>();
  copy->add_option("--to", copy_options->to, "the other store: files:DIR, azure:CONTAINER or s3:BUCKET")->required();
  copy->add_option("--to-azure-connection", copy_options->azure_connection, "its connection string or @FILE (default: azure-connection)");
  copy->add_option("--to-s3-endpoint", copy_options->s3_endpoint, "its URL (default: s3-endpoint)");
  copy->add_option("--to-s3-credentials", copy_options->s3_credentials, "its ID:SECRET or @FILE (default: s3-credentials)");
  context.add_settings(*copy, false);
  context.on(*copy, [copy_options](const config::Settings& settings) { return copy_store(settings, *copy_options); });

  add_dead_commands(app, context);
}

}  // namespace docmill::cli
