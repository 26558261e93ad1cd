#include <algorithm>
#include <functional>
#include <optional>
#include <string>
#include <utility>

#include "model/process.h"
#include "steward/sweeps.h"

namespace docmill::steward {
namespace {

constexpr std::string_view kProcesses = "p/";
constexpr std::string_view kMark = "orphan";
constexpr std::chrono::hours kLookEvery{1};  // nobody waits for it, and each process costs a question to the accounts

/// All blobs of one process.
struct Folder {
  TenantId tenant;
  ProcessId process;
  std::vector<store::BlobInfo> blobs;

  std::string prefix() const { return model::process_prefix(tenant, process); }
  std::string mark_name() const { return prefix() + std::string(kMark); }
  const store::BlobInfo* mark() const {
    const auto found = std::ranges::find(blobs, mark_name(), &store::BlobInfo::name);
    return found == blobs.end() ? nullptr : &*found;
  }
};

/// nullopt for a name that is not "p/<tenant>/<process>/…".
std::optional<Folder> process_of(std::string_view name) {
  name.remove_prefix(kProcesses.size());
  const auto first = name.find('/');
  const auto second = first == std::string_view::npos ? first : name.find('/', first + 1);
  if (second == std::string_view::npos) return std::nullopt;
  auto tenant = TenantId::parse(name.substr(0, first));
  auto process = ProcessId::parse(name.substr(first + 1, second - first - 1));
  if (!tenant || !process) return std::nullopt;
  return Folder{*std::move(tenant), *std::move(process), {}};
}

class OrphanProcesses final : public Sweep {
 public:
  std::string_view name() const override { return "orphan-processes"; }

  Async<Result<void>> begin(const SweepRun& run, SweepReport& report) override {
    const auto now = run.parts.clock.now();
    if (looked_ && now < *looked_ + kLookEvery) co_return Result<void>{};
    std::optional<Folder> current;
    std::function<Async<Result<void>>(store::BlobInfo)> visit = [&](store::BlobInfo blob) {
      return add(run, report, current, std::move(blob));
    };
    auto walked = co_await for_each_blob(run, std::string(kProcesses), visit);
    if (walked && current && !run.quit()) walked = co_await judge(run, report, *current);
    if (walked && !run.dry_run) looked_ = now;
    co_return walked;
  }

 private:
  Async<Result<void>> add(const SweepRun& run, SweepReport& report, std::optional<Folder>& current, store::BlobInfo blob) {
    auto folder = process_of(blob.name);
    const bool next = !folder || !current || folder->tenant != current->tenant || folder->process != current->process;
    if (next) {
      auto before = std::exchange(current, std::move(folder));
      if (before) {
        if (auto judged = co_await judge(run, report, *before); !judged) co_return judged;
      }
    }
    if (current) current->blobs.push_back(std::move(blob));
    co_return Result<void>{};
  }

  Async<Result<void>> judge(const SweepRun& run, SweepReport& report, const Folder& folder) {
    ++report.examined;
    auto row = co_await run.parts.processes.find_process(folder.process);
    if (!row && row.error().code() != ErrorCode::NotFound) co_return Failed(row.error());
    const auto* mark = folder.mark();
    const bool orphan = !row || row->tenant != folder.tenant;
    if (!orphan) co_return mark == nullptr ? Result<void>{} : co_await remove(run, report, {*mark});
    const auto now = run.parts.clock.now();
    if (mark != nullptr) {
      if (mark->created_at + run.options.record_lifetime > now) co_return Result<void>{};
      co_return co_await remove(run, report, folder.blobs);
    }
    // A process is made by storing its template first.
    const auto newest = std::ranges::max(folder.blobs, {}, &store::BlobInfo::created_at).created_at;
    if (newest + run.options.upload_grace > now) co_return Result<void>{};
    if (!run.dry_run) {
      auto put = co_await store::put(run.parts.store, folder.mark_name(), "The accounts have no such process.");
      if (!put && put.error().code() != ErrorCode::AlreadyExists) co_return put;
    }
    run.note(report, "mark", folder.prefix());
    co_return Result<void>{};
  }

  static Async<Result<void>> remove(const SweepRun& run, SweepReport& report, std::vector<store::BlobInfo> blobs) {
    std::vector<std::string> names;
    for (auto& blob : blobs) names.push_back(std::move(blob.name));
    if (!run.dry_run) {
      auto removed = co_await run.parts.store.remove_many(names);
      if (!removed) co_return removed;
    }
    for (const auto& name : names) run.note(report, "remove", name);
    co_return Result<void>{};
  }

  std::optional<Timestamp> looked_;
};

}  // namespace

std::unique_ptr<Sweep> orphan_processes() {
  return std::make_unique<OrphanProcesses>();
}

}  // namespace docmill::steward
