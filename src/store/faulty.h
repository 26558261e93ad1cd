#pragma once
#include <array>
#include <cstdint>
#include <limits>
#include <mutex>
#include <vector>

#include "store/blob_store.h"

namespace docmill::store {

/// What a fault can hit. Write and Commit count over all writers, Read over all readers; remove_many
/// counts as one Remove for each name, and those that fail leave the others to be removed.
enum class Operation : std::uint8_t { Create, Write, Commit, Open, Read, Find, Remove, List, ListFolders, Probe };
constexpr std::size_t kOperations = 10;

/// One armed failure.
struct Fault {
  enum class When : std::uint8_t {
    Instead,    // nothing is done
    Afterwards  // it is done, then reported as failed: what a lost answer looks like
  };
  static constexpr std::uint64_t kEver = std::numeric_limits<std::uint64_t>::max();

  Operation operation;
  Error error;
  std::uint64_t nth = 1;      // counted from arming: 1 is the next matching call
  std::uint64_t times = 1;    // how many matching calls in a row fail from then on
  std::string name_contains;  // only calls whose name or prefix contains this; Probe has no name
  When when = When::Instead;
};

/// A store that works like the one behind it until told to fail: shows what callers do when storage does not. Thread-safe.
class FaultyStore final : public BlobStore {
 public:
  explicit FaultyStore(BlobStore& inner);
  ~FaultyStore() override;

  void arm(Fault fault);
  /// Forgets every fault; what has failed stays failed.
  void disarm();
  /// Calls so far, failed ones included.
  std::uint64_t calls(Operation operation) const;

  Async<Result<std::unique_ptr<BlobWriter>>> create(std::string name) override;
  /// One Commit for each writer; none of those from the first that fails on is committed, except that one where its fault says so.
  Async<Result<void>> commit_all(std::vector<std::unique_ptr<BlobWriter>> writers) override;
  Async<Result<std::unique_ptr<BlobReader>>> open(std::string name) override;
  Async<Result<std::optional<BlobInfo>>> find(std::string name) override;
  Async<Result<void>> remove(std::string name) override;
  Async<Result<void>> remove_many(std::vector<std::string> names) override;
  Async<Result<std::vector<BlobInfo>>> list(std::string prefix, std::string after, std::size_t limit) override;
  Async<Result<std::vector<std::string>>> list_folders(std::string prefix, std::string after, std::size_t limit) override;
  Async<Result<std::size_t>> remove_unfinished(Timestamp before, bool dry_run) override;
  Async<Result<void>> probe() override;

  /// Counts a call; the fault it meets, if any. For the store's own writers and readers.
  std::optional<Fault> meet(Operation operation, std::string_view name);

 private:
  BlobStore& inner_;
  mutable std::mutex mutex_;
  std::vector<Fault> faults_;
  std::array<std::uint64_t, kOperations> calls_{};
};

}  // namespace docmill::store
