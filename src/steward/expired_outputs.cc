#include <algorithm>
#include <set>
#include <unordered_map>
#include <utility>

#include "steward/sweeps.h"

namespace docmill::steward {
namespace {

constexpr std::size_t kRemembered = 200'000;  // results; about 50 MB at worst, then it starts over

/// What a result says about its outputs. It never changes, so it is read once and remembered until the outputs are gone:
/// otherwise every live result would be decrypted once a minute.
struct Offer {
  Timestamp expires_at;
  std::set<std::string> blobs;
};

class ExpiredOutputs final : public Sweep {
 public:
  std::string_view name() const override { return "expired-outputs"; }

  Async<Result<void>> visit(const SweepRun& run, JobFolder& folder, SweepReport& report) override {
    const auto outputs = folder.below("out/");
    if (outputs.empty() || folder.result() == nullptr) co_return Result<void>{};
    report.examined += outputs.size();
    auto offer = co_await offer_of(run, folder);
    if (!offer) co_return Failed(offer.error());
    const auto now = run.parts.clock.now();
    const bool expired = offer->expires_at <= now;
    std::vector<std::string> names;
    for (const auto& output : outputs) {
      const bool orphan = !offer->blobs.contains(output.name) && output.created_at + run.options.upload_grace <= now;
      if (expired || orphan) names.push_back(output.name);
    }
    auto removed = co_await folder.remove_all(run, std::move(names), report);
    if (!removed) co_return removed;
    if (expired && !run.dry_run) offers_.erase(folder.job());
    co_return Result<void>{};
  }

 private:
  Async<Result<Offer>> offer_of(const SweepRun& run, const JobFolder& folder) {
    if (const auto known = offers_.find(folder.job()); known != offers_.end()) co_return known->second;
    auto result = co_await read_result(run.parts.store, folder.tenant(), folder.job());
    if (!result) co_return Failed(result.error());
    if (!*result) co_return Failed(fail(ErrorCode::Unavailable, "A result went away while it was looked at."));
    Offer offer{.expires_at = (*result)->expires_at, .blobs = {}};
    for (auto& output : (*result)->outputs) offer.blobs.insert(std::move(output.blob));
    if (offers_.size() >= kRemembered) offers_.clear();
    offers_.emplace(folder.job(), offer);
    co_return offer;
  }

  std::unordered_map<JobId, Offer> offers_;
};

}  // namespace

std::unique_ptr<Sweep> expired_outputs() {
  return std::make_unique<ExpiredOutputs>();
}

}  // namespace docmill::steward
