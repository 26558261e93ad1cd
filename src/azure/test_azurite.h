#pragma once
#include <unistd.h>

#include <atomic>
#include <memory>
#include <string>

#include "azure/connection.h"
#include "base/check.h"
#include "sqlite/test_directory.h"
#include "support/service.h"

namespace docmill::azure::test {

/// Azurite, Microsoft's emulator of the storage services, in a process of its own: its ports are the kernel's choice, its data
/// lies in a directory that goes with the object, its clock is turned by hand.
class Azurite {
 public:
  /// One for the whole test program: starting it takes a second. Tests keep apart by fresh names.
  static Azurite& shared() {
    static Azurite only;
    return only;
  }

  Azurite() { start(); }

  /// Starts it, at the ports it had before. Called by the constructor, and by a test after kill().
  void start() {
    const auto log = directory_.file("azurite-" + std::to_string(++starts_) + ".log");
    docmill::testing::ServiceStart start{
        .command = {"node", std::string(DOCMILL_SOURCE_DIR) + "/tests/services/node_modules/azurite/dist/src/azurite.js", "--location",
                    directory_.file("data"), "--blobPort", std::to_string(blob_port_), "--queuePort", std::to_string(queue_port_),
                    "--tablePort", "0", "--disableTelemetry"},
        .environment = clock_.environment(),
        .log = log};
    service_ = std::make_unique<docmill::testing::Service>(std::move(start));
    blob_port_ = port_in(service_->wait_for_line("Blob service is successfully listening"));
    queue_port_ = port_in(service_->wait_for_line("Queue service is successfully listening"));
  }
  /// Ends it in order: it writes its data first.
  void stop() { service_->stop(); }
  /// kill -9. What it has not written yet (it writes every few seconds) is gone.
  void kill() { service_->kill_hard(); }

  docmill::testing::TurnedClock& clock() { return clock_; }

  std::string blob_url() const { return url(blob_port_); }
  std::string queue_url() const { return url(queue_port_); }
  /// With the key Microsoft publishes for its emulators.
  std::string connection() const {
    return connection("AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==");
  }
  /// With another proof: "AccountKey=…" or "SharedAccessSignature=…".
  std::string connection(const std::string& proof) const {
    return "DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;" + proof + ";BlobEndpoint=" + blob_url() +
           ";QueueEndpoint=" + queue_url();
  }
  Account account() const { return account(connection()); }
  static Account account(const std::string& text) {
    auto account = parse_connection(Secret(text));
    DOCMILL_CHECK(account.has_value());
    return *std::move(account);
  }

  /// A name for a queue or a container that nobody has used on this server.
  static std::string fresh_name(const std::string& prefix = "test") {
    static std::atomic<int> count = 0;
    return prefix + "-" + std::to_string(::getpid()) + "-" + std::to_string(++count);
  }

 private:
  static std::string url(int port) { return "http://127.0.0.1:" + std::to_string(port) + "/devstoreaccount1"; }
  static int port_in(const std::string& line) { return std::stoi(line.substr(line.rfind(':') + 1)); }

  sqlite::TestDirectory directory_;
  docmill::testing::TurnedClock clock_{directory_.file("clock")};
  int blob_port_ = 0;
  int queue_port_ = 0;
  int starts_ = 0;
  std::unique_ptr<docmill::testing::Service> service_;
};

}  // namespace docmill::azure::test
