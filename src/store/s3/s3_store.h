#pragma once
#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include "store/blob_store.h"
#include "store/s3/s3_client.h"
#include "store/s3/s3_uploads.h"

namespace docmill::store::s3 {

/// Blobs as objects of one bucket of an S3-compatible store, as they are: put a SealedStore in front to keep documents private.
/// The bucket must exist and be ours alone; objects whose keys are no blob names are not shown. Any number of processes may share it.
/// A blob is made with `If-None-Match: *`, so the store must know conditional writes (Amazon S3 since 2024); probe() refuses one
/// that does not. A small blob costs one call to write and one to read; a large one goes up in parts.
/// An upload that is dropped is aborted by this object's next large upload or remove_unfinished(); when the process ends first, by
/// the remove_unfinished() of another. A lifecycle rule of the bucket (AbortIncompleteMultipartUpload) is a good third.
class S3Store final : public BlobStore {
 public:
  /// Borrows `http` and `pool`. Asks the store nothing yet. Errors: as S3Client::open.
  static Result<std::unique_ptr<S3Store>> open(net::HttpClient& http, Pool& pool, S3Options options);
  ~S3Store() override;

  Async<Result<std::unique_ptr<BlobWriter>>> create(std::string name) override;
  Async<Result<std::unique_ptr<BlobReader>>> open(std::string name) override;
  Async<Result<std::optional<BlobInfo>>> find(std::string name) override;
  Async<Result<void>> remove(std::string name) override;
  Async<Result<void>> remove_many(std::vector<std::string> names) override;
  Async<Result<std::vector<BlobInfo>>> list(std::string prefix, std::string after, std::size_t limit) override;
  Async<Result<std::vector<std::string>>> list_folders(std::string prefix, std::string after, std::size_t limit) override;
  /// An upload counts from its start, not from its last part: one that takes longer than since `before` fails.
  Async<Result<std::size_t>> remove_unfinished(Timestamp before, bool dry_run) override;
  Async<Result<void>> probe() override;

 private:
  explicit S3Store(S3Client client);
  Async<Result<void>> prove_conditions();

  S3Client client_;
  DroppedUploads dropped_;
  std::atomic<bool> conditions_proven_ = false;
};

}  // namespace docmill::store::s3
