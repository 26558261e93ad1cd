#include "cluster/cluster.h"

#include <fmt/format.h>
#include <signal.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>

#include "support/http.h"

namespace docmill::testing {
namespace {

namespace fs = std::filesystem;

void write_lines(const std::string& path, const std::vector<std::string>& lines) {
  std::ofstream file(path);
  fs::permissions(path, fs::perms::owner_read | fs::perms::owner_write);
  for (const auto& line : lines) file << line << "\n";
}

/// What a member runs: with DOCMILL_OTHER_RELEASE naming the `docmill` of another release, every other member of a role runs that one.
std::string binary_of(int number) {
  const char* other = std::getenv("DOCMILL_OTHER_RELEASE");
  return other != nullptr && number % 2 == 1 ? other : program("docmill");
}

bool answers_ready(const std::string& url) {
  return call({.url = url + "/health/ready", .timeout = std::chrono::milliseconds(2'000)}).status == 200;
}

std::string last_line(const std::string& text) {
  const auto trimmed = text.substr(0, text.find_last_not_of('\n') + 1);
  return trimmed.substr(trimmed.rfind('\n') + 1);
}

}  // namespace

std::optional<Flavour> flavour_named(const std::string& name) {
  for (const auto flavour : {Flavour::Embedded, Flavour::Plain, Flavour::Azure}) {
    if (name == name_of(flavour)) return flavour;
  }
  return std::nullopt;
}

std::string name_of(Flavour flavour) {
  switch (flavour) {
    case Flavour::Embedded: return "embedded";
    case Flavour::Plain: return "plain";
    case Flavour::Azure: return "azure";
  }
  return "";
}

Cluster::Cluster(ClusterOptions options) : options_(std::move(options)) {
  fs::permissions(temp_.path(), fs::perms::owner_all | fs::perms::group_exec | fs::perms::others_exec);  // PostgreSQL passes through
  if (options_.own_network) network_ = std::make_unique<Network>();
  settings_ = {"master-key = " + temp_ / "master.key"};
  make_certificates();
  add_storage();
  settings_.insert(settings_.end(), options_.settings.begin(), options_.settings.end());
  for (int i = 1; i <= options_.api_nodes + 1; ++i) add_role("api", i);
  for (int i = 1; i <= options_.workers; ++i) add_role("worker", i);
  for (int i = 1; i <= options_.stewards; ++i) add_role("steward", i);
  add_front();
  write_settings();
}

/// Roles go before what they talk to, and processes before the hosts they run on.
Cluster::~Cluster() {
  for (auto member = members_.rbegin(); member != members_.rend(); ++member) {
    const bool keeps_state = (*member)->role() == "storage" || (*member)->role() == "database";
    if (keeps_state) {
      (*member)->stop(std::chrono::seconds(10));
    } else {
      (*member)->kill_hard();
    }
  }
  members_.clear();
}

Place Cluster::place(const std::string& host) {
  const auto folder = temp_ / host;
  fs::create_directory(folder);
  return {.folder = folder,
          .certificates = temp_ / "certificates",
          .host = host,
          .address = network_ ? network_->add(host) : "127.0.0.1",
          .port = free_port()};
}

void Cluster::add(MemberStart start) {
  if (network_) start.command = network_->on(start.host, start.command);
  members_.push_back(std::make_unique<Member>(std::move(start)));
}

void Cluster::add_storage() {
  const auto keep = [this](Backing backing) {
    settings_.insert(settings_.end(), backing.settings.begin(), backing.settings.end());
    secrets_.insert(secrets_.end(), backing.secrets.begin(), backing.secrets.end());
    add(std::move(backing.start));
  };
  if (options_.flavour == Flavour::Embedded) {
    settings_.push_back("data = " + temp_ / "data");
    return;
  }
  keep(postgres(place("database")));
  if (options_.flavour == Flavour::Plain) keep(s3(place("storage")));
  if (options_.flavour == Flavour::Azure) {
    std::vector<Place> places;
    for (int i = 1; i <= options_.accounts; ++i) places.push_back(place(i == 1 ? "storage" : fmt::format("storage-{}", i)));
    for (auto& backing : azurites(places, temp_ / "storage.connections")) keep(std::move(backing));
  }
  if (options_.flavour == Flavour::Plain) settings_.push_back("queue" + secrets_.front().substr(secrets_.front().find(" = ")));
}

void Cluster::add_role(const std::string& role, int number) {
  const auto name = fmt::format("{}-{}", role, number);
  const auto at = place(name);
  MemberStart start{.name = name, .role = role, .host = name, .command = {binary_of(number), role}, .log = at.folder + ".log"};
  const auto add_words = [&](const std::vector<std::string>& words) {
    start.command.insert(start.command.end(), words.begin(), words.end());
  };
  add_words({"--config", temp_ / (role == "worker" ? "worker.conf" : "docmill.conf"), "--run-dir", at.folder});
  if (options_.flavour != Flavour::Embedded) add_words({"--data", at.folder});
  if (role == "worker") add_words({"--slots", "1"});
  if (role == "api") add_words(doors(at));
  const auto operations = fmt::format("{}:{}", at.address, free_port());
  add_words({"--metrics-listen", operations});
  start.ready = [operations](const std::string&) { return answers_ready("http://" + operations); };
  add(std::move(start));
}

/// Remembers where an API node listens; returns the flags that make it.
std::vector<std::string> Cluster::doors(const Place& at) {
  auto& door = doors_[at.host];
  door.address = fmt::format("{}:{}", at.address, at.port);
  door.url = "https://" + door.address;
  door.agent = free_port();
  return {"--listen",          door.address,
          "--agent-listen",    fmt::format("{}:{}", at.address, door.agent),
          "--tls-certificate", temp_ / "certificates/api.pem",
          "--tls-private-key", temp_ / "certificates/api.key"};
}

/// HAProxy with the file that operators use, told by its environment where everything is.
void Cluster::add_front() {
  auto at = place("front");
  if (options_.port != 0) at.port = options_.port;
  const auto on = [&](std::uint16_t port) { return fmt::format("{}:{}", at.address, port); };
  std::map<std::string, std::string> environment{{"DOCMILL_FRONT_HTTPS", on(at.port)},
                                                 {"DOCMILL_FRONT_HTTP", on(free_port())},
                                                 {"DOCMILL_FRONT_ALIVE", on(free_port())},
                                                 {"DOCMILL_FRONT_STATS", on(free_port())},
                                                 {"DOCMILL_FRONT_SOCKET", at.folder + "/s"},
                                                 {"DOCMILL_FRONT_INSIDE", fmt::format("abns@docmill-test-{}", at.port)},
                                                 {"DOCMILL_FRONT_CERT", temp_ / "certificates/front.pem"},
                                                 {"DOCMILL_FRONT_CA", authority()},
                                                 {"DOCMILL_FRONT_USER", "none"},
                                                 {"DOCMILL_FRONT_LOG", "stdout"},
                                                 {"DOCMILL_FRONT_RATE", "1000000"},
                                                 {"DOCMILL_FRONT_PORT_SUFFIX", fmt::format(":{}", at.port)}};
  for (const auto& [node, door] : doors_) {
    const bool last = node == fmt::format("api-{}", options_.api_nodes + 1);
    const auto variable = "DOCMILL_API_" + (last ? "BACKUP" : node.substr(node.find('-') + 1));
    environment[variable] = door.address;
    environment[variable + "_AGENT"] = fmt::format("{}", door.agent);
  }
  url_ = fmt::format("https://{}", on(at.port));
  add({.name = "front",
       .role = "front",
       .host = "front",
       .command = {"haproxy", "-db", "-f", source("deploy/haproxy/haproxy.cfg")},
       .environment = environment,
       .log = at.folder + ".log",
       .ready = [url = url_](const std::string&) { return answers_ready(url); },
       .stop_signal = SIGUSR1});  // finish what is open, then leave
}

void Cluster::make_certificates() const {
  std::vector<std::string> words{program("docmill"), "certs", "--dir", temp_ / "certificates"};
  if (network_) {
    for (const auto& address : Network::addresses()) words.insert(words.end(), {"--name", address});
  }
  const auto made = run(words);
  if (made.status != 0) throw std::runtime_error("docmill certs: " + made.err);
}

void Cluster::write_settings() const {
  write_lines(temp_ / "worker.conf", settings_);
  auto all = settings_;
  all.insert(all.end(), secrets_.begin(), secrets_.end());
  write_lines(temp_ / "docmill.conf", all);
}

void Cluster::start() {
  bool prepared = false;
  for (auto& member : members_) {
    const bool keeps_state = member->role() == "storage" || member->role() == "database";
    if (!keeps_state && !std::exchange(prepared, true)) {
      if (options_.flavour != Flavour::Embedded) ask_storage("make", settings_);
      // The tables are there before many processes look for them; the key has to be.
      for (const std::string first : {"create-master", "list"}) {
        const auto done = docmill({"key", first});
        if (done.status != 0) throw std::runtime_error("docmill key " + first + ": " + done.err);
      }
    }
    member->start();
    if (keeps_state) member->wait_ready();
  }
  for (auto& member : members_) member->wait_ready();
}

std::vector<std::string> Cluster::stop() {
  std::vector<std::string> wrong;
  for (const std::string role : {"front", "api", "worker", "steward"}) {
    for (auto* member : members(role)) {
      if (const int code = member->stop(); code != 0) wrong.push_back(fmt::format("{} ended with {}", member->name(), code));
    }
  }
  return wrong;
}

std::string Cluster::url_of(const Member& api_node) const {
  return doors_.at(api_node.name()).url;
}

std::string Cluster::authority() const {
  return temp_ / "certificates/ca.pem";
}

Member& Cluster::member(const std::string& name) {
  for (auto& member : members_) {
    if (member->name() == name) return *member;
  }
  throw std::runtime_error("no member " + name);
}

std::vector<Member*> Cluster::members(const std::string& role) {
  std::vector<Member*> found;
  for (auto& member : members_) {
    if (role.empty() || member->role() == role) found.push_back(member.get());
  }
  return found;
}

std::vector<Member*> Cluster::members() {
  return members("");
}

std::vector<std::pair<std::string, std::string>> Cluster::links() {
  std::vector<std::pair<std::string, std::string>> pairs;
  const auto join = [&](const std::string& role, const std::string& state) {
    for (auto* one : members(role)) {
      for (auto* other : members(state)) pairs.emplace_back(one->host(), other->host());
    }
  };
  join("front", "api");
  join("api", "storage");
  join("api", "database");
  join("worker", "storage");
  join("steward", "storage");
  join("steward", "database");
  if (options_.flavour == Flavour::Plain) join("worker", "database");
  return pairs;
}

Finished Cluster::docmill(std::vector<std::string> arguments) const {
  arguments.insert(arguments.begin(), program("docmill"));
  arguments.insert(arguments.end(), {"--config", temp_ / "docmill.conf"});
  return run(arguments);
}

std::string Cluster::make_key(const std::string& tenant, const std::vector<std::string>& more) const {
  std::vector<std::string> words{"key", "create", "--tenant", tenant};
  words.insert(words.end(), more.begin(), more.end());
  const auto made = docmill(words);
  if (made.status != 0) throw std::runtime_error("docmill key create: " + made.err);
  return last_line(made.out);
}

std::uint64_t Cluster::usage(const std::string& tenant, const std::string& number) const {
  const auto shown = docmill({"usage", "--tenant", tenant, "--json"});
  if (shown.status != 0) throw std::runtime_error("docmill usage: " + shown.err);
  return std::stoull(Answer{.status = 200, .headers = {}, .body = shown.out}.member(number));
}

std::vector<std::string> Cluster::stored() const {
  std::vector<std::string> found;
  if (options_.flavour == Flavour::Embedded) {
    for (const auto& entry : fs::recursive_directory_iterator(temp_ / "data/store")) {
      if (entry.is_regular_file()) found.push_back(entry.path().string());
    }
    return found;
  }
  return ask_storage("list", settings_);
}

}  // namespace docmill::testing
