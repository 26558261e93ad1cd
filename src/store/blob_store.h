#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/async.h"
#include "base/clock.h"
#include "base/result.h"

namespace docmill::store {

struct BlobInfo {
  std::string name;
  std::uint64_t size = 0;  // bytes the reader will return
  Timestamp created_at;
};

/// Receives one new blob. Dropping it without commit() leaves nothing behind. For one caller at a time.
class BlobWriter {
 public:
  virtual ~BlobWriter() = default;
  /// Appends; after an error the blob cannot be committed any more. Errors: StorageFull, Unavailable.
  virtual Async<Result<void>> write(std::string bytes) = 0;
  /// Makes the blob visible, whole and durable (survives power loss once this returns). Call once, last.
  /// Errors: AlreadyExists (the first finisher won; nothing was changed), StorageFull, Unavailable. After Unavailable the blob
  /// may or may not be there: find() it, or commit it again under the same name and take AlreadyExists as done.
  virtual Async<Result<void>> commit() = 0;
};

/// Reads one blob. When the blob is removed meanwhile, even when another takes its name, a reader never returns other bytes than
/// its own: where the storage is part of this machine it goes on reading; where it is remote, it returns its bytes or NotFound.
/// For one caller at a time.
class BlobReader {
 public:
  virtual ~BlobReader() = default;
  virtual std::uint64_t size() const = 0;
  /// Up to `size` bytes from `offset`; fewer only at the end, "" at or past it. Errors: NotFound (the blob was removed;
  /// remote storage only), Corrupt, Unavailable.
  virtual Async<Result<std::string>> read(std::uint64_t offset, std::size_t size) = 0;
};

/// The transit store: immutable blobs by name. Names are 1 to 16 parts of [a-z0-9._-] joined by '/', no part "." or "..",
/// at most 128 bytes a part and 512 in all; another name is a bug of ours and answers BadRequest. "a" and "a/b" may both exist.
/// Name order is the order of the names' bytes, '/' included: "a-b" < "a/b" < "a0".
/// Thread-safe. Every method fails with Unavailable when the storage behind it does. Writers and readers do not outlive the store.
class BlobStore {
 public:
  virtual ~BlobStore() = default;

  /// Starts a blob. It does not exist for anyone until commit().
  virtual Async<Result<std::unique_ptr<BlobWriter>>> create(std::string name) = 0;
  /// Commits several blobs of one caller with fewer waits for the disk than one after the other, where the storage can: all are whole
  /// and durable once this returns. The last becomes visible last and survives no power loss that the others do not: so a record may
  /// be committed together with what it names. This store made `writers`; they are used up.
  /// Errors: as BlobWriter::commit(), of any of them. Then the others may or may not exist; the last does not unless its own commit
  /// failed with AlreadyExists (it was there; the others are now, too) or Unavailable (nobody knows).
  virtual Async<Result<void>> commit_all(std::vector<std::unique_ptr<BlobWriter>> writers);
  /// Errors: NotFound.
  virtual Async<Result<std::unique_ptr<BlobReader>>> open(std::string name) = 0;
  /// nullopt when there is no such blob.
  virtual Async<Result<std::optional<BlobInfo>>> find(std::string name) = 0;
  /// Removes a blob; one that is not there counts as removed. A power loss right after may bring it back: sweeps remove it again.
  virtual Async<Result<void>> remove(std::string name) = 0;
  /// Removes several blobs, in any order, with fewer calls than one each where the storage can. As remove(): one that is not there
  /// counts as removed. Errors: BadRequest (a name that is none; nothing was removed), else as remove(): any of them may be gone,
  /// those that did not fail are, and it may be called again.
  virtual Async<Result<void>> remove_many(std::vector<std::string> names);
  /// Up to `limit` blobs whose name starts with `prefix` and sorts after `after`, in name order. Pages are no snapshot: a blob
  /// made or removed meanwhile may be on a page or not, every other is on exactly one. Errors: BadRequest (a prefix no name has).
  virtual Async<Result<std::vector<BlobInfo>>> list(std::string prefix, std::string after, std::size_t limit) = 0;
  /// The next level below `prefix` ("t/acme/"), names only, without their trailing '/', in the order list() visits them ("a-b/"
  /// before "a/"); at most `limit` after `after`, which is a name this returned. ("t/" → tenants, "t/acme/" → jobs.) `prefix` is
  /// empty or ends with '/'. Errors: BadRequest (another prefix).
  virtual Async<Result<std::vector<std::string>>> list_folders(std::string prefix, std::string after, std::size_t limit) = 0;
  /// Removes what writers that never committed have left behind and not touched since `before`; returns how many there were. A dry
  /// run only counts. A storage that forgets unfinished uploads by itself keeps this answer: none.
  virtual Async<Result<std::size_t>> remove_unfinished(Timestamp before, bool dry_run);
  /// Proves that a blob can be written and removed now. For the readiness answer.
  virtual Async<Result<void>> probe() = 0;
};

bool is_valid_blob_name(std::string_view name);
/// True for what some name could begin with, "" included.
bool is_valid_blob_prefix(std::string_view prefix);

/// Writes a small blob in one go, and commits it behind `others` of the same store: as commit_all(). Errors: as commit().
Async<Result<void>> put(BlobStore& store, std::string name, std::string bytes, std::vector<std::unique_ptr<BlobWriter>> others = {});
/// Reads a whole blob of at most `limit` bytes. Errors: NotFound, PayloadTooLarge, Corrupt.
Async<Result<std::string>> get(BlobStore& store, std::string name, std::uint64_t limit);

}  // namespace docmill::store
