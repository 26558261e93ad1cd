#pragma once
#include <string>
#include <vector>

#include "store/part_writer.h"
#include "store/s3/s3_client.h"
#include "store/s3/s3_uploads.h"

namespace docmill::store::s3 {

/// One PutObject for a blob of one part, a multipart upload for a larger one. Every writer marks its object with a random word, so
/// that it recognises its own blob when the answer to its commit was lost.
class S3Writer final : public PartWriter {
 public:
  S3Writer(S3Client& client, DroppedUploads& dropped, std::string key);
  ~S3Writer() override;

 private:
  Async<Result<void>> put_whole(std::string bytes) override;
  Async<Result<void>> put_part(std::size_t number, std::string bytes) override;
  Async<Result<void>> join() override;

  Async<Result<void>> start();
  Async<Result<S3Answer>> complete();
  Async<Result<void>> settle(S3Answer answer);
  Async<Result<void>> whose_is_it(const S3Answer& answer);

  S3Client& client_;
  DroppedUploads& dropped_;
  std::string key_;
  std::string mark_;
  std::string upload_id_;           // empty: no upload is under way
  std::vector<std::string> etags_;  // of the parts sent
};

}  // namespace docmill::store::s3
