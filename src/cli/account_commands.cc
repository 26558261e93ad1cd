#include <fmt/format.h>

#include <boost/json.hpp>
#include <memory>

#include "app/house.h"
#include "cli/commands.h"
#include "cli/rooms.h"

namespace docmill::cli {
namespace {

struct UsageOptions {
  std::string tenant;
  std::string month;
  bool json = false;
};

struct PlanOptions {
  std::string name;
  std::uint64_t documents = 0;
};

int usage(const config::Settings& settings, const UsageOptions& options) {
  const auto tenant = TenantId::parse(options.tenant);
  if (!tenant) return report(fail(ErrorCode::BadRequest, "That cannot be a tenant's name."));
  auto house = app::House::open(settings, kOnlyAccounts);
  if (!house) return report(house.error());
  const auto month = options.month.empty() ? month_of((*house)->clock().now()) : options.month;
  auto found = run_to_end((*house)->accounts().usage(*tenant, month));
  if (!found) return report(found.error());
  if (options.json) {
    const boost::json::object row{{"tenant", options.tenant},  {"month", found->month}, {"plan", found->plan},
                                  {"charged", found->charged}, {"held", found->held},   {"left", found->left}};
    fmt::print("{}\n", boost::json::serialize(row));
  } else {
    fmt::print("{} in {} on plan {}: {} charged, {} held, {} left\n", options.tenant, found->month, found->plan, found->charged,
               found->held, found->left);
  }
  return kDone;
}

int list_plans(const config::Settings& settings) {
  auto house = app::House::open(settings, kOnlyAccounts);
  if (!house) return report(house.error());
  auto plans = run_to_end((*house)->accounts().plans());
  if (!plans) return report(plans.error());
  for (const auto& plan : *plans) fmt::print("{:<20}{} documents a month\n", plan.name, plan.documents);
  return kDone;
}

int put_plan(const config::Settings& settings, const PlanOptions& options) {
  auto house = app::House::open(settings, kOnlyAccounts);
  if (!house) return report(house.error());
  const model::Plan plan{.name = options.name, .documents = options.documents};
  auto done = run_to_end((*house)->accounts().put_plan(plan));
  return done ? kDone : report(done.error());
}

}  // namespace

void add_account_commands(CLI::App& app, Context& context) {
  auto* show = app.add_subcommand("usage", "Documents charged, held and left this month");
  auto options = std::make_shared<UsageOptions>();  // shared by the parser that fills it and the command that reads it
  show->add_option("--tenant", options->tenant, "whose")->required();
  show->add_option("--month", options->month, "like 2026-11 (default: this month, UTC)");
  show->add_flag("--json", options->json, "as JSON");
  context.add_settings(*show, false);
  context.on(*show, [options](const config::Settings& settings) { return usage(settings, *options); });

  auto* plans = app.add_subcommand("plan", "List and change plans");
  plans->require_subcommand(1);
  auto* list = plans->add_subcommand("list", "List plans");
  context.add_settings(*list, false);
  context.on(*list, list_plans);
  auto* put = plans->add_subcommand("put", "Make or change a plan");
  auto plan = std::make_shared<PlanOptions>();
  put->add_option("name", plan->name, "the plan's name")->required();
  put->add_option("--documents", plan->documents, "documents a calendar month")->required();
  context.add_settings(*put, false);
  context.on(*put, [plan](const config::Settings& settings) { return put_plan(settings, *plan); });
}

}  // namespace docmill::cli
