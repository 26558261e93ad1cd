#pragma once
#include <functional>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "store/blob_store.h"
#include "support/fault_proxy.h"

namespace docmill::store::test {

enum class Call { PutSmall, PutLarge, Open, Find, List, Remove, RemoveMany, Probe };

/// Enough for two blocks of either driver; the second is short.
constexpr std::size_t kLarge = 5'500'003;

/// An empty store of a remote driver, its real server, and a proxy between the two.
class StorePlace {
 public:
  using Match = testing::FaultPlan::Match;

  virtual ~StorePlace() = default;
  virtual BlobStore& store() = 0;
  virtual testing::FaultProxy& proxy() = 0;
  /// The kinds of requests a call makes when all is well, in their order.
  virtual std::vector<Match> requests_of(Call call) const = 0;
};

struct StoreDriver {
  std::string name;
  std::function<std::unique_ptr<StorePlace>()> make;
};

inline void PrintTo(const StoreDriver& driver, std::ostream* out) {
  *out << driver.name;
}

std::vector<StoreDriver> remote_stores();

/// Bytes without a short period; another `key` makes others.
std::string some_bytes(std::size_t size, unsigned key = 0);

inline Result<void> put_now(BlobStore& store, std::string name, std::string bytes) {
  return run_to_end(put(store, std::move(name), std::move(bytes)));
}
inline Result<std::string> get_now(BlobStore& store, std::string name) {
  return run_to_end(get(store, std::move(name), std::uint64_t{1} << 30U));
}

}  // namespace docmill::store::test
