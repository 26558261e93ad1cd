#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/ids.h"
#include "base/result.h"
#include "model/account.h"

namespace docmill::accounts {

/// A place in the list of a tenant's holds, which is ordered by when they were made and then by job.
struct HoldPlace {
  Timestamp made_at;
  JobId job;
};

/// Which holds of one tenant are asked for.
struct HoldQuery {
  TenantId tenant;
  std::optional<JobId> job = {};         // the hold of this job alone
  std::optional<HoldPlace> before = {};  // those made before this one; none: from the newest on
  std::string action = {};               // "convert/docx-to-pdf"; empty: of every action
  std::optional<model::HoldState> state = {};
  std::size_t limit = 50;  // 1 to 1000
};

/// A page of holds, newest first.
struct HoldPage {
  std::vector<model::Hold> holds;
  /// Where the next page begins; nullopt at the end. A page with a filter may be short, or empty, and still have a next one: only so many
  /// holds are looked at for one page, so that no list keeps the database from its other work.
  std::optional<HoldPlace> next = {};
};

/// Documents charged on one day for one action.
struct DayUse {
  std::string day;  // "2026-11-03", UTC
  std::string action;
  std::uint64_t documents = 0;
};

/// The days of a month ("2026-11") with the moment each begins, UTC. Errors: BadRequest (no such month).
Result<std::vector<std::pair<std::string, Timestamp>>> days_of(std::string_view month);

}  // namespace docmill::accounts
