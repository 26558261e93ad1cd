#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "base/ids.h"
#include "base/result.h"
#include "base/secret.h"

namespace docmill::api {

/// The job id that belongs to an idempotency key of a tenant. No table is needed: the id itself is found again. `generation` counts
/// the jobs that were made for the same key after the record of the one before had gone. 26 characters, like every job id.
JobId repeat_id(const Secret& key, const TenantId& tenant, std::string_view idempotency_key, std::uint32_t generation);

/// Errors: BadRequest for anything but 1 to 255 printable ASCII characters.
Result<void> check_idempotency_key(std::string_view key);

}  // namespace docmill::api
