#include "store/azure/azure_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "azure/storage_error.h"

namespace docmill::store::azure {
namespace {

using docmill::azure::Request;
using docmill::azure::storage_error;

// One sealed chunk of 64 KiB with its header and tag fits, with room to spare.
constexpr std::uint64_t kReadAtOnce = 68 * kKiB;

// Blobs never change, so what the secondary has of one is right, however far it is behind.
class AzureReader final : public RangedReader {
 public:
  AzureReader(Container& container, std::string name, std::string etag, std::uint64_t size, std::string first)
      : RangedReader(size, std::move(first)), container_(container), name_(std::move(name)), etag_(std::move(etag)) {}

 private:
  Async<Result<std::string>> fetch(std::uint64_t offset, std::uint64_t size) override {
    Request request{.method = "GET", .path = container_.path_of(name_), .read = true, .max_bytes = size};
    request.headers.add("Range", fmt::format("bytes={}-{}", offset, offset + size - 1));
    request.headers.add("If-Match", etag_);
    auto answer = co_await container_.perform(std::move(request));
    if (!answer) co_return Failed(answer.error());
    // 412: another blob has the name now.
    if (answer->status == 404 || answer->status == 412) co_return Failed(blob_removed("store.azure.read"));
    if (answer->status != 206) co_return Failed(storage_error(*answer, "read a range"));
    if (answer->header("ETag") != etag_) co_return Failed(blob_removed("store.azure.read"));
    co_return std::move(answer->body);
  }

  Container& container_;
  std::string name_;
  std::string etag_;
};

}  // namespace

Async<Result<std::unique_ptr<BlobReader>>> open_blob(Container& container, std::string name) {
  Request request{.method = "GET", .path = container.path_of(name), .read = true, .max_bytes = kReadAtOnce};
  request.headers.add("Range", fmt::format("bytes=0-{}", kReadAtOnce - 1));
  auto answer = co_await container.perform(std::move(request));
  if (!answer) co_return Failed(answer.error());
  // An empty blob has no first byte.
  if (answer->status == 416) co_return std::make_unique<AzureReader>(container, std::move(name), "", 0, "");
  if (!answer->ok()) co_return Failed(storage_error(*answer, "open a blob").at("store.azure"));
  std::string etag(answer->header("ETag"));
  auto size = answer->status == 200 ? answer->body.size() : size_in_content_range(answer->header("Content-Range"));
  if (!size || etag.empty() || answer->body.size() != std::min(*size, kReadAtOnce)) {
    co_return Failed(
        fail(ErrorCode::Corrupt, "A stored document is damaged.").cause("an answer that is not the range asked for").at("store.azure"));
  }
  co_return std::make_unique<AzureReader>(container, std::move(name), std::move(etag), *size, std::move(answer->body));
}

}  // namespace docmill::store::azure
