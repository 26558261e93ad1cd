#include "app/stores.h"

#include <vector>

#include "app/azure_accounts.h"
#include "app/uri.h"
#include "store/azure/azure_store.h"
#include "store/files/file_store.h"
#include "store/s3/s3_store.h"
#include "store/sharded/sharded_store.h"

namespace docmill::app {
namespace {

class FileStores final : public Stores {
 public:
  explicit FileStores(std::unique_ptr<store::files::FileStore> files) : files_(std::move(files)) {}
  store::BlobStore& raw() override { return *files_; }

 private:
  std::unique_ptr<store::files::FileStore> files_;
};

Result<std::unique_ptr<Stores>> open_files(const std::string& folder, Pool& pool) {
  auto opened = store::files::FileStore::open(folder, pool);
  if (!opened) return Failed(opened.error());
  return std::make_unique<FileStores>(std::move(*opened));
}

class RemoteStores final : public Stores {
 public:
  RemoteStores(std::unique_ptr<net::HttpClient> http, std::unique_ptr<store::BlobStore> store)
      : http_(std::move(http)), store_(std::move(store)) {}
  store::BlobStore& raw() override { return *store_; }

 private:
  std::unique_ptr<net::HttpClient> http_;
  std::unique_ptr<store::BlobStore> store_;
};

Result<std::unique_ptr<Stores>> open_azure(const config::Settings& settings, const std::string& container, const Clock& clock) {
  auto accounts = open_azure_accounts(settings, clock, azure::ServiceKind::Blob);
  if (!accounts) return Failed(accounts.error());
  std::vector<std::unique_ptr<store::BlobStore>> shards;
  for (const auto& account : accounts->accounts) {
    auto shard = store::azure::AzureStore::open(*accounts->http, clock, account, container);
    if (!shard) return Failed(shard.error());
    shards.push_back(*std::move(shard));
  }
  auto one = shards.size() == 1 ? std::move(shards.front()) : std::make_unique<store::sharded::ShardedStore>(std::move(shards));
  return std::make_unique<RemoteStores>(std::move(accounts->http), std::move(one));
}

/// "ID:SECRET" or "ID:SECRET:TOKEN".
Result<store::s3::Credentials> parse_credentials(std::string_view text) {
  store::s3::Credentials credentials;
  const auto first = text.find(':');
  if (first == std::string_view::npos || first == 0 || first + 1 == text.size()) {
    return Failed(fail(ErrorCode::BadRequest, "s3-credentials: write ID:SECRET or ID:SECRET:TOKEN."));
  }
  const auto second = std::min(text.find(':', first + 1), text.size());
  credentials.id = std::string(text.substr(0, first));
  credentials.secret = Secret(std::string(text.substr(first + 1, second - first - 1)));
  if (second < text.size()) credentials.session_token = Secret(std::string(text.substr(second + 1)));
  return credentials;
}

Result<std::unique_ptr<Stores>> open_s3(const config::Settings& settings, const std::string& bucket, Pool& pool) {
  const auto text = read_secret(settings.s3_credentials, "s3-credentials");
  if (!text) return Failed(text.error());
  auto credentials = parse_credentials(text->reveal());
  if (!credentials) return Failed(credentials.error());
  store::s3::S3Options options{
      .bucket = bucket, .endpoint = settings.s3_endpoint, .region = settings.s3_region, .credentials = *std::move(credentials)};
  auto client = storage_client(settings);
  if (!client) return Failed(client.error());
  auto http = std::make_unique<net::HttpClient>(*std::move(client));
  auto opened = store::s3::S3Store::open(*http, pool, std::move(options));
  if (!opened) return Failed(opened.error());
  return std::make_unique<RemoteStores>(std::move(http), *std::move(opened));
}

}  // namespace

Result<std::unique_ptr<Stores>> open_stores(const config::Settings& settings, const Clock& clock, Pool& pool) {
  if (settings.store.empty()) return open_files(settings.data + "/store", pool);
  const auto uri = parse_driver_uri(settings.store, "store");
  if (!uri) return Failed(uri.error());
  if (uri->scheme == "files") return open_files(uri->rest, pool);
  if (uri->scheme == "azure") return open_azure(settings, uri->rest, clock);
  if (uri->scheme == "s3") return open_s3(settings, uri->rest, pool);
  return Failed(unknown_scheme("store", uri->scheme, "files:DIR, azure:CONTAINER or s3:BUCKET"));
}

}  // namespace docmill::app
