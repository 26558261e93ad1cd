#pragma once
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <boost/json.hpp>
#include <memory>
#include <string>
#include <vector>

#include "base/check.h"
#include "net/http_client.h"
#include "store/s3/s3_store.h"
#include "store/temporary_folder.h"
#include "support/service.h"

namespace docmill::store::s3::test {

constexpr const char* kId = "TESTKEYID";
constexpr const char* kSecret = "test/secret+of=the-server";

inline std::string service_script(const std::string& name) {
  return std::string(DOCMILL_SOURCE_DIR) + "/tests/services/" + name;
}

/// tests/services/s3_server.js in a process of its own, at a port the kernel chose. What it does and does not check is told there.
class S3Server {
 public:
  /// One for the whole test program. Tests keep apart by buckets of their own.
  static S3Server& shared() {
    static S3Server only;
    return only;
  }

  S3Server() {
    const auto log = folder_.path() + "/s3.log";
    service_ = std::make_unique<docmill::testing::Service>(
        docmill::testing::ServiceStart{.command = {"node", service_script("s3_server.js"), kId, kSecret}, .log = log});
    const auto line = service_->wait_for_line("listening on ");
    port_ = std::stoi(line.substr(line.find("on ") + 3));
  }

  std::string endpoint(const std::string& host = "127.0.0.1") const { return "http://" + host + ":" + std::to_string(port_); }

  /// Makes requests that hold `fault["contains"]` fail: see the script.
  void arm(const boost::json::object& fault) { control("POST", "/__faults", boost::json::serialize(fault)); }
  /// The request lines since the last call.
  std::vector<std::string> requests() {
    std::vector<std::string> lines;
    const auto answer = boost::json::parse(control("GET", "/__requests", ""));
    for (const auto& line : answer.as_array()) lines.emplace_back(line.as_string());
    return lines;
  }

 private:
  std::string control(const std::string& method, const std::string& path, std::string body) {
    net::HttpCall call{.method = method, .url = endpoint() + path, .body = std::move(body)};
    auto answer = run_to_end(http_.perform(std::move(call)));
    DOCMILL_CHECK(answer && answer->status == 200);
    return answer->body;
  }

  TemporaryFolder folder_;
  net::HttpClient http_;
  int port_ = 0;
  std::unique_ptr<docmill::testing::Service> service_;
};

/// A bucket nobody has used.
inline std::string fresh_bucket() {
  static std::atomic<int> count = 0;
  return "test-" + std::to_string(::getpid()) + "-" + std::to_string(++count);
}

/// A store over a fresh bucket of the shared server.
struct FreshStore {
  explicit FreshStore(S3Options more = {}) : options(with_account(std::move(more))) {
    auto client = S3Client::open(http, pool, options);
    DOCMILL_CHECK(client.has_value());
    S3Request make{.method = "PUT"};
    auto made = run_to_end(client->perform(std::move(make)));
    DOCMILL_CHECK(made && made->ok());
    store = *S3Store::open(http, pool, options);
    server.arm({{"clear", true}});
    server.requests();
  }

  /// The same bucket through another store object.
  std::unique_ptr<S3Store> another() { return *S3Store::open(http, pool, options); }

  static S3Options with_account(S3Options options) {
    options.bucket = fresh_bucket();
    options.endpoint = S3Server::shared().endpoint(options.virtual_hosted ? "localhost" : "127.0.0.1");
    options.credentials = {.id = kId, .secret = Secret(kSecret)};
    options.retry.first_delay = std::chrono::milliseconds(1);
    return options;
  }

  S3Server& server = S3Server::shared();
  net::HttpClient http;
  Pool pool{"s3", 2};
  S3Options options;
  std::unique_ptr<S3Store> store;
};

}  // namespace docmill::store::s3::test
