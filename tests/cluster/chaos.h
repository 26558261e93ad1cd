#pragma once
#include <chrono>
#include <functional>
#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "cluster/cluster.h"

namespace docmill::testing {

struct ChaosOptions {
  std::uint32_t seed = 0;                         // the same seed hits the same members in the same order
  std::chrono::milliseconds shortest_pause{500};  // between two pieces of mischief
  std::chrono::milliseconds longest_pause{5'000};
  std::chrono::milliseconds lease{4'000};  // members are frozen for longer than this
  bool storage = true;                     // restart database and storage, too
};

/// Mischief in a cluster, from one seed: kill -9, SIGSTOP past the lease, restarts of the storage, cut links. Everything is put
/// right again after a few seconds, no member suffers two things at once, and one that was hit works
/// again before it is hit again. For the cluster's own thread.
class Chaos {
 public:
  /// `cluster` is borrowed and running.
  Chaos(Cluster& cluster, ChaosOptions options);

  /// Does what is due by now. To be called every few dozen milliseconds.
  void tick();
  /// Kills one random member of every role once, right now.
  void kill_one_of_each();
  /// Puts right what is still wrong, and waits until every member is ready.
  void calm();
  /// "9 workers killed, 3 links cut, …"
  std::string summary() const;
  int count(const std::string& what) const;

 private:
  using Moment = std::chrono::steady_clock::time_point;
  struct Repair {
    Moment due;
    std::string victim;  // a member, or two hosts
    std::function<void()> run;
  };
  void begin_one();
  bool kill_random(const std::string& role);
  bool freeze(Member* victim, std::chrono::milliseconds length);
  bool freeze_random();
  bool restart_random();
  bool cut_random();
  Member* pick(std::vector<Member*> from);
  void repair_later(const std::string& victim, std::chrono::milliseconds delay, std::function<void()> run);
  std::chrono::milliseconds between(std::chrono::milliseconds least, std::chrono::milliseconds most);

  Cluster& cluster_;
  ChaosOptions options_;
  std::mt19937 random_;
  Moment next_;
  std::vector<Repair> repairs_;
  std::set<std::string> suffering_;
  std::map<std::string, int> counts_;
};

}  // namespace docmill::testing
