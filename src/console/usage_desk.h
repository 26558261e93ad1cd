#pragma once
#include "accounts/accounts.h"
#include "base/async.h"
#include "base/clock.h"
#include "net/http.h"

namespace docmill::console {

/// {"month", "plan", "limit", "charged", "held", "left", "days": [{"day", "actions": {action: documents}}]} for the month that the query
/// names, or this one. A plan without a limit has null for "limit" and "left". `accounts` is borrowed.
/// Errors: BadRequest (no month), those of Accounts.
Async<Result<net::Response>> usage_answer(accounts::Accounts& accounts, TenantId tenant, std::string month);

}  // namespace docmill::console
