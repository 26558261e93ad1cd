#pragma once
#include "accounts/accounts.h"
#include "base/async.h"
#include "base/clock.h"
#include "model/account.h"
#include "net/http.h"

namespace docmill::api {

/// Who a key belongs to and what is left of the month, in the shape that the connectors read:
/// {"name", "email", "licenseStatus", "teamName", "licenseInfo": {"type", "credits", "additionalCredits", "expirationDate"},
/// "shortUserId"}. Docmill knows tenants, no people: their id is every name, and there is no address. Credits are the documents left this
/// month, which the plan gives anew on expirationDate. `accounts` is borrowed. Errors: those of Accounts::usage().
Async<Result<net::Response>> profile_of(accounts::Accounts& accounts, TenantId tenant, Timestamp now);

}  // namespace docmill::api
