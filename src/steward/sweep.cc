#include "steward/sweep.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "base/log.h"
#include "base/units.h"
#include "model/job.h"
#include "steward/limits.h"

namespace docmill::steward {
namespace {

constexpr std::size_t kReportedLines = 100;
constexpr std::string_view kJobs = "t/";

/// The job a blob belongs to; nullopt for a name that is not "t/<tenant>/<job>/…".
std::optional<JobFolder> folder_of(std::string_view blob) {
  if (!blob.starts_with(kJobs)) return std::nullopt;
  blob.remove_prefix(kJobs.size());
  std::array<std::string_view, 2> parts;
  for (auto& part : parts) {
    const auto slash = blob.find('/');
    if (slash == std::string_view::npos) return std::nullopt;
    part = blob.substr(0, slash);
    blob.remove_prefix(slash + 1);
  }
  auto tenant = TenantId::parse(parts[0]);
  auto job = JobId::parse(parts[1]);
  if (!tenant || !job) return std::nullopt;
  return JobFolder(*std::move(tenant), *std::move(job));
}

void note_trouble(SweepReport& report, const Error& error) {
  log::failure("sweep failed", error, {{"sweep", report.sweep}});
  report.trouble = error.message();
}

/// Collects a walk's blobs into jobs and shows each job to every sweep.
class Visitor {
 public:
  Visitor(const SweepRun& run, const std::vector<std::unique_ptr<Sweep>>& sweeps, std::vector<SweepReport>& reports)
      : run_(run), sweeps_(sweeps), reports_(reports) {}

  Async<Result<void>> blob(store::BlobInfo blob) {
    auto folder = folder_of(blob.name);
    const bool next = !folder || !current_ || current_->job() != folder->job() || current_->tenant() != folder->tenant();
    if (next) {
      co_await finish();
      current_ = std::move(folder);
    }
    if (current_) current_->add(std::move(blob));
    co_return Result<void>{};
  }

  Async<void> finish() {
    if (!current_) co_return;
    for (std::size_t i = 0; i < sweeps_.size(); ++i) {
      auto visited = co_await sweeps_[i]->visit(run_, *current_, reports_[i]);
      if (!visited) note_trouble(reports_[i], visited.error());
    }
    current_.reset();
  }

 private:
  const SweepRun& run_;
  const std::vector<std::unique_ptr<Sweep>>& sweeps_;
  std::vector<SweepReport>& reports_;
  std::optional<JobFolder> current_;
};

}  // namespace

void SweepRun::note(SweepReport& report, std::string_view what, std::string_view name) const {
  ++report.acted;
  if (report.actions.size() < kReportedLines) report.actions.push_back(fmt::format("{}{} {}", dry_run ? "would " : "", what, name));
}

const store::BlobInfo* JobFolder::find(const std::string& name) const {
  const auto found = std::ranges::find(blobs_, name, &store::BlobInfo::name);
  return found == blobs_.end() ? nullptr : &*found;
}

const store::BlobInfo* JobFolder::record() const {
  return find(model::job_record(tenant_, job_));
}

const store::BlobInfo* JobFolder::result() const {
  return find(model::result_record(tenant_, job_));
}

std::vector<store::BlobInfo> JobFolder::below(std::string_view part) const {
  const auto prefix = model::job_prefix(tenant_, job_) + std::string(part);
  std::vector<store::BlobInfo> found;
  std::ranges::copy_if(blobs_, std::back_inserter(found), [&](const auto& blob) { return blob.name.starts_with(prefix); });
  return found;
}

Async<Result<void>> JobFolder::remove(const SweepRun& run, std::string name, SweepReport& report) {
  std::vector<std::string> names{std::move(name)};
  co_return co_await remove_all(run, std::move(names), report);
}

Async<Result<void>> JobFolder::remove_all(const SweepRun& run, std::vector<std::string> names, SweepReport& report) {
  if (names.empty()) co_return Result<void>{};
  if (!run.dry_run) {
    auto removed = co_await run.parts.store.remove_many(names);
    if (!removed) co_return removed;
  }
  for (const auto& name : names) run.note(report, "remove", name);
  std::erase_if(blobs_, [&](const auto& blob) { return std::ranges::find(names, blob.name) != names.end(); });
  co_return Result<void>{};
}

Async<Result<void>> Sweep::begin(const SweepRun&, SweepReport&) {
  co_return Result<void>{};
}

Async<Result<void>> Sweep::visit(const SweepRun&, JobFolder&, SweepReport&) {
  co_return Result<void>{};
}

Async<Result<void>> for_each_blob(const SweepRun& run, std::string prefix, std::function<Async<Result<void>>(store::BlobInfo)> visit) {
  std::string after;
  while (!run.quit()) {
    auto page = co_await run.parts.store.list(prefix, after, run.options.page);
    if (!page) co_return Failed(page.error());
    if (page->empty()) break;
    after = page->back().name;
    for (auto& blob : *page) {
      auto visited = co_await visit(std::move(blob));
      if (!visited) co_return visited;
    }
  }
  co_return Result<void>{};
}

Async<std::vector<SweepReport>> run_sweeps(SweepRun run, const std::vector<std::unique_ptr<Sweep>>& sweeps) {
  std::vector<SweepReport> reports(sweeps.size());
  for (std::size_t i = 0; i < sweeps.size(); ++i) reports[i].sweep = sweeps[i]->name();
  for (std::size_t i = 0; i < sweeps.size() && !run.quit(); ++i) {
    auto begun = co_await sweeps[i]->begin(run, reports[i]);
    if (!begun) note_trouble(reports[i], begun.error());
  }
  Visitor visitor(run, sweeps, reports);
  std::function<Async<Result<void>>(store::BlobInfo)> visit = [&visitor](store::BlobInfo blob) { return visitor.blob(std::move(blob)); };
  auto walked = co_await for_each_blob(run, std::string(kJobs), visit);
  if (walked && !run.quit()) co_await visitor.finish();
  if (!walked) {
    for (auto& report : reports) note_trouble(report, walked.error());
  }
  co_return reports;
}

Async<Result<std::optional<model::JobResult>>> read_result(store::BlobStore& store, TenantId tenant, JobId job) {
  auto text = co_await store::get(store, model::result_record(tenant, job), kRecordLimit);
  if (!text && text.error().code() == ErrorCode::NotFound) co_return std::nullopt;
  if (!text) co_return Failed(text.error());
  auto result = model::result_from_json(*text);
  if (!result) co_return Failed(result.error());
  co_return std::move(*result);
}

}  // namespace docmill::steward
