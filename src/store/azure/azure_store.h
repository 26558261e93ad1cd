#pragma once
#include <memory>
#include <string>
#include <vector>

#include "store/azure/container.h"
#include "store/azure/listing.h"
#include "store/blob_store.h"

namespace docmill::store::azure {

/// Blobs as block blobs of one container of an Azure storage account, as they are: put a SealedStore in front to keep documents
/// private. The container is made when it is first written to and is ours alone; blobs whose names are none of ours are not
/// shown. Any number of processes may share it. The account must have a flat namespace.
/// A small blob costs one call to write and one to read; a large one goes up in blocks of 4 MiB, read back 2 to 8 MiB at a time.
/// find() and readers ask the account's secondary, when it has one, after the primary failed: blobs never change, and a blob the
/// secondary does not have is not taken as missing. What was removed may be found there for some minutes.
class AzureStore final : public BlobStore {
 public:
  /// Borrows `http` and `clock`. Asks the service nothing yet. Errors: BadRequest, for an operator: the container's name, or an
  /// account without a blob endpoint.
  static Result<std::unique_ptr<AzureStore>> open(net::HttpClient& http, const Clock& clock, const docmill::azure::Account& account,
                                                  std::string container, docmill::azure::ServiceOptions options = {});
  ~AzureStore() override;

  Async<Result<std::unique_ptr<BlobWriter>>> create(std::string name) override;
  Async<Result<std::unique_ptr<BlobReader>>> open(std::string name) override;
  Async<Result<std::optional<BlobInfo>>> find(std::string name) override;
  Async<Result<void>> remove(std::string name) override;
  Async<Result<void>> remove_many(std::vector<std::string> names) override;
  Async<Result<std::vector<BlobInfo>>> list(std::string prefix, std::string after, std::size_t limit) override;
  Async<Result<std::vector<std::string>>> list_folders(std::string prefix, std::string after, std::size_t limit) override;
  Async<Result<void>> probe() override;

 private:
  AzureStore(std::unique_ptr<docmill::azure::Service> service, std::string container);
  Async<Result<void>> remove_each(std::vector<std::string> names);

  Container container_;
  Markers markers_;
};

}  // namespace docmill::store::azure
