#include "store/s3/s3_store.h"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <algorithm>
#include <charconv>
#include <utility>

#include "base/check.h"
#include "base/xml_escaped.h"
#include "crypto/base64.h"
#include "net/http_date.h"
#include "net/xml.h"
#include "store/s3/s3_listing.h"
#include "store/s3/s3_reader.h"
#include "store/s3/s3_writer.h"

namespace docmill::store::s3 {
namespace {

constexpr std::size_t kRemovedAtOnce = 1'000;  // Amazon S3 API reference, DeleteObjects
// No blob name has upper-case letters, so no list shows it.
constexpr std::string_view kProbe = "PROBE";

Error bad_name() {
  return fail(ErrorCode::BadRequest, "This is not a name a document can be stored under.").at("store.s3");
}

Result<BlobInfo> info_of(const S3Answer& answer, std::string name) {
  const auto size_text = answer.headers.find("Content-Length").value_or("");
  const auto modified = net::from_http_date(answer.headers.find("Last-Modified").value_or(""));
  BlobInfo blob{.name = std::move(name), .size = 0, .created_at = modified.value_or(Timestamp{})};
  const auto [end, error] = std::from_chars(size_text.data(), size_text.data() + size_text.size(), blob.size);
  if (error != std::errc{} || !modified) {
    return Failed(fail(ErrorCode::Corrupt, "A stored document is damaged.").cause("no size or no date").at("store.s3.find"));
  }
  return blob;
}

/// DeleteObjects wants the body's MD5; it is no protection, only a checksum.
std::string content_md5(std::string_view body) {
  std::string digest(16, '\0');
  DOCMILL_CHECK(EVP_Digest(body.data(), body.size(), reinterpret_cast<unsigned char*>(digest.data()), nullptr, EVP_md5(), nullptr) == 1);
  return crypto::to_base64(digest);
}

/// What of a DeleteObjects did not work; an object that is not there counts as removed.
Result<void> parse_removed(const S3Answer& answer) {
  const auto document = net::parse_xml(answer.body, "DeleteResult");
  if (!document) return Failed(document.error().at("store.s3.remove_many"));
  for (const auto& error : (*document)->document_element().children("Error")) {
    const auto code = net::text_of(error, "Code");
    if (code == "NoSuchKey" || code == "NoSuchVersion") continue;
    const auto reason = code == "AccessDenied" ? ErrorCode::PermissionDenied : ErrorCode::Unavailable;
    return Failed(
        fail(reason, "The service could not remove what it stored.").cause(std::string(code.substr(0, 64))).at("store.s3.remove_many"));
  }
  return {};
}

Async<Result<void>> remove_batch(S3Client& client, std::vector<std::string> names) {
  std::string body = "<Delete xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Quiet>true</Quiet>";
  for (const auto& name : names) body += fmt::format("<Object><Key>{}</Key></Object>", xml_escaped(name));
  body += "</Delete>";
  S3Request request{.method = "POST", .query = {{"delete", ""}}, .body = std::move(body)};
  request.headers.add("Content-Type", "application/xml");
  request.headers.add("Content-MD5", content_md5(request.body));
  auto answer = co_await client.perform(std::move(request));
  if (!answer) co_return Failed(answer.error());
  if (!answer->ok()) co_return Failed(s3_error(*answer, "remove blobs"));
  co_return parse_removed(*answer);
}

}  // namespace

S3Store::S3Store(S3Client client) : client_(std::move(client)) {}
S3Store::~S3Store() = default;

Result<std::unique_ptr<S3Store>> S3Store::open(net::HttpClient& http, Pool& pool, S3Options options) {
  auto client = S3Client::open(http, pool, std::move(options));
  if (!client) return Failed(client.error());
  return std::unique_ptr<S3Store>(new S3Store(*std::move(client)));
}

Async<Result<std::unique_ptr<BlobWriter>>> S3Store::create(std::string name) {
  if (!is_valid_blob_name(name)) co_return Failed(bad_name());
  co_return std::make_unique<S3Writer>(client_, dropped_, std::move(name));
}

Async<Result<std::unique_ptr<BlobReader>>> S3Store::open(std::string name) {
  if (!is_valid_blob_name(name)) co_return Failed(bad_name());
  co_return co_await open_object(client_, std::move(name));
}

Async<Result<std::optional<BlobInfo>>> S3Store::find(std::string name) {
  if (!is_valid_blob_name(name)) co_return Failed(bad_name());
  S3Request request{.method = "HEAD", .key = name};
  auto answer = co_await client_.perform(std::move(request));
  if (!answer) co_return Failed(answer.error());
  if (answer->status == 404) co_return std::nullopt;
  if (!answer->ok()) co_return Failed(s3_error(*answer, "look at a blob"));
  auto blob = info_of(*answer, std::move(name));
  if (!blob) co_return Failed(blob.error());
  co_return *std::move(blob);
}

Async<Result<void>> S3Store::remove(std::string name) {
  if (!is_valid_blob_name(name)) co_return Failed(bad_name());
  S3Request request{.method = "DELETE", .key = std::move(name)};
  auto answer = co_await client_.perform(std::move(request));
  if (!answer) co_return Failed(answer.error());
  const bool removed = answer->ok() || (answer->status == 404 && s3_code(*answer) != "NoSuchBucket");
  if (!removed) co_return Failed(s3_error(*answer, "remove a blob"));
  co_return Result<void>{};
}

Async<Result<void>> S3Store::remove_many(std::vector<std::string> names) {
  if (!std::ranges::all_of(names, is_valid_blob_name)) co_return Failed(bad_name());
  if (names.size() == 1) co_return co_await remove(std::move(names.front()));
  Result<void> all;
  while (!names.empty()) {
    const auto first = names.end() - static_cast<std::ptrdiff_t>(std::min(names.size(), kRemovedAtOnce));
    std::vector<std::string> batch(std::make_move_iterator(first), std::make_move_iterator(names.end()));
    names.erase(first, names.end());
    auto removed = co_await remove_batch(client_, std::move(batch));
    if (!removed) all = std::move(removed);
  }
  co_return all;
}

Async<Result<std::vector<BlobInfo>>> S3Store::list(std::string prefix, std::string after, std::size_t limit) {
  if (!is_valid_blob_prefix(prefix)) co_return Failed(bad_name());
  std::vector<BlobInfo> blobs;
  ListRequest request{.prefix = std::move(prefix), .after = std::move(after)};
  while (blobs.size() < limit) {
    request.limit = limit - blobs.size();
    auto page = co_await list_page(client_, request);
    if (!page) co_return Failed(page.error());
    std::ranges::move(page->blobs, std::back_inserter(blobs));
    if (page->continuation.empty()) break;
    request.continuation = std::move(page->continuation);
  }
  if (blobs.size() > limit) blobs.resize(limit);
  co_return blobs;
}

Async<Result<std::vector<std::string>>> S3Store::list_folders(std::string prefix, std::string after, std::size_t limit) {
  if (!is_valid_blob_prefix(prefix) || (!prefix.empty() && !prefix.ends_with('/'))) co_return Failed(bad_name());
  std::vector<std::string> folders;
  ListRequest request{.prefix = prefix, .folders = true};
  // '~' sorts behind every character of a name: what comes next is behind all blobs of the folder.
  if (!after.empty()) request.after = prefix + after + "/~";
  while (folders.size() < limit) {
    request.limit = limit - folders.size();
    auto page = co_await list_page(client_, request);
    if (!page) co_return Failed(page.error());
    for (const auto& folder : page->folders) {
      if (folder.starts_with(prefix)) folders.push_back(folder.substr(prefix.size(), folder.size() - prefix.size() - 1));
    }
    if (page->continuation.empty()) break;
    request.continuation = std::move(page->continuation);
  }
  if (folders.size() > limit) folders.resize(limit);
  co_return folders;
}

Async<Result<std::size_t>> S3Store::remove_unfinished(Timestamp before, bool dry_run) {
  std::size_t count = dry_run ? 0 : co_await abort_dropped(client_, dropped_);
  UploadPage page;
  do {
    auto got = co_await list_uploads(client_, before, std::move(page.next_key), std::move(page.next_upload_id));
    if (!got) co_return Failed(got.error());
    page = *std::move(got);
    for (auto& upload : page.before) {
      ++count;
      if (dry_run) continue;
      if (auto aborted = co_await abort_upload(client_, std::move(upload)); !aborted) co_return Failed(aborted.error());
    }
  } while (!page.next_key.empty());
  co_return count;
}

Async<Result<void>> S3Store::probe() {
  S3Request write{.method = "PUT", .key = std::string(kProbe), .body = "probe"};
  auto written = co_await client_.perform(std::move(write));
  if (!written) co_return Failed(written.error());
  if (!written->ok()) co_return Failed(s3_error(*written, "write the probe"));
  if (!conditions_proven_) {
    if (auto proven = co_await prove_conditions(); !proven) co_return proven;
  }
  S3Request remove{.method = "DELETE", .key = std::string(kProbe)};
  auto removed = co_await client_.perform(std::move(remove));
  if (!removed) co_return Failed(removed.error());
  if (!removed->ok() && removed->status != 404) co_return Failed(s3_error(*removed, "remove the probe"));
  co_return Result<void>{};
}

/// With the probe in place: a store that writes over it would let two workers finish the same job.
Async<Result<void>> S3Store::prove_conditions() {
  S3Request again{.method = "PUT", .key = std::string(kProbe), .body = "probe"};
  again.headers.add("If-None-Match", "*");
  auto answer = co_await client_.perform(std::move(again));
  if (!answer) co_return Failed(answer.error());
  conditions_proven_ = answer->status == 412;
  // Another process may have removed the probe in between; the next call asks again.
  if (conditions_proven_) co_return Result<void>{};
  S3Request once_more{.method = "PUT", .key = std::string(kProbe), .body = "probe"};
  once_more.headers.add("If-None-Match", "*");
  answer = co_await client_.perform(std::move(once_more));
  if (!answer) co_return Failed(answer.error());
  conditions_proven_ = answer->status == 412;
  if (conditions_proven_) co_return Result<void>{};
  co_return Failed(fail(ErrorCode::Unavailable, "The service cannot use its storage.")
                       .cause(fmt::format("the S3 store does not honour If-None-Match (status {}): it cannot be used", answer->status))
                       .at("store.s3.probe"));
}

}  // namespace docmill::store::s3
