#include "support/node.h"

#include <atomic>
#include <stdexcept>

#include "support/process.h"
#include "support/proxy_socket.h"

namespace docmill::testing {
namespace {

using namespace std::chrono_literals;

ServiceStart service_of(const NodeStart& start) {
  std::vector<std::string> command{program("docmill"), start.role, "--data", start.data, "--metrics-listen", "127.0.0.1:0"};
  if (start.role == "api" || start.role == "serve") command.insert(command.end(), {"--listen", "127.0.0.1:0"});
  command.insert(command.end(), start.flags.begin(), start.flags.end());
  return {.command = command, .environment = {}, .log = start.log};
}

/// The address behind `phrase` in the log; empty while it is not there.
std::string address_in(const std::string& log, const std::string& phrase) {
  const auto found = log.find(phrase);
  const auto end = found == std::string::npos ? found : log.find('\n', found);
  return end == std::string::npos ? "" : log.substr(found + phrase.size(), end - found - phrase.size());
}

}  // namespace

Node::Node(NodeStart start) : log_(start.log), offset_(read_file(start.log).size()), service_(service_of(start)) {
  const auto said = [&] { return read_file(log_).substr(offset_); };
  const auto ready = [&] {
    if (!service_.running()) throw std::runtime_error("docmill " + start.role + " ended at start:\n" + said());
    health_ = address_in(said(), "docmill tells its health on ");
    return !health_.empty() && health("/health/ready").status == 200;
  };
  if (!wait_until(ready, 90s)) throw std::runtime_error("docmill " + start.role + " did not become ready:\n" + said());
  url_ = address_in(said(), "docmill listens on ");
  agent_ = address_in(said(), "docmill tells its weight on ");
}

Answer Node::health(const std::string& path) const {
  return call({.url = health_ + path, .timeout = 5s});
}

int Node::running() const {
  const auto text = health("/health/load").member("running");
  return text.empty() ? -1 : std::stoi(text);
}

std::string said_on(std::uint16_t port) {
  const std::atomic<bool> stop{false};
  const auto agent = Socket::connect(port);
  std::string text;
  if (!agent.valid()) return text;
  for (auto got = agent.read(stop); !got.empty(); got = agent.read(stop)) text += got;
  return text;
}

}  // namespace docmill::testing
