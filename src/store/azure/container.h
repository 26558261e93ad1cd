#pragma once
#include <memory>
#include <string>
#include <string_view>

#include "azure/service.h"

namespace docmill::store::azure {

/// One container of a storage account, made when it is first written to. Thread-safe.
class Container {
 public:
  Container(std::unique_ptr<docmill::azure::Service> service, std::string name);

  /// "/container/name" of a blob.
  std::string path_of(std::string_view blob) const { return "/" + name_ + "/" + std::string(blob); }
  std::string path() const { return "/" + name_; }

  /// As Service::perform.
  Async<Result<docmill::azure::Answer>> perform(docmill::azure::Request request);
  /// As perform(), but a missing container is made and the request performed again.
  Async<Result<docmill::azure::Answer>> write(docmill::azure::Request request);
  /// As Service::sign_part.
  Async<Result<net::HttpCall>> sign_part(docmill::azure::Request request);

 private:
  Async<Result<void>> make();

  std::unique_ptr<docmill::azure::Service> service_;
  std::string name_;
};

/// True for a name the service takes: 3 to 63 of a-z 0-9 -, no '-' at an end or twice in a row.
bool is_container_name(std::string_view name);

}  // namespace docmill::store::azure
