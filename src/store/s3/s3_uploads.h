#pragma once
#include <mutex>
#include <string>
#include <vector>

#include "store/s3/s3_client.h"

namespace docmill::store::s3 {

/// A multipart upload that was started.
struct Upload {
  std::string key;
  std::string id;
};

/// Uploads whose writers were dropped, until somebody who may wait aborts them. Thread-safe.
class DroppedUploads {
 public:
  /// Beyond a thousand they are left to the sweep, which asks the store for its list.
  void add(Upload upload);
  std::vector<Upload> take_all();

 private:
  std::mutex mutex_;
  std::vector<Upload> uploads_;
};

/// Frees the parts of an upload; one that is not there counts as aborted.
Async<Result<void>> abort_upload(S3Client& client, Upload upload);
/// Aborts all that were dropped; those that fail are kept for the next time. Returns how many there were.
Async<std::size_t> abort_dropped(S3Client& client, DroppedUploads& dropped);

struct UploadPage {
  std::vector<Upload> before;    // those started before the moment asked for
  std::string next_key{};        // where the next page begins
  std::string next_upload_id{};  // both empty: this was the last
};
/// One page of the uploads that are neither finished nor aborted.
Async<Result<UploadPage>> list_uploads(S3Client& client, Timestamp before, std::string after_key, std::string after_id);

}  // namespace docmill::store::s3
