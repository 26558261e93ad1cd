#include "store/s3/s3_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace docmill::store::s3 {
namespace {

// One sealed chunk of 64 KiB with its header and tag fits, with room to spare.
constexpr std::uint64_t kReadAtOnce = 68 * kKiB;

class S3Reader final : public RangedReader {
 public:
  S3Reader(S3Client& client, std::string key, std::string etag, std::uint64_t size, std::string first)
      : RangedReader(size, std::move(first)), client_(client), key_(std::move(key)), etag_(std::move(etag)) {}

 private:
  Async<Result<std::string>> fetch(std::uint64_t offset, std::uint64_t size) override {
    S3Request request{.key = key_, .max_bytes = size};
    request.headers.add("Range", fmt::format("bytes={}-{}", offset, offset + size - 1));
    request.headers.add("If-Match", etag_);
    auto answer = co_await client_.perform(std::move(request));
    if (!answer) co_return Failed(answer.error());
    // 412: another blob has the name now.
    if (answer->status == 404 || answer->status == 412) co_return Failed(blob_removed("store.s3.read"));
    if (answer->status != 206) co_return Failed(s3_error(*answer, "read a range"));
    if (answer->headers.find("ETag") != etag_) co_return Failed(blob_removed("store.s3.read"));
    co_return std::move(answer->body);
  }

  S3Client& client_;
  std::string key_;
  std::string etag_;
};

}  // namespace

Async<Result<std::unique_ptr<BlobReader>>> open_object(S3Client& client, std::string key) {
  S3Request request{.key = key, .max_bytes = kReadAtOnce};
  request.headers.add("Range", fmt::format("bytes=0-{}", kReadAtOnce - 1));
  auto answer = co_await client.perform(std::move(request));
  if (!answer) co_return Failed(answer.error());
  // An empty object has no first byte.
  if (answer->status == 416) co_return std::make_unique<S3Reader>(client, std::move(key), "", 0, "");
  if (!answer->ok()) co_return Failed(s3_error(*answer, "open a blob"));
  std::string etag(answer->headers.find("ETag").value_or(""));
  auto size = answer->status == 200 ? answer->body.size() : size_in_content_range(answer->headers.find("Content-Range").value_or(""));
  if (!size || etag.empty() || answer->body.size() != std::min(*size, kReadAtOnce)) {
    co_return Failed(
        fail(ErrorCode::Corrupt, "A stored document is damaged.").cause("an answer that is not the range asked for").at("store.s3"));
  }
  co_return std::make_unique<S3Reader>(client, std::move(key), std::move(etag), *size, std::move(answer->body));
}

}  // namespace docmill::store::s3
