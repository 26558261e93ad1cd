#include "driver_faults/store_place.h"

#include "azure/test_azurite.h"
#include "base/check.h"
#include "store/azure/azure_store.h"
#include "store/s3/test_s3.h"

namespace docmill::store::test {
namespace {

using docmill::azure::test::Azurite;
using testing::FaultProxy;

std::uint16_t port_of(const std::string& url) {
  return static_cast<std::uint16_t>(std::stoi(url.substr(url.rfind(':') + 1)));
}

/// A request of this method whose target holds `part`, but not `other`.
StorePlace::Match request(std::string method, std::string part, std::string other = "\n") {
  return [=](const std::string& asked, const std::string& target) {
    return asked == method && target.find(part) != std::string::npos && target.find(other) == std::string::npos;
  };
}

class AzureStorePlace final : public StorePlace {
 public:
  AzureStorePlace() {
    auto account = Azurite::shared().account();
    account.blob.primary = proxy_.url() + "/devstoreaccount1";
    docmill::azure::ServiceOptions options{.retry = {.first_delay = std::chrono::milliseconds{1}}};
    store_ = *azure::AzureStore::open(http_, clock_, account, Azurite::fresh_name("store"), std::move(options));
    // Made by the first write, so that a call costs the same requests every time.
    DOCMILL_CHECK(run_to_end(store_->probe()).has_value());
  }
  BlobStore& store() override { return *store_; }
  FaultProxy& proxy() override { return proxy_; }
  std::vector<Match> requests_of(Call call) const override {
    switch (call) {
      case Call::PutSmall: return {request("PUT", "/t/", "?")};
      case Call::PutLarge: return {request("PUT", "comp=block&"), request("PUT", "comp=blocklist")};
      case Call::Open: return {request("GET", "/t/", "?")};
      case Call::Find: return {request("HEAD", "/t/")};
      case Call::List: return {request("GET", "comp=list")};
      case Call::Remove: return {request("DELETE", "/t/")};
      case Call::RemoveMany: return {request("POST", "comp=batch")};
      case Call::Probe: return {request("PUT", "/PROBE"), request("DELETE", "/PROBE")};
    }
    return {};
  }

 private:
  static std::string origin() { return Azurite::shared().blob_url().substr(0, Azurite::shared().blob_url().rfind('/')); }

  SystemClock clock_;
  FaultProxy proxy_{port_of(origin())};
  net::HttpClient http_;
  std::unique_ptr<azure::AzureStore> store_;
};

class S3Place final : public StorePlace {
 public:
  S3Place() {
    auto options = fresh_.options;
    options.endpoint = proxy_.url();
    store_ = *s3::S3Store::open(http_, fresh_.pool, std::move(options));
    DOCMILL_CHECK(run_to_end(store_->probe()).has_value());  // what it proves once is proven
  }
  BlobStore& store() override { return *store_; }
  FaultProxy& proxy() override { return proxy_; }
  std::vector<Match> requests_of(Call call) const override {
    switch (call) {
      case Call::PutSmall: return {request("PUT", "/t/", "?")};
      case Call::PutLarge: return {request("POST", "?uploads"), request("PUT", "partNumber="), request("POST", "uploadId=")};
      case Call::Open: return {request("GET", "/t/", "?")};
      case Call::Find: return {request("HEAD", "/t/")};
      case Call::List: return {request("GET", "list-type=2")};
      case Call::Remove: return {request("DELETE", "/t/")};
      case Call::RemoveMany: return {request("POST", "?delete")};
      case Call::Probe: return {request("PUT", "/PROBE"), request("DELETE", "/PROBE")};
    }
    return {};
  }

 private:
  s3::test::FreshStore fresh_{{.part_bytes = 5 * kMiB}};
  FaultProxy proxy_{port_of(s3::test::S3Server::shared().endpoint())};
  net::HttpClient http_;
  std::unique_ptr<s3::S3Store> store_;
};

}  // namespace

std::vector<StoreDriver> remote_stores() {
  return {{"azure", [] { return std::make_unique<AzureStorePlace>(); }}, {"s3", [] { return std::make_unique<S3Place>(); }}};
}

std::string some_bytes(std::size_t size, unsigned key) {
  std::string bytes(size, '\0');
  for (std::size_t i = 0; i < size; ++i) bytes[i] = static_cast<char>((i * 131 + i / 251 + i / 65'537 + key * 7) & 0xFFU);
  return bytes;
}

}  // namespace docmill::store::test
