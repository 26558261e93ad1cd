#include "store/s3/s3_uploads.h"

#include <utility>

#include "base/log.h"
#include "net/xml.h"
#include "store/s3/s3_listing.h"

namespace docmill::store::s3 {
namespace {

constexpr std::size_t kRemembered = 1'000;

Result<UploadPage> parse_uploads(std::string_view xml, Timestamp before) {
  const auto document = net::parse_xml(xml, "ListMultipartUploadsResult");
  if (!document) return Failed(document.error().at("store.s3.list_uploads"));
  const auto root = (*document)->document_element();
  UploadPage page;
  for (const auto& upload : root.children("Upload")) {
    const auto initiated = parse_time(net::text_of(upload, "Initiated"));
    if (!initiated) return Failed(initiated.error());
    if (*initiated < before)
      page.before.push_back({.key = std::string(net::text_of(upload, "Key")), .id = std::string(net::text_of(upload, "UploadId"))});
  }
  if (net::text_of(root, "IsTruncated") == "true") {
    page.next_key = net::text_of(root, "NextKeyMarker");
    page.next_upload_id = net::text_of(root, "NextUploadIdMarker");
  }
  return page;
}

}  // namespace

void DroppedUploads::add(Upload upload) {
  const std::lock_guard lock(mutex_);
  if (uploads_.size() < kRemembered) uploads_.push_back(std::move(upload));
}

std::vector<Upload> DroppedUploads::take_all() {
  const std::lock_guard lock(mutex_);
  return std::exchange(uploads_, {});
}

Async<Result<void>> abort_upload(S3Client& client, Upload upload) {
  S3Request request{.method = "DELETE", .key = std::move(upload.key), .query = {{"uploadId", std::move(upload.id)}}};
  auto answer = co_await client.perform(std::move(request));
  if (!answer) co_return Failed(answer.error());
  if (answer->ok() || answer->status == 404) co_return Result<void>{};
  co_return Failed(s3_error(*answer, "abort an upload"));
}

Async<std::size_t> abort_dropped(S3Client& client, DroppedUploads& dropped) {
  auto uploads = dropped.take_all();
  for (auto& upload : uploads) {
    auto aborted = co_await abort_upload(client, upload);
    if (aborted) continue;
    log::failure("dropped upload not aborted yet", aborted.error(), {{"key", upload.key}});
    dropped.add(std::move(upload));
  }
  co_return uploads.size();
}

Async<Result<UploadPage>> list_uploads(S3Client& client, Timestamp before, std::string after_key, std::string after_id) {
  S3Request request{.method = "GET", .query = {{"uploads", ""}, {"max-uploads", "1000"}}};
  if (!after_key.empty()) request.query.emplace_back("key-marker", std::move(after_key));
  if (!after_id.empty()) request.query.emplace_back("upload-id-marker", std::move(after_id));
  auto answer = co_await client.perform(std::move(request));
  if (!answer) co_return Failed(answer.error());
  if (!answer->ok()) co_return Failed(s3_error(*answer, "list uploads"));
  co_return parse_uploads(answer->body, before);
}

}  // namespace docmill::store::s3
