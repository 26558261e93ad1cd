#pragma once
#include <array>
#include <chrono>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <random>
#include <string>
#include <vector>

namespace docmill::testing {

/// What can happen to a request on its way. In Tcp mode a "request" is what the client sent in one go.
enum class Fault : std::uint8_t {
  DelayRequest,  // held before the server sees it
  DelayAnswer,   // the server acted; its answer is held
  CutBefore,     // the connection closes and the server never sees the request
  CutAfter,      // the server acted; the connection closes and its answer is lost
  Duplicate,     // the server gets it twice, on two connections; the client gets the second answer (Http only)
  Reorder,       // held until a request on another connection has passed, or `reorder_wait` (Http only)
  Truncate,      // half of the answer, then the connection closes (Http only)
};
constexpr std::size_t kFaults = 7;

/// Decides which request meets which fault. Thread-safe. The seeded draws are the same in every run; which request meets which
/// draw depends on the order in which requests come.
class FaultPlan {
 public:
  /// `target` is the request's path and query; in Tcp mode `method` is "TCP" and `target` the bytes.
  using Match = std::function<bool(const std::string& method, const std::string& target)>;

  /// The next `times` requests that match (all do by default) meet `fault`. Comes before any chance.
  void arm(Fault fault, int times, Match match = {});
  /// From now on a request meets `fault` with this probability; 0 ends it.
  void chance(Fault fault, double probability, std::uint64_t seed);
  /// Nothing happens any more. Counters stay.
  void clear();
  void set_delay(std::chrono::milliseconds delay);
  void set_reorder_wait(std::chrono::milliseconds wait);

  /// How often it was done.
  std::uint64_t count(Fault fault) const;
  std::uint64_t requests() const;
  /// One line for a test's output.
  std::string summary() const;

  /// For the proxy: the fault this request meets, counted.
  std::optional<Fault> choose(const std::string& method, const std::string& target);
  std::chrono::milliseconds delay() const;
  std::chrono::milliseconds reorder_wait() const;

 private:
  struct Armed {
    Fault fault;
    int times;
    Match match;
  };
  struct Chance {
    double probability = 0;
    std::mt19937_64 random{};
  };

  std::optional<Fault> decide(const std::string& method, const std::string& target);

  mutable std::mutex mutex_;
  std::vector<Armed> armed_;
  std::array<Chance, kFaults> chances_;
  std::array<std::uint64_t, kFaults> counts_{};
  std::uint64_t requests_ = 0;
  std::chrono::milliseconds delay_{50};
  std::chrono::milliseconds reorder_wait_{200};
};

}  // namespace docmill::testing
