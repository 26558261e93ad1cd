#include "api/profile.h"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <chrono>

namespace docmill::api {
namespace {

namespace json = boost::json;

/// When the month ends that `now` is in, UTC.
Timestamp next_month(Timestamp now) {
  const std::chrono::year_month_day today{std::chrono::floor<std::chrono::days>(now)};
  return std::chrono::sys_days{today.year() / today.month() / 1 + std::chrono::months{1}};
}

}  // namespace

Async<Result<net::Response>> profile_of(accounts::Accounts& accounts, TenantId tenant, Timestamp now) {
  auto usage = co_await accounts.usage(tenant, month_of(now));
  if (!usage) co_return Failed(usage.error());
  const json::object license{
      {"type", 0}, {"plan", usage->plan}, {"credits", usage->left}, {"additionalCredits", 0}, {"expirationDate", to_iso(next_month(now))}};
  const json::object profile{{"name", tenant.text()},
                             {"email", ""},
                             {"licenseStatus", usage->left > 0 ? "Active" : "QuotaExceeded"},
                             {"teamName", tenant.text()},
                             {"licenseInfo", license},
                             {"shortUserId", tenant.text()}};
  auto response = net::json_response(200, json::serialize(profile));
  response.headers.add("Cache-Control", "no-store");
  co_return response;
}

}  // namespace docmill::api
