#include "console/usage_desk.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <utility>

#include "console/answer.h"

namespace docmill::console {
namespace {

namespace json = boost::json;

/// A plan that allows so much is called "unlimited", and nobody wants to see what is left of it.
constexpr std::uint64_t kNoLimit = 1'000'000'000'000;

json::array days_with(const std::vector<accounts::DayUse>& uses) {
  json::array days;
  for (const auto& use : uses) {
    if (days.empty() || days.back().at("day").as_string() != std::string_view(use.day))
      days.push_back(json::object{{"day", use.day}, {"actions", json::object()}});
    days.back().at("actions").as_object()[use.action] = use.documents;
  }
  return days;
}

}  // namespace

Async<Result<net::Response>> usage_answer(accounts::Accounts& accounts, TenantId tenant, std::string month) {
  auto days = co_await accounts.usage_by_day(tenant, month);
  if (!days) co_return Failed(days.error());
  auto usage = co_await accounts.usage(tenant, month);
  if (!usage) co_return Failed(usage.error());
  auto plans = co_await accounts.plans();
  if (!plans) co_return Failed(plans.error());
  json::object out{{"month", month},      {"plan", usage->plan}, {"limit", nullptr},        {"charged", usage->charged},
                   {"held", usage->held}, {"left", nullptr},     {"days", days_with(*days)}};
  for (const auto& plan : *plans) {
    if (plan.name != usage->plan || plan.documents >= kNoLimit) continue;
    out["limit"] = plan.documents;
    out["left"] = usage->left;
  }
  co_return json_answer(200, out);
}

}  // namespace docmill::console
