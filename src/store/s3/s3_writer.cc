#include "store/s3/s3_writer.h"

#include <fmt/format.h>

#include <utility>

#include "base/ids.h"
#include "base/log.h"
#include "base/xml_escaped.h"
#include "net/xml.h"

namespace docmill::store::s3 {
namespace {

constexpr std::size_t kMostParts = 10'000;  // Amazon S3 User Guide, "multipart upload limits"
constexpr std::size_t kMarkBytes = 16;
constexpr std::string_view kMarkHeader = "x-amz-meta-docmill-writer";
constexpr int kCompletions = 3;

Error unclear(std::string cause) {
  return fail(ErrorCode::Unavailable, "The service cannot reach its storage. Try again later.")
      .cause(std::move(cause))
      .at("store.s3.commit");
}

/// CompleteMultipartUpload answers 200 before it has begun, and may still say in the body that it failed.
bool failed_after_all(const S3Answer& answer) {
  return answer.ok() && !s3_code(answer).empty();
}

}  // namespace

S3Writer::S3Writer(S3Client& client, DroppedUploads& dropped, std::string key)
    : PartWriter(client.options().part_bytes, kMostParts),
      client_(client),
      dropped_(dropped),
      key_(std::move(key)),
      mark_(to_hex(random_bytes(kMarkBytes))) {}

// A destructor cannot wait for the store.
S3Writer::~S3Writer() {
  if (!upload_id_.empty()) dropped_.add({.key = key_, .id = upload_id_});
}

Async<Result<void>> S3Writer::put_whole(std::string bytes) {
  S3Request request{.method = "PUT", .key = key_, .body = std::move(bytes)};
  request.headers.add("If-None-Match", "*");
  request.headers.add(std::string(kMarkHeader), mark_);
  auto answer = co_await client_.perform(std::move(request));
  if (!answer) co_return Failed(answer.error());
  co_return co_await settle(*std::move(answer));
}

Async<Result<void>> S3Writer::start() {
  co_await abort_dropped(client_, dropped_);
  S3Request request{.method = "POST", .key = key_, .query = {{"uploads", ""}}};
  request.headers.add(std::string(kMarkHeader), mark_);
  auto answer = co_await client_.perform(std::move(request));
  if (!answer) co_return Failed(answer.error());
  if (!answer->ok()) co_return Failed(s3_error(*answer, "start an upload"));
  const auto document = net::parse_xml(answer->body, "InitiateMultipartUploadResult");
  if (!document) co_return Failed(document.error());
  upload_id_ = net::text_of((*document)->document_element(), "UploadId");
  if (upload_id_.empty()) co_return Failed(s3_error(*answer, "start an upload: no id"));
  co_return Result<void>{};
}

Async<Result<void>> S3Writer::put_part(std::size_t number, std::string bytes) {
  if (upload_id_.empty()) {
    if (auto started = co_await start(); !started) co_return started;
  }
  S3Request request{.method = "PUT",
                    .key = key_,
                    .query = {{"partNumber", std::to_string(number + 1)}, {"uploadId", upload_id_}},
                    .body = std::move(bytes)};
  auto answer = co_await client_.perform(std::move(request));
  if (!answer) co_return Failed(answer.error());
  if (answer->status == 404) co_return Failed(unclear("the upload was removed, as one that was left behind"));
  const auto etag = answer->headers.find("ETag");
  if (!answer->ok() || !etag) co_return Failed(s3_error(*answer, "send a part"));
  etags_.emplace_back(*etag);
  co_return Result<void>{};
}

Async<Result<S3Answer>> S3Writer::complete() {
  std::string body = "<CompleteMultipartUpload xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">";
  for (std::size_t i = 0; i < etags_.size(); ++i) {
    body += fmt::format("<Part><PartNumber>{}</PartNumber><ETag>{}</ETag></Part>", i + 1, xml_escaped(etags_[i]));
  }
  body += "</CompleteMultipartUpload>";
  S3Request request{.method = "POST", .key = key_, .query = {{"uploadId", upload_id_}}, .body = std::move(body)};
  request.headers.add("Content-Type", "application/xml");
  request.headers.add("If-None-Match", "*");
  auto answer = co_await client_.perform(request);
  for (int i = 1; i < kCompletions && answer && failed_after_all(*answer); ++i) {
    answer = co_await client_.perform(request);
  }
  co_return answer;
}

Async<Result<void>> S3Writer::join() {
  auto answer = co_await complete();
  // Whether it was performed is unknown. An upload that was cannot be aborted any more, so the destructor may try.
  if (!answer) co_return Failed(answer.error());
  if (failed_after_all(*answer)) co_return Failed(unclear("could not complete an upload: " + s3_code(*answer)));
  auto settled = co_await settle(*std::move(answer));
  if (settled) upload_id_.clear();
  co_return settled;
}

/// What an answer to the commit means. Only the one whose mark is on the blob has made it.
Async<Result<void>> S3Writer::settle(S3Answer answer) {
  if (answer.ok()) co_return Result<void>{};
  const bool gone_upload = answer.status == 404 && !upload_id_.empty() && s3_code(answer) == "NoSuchUpload";
  // Asked also after what was our only try: libcurl itself repeats a request whose kept connection ended without an answer.
  if (answer.status == 412 || gone_upload) co_return co_await whose_is_it(answer);
  co_return Failed(s3_error(answer, "store a blob"));
}

Async<Result<void>> S3Writer::whose_is_it(const S3Answer& answer) {
  S3Request request{.method = "HEAD", .key = key_};
  auto found = co_await client_.perform(std::move(request));
  if (!found) co_return Failed(found.error());
  if (found->status == 404) co_return Failed(unclear(fmt::format("status {} {}, and there is no blob", answer.status, s3_code(answer))));
  if (!found->ok()) co_return Failed(s3_error(*found, "look at a blob"));
  if (found->headers.find(kMarkHeader) == mark_) co_return Result<void>{};
  co_return Failed(fail(ErrorCode::AlreadyExists, "This was stored before.").at("store.s3.commit"));
}

}  // namespace docmill::store::s3
