#pragma once
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cluster/backing.h"
#include "cluster/member.h"
#include "cluster/network.h"
#include "support/process.h"

namespace docmill::testing {

/// What a cluster keeps its state in.
enum class Flavour {
  Embedded,  // one directory: sqlite and files, shared by all processes
  Plain,     // PostgreSQL for the queue and the accounts, S3 for the blobs
  Azure,     // Azurite for the queue and the blobs, PostgreSQL for the accounts
};

/// "plain" → Flavour::Plain; nothing when there is no such flavour.
std::optional<Flavour> flavour_named(const std::string& name);
std::string name_of(Flavour flavour);

struct ClusterOptions {
  Flavour flavour = Flavour::Azure;
  bool own_network = false;  // a host for each process; see Network
  int api_nodes = 2;         // and one more as a backup
  int workers = 3;           // of one slot each
  int stewards = 2;
  int accounts = 1;                        // of Azure storage, each an Azurite of its own; the fleet spreads queues and blobs over them
  std::uint16_t port = 0;                  // of the front door; 0: one that is free
  std::vector<std::string> settings = {};  // "lease = 4s", for every docmill process
};

/// Where an API node listens.
struct ApiDoor {
  std::string address;  // HOST:PORT
  std::string url;
  std::uint16_t agent = 0;  // port of HAProxy's agent check
};

/// A whole Docmill cluster in a directory of its own: storage, database, two API nodes and a backup, workers, stewards and HAProxy
/// with TLS in front. Every process can be ended, frozen and started again. For one thread, which has to outlive it.
class Cluster {
 public:
  /// Prepares directories, keys and certificates; starts nothing.
  explicit Cluster(ClusterOptions options);
  /// Ends everything hard; nothing remains.
  ~Cluster();
  Cluster(const Cluster&) = delete;
  Cluster& operator=(const Cluster&) = delete;

  /// Starts every member, lowest first, and waits until all are ready. Throws, with the log of the one that is not.
  void start();
  /// Asks all roles to end, the front door first. Returns those whose exit code was not 0, with the code.
  std::vector<std::string> stop();

  /// The front door.
  const std::string& url() const { return url_; }
  /// An API node's own door.
  std::string url_of(const Member& api_node) const;
  /// File with the authority that signed every certificate here.
  std::string authority() const;

  Member& member(const std::string& name);
  /// In the order of their start. Roles: storage, database, api, worker, steward, front.
  std::vector<Member*> members(const std::string& role);
  std::vector<Member*> members();
  /// Nullptr without own_network.
  Network* network() { return network_.get(); }
  /// Pairs of hosts that talk to each other, as a cable that can be cut.
  std::vector<std::pair<std::string, std::string>> links();

  /// Runs `docmill …` with the cluster's settings.
  Finished docmill(std::vector<std::string> arguments) const;
  std::string make_key(const std::string& tenant, const std::vector<std::string>& more = {}) const;
  /// One number of `docmill usage --json`.
  std::uint64_t usage(const std::string& tenant, const std::string& number) const;
  /// What the transit store holds, asked of the storage itself.
  std::vector<std::string> stored() const;
  /// For `docmill … --config FILE`.
  std::string settings_file() const { return temp_ / "docmill.conf"; }
  const std::string& folder() const { return temp_.path(); }
  const ClusterOptions& options() const { return options_; }

 private:
  Place place(const std::string& host);
  void add(MemberStart start);
  void add_storage();
  void add_role(const std::string& role, int number);
  std::vector<std::string> doors(const Place& at);
  void add_front();
  void make_certificates() const;
  void write_settings() const;

  TempDir temp_;
  ClusterOptions options_;
  std::unique_ptr<Network> network_;
  std::vector<std::string> settings_;  // of every role
  std::vector<std::string> secrets_;   // of the roles that may see the accounts
  std::vector<std::unique_ptr<Member>> members_;
  std::map<std::string, ApiDoor> doors_;  // by API node
  std::string url_;
};

}  // namespace docmill::testing
