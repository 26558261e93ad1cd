#include "store/azure/azure_writer.h"

#include <fmt/format.h>

#include <utility>

#include "azure/storage_error.h"
#include "base/ids.h"
#include "crypto/base64.h"

namespace docmill::store::azure {
namespace {

using docmill::azure::Answer;
using docmill::azure::Request;
using docmill::azure::storage_code;
using docmill::azure::storage_error;

constexpr std::size_t kBlockBytes = 4 * kMiB;
constexpr std::size_t kMostBlocks = 50'000;  // learn.microsoft.com "Put Block List"
constexpr std::size_t kMarkBytes = 16;
constexpr std::string_view kMarkHeader = "x-ms-meta-docmill_writer";

/// What the commit of a writer meets when somebody else has, or may have, the name: the blob is there, or its block list threw
/// away the blocks that were not in it.
bool may_be_taken(const Answer& answer) {
  const auto code = storage_code(answer);
  return code == "BlobAlreadyExists" || answer.status == 412 || code == "InvalidBlockList" || code == "InvalidBlobOrBlock" ||
         code == "UnauthorizedBlobOverwrite";
}

}  // namespace

AzureWriter::AzureWriter(Container& container, std::string name)
    : PartWriter(kBlockBytes, kMostBlocks), container_(container), name_(std::move(name)), mark_(to_hex(random_bytes(kMarkBytes))) {}

Async<Result<void>> AzureWriter::put_whole(std::string bytes) {
  Request request{.method = "PUT", .path = container_.path_of(name_), .body = std::move(bytes)};
  request.headers.add("x-ms-blob-type", "BlockBlob");
  request.headers.add("Content-Type", "application/octet-stream");
  request.headers.add("If-None-Match", "*");
  request.headers.add(std::string(kMarkHeader), mark_);
  auto answer = co_await container_.write(std::move(request));
  co_return co_await settle(std::move(answer));
}

Async<Result<void>> AzureWriter::put_part(std::size_t number, std::string bytes) {
  auto id = crypto::to_base64(fmt::format("{}-{:05}", mark_, number));
  Request request{
      .method = "PUT", .path = container_.path_of(name_), .query = {{"comp", "block"}, {"blockid", id}}, .body = std::move(bytes)};
  auto answer = co_await container_.write(std::move(request));
  if (!answer) co_return Failed(answer.error());
  if (!answer->ok()) co_return Failed(storage_error(*answer, "send a block"));
  blocks_.push_back(std::move(id));
  co_return Result<void>{};
}

Async<Result<void>> AzureWriter::join() {
  std::string body = "<?xml version=\"1.0\" encoding=\"utf-8\"?><BlockList>";
  for (const auto& id : blocks_) body += fmt::format("<Uncommitted>{}</Uncommitted>", id);
  body += "</BlockList>";
  Request request{.method = "PUT", .path = container_.path_of(name_), .query = {{"comp", "blocklist"}}, .body = std::move(body)};
  request.headers.add("Content-Type", "application/xml");
  request.headers.add("x-ms-blob-content-type", "application/octet-stream");
  request.headers.add("If-None-Match", "*");
  request.headers.add(std::string(kMarkHeader), mark_);
  auto answer = co_await container_.write(std::move(request));
  co_return co_await settle(std::move(answer));
}

Async<Result<void>> AzureWriter::settle(Result<Answer> answer) {
  if (!answer) co_return Failed(answer.error());
  if (answer->ok()) co_return Result<void>{};
  if (may_be_taken(*answer)) co_return co_await whose_is_it(*answer);
  co_return Failed(storage_error(*answer, "store a blob").at("store.azure.commit"));
}

/// Asked also after what was our only try: libcurl itself repeats a request whose kept connection ended without an answer.
/// The primary only: the secondary may not have the blob yet.
Async<Result<void>> AzureWriter::whose_is_it(const Answer& answer) {
  Request request{.method = "HEAD", .path = container_.path_of(name_)};
  auto found = co_await container_.perform(std::move(request));
  if (!found) co_return Failed(found.error());
  if (found->ok() && found->header(kMarkHeader) == mark_) co_return Result<void>{};
  if (found->ok()) co_return Failed(fail(ErrorCode::AlreadyExists, "This was stored before.").at("store.azure.commit"));
  if (found->status != 404) co_return Failed(storage_error(*found, "look at a blob"));
  co_return Failed(fail(ErrorCode::Unavailable, "The service cannot reach its storage. Try again later.")
                       .cause(fmt::format("status {} {}, and there is no blob", answer.status, storage_code(answer)))
                       .at("store.azure.commit"));
}

}  // namespace docmill::store::azure
