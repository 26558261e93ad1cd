#pragma once
#include <map>
#include <string_view>

#include "engines/child/work.h"

namespace docmill::engines::child {

/// An engine's operations by their names in the steps of actions.
using Operations = std::map<std::string_view, Result<Finished> (*)(Work&)>;

/// Does what the work asks for. An exception of a library goes to `explain`, which rethrows it to tell what it means; memory that ran out
/// is the guard's to answer for and passes through. Errors: EngineFailed (`engine` does not know the operation), those of the operation and
/// of `explain`.
Result<Finished> perform(Work& work, std::string_view engine, const Operations& operations, Error (*explain)());

}  // namespace docmill::engines::child
