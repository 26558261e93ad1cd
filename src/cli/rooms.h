#pragma once
#include "app/house.h"

/// What the commands that need no whole house open of it.
namespace docmill::cli {

constexpr app::Rooms kOnlyAccounts{.master_key = false, .queues = false, .store = false};
constexpr app::Rooms kOnlyMasterKey{.queues = false, .store = false, .accounts = false};
constexpr app::Rooms kOnlyQueues{.master_key = false, .store = false, .accounts = false};
constexpr app::Rooms kOnlyStore{.queues = false, .accounts = false};

}  // namespace docmill::cli
