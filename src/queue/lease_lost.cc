#include "queue/lease_lost.h"

namespace docmill::queue {

Error lease_lost() {
  return fail(ErrorCode::LeaseLost, "Another worker took the job over.");
}

}  // namespace docmill::queue
