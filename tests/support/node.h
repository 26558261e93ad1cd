#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "support/http.h"
#include "support/service.h"

namespace docmill::testing {

struct NodeStart {
  std::string role = "api";  // api, worker, steward, serve
  std::string data = {};     // --data, shared by the nodes of a house
  std::string log = {};      // file for stdout and stderr
  std::vector<std::string> flags = {};
};

/// One process of a house in parts: a real `docmill <role>` on ports the kernel chose, with its own address for health.
class Node {
 public:
  /// Starts it and waits until it is ready, engines included.
  explicit Node(NodeStart start);

  /// SIGTERM to it, or kill -9 with the object, by the service.
  Service& service() { return service_; }
  const Service& service() const { return service_; }
  /// "https://127.0.0.1:40123"; empty without an API.
  const std::string& url() const { return url_; }
  /// The port of its --agent-listen; empty without one.
  std::string agent_port() const { return agent_.substr(agent_.rfind(':') + 1); }
  /// "127.0.0.1:40123"
  std::string address() const { return url_.substr(url_.find("://") + 3); }
  /// An answer of its operations listener: "/health/load".
  Answer health(const std::string& path) const;
  /// Requests or documents it works on now.
  int running() const;

 private:
  std::string log_;
  std::size_t offset_;  // of the log, where this process begins
  Service service_;
  std::string url_;
  std::string health_;
  std::string agent_;
};

/// What a TCP server says before it closes.
std::string said_on(std::uint16_t port);

}  // namespace docmill::testing
