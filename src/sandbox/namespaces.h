#pragma once
#include <sys/types.h>

#include <vector>

#include "base/result.h"
#include "sandbox/zygote.h"

namespace docmill::sandbox {

/// What enter_namespaces() achieved.
struct Namespaces {
  bool mounts = false;     // a mount namespace of its own, and the right to mount in it
  bool processes = false;  // children of the caller live in a PID namespace of their own
  uid_t user = 0;          // who the process should become (as numbered inside)
};

/// False for a root that lacks the capabilities to become anybody else, as in a container that drops them all.
bool can_become_unprivileged();

/// Moves the process into new namespaces, each on its own so that one refusal does not cost the others. Root does it
/// directly; anybody else, and a root without CAP_SYS_ADMIN, through a user namespace. Appends what came of it.
Namespaces enter_namespaces(uid_t unprivileged_user, std::vector<LayerReport>& layers);

/// Gives the PID namespace a /proc that shows nothing else. Call as its first process.
void mount_private_proc(std::vector<LayerReport>& layers);

/// Gives up root, every capability and the way back to them.
/// Errors: Unavailable when the process would keep any.
Result<void> drop_privileges(uid_t user);

}  // namespace docmill::sandbox
