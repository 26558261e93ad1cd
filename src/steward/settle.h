#pragma once
#include "accounts/accounts.h"
#include "base/async.h"
#include "base/result.h"
#include "model/job_result.h"

namespace docmill::steward {

/// Makes the job's hold follow its result: captured when it succeeded, released when it did not. Repeating it changes nothing.
/// A job without a hold is logged and counts as settled. Errors: those of the accounts database (try again).
Async<Result<void>> settle(accounts::Accounts& accounts, model::JobResult result);

}  // namespace docmill::steward
