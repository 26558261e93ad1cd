#pragma once
#include <string>

#include "base/pool.h"
#include "crypto/keyring.h"
#include "store/blob_store.h"

namespace docmill::store::sealed {

/// Keeps documents private: seals what goes into the store behind it and opens what comes out (format: crypto/sealed.h).
/// The tenant's key seals "t/<tenant>/…", "k/<tenant>/…" and "p/<tenant>/…", the house's key every other blob. New blobs are sealed with
/// the newest master key; every key of the keyring opens.
///
/// A blob that was changed, cut, lengthened, exchanged for another or sealed with an unknown master key is Corrupt. open() proves
/// the size and the header, read() proves every byte it returns. find() and list() tell sizes nobody has proven; list() shows a blob
/// that cannot be ours with size 0, so that sweeps still find it.
class SealedStore final : public BlobStore {
 public:
  /// All borrowed. `pool` seals and opens what would hold up an event loop (more than one chunk of 64 KiB).
  SealedStore(BlobStore& inner, const crypto::Keyring& keyring, Pool& pool);
  ~SealedStore() override;

  Async<Result<std::unique_ptr<BlobWriter>>> create(std::string name) override;
  Async<Result<void>> commit_all(std::vector<std::unique_ptr<BlobWriter>> writers) override;
  Async<Result<std::unique_ptr<BlobReader>>> open(std::string name) override;
  Async<Result<std::optional<BlobInfo>>> find(std::string name) override;
  Async<Result<void>> remove(std::string name) override;
  Async<Result<void>> remove_many(std::vector<std::string> names) override;
  Async<Result<std::vector<BlobInfo>>> list(std::string prefix, std::string after, std::size_t limit) override;
  Async<Result<std::vector<std::string>>> list_folders(std::string prefix, std::string after, std::size_t limit) override;
  Async<Result<std::size_t>> remove_unfinished(Timestamp before, bool dry_run) override;
  Async<Result<void>> probe() override;

 private:
  BlobStore& inner_;
  const crypto::Keyring& keyring_;
  Pool& pool_;
};

/// What keys are derived for: "tenant/<tenant>" or "house".
std::string key_purpose(std::string_view name);

}  // namespace docmill::store::sealed
