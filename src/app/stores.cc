#include "app/stores.h"

#include "app/uri.h"
#include "store/files/file_store.h"

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

}  // namespace

Result<std::unique_ptr<Stores>> open_stores(const config::Settings& settings, const Clock&, Pool& pool) {
  if (settings.store.empty()) return open_files(settings.data + "/store", pool);
  const auto uri = parse_driver_uri(settings.store, "store");
  if (!uri) return Failed(uri.error());
  if (uri->scheme == "files") return open_files(uri->rest, pool);
  return Failed(unknown_scheme("store", uri->scheme, "files:DIR, azure:CONTAINER or s3:BUCKET"));
}

}  // namespace docmill::app
