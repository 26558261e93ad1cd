#include "sandbox/child.h"

namespace docmill::sandbox {

std::string_view name(End end) {
  switch (end) {
    case End::Exited: return "exited";
    case End::Signalled: return "signalled";
    case End::JailViolation: return "jail_violation";
    case End::OutOfMemory: return "out_of_memory";
    case End::Killed: return "killed";
    case End::ZygoteLost: return "zygote_lost";
  }
  return "unknown";
}

}  // namespace docmill::sandbox
