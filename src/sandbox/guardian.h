#pragma once
#include "base/fd.h"
#include "sandbox/namespaces.h"
#include "sandbox/scratch.h"

namespace docmill::sandbox {

/// Splits the process in two: returns in a new process, which becomes the zygote (process 1 where there is a PID
/// namespace). The old one stays behind as its guardian: it ends the zygote and everything below as soon as the worker
/// is gone, waits until the last of them is gone, cleans up, and leaves with the zygote's exit status.
void become_guarded(const UniqueFd& control, Scratch& scratch, const Namespaces& namespaces);

/// Call after changing the user: that clears the kernel's note to end this process with its guardian, and the guardian
/// follows only now, because until then nobody but root could have ended the zygote.
void settle_under_guardian();

}  // namespace docmill::sandbox
