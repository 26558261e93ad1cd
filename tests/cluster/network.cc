#include "cluster/network.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sched.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <stdexcept>

#include "support/process.h"

namespace docmill::testing {
namespace {

namespace fs = std::filesystem;

const std::string kPrefix = "docmill-test-";
const std::string kSwitch = "switch";
constexpr int kMostHosts = 32;
constexpr const char* kSpaces = "/run/netns/";  // where iproute2 keeps named namespaces

void ip(std::vector<std::string> words) {
  words.insert(words.begin(), "ip");
  const auto done = run(words);
  if (done.status != 0) throw std::runtime_error(fmt::format("{}: {}", fmt::join(words, " "), done.err));
}

/// "docmill-test-123-api" → 123, or 0 when the name is not one of ours.
pid_t owner(const std::string& space) {
  return space.starts_with(kPrefix) ? static_cast<pid_t>(std::atoi(space.c_str() + kPrefix.size())) : 0;
}

void remove_spaces(auto&& which) {
  std::error_code none;
  std::vector<std::string> found;
  for (const auto& entry : fs::directory_iterator(kSpaces, none)) found.push_back(entry.path().filename().string());
  for (const auto& space : found) {
    if (const auto pid = owner(space); pid > 0 && which(pid)) run({"ip", "netns", "delete", space});
  }
}

}  // namespace

std::string no_network_because() {
  if (::geteuid() != 0) return "only root can make network namespaces";
  const auto probe = fmt::format("{}{}-probe", kPrefix, ::getpid());
  const auto made = run({"ip", "netns", "add", probe});
  if (made.status != 0) return "no network namespaces here: " + made.err;
  const auto bridge = run({"ip", "-netns", probe, "link", "add", "bridge", "type", "bridge"});
  run({"ip", "netns", "delete", probe});
  return bridge.status == 0 ? "" : "no network bridges here: " + bridge.err;
}

Network::Network() {
  if (const auto reason = no_network_because(); !reason.empty()) throw std::runtime_error(reason);
  remove_spaces([](pid_t pid) { return ::kill(pid, 0) != 0; });
  home_ = ::open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC);
  ip({"netns", "add", space(kSwitch)});
  in(kSwitch, {"link", "add", "bridge", "type", "bridge"});
  in(kSwitch, {"link", "set", "bridge", "up"});
  add("client");
  const int client = ::open((kSpaces + space("client")).c_str(), O_RDONLY | O_CLOEXEC);
  const bool entered = ::setns(client, CLONE_NEWNET) == 0;
  ::close(client);
  if (!entered) throw std::runtime_error("setns");
}

Network::~Network() {
  ::setns(home_, CLONE_NEWNET);
  ::close(home_);
  remove_spaces([](pid_t pid) { return pid == ::getpid(); });
}

std::string Network::space(const std::string& host) const {
  return fmt::format("{}{}-{}", kPrefix, ::getpid(), host);
}

void Network::in(const std::string& host, std::vector<std::string> words) const {
  words.insert(words.begin(), {"-netns", space(host)});
  ip(std::move(words));
}

std::vector<std::string> Network::addresses() {
  std::vector<std::string> all;
  for (int number = 1; number <= kMostHosts; ++number) all.push_back(fmt::format("10.99.0.{}", number));
  return all;
}

std::string Network::add(const std::string& name) {
  const auto number = hosts_.size() + 1;
  Host fresh{.name = name, .address = addresses().at(number - 1), .mac = fmt::format("02:99:00:00:00:{:02x}", number)};
  const auto port = fmt::format("port{}", number);
  ip({"netns", "add", space(name)});
  ip({"link", "add", "eth0", "netns", space(name), "address", fresh.mac, "type", "veth", "peer", "name", port, "netns", space(kSwitch)});
  in(kSwitch, {"link", "set", port, "master", "bridge", "up"});
  in(name, {"address", "add", fresh.address + "/24", "dev", "eth0"});
  in(name, {"link", "set", "lo", "up"});
  in(name, {"link", "set", "eth0", "up"});
  hosts_.push_back(std::move(fresh));
  return hosts_.back().address;
}

/// nsenter and not `ip netns exec`, which would hide the control groups that jails use.
std::vector<std::string> Network::on(const std::string& host, const std::vector<std::string>& command) const {
  std::vector<std::string> words{"nsenter", "--net=" + (kSpaces + space(host))};
  words.insert(words.end(), command.begin(), command.end());
  return words;
}

const Network::Host& Network::host(const std::string& name) const {
  const auto found = std::ranges::find(hosts_, name, &Host::name);
  if (found == hosts_.end()) throw std::runtime_error("no host " + name);
  return *found;
}

/// A neighbour with an address that no card has swallows what is sent to it, as a broken cable does.
void Network::cut(const std::string& one, const std::string& other) {
  for (const auto& [from, to] : {std::pair{one, other}, std::pair{other, one}}) {
    in(from, {"neighbour", "replace", host(to).address, "lladdr", "02:99:ff:ff:ff:ff", "dev", "eth0", "nud", "permanent"});
  }
}

void Network::heal(const std::string& one, const std::string& other) {
  for (const auto& [from, to] : {std::pair{one, other}, std::pair{other, one}}) {
    in(from, {"neighbour", "replace", host(to).address, "lladdr", host(to).mac, "dev", "eth0", "nud", "reachable"});
  }
}

}  // namespace docmill::testing
