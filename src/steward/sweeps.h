#pragma once
#include <memory>
#include <vector>

#include "base/pool.h"
#include "steward/sweep.h"

namespace docmill::steward {

/// Gives back or captures holds older than `hold_grace` whose completion never came: no job and no result: released; a result:
/// as the result says, and a callback that nobody delivered gets its message again. A job still on its way keeps its hold.
std::unique_ptr<Sweep> stale_holds();

/// Puts a message again for a job without a result that is older than `stray_after` and that no waiting message can belong
/// to (the oldest one is younger than the job); once per `stray_after` and job. A duplicate message is harmless.
std::unique_ptr<Sweep> stray_jobs();

/// Removes the outputs of a finished job once its result has expired, and at any time those that no result names, left by
/// an attempt that was not the first to finish.
std::unique_ptr<Sweep> expired_outputs();

/// Removes the inputs of jobs that have a result, and what was told of their progress; the worker does so itself unless it is killed in
/// between.
std::unique_ptr<Sweep> finished_inputs();

/// Removes what belongs to neither a job nor a result and has not grown for `upload_grace`: uploads that broke off.
std::unique_ptr<Sweep> abandoned_uploads();

/// Removes everything that is left of a job `record_lifetime` after its result: job.json first and result.json last, so that
/// it never looks like a job without a result. Also killer records of that age.
std::unique_ptr<Sweep> old_records();

/// Removes what is left of a process that the accounts do not know: one that could not be made in the end, or whose removal was cut
/// off. It is marked when it is `upload_grace` old, and removed when the mark is `record_lifetime` old and it is still unknown: an
/// accounts database that was lost, or confused with another, can be put right before templates go. At most once an hour.
std::unique_ptr<Sweep> orphan_processes();

/// Removes scratch directories of engines that were killed. `pool` is borrowed and does the blocking work.
std::unique_ptr<Sweep> leftover_jails(Pool& pool);

/// Makes holds and charges follow the job records that are kept: for an accounts database restored from a backup, which has
/// forgotten what came after it. Repeating it changes nothing. Not among all_sweeps(): it asks for every hold there is.
std::unique_ptr<Sweep> reconcile();

/// All of them, in the order they run in.
std::vector<std::unique_ptr<Sweep>> all_sweeps(Pool& pool);

}  // namespace docmill::steward
