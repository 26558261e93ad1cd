#pragma once
#include <memory>
#include <string>

#include "azure/test_azurite.h"
#include "net/http_client.h"
#include "queue/azure/azure_queue.h"

namespace docmill::queue::test {

constexpr net::RetryOptions kQuickRetry{
    .tries = 4, .first_delay = std::chrono::milliseconds{2}, .longest_delay = std::chrono::milliseconds{10}};

/// A queue and all it stands on. Its name is its own unless one is given.
struct AzureHouse {
  explicit AzureHouse(const std::string& connection, std::string name = azure::test::Azurite::fresh_name("jobs"),
                      AzureQueueOptions options = {})
      : name(std::move(name)),
        service(*azure::Service::open(http, clock, azure::test::Azurite::account(connection), azure::ServiceKind::Queue,
                                      {.retry = kQuickRetry})),
        queue(*service, this->name, options) {}

  std::string name;
  SystemClock clock;
  net::HttpClient http;
  std::unique_ptr<azure::Service> service;
  AzureQueue queue;
};

}  // namespace docmill::queue::test
