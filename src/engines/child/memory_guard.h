#pragma once
#include "sandbox/zygote_server.h"

namespace docmill::engines::child {

/// From now on, an allocation that fails ends the process after telling the worker MemoryExceeded through `link`,
/// wherever in LibreOffice and on whichever thread it happens. `link` is borrowed for the life of the process.
void report_exhaustion_to(sandbox::ChildLink& link);

}  // namespace docmill::engines::child
