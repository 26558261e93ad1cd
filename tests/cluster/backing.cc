#include "cluster/backing.h"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <pwd.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>
#include <stdexcept>

#include "support/http.h"
#include "support/process.h"

namespace docmill::testing {
namespace {

namespace fs = std::filesystem;

std::string random_hex(int bytes) {
  std::random_device random;
  std::string text;
  for (int i = 0; i < bytes; ++i) text += fmt::format("{:02x}", random() & 0xff);
  return text;
}

/// The same random bytes in Base64, as Azure wants its keys; 48 bits at a time leave no padding.
std::string random_base64(int six_byte_groups) {
  constexpr std::string_view kLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::random_device random;
  std::string text;
  for (int i = 0; i < six_byte_groups * 8; ++i) text += kLetters[random() % kLetters.size()];
  return text;
}

void write(const std::string& path, const std::string& text) {
  std::ofstream(path) << text;
  fs::permissions(path, fs::perms::owner_read | fs::perms::owner_write);
}

/// A user who is not root; PostgreSQL refuses to be.
const passwd& nobody() {
  for (const char* name : {"postgres", "nobody"}) {
    if (const auto* found = ::getpwnam(name)) return *found;
  }
  throw std::runtime_error("there is no user 'postgres' and no user 'nobody'");
}

std::vector<std::string> unprivileged(std::vector<std::string> command) {
  if (::geteuid() != 0) return command;
  const auto& user = nobody();
  // The kernel forgets who to die with when the user changes, so it is told again.
  std::vector<std::string> words{"setpriv", fmt::format("--reuid={}", user.pw_uid), fmt::format("--regid={}", user.pw_gid),
                                 "--clear-groups", "--pdeathsig=KILL"};
  words.insert(words.end(), command.begin(), command.end());
  return words;
}

std::string newest_postgres() {
  std::string found;
  std::error_code none;
  for (const auto& entry : fs::directory_iterator("/usr/lib/postgresql", none)) found = std::max(found, entry.path().string() + "/bin/");
  if (found.empty()) throw std::runtime_error("PostgreSQL is not installed: ./dev setup --test");
  return found;
}

std::string script(const std::string& path) {
  const auto found = source("tests/services/" + path);
  if (!fs::exists(found)) throw std::runtime_error(path + " is not installed: ./dev setup --test");
  return found;
}

}  // namespace

bool answers(const std::string& address, std::uint16_t port) {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_port = htons(port);
  ::inet_pton(AF_INET, address.c_str(), &to.sin_addr);
  const bool reached = ::connect(fd, reinterpret_cast<const sockaddr*>(&to), sizeof to) == 0;
  ::close(fd);
  return reached;
}

Backing postgres(const Place& place) {
  const auto programs = newest_postgres();
  const auto data = place.folder + "/data";
  const auto password = random_hex(16);
  const auto certificate = place.folder + "/server.pem";
  const auto secret = place.folder + "/password";
  const auto key = place.folder + "/server.key";
  write(secret, password);
  write(key, read_file(place.certificates + "/postgres.key"));
  write(certificate, read_file(place.certificates + "/postgres.pem"));
  if (::geteuid() == 0) {
    for (const auto& path : {place.folder, secret, key, certificate}) {
      if (::chown(path.c_str(), nobody().pw_uid, nobody().pw_gid) != 0) throw std::runtime_error("chown " + path);
    }
  }
  // Nothing here survives the machine, so nothing has to reach its disk: a process that dies leaves what it wrote.
  const auto made = run(unprivileged({programs + "initdb", "-D", data, "-U", "docmill", "--auth=scram-sha-256", "--no-sync",
                                      "--pwfile=" + secret, "-E", "UTF8", "--locale=C"}));
  if (made.status != 0) throw std::runtime_error("initdb: " + made.err + made.out);
  // Who comes from the cluster's own network, and nobody without TLS.
  write(data + "/pg_hba.conf", "local all all trust\nhostssl all all samenet scram-sha-256\n");
  Backing backing;
  backing.start = {
      .name = "database",
      .role = "database",
      .host = place.host,
      .command = unprivileged({programs + "postgres", "-D", data, "-p", fmt::format("{}", place.port), "-c", "fsync=off", "-c",
                               "listen_addresses=" + place.address, "-c", "unix_socket_directories=" + place.folder, "-c",
                               "shared_buffers=64MB", "-c", "ssl=on", "-c", "ssl_key_file=" + key, "-c", "ssl_cert_file=" + certificate}),
      .log = place.folder + ".log",
      .ready = [](const std::string& log) { return log.find("ready to accept connections") != std::string::npos; },
      .stop_signal = SIGQUIT};  // no goodbye, no checkpoint; its own children end with it, as kill -9 cannot promise
  backing.secrets = {fmt::format("accounts = postgres://docmill:{}@{}:{}/postgres?sslmode=verify-full&sslrootcert={}", password,
                                 place.address, place.port, place.certificates + "/ca.pem")};
  return backing;
}

/// One of them; its connection string is added to `connections`.
Backing azurite(const Place& place, const std::string& account, std::string& connections) {
  const auto blobs = free_port();
  const auto key = random_base64(8);
  connections += fmt::format(
      "DefaultEndpointsProtocol=https;AccountName={0};AccountKey={1};BlobEndpoint=https://{2}:{3}/{0};QueueEndpoint=https://{2}:{4}/{0};\n",
      account, key, place.address, blobs, place.port);
  const auto number = [](std::uint16_t port) { return fmt::format("{}", port); };
  Backing backing;
  backing.start = {.name = place.host,
                   .role = "storage",
                   .host = place.host,
                   .command = {"node",
                               script("node_modules/azurite/dist/src/azurite.js"),
                               "--location",
                               place.folder,
                               "--disableTelemetry",
                               "--silent",
                               "--skipApiVersionCheck",
                               "--blobHost",
                               place.address,
                               "--blobPort",
                               number(blobs),
                               "--queueHost",
                               place.address,
                               "--queuePort",
                               number(place.port),
                               "--tableHost",
                               place.address,
                               "--tablePort",
                               number(free_port()),
                               "--cert",
                               place.certificates + "/storage.pem",
                               "--key",
                               place.certificates + "/storage.key"},
                   .environment = {{"AZURITE_ACCOUNTS", account + ":" + key}},
                   .log = place.folder + ".log",
                   .ready = [=, address = place.address, port = place.port](const std::string&) {
                     return answers(address, port) && answers(address, blobs);
                   }};
  return backing;
}

std::vector<Backing> azurites(const std::vector<Place>& places, const std::string& connections) {
  std::vector<Backing> all;
  std::string lines;
  for (const auto& place : places) all.push_back(azurite(place, fmt::format("docmillcluster{}", all.size() + 1), lines));
  write(connections, lines);
  all.front().settings = {"queue = azure:docmill", "store = azure:docmill", "azure-connection = @" + connections,
                          "storage-ca = " + places.front().certificates + "/ca.pem"};
  return all;
}

Backing s3(const Place& place) {
  const auto secret = random_hex(16);
  write(place.folder + ".credentials", "docmillcluster:" + secret + "\n");
  Backing backing;
  backing.start = {.name = "storage",
                   .role = "storage",
                   .host = place.host,
                   .command = {"node", script("s3_server.js"), "docmillcluster", secret, place.address, fmt::format("{}", place.port)},
                   .log = place.folder + ".log",
                   .ready = [address = place.address, port = place.port](const std::string&) { return answers(address, port); }};
  backing.settings = {"store = s3:docmill", fmt::format("s3-endpoint = http://{}:{}", place.address, place.port), "s3-region = us-east-1",
                      "s3-credentials = @" + place.folder + ".credentials"};
  return backing;
}

/// Runs storage.js on the store that `settings` name; returns what it prints.
std::vector<std::string> ask_storage(const std::string& what, const std::vector<std::string>& settings) {
  std::map<std::string, std::string> values;
  for (const auto& line : settings) values[line.substr(0, line.find(" = "))] = line.substr(line.find(" = ") + 3);
  const auto& store = values["store"];
  const auto name = store.substr(store.find(':') + 1);
  std::vector<std::string> words{"node", script("storage.js"), what, store.substr(0, store.find(':'))};
  if (store.starts_with("azure:")) words.insert(words.end(), {values["azure-connection"].substr(1), name});
  if (store.starts_with("s3:")) words.insert(words.end(), {values["s3-endpoint"], values["s3-credentials"].substr(1), name});
  const auto done = run(words, {{"NODE_EXTRA_CA_CERTS", values["storage-ca"]}});
  if (done.status != 0) throw std::runtime_error("storage.js: " + done.err);
  std::vector<std::string> found;
  std::istringstream lines(done.out);
  for (std::string line; std::getline(lines, line);) found.push_back(line);
  return found;
}

}  // namespace docmill::testing
