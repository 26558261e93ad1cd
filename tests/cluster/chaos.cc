#include "cluster/chaos.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace docmill::testing {

using namespace std::chrono_literals;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

Chaos::Chaos(Cluster& cluster, ChaosOptions options)
    : cluster_(cluster), options_(options), random_(options.seed), next_(steady_clock::now() + options.shortest_pause) {}

milliseconds Chaos::between(milliseconds least, milliseconds most) {
  return milliseconds(std::uniform_int_distribution<milliseconds::rep>(least.count(), most.count())(random_));
}

void Chaos::tick() {
  const auto now = steady_clock::now();
  for (std::size_t i = 0; i < repairs_.size();) {
    if (repairs_[i].due > now) {
      ++i;
      continue;
    }
    const auto repair = repairs_[i];
    repairs_.erase(repairs_.begin() + static_cast<std::ptrdiff_t>(i));
    repair.run();
    suffering_.erase(repair.victim);
  }
  if (now < next_) return;
  begin_one();
  next_ = steady_clock::now() + between(options_.shortest_pause, options_.longest_pause);
}

/// Workers suffer most: they do the work. What cannot happen now (all of a kind suffer already) is left out.
void Chaos::begin_one() {
  const int dice = std::uniform_int_distribution(1, 20)(random_);
  if (dice <= 6) {
    kill_random("worker");
  } else if (dice <= 9) {
    kill_random("api");
  } else if (dice <= 12) {
    kill_random("steward");
  } else if (dice <= 15) {
    freeze_random();
  } else if (dice <= 18 && cluster_.network() != nullptr) {
    cut_random();
  } else {
    restart_random();
  }
}

/// One that is ready: on a slow machine, who is hit again while it still warms up would never work.
Member* Chaos::pick(std::vector<Member*> from) {
  std::ranges::shuffle(from, random_);
  const auto well = std::ranges::find_if(from, [&](Member* one) { return !suffering_.contains(one->name()) && one->ready(); });
  return well == from.end() ? nullptr : *well;
}

void Chaos::repair_later(const std::string& victim, milliseconds delay, std::function<void()> run) {
  suffering_.insert(victim);
  repairs_.push_back({.due = steady_clock::now() + delay, .victim = victim, .run = std::move(run)});
}

/// A worker takes seconds to warm up, many on a busy machine: the next one dies when all are back, so that work gets done.
bool Chaos::kill_random(const std::string& role) {
  const auto well = [this](Member* one) { return !suffering_.contains(one->name()) && one->ready(); };
  const bool all_work = role != "worker" || std::ranges::all_of(cluster_.members(role), well);
  auto* victim = all_work ? pick(cluster_.members(role)) : nullptr;
  if (victim == nullptr) return false;
  victim->kill_hard();
  ++counts_[role + " kills"];
  repair_later(victim->name(), between(0ms, 2'000ms), [victim] { victim->start(); });
  return true;
}

bool Chaos::freeze(Member* victim, milliseconds length) {
  if (victim == nullptr) return false;
  victim->freeze();
  ++counts_[victim->role() + " freezes"];
  repair_later(victim->name(), length, [victim] { victim->thaw(); });
  return true;
}

/// Longer than a lease lasts, so that somebody else goes on with what the victim had in hand.
bool Chaos::freeze_random() {
  std::vector<Member*> roles;
  for (const std::string role : {"worker", "worker", "api", "steward"}) {
    for (auto* member : cluster_.members(role)) roles.push_back(member);
  }
  return freeze(pick(roles), options_.lease + between(500ms, 3'000ms));
}

bool Chaos::restart_random() {
  if (!options_.storage) return false;
  auto kept = cluster_.members("database");
  std::ranges::copy(cluster_.members("storage"), std::back_inserter(kept));
  auto* victim = pick(kept);
  if (victim == nullptr) return false;
  const bool forgets = cluster_.options().flavour == Flavour::Plain && victim->role() == "storage";
  if (forgets) return freeze(victim, between(500ms, 3'000ms));
  victim->stop(10s);
  ++counts_[victim->role() + " restarts"];
  repair_later(victim->name(), between(0ms, 2'000ms), [victim] { victim->start(); });
  return true;
}

bool Chaos::cut_random() {
  const auto links = cluster_.links();
  if (links.empty()) return false;
  const auto link = links[std::uniform_int_distribution<std::size_t>(0, links.size() - 1)(random_)];
  const auto name = link.first + " to " + link.second;
  if (suffering_.contains(name)) return false;
  cluster_.network()->cut(link.first, link.second);
  ++counts_["links cut"];
  repair_later(name, between(1'000ms, 8'000ms), [this, link] { cluster_.network()->heal(link.first, link.second); });
  return true;
}

void Chaos::kill_one_of_each() {
  for (const std::string role : {"worker", "api", "steward"}) kill_random(role);
}

void Chaos::calm() {
  for (const auto& repair : std::exchange(repairs_, {})) repair.run();
  suffering_.clear();
  for (auto* member : cluster_.members()) member->wait_ready();
}

int Chaos::count(const std::string& what) const {
  const auto found = counts_.find(what);
  return found == counts_.end() ? 0 : found->second;
}

std::string Chaos::summary() const {
  std::vector<std::string> parts;
  for (const auto& [what, number] : counts_) parts.push_back(fmt::format("{} {}", number, what));
  return fmt::format("{}", fmt::join(parts, ", "));
}

}  // namespace docmill::testing
