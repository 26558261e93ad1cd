#pragma once
#include "base/result.h"

namespace docmill::queue {

/// What every driver answers whose token or receipt is not the message's newest.
Error lease_lost();

}  // namespace docmill::queue
