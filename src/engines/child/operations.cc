#include "engines/child/operations.h"

#include <fmt/format.h>

#include <new>

namespace docmill::engines::child {

Result<Finished> perform(Work& work, std::string_view engine, const Operations& operations, Error (*explain)()) {
  const auto& wanted = work.request().operation;
  const auto found = operations.find(wanted);
  if (found == operations.end())
    return Failed(fail(ErrorCode::EngineFailed, fmt::format("The {} engine does not know this operation.", engine)).cause(wanted));
  try {
    work.begin(Phase::Load);
    return found->second(work);
  } catch (const std::bad_alloc&) {
    throw;  // the guard answers for it
  } catch (...) {
    return Failed(explain());
  }
}

}  // namespace docmill::engines::child
