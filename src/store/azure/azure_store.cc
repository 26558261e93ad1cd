#include "store/azure/azure_store.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <utility>

#include "azure/storage_error.h"
#include "net/http_date.h"
#include "store/azure/azure_reader.h"
#include "store/azure/azure_writer.h"
#include "store/azure/batch.h"

namespace docmill::store::azure {
namespace {

using docmill::azure::Answer;
using docmill::azure::Request;
using docmill::azure::storage_error;

// No blob name has upper-case letters, so no list shows it.
constexpr std::string_view kProbe = "PROBE";

Error bad_name() {
  return fail(ErrorCode::BadRequest, "This is not a name a document can be stored under.").at("store.azure");
}

Result<BlobInfo> info_of(const Answer& answer, std::string name) {
  const auto size_text = answer.header("Content-Length");
  const auto modified = net::from_http_date(answer.header("Last-Modified"));
  BlobInfo blob{.name = std::move(name), .size = 0, .created_at = modified.value_or(Timestamp{})};
  const auto [end, error] = std::from_chars(size_text.data(), size_text.data() + size_text.size(), blob.size);
  if (error != std::errc{} || !modified) {
    return Failed(fail(ErrorCode::Corrupt, "A stored document is damaged.").cause("no size or no date").at("store.azure.find"));
  }
  return blob;
}

Async<Result<void>> remove_one(Container& container, std::string_view name) {
  Request request{.method = "DELETE", .path = container.path_of(name)};
  auto answer = co_await container.perform(std::move(request));
  if (!answer) co_return Failed(answer.error());
  if (answer->ok() || answer->status == 404) co_return Result<void>{};
  co_return Failed(storage_error(*answer, "remove a blob").at("store.azure.remove"));
}

}  // namespace

AzureStore::AzureStore(std::unique_ptr<docmill::azure::Service> service, std::string container)
    : container_(std::move(service), std::move(container)) {}
AzureStore::~AzureStore() = default;

Result<std::unique_ptr<AzureStore>> AzureStore::open(net::HttpClient& http, const Clock& clock, const docmill::azure::Account& account,
                                                     std::string container, docmill::azure::ServiceOptions options) {
  if (!is_container_name(container)) {
    return Failed(fail(ErrorCode::BadRequest, fmt::format("'{}' is not the name of an Azure container.", container)).at("store.azure"));
  }
  auto service = docmill::azure::Service::open(http, clock, account, docmill::azure::ServiceKind::Blob, std::move(options));
  if (!service) return Failed(service.error());
  return std::unique_ptr<AzureStore>(new AzureStore(*std::move(service), std::move(container)));
}

Async<Result<std::unique_ptr<BlobWriter>>> AzureStore::create(std::string name) {
  if (!is_valid_blob_name(name)) co_return Failed(bad_name());
  co_return std::make_unique<AzureWriter>(container_, std::move(name));
}

Async<Result<std::unique_ptr<BlobReader>>> AzureStore::open(std::string name) {
  if (!is_valid_blob_name(name)) co_return Failed(bad_name());
  co_return co_await open_blob(container_, std::move(name));
}

Async<Result<std::optional<BlobInfo>>> AzureStore::find(std::string name) {
  if (!is_valid_blob_name(name)) co_return Failed(bad_name());
  Request request{.method = "HEAD", .path = container_.path_of(name), .read = true};
  auto answer = co_await container_.perform(std::move(request));
  if (!answer) co_return Failed(answer.error());
  if (answer->status == 404) co_return std::nullopt;
  if (!answer->ok()) co_return Failed(storage_error(*answer, "look at a blob").at("store.azure.find"));
  auto blob = info_of(*answer, std::move(name));
  if (!blob) co_return Failed(blob.error());
  co_return *std::move(blob);
}

Async<Result<void>> AzureStore::remove(std::string name) {
  if (!is_valid_blob_name(name)) co_return Failed(bad_name());
  co_return co_await remove_one(container_, name);
}

Async<Result<void>> AzureStore::remove_many(std::vector<std::string> names) {
  if (!std::ranges::all_of(names, is_valid_blob_name)) co_return Failed(bad_name());
  if (names.size() == 1) co_return co_await remove_one(container_, names.front());
  Result<void> all;
  while (!names.empty()) {
    const auto first = names.end() - static_cast<std::ptrdiff_t>(std::min(names.size(), kBatchedAtOnce));
    std::vector<std::string> batch(std::make_move_iterator(first), std::make_move_iterator(names.end()));
    names.erase(first, names.end());
    auto removed = co_await remove_each(std::move(batch));
    if (!removed) all = std::move(removed);
  }
  co_return all;
}

/// In one request; one by one when the service did not do so for all: then each is tried again, and its error told.
Async<Result<void>> AzureStore::remove_each(std::vector<std::string> names) {
  auto removed = co_await delete_batch(container_, names);
  if (!removed) co_return Failed(removed.error());
  if (*removed) co_return Result<void>{};
  Result<void> all;
  for (const auto& name : names) {
    auto one = co_await remove_one(container_, name);
    if (!one) all = std::move(one);
  }
  co_return all;
}

Async<Result<std::vector<BlobInfo>>> AzureStore::list(std::string prefix, std::string after, std::size_t limit) {
  if (!is_valid_blob_prefix(prefix)) co_return Failed(bad_name());
  ListRequest request{.prefix = std::move(prefix), .after = std::move(after), .limit = limit};
  auto page = co_await list_from(container_, markers_, std::move(request));
  if (!page) co_return Failed(page.error());
  co_return std::move(page->blobs);
}

Async<Result<std::vector<std::string>>> AzureStore::list_folders(std::string prefix, std::string after, std::size_t limit) {
  if (!is_valid_blob_prefix(prefix) || (!prefix.empty() && !prefix.ends_with('/'))) co_return Failed(bad_name());
  ListRequest request{.prefix = prefix, .folders = true, .limit = limit};
  if (!after.empty()) request.after = prefix + after + "/";
  auto page = co_await list_from(container_, markers_, std::move(request));
  if (!page) co_return Failed(page.error());
  for (auto& folder : page->folders) folder = folder.substr(prefix.size(), folder.size() - prefix.size() - 1);
  co_return std::move(page->folders);
}

Async<Result<void>> AzureStore::probe() {
  Request write{.method = "PUT", .path = container_.path_of(kProbe), .body = "probe"};
  write.headers.add("x-ms-blob-type", "BlockBlob");
  write.headers.add("Content-Type", "application/octet-stream");
  auto written = co_await container_.write(std::move(write));
  if (!written) co_return Failed(written.error());
  if (!written->ok()) co_return Failed(storage_error(*written, "write the probe").at("store.azure.probe"));
  co_return co_await remove_one(container_, kProbe);
}

}  // namespace docmill::store::azure
