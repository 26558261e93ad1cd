#pragma once
#include "model/limits.h"

namespace docmill::steward {

using model::kRecordLimit;

}  // namespace docmill::steward
