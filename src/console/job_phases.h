#pragma once
#include <boost/json/array.hpp>

#include "console/job_book.h"

namespace docmill::console {

/// The life of a job as rows {"name", "at", "endedAt", "detail"}: accepted, queued, leased, then what its attempt did (fetch, load, layout,
/// export, store), and how it ended (stored, failed, cancelled). While it runs they are what the worker of this process tells. Afterwards
/// they are laid end to end by the lengths that its result records; a phase that came with several steps stands once, with its sum.
boost::json::array phases_of(const JobFacts& facts);

}  // namespace docmill::console
