#pragma once
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace docmill::testing {

/// Why hosts cannot be made here, for a test to skip with; "" when they can. They need root, iproute2 and network namespaces.
std::string no_network_because();

/// A network of the test's own: every host is a network namespace with the address 10.99.0.x, and one more namespace holds
/// the bridge they meet on. Nothing of it is seen from outside. Links are cut and healed pair by pair.
/// While it exists, the thread that made it, and every thread that this one starts, is on the host "client".
/// Names carry our process id; what a killed test left behind goes when the next network is made.
class Network {
 public:
  /// Throws when no_network_because() has a reason.
  Network();
  /// Heals nothing and removes everything. Programs on the hosts have to be gone by then.
  ~Network();
  Network(const Network&) = delete;
  Network& operator=(const Network&) = delete;

  /// Every address that a host may get.
  static std::vector<std::string> addresses();
  /// Makes a host; returns its address.
  std::string add(const std::string& host);
  /// `command` as it runs on `host`, under the same process id.
  std::vector<std::string> on(const std::string& host, const std::vector<std::string>& command) const;

  /// Packets between the two vanish, without an answer, from now on; connections that exist hang.
  void cut(const std::string& one, const std::string& other);
  void heal(const std::string& one, const std::string& other);

 private:
  struct Host {
    std::string name;
    std::string address;
    std::string mac;
  };
  const Host& host(const std::string& name) const;
  std::string space(const std::string& host) const;
  void in(const std::string& host, std::vector<std::string> words) const;

  int home_ = -1;  // our namespace before this one
  std::vector<Host> hosts_;
};

}  // namespace docmill::testing
