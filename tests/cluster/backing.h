#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "cluster/member.h"

namespace docmill::testing {

/// Where a server keeps its files and listens.
struct Place {
  std::string folder;        // exists; is the server's own
  std::string certificates;  // where `docmill certs` made them
  std::string host;
  std::string address;
  std::uint16_t port = 0;
};

/// A server that holds a cluster's state, behind TLS, and what docmill is told about it. Ends without losing what it has confirmed.
struct Backing {
  MemberStart start;
  std::vector<std::string> settings;  // "queue = azure:docmill"
  std::vector<std::string> secrets;   // the same, for the roles that have a use for the accounts
};

/// PostgreSQL, as an unprivileged user when we are root, with a fresh database. Restarted, it recovers as after a crash.
Backing postgres(const Place& place);
/// An Azurite at each place, with a storage account of its own: queues on the port, blobs on a free one, kept on disk. The settings,
/// which name all of them, come with the first; `connections` is the file that they name.
std::vector<Backing> azurites(const std::vector<Place>& places, const std::string& connections);
/// An S3 server that keeps everything in memory: it can be frozen, but not restarted.
Backing s3(const Place& place);

/// Asks the storage of `settings` itself: "make" makes the container or bucket, "list" returns the names of all that it holds.
std::vector<std::string> ask_storage(const std::string& what, const std::vector<std::string>& settings);

/// Whether something listens there.
bool answers(const std::string& address, std::uint16_t port);

}  // namespace docmill::testing
