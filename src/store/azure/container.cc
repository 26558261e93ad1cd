#include "store/azure/container.h"

#include <algorithm>
#include <utility>

#include "azure/storage_error.h"

namespace docmill::store::azure {

using docmill::azure::Answer;
using docmill::azure::Request;

Container::Container(std::unique_ptr<docmill::azure::Service> service, std::string name)
    : service_(std::move(service)), name_(std::move(name)) {}

Async<Result<Answer>> Container::perform(Request request) {
  co_return co_await service_->perform(std::move(request));
}

Async<Result<Answer>> Container::write(Request request) {
  auto answer = co_await service_->perform(request);
  if (!answer || answer->status != 404 || docmill::azure::storage_code(*answer) != "ContainerNotFound") co_return answer;
  if (auto made = co_await make(); !made) co_return Failed(made.error());
  co_return co_await service_->perform(std::move(request));
}

Async<Result<void>> Container::make() {
  Request request{.method = "PUT", .path = path(), .query = {{"restype", "container"}}};
  auto answer = co_await service_->perform(std::move(request));
  if (!answer) co_return Failed(answer.error());
  // Another process may have been quicker.
  if (answer->ok() || docmill::azure::storage_code(*answer) == "ContainerAlreadyExists") co_return Result<void>{};
  co_return Failed(docmill::azure::storage_error(*answer, "make the container " + name_));
}

Async<Result<net::HttpCall>> Container::sign_part(Request request) {
  co_return co_await service_->sign_part(std::move(request));
}

bool is_container_name(std::string_view name) {
  const auto allowed = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; };
  return name.size() >= 3 && name.size() <= 63 && std::ranges::all_of(name, allowed) && name.front() != '-' && name.back() != '-' &&
         name.find("--") == std::string_view::npos;
}

}  // namespace docmill::store::azure
