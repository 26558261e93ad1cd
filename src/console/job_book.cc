#include "console/job_book.h"

#include <algorithm>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <utility>

#include "api/records.h"
#include "base/side_by_side.h"

namespace docmill::console {
namespace {

using namespace boost::asio::experimental::awaitable_operators;
using model::HoldState;
using model::JobState;

constexpr std::size_t kLooksAtOnce = 8;
constexpr int kMostRounds = 5;  // pages of holds that are looked through for one page of a filtered list

/// The state of the holds of jobs in this state; a job that has ended a moment ago may still be on its way there.
std::optional<HoldState> hold_state_for(std::optional<JobState> state) {
  if (!state) return std::nullopt;
  switch (*state) {
    case JobState::Succeeded: return HoldState::Captured;
    case JobState::Failed:
    case JobState::Cancelled: return HoldState::Released;
    default: return HoldState::Open;
  }
}

Error no_such_job() {
  return fail(ErrorCode::NotFound, "There is no such job, or it is not yours, or its record has expired.");
}

}  // namespace

JobState JobFacts::state() const {
  if (result) {
    if (result->outcome == model::Outcome::Succeeded) return JobState::Succeeded;
    return result->outcome == model::Outcome::Failed ? JobState::Failed : JobState::Cancelled;
  }
  if (hold && hold->state == HoldState::Captured) return JobState::Succeeded;
  if (hold && hold->state == HoldState::Released) return JobState::Failed;
  if (progress) return progress->waiting ? JobState::Waiting : JobState::Running;
  return JobState::Accepted;
}

const std::string& JobFacts::action() const {
  if (hold) return hold->action;
  static const std::string unknown;
  return job ? job->action : unknown;
}

Async<Result<JobPage>> JobBook::list(JobQuery query) {
  accounts::HoldQuery holds{
      .tenant = query.tenant, .before = query.before, .action = query.action, .state = hold_state_for(query.state), .limit = query.limit};
  JobPage page;
  for (int round = 0; round < kMostRounds; ++round) {
    holds.limit = query.limit - page.jobs.size();
    auto found = co_await accounts_.holds(holds);
    if (!found) co_return Failed(found.error());
    std::vector<JobFacts> jobs;
    for (auto& hold : found->holds) {
      const auto id = hold.job;
      jobs.push_back({.id = id, .hold = std::move(hold), .progress = events_.progress(id)});
    }
    if (auto added = co_await add_results(query.tenant, jobs); !added) co_return Failed(added.error());
    for (auto& one : jobs) {
      if (!query.state || one.state() == *query.state) page.jobs.push_back(std::move(one));
    }
    page.next = found->next;
    if (!page.next || page.jobs.size() >= query.limit) break;
    holds.before = page.next;
  }
  co_return page;
}

Async<Result<void>> JobBook::add_results(TenantId tenant, std::vector<JobFacts>& jobs) {
  // NOLINTNEXTLINE(cppcoreguidelines-avoid-capturing-lambda-coroutines): side_by_side() keeps it to its end
  auto look = [&, tenant](std::size_t i) -> Async<Result<void>> {
    auto result = co_await api::read_result(store_, tenant, jobs[i].id);
    // One record that cannot be read must not hide the others.
    if (!result && result.error().code() == ErrorCode::Corrupt) co_return Result<void>{};
    if (!result) co_return Failed(result.error());
    jobs[i].result = *std::move(result);
    co_await ask_for_progress(tenant, jobs[i]);
    co_return Result<void>{};
  };
  co_return co_await side_by_side(jobs.size(), kLooksAtOnce, std::move(look));
}

Async<Result<JobFacts>> JobBook::look(TenantId tenant, JobId job) {
  JobFacts facts{.id = job};
  auto record = co_await api::read_job(store_, tenant, job);
  if (!record) co_return Failed(record.error());
  facts.job = *std::move(record);
  if (auto looked = co_await look_again(tenant, facts); !looked) co_return Failed(looked.error());
  if (!facts.job && !facts.hold) co_return Failed(no_such_job());
  if (auto looked = co_await look_at_blobs(facts); !looked) co_return Failed(looked.error());
  co_return facts;
}

Async<Result<void>> JobBook::look_again(TenantId tenant, JobFacts& facts) {
  accounts::HoldQuery query{.tenant = tenant, .job = facts.id};
  auto [result, holds] = co_await (api::read_result(store_, tenant, facts.id) && accounts_.holds(std::move(query)));
  if (!result) co_return Failed(result.error());
  if (!holds) co_return Failed(holds.error());
  const bool ended = *result && !facts.result;
  facts.result = *std::move(result);
  facts.progress = facts.result ? std::nullopt : events_.progress(facts.id);
  if (!holds->holds.empty()) facts.hold = std::move(holds->holds.front());
  co_await ask_for_progress(tenant, facts);
  if (!ended) co_return Result<void>{};
  co_return co_await look_at_blobs(facts);
}

/// A job that no worker of this process has may be another's; what cannot be read is not worth a page that does not come.
Async<void> JobBook::ask_for_progress(TenantId tenant, JobFacts& facts) {
  if (facts.state() != JobState::Accepted) co_return;
  auto told = co_await api::read_progress(store_, std::move(tenant), facts.id);
  if (told) facts.progress = *std::move(told);
}

/// The first of each speaks for all: they are written, and removed, together.
Async<Result<void>> JobBook::look_at_blobs(JobFacts& facts) {
  facts.has_inputs = facts.job && !facts.job->inputs.empty();
  if (facts.has_inputs) {
    const auto stored = std::ranges::find_if(facts.job->inputs, [](const auto& input) { return !input.blob.empty(); });
    if (stored != facts.job->inputs.end()) {
      auto kept = co_await store_.find(stored->blob);
      if (!kept) co_return Failed(kept.error());
      facts.has_inputs = kept->has_value();
    }
  }
  facts.has_outputs = facts.result && !facts.result->outputs.empty() && facts.result->expires_at > clock_.now();
  if (facts.has_outputs) {
    auto kept = co_await store_.find(facts.result->outputs.front().blob);
    if (!kept) co_return Failed(kept.error());
    facts.has_outputs = kept->has_value();
  }
  co_return Result<void>{};
}

}  // namespace docmill::console
