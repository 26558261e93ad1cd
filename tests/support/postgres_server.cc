#include "support/postgres_server.h"

#include <fmt/format.h>
#include <netinet/in.h>
#include <poll.h>
#include <pwd.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <stdexcept>

namespace docmill::testing {
namespace {

using namespace std::chrono_literals;

const std::string kPrograms = "/usr/lib/postgresql/15/bin/";

// The server refuses to be root.
uid_t server_user() {
  if (::getuid() != 0) return 0;
  const auto* user = ::getpwnam("postgres");
  return user != nullptr ? user->pw_uid : 65534;
}

// On only for figures.
std::string fsync() {
  const char* given = std::getenv("DOCMILL_POSTGRES_FSYNC");
  return given != nullptr ? given : "off";
}

void give(const std::string& path, uid_t user) {
  if (user != 0 && ::chown(path.c_str(), user, static_cast<gid_t>(-1)) != 0) throw std::runtime_error("chown " + path);
}

void need(const Finished& finished, const std::string& what) {
  if (finished.status != 0) throw std::runtime_error(what + ": " + finished.out + finished.err);
}

void need(const Result<void>& done) {
  if (!done) throw std::runtime_error(done.error().describe());
}

}  // namespace

PostgresServer& PostgresServer::shared() {
  static PostgresServer server;
  return server;
}

PostgresServer::PostgresServer() {
  const auto user = server_user();
  ::chmod(directory_.path().c_str(), 0755);
  for (const auto* name : {"data", "socket"}) {
    ::mkdir((directory_ / name).c_str(), 0700);
    give(directory_ / name, user);
  }
  Service initdb({.command = {kPrograms + "initdb", "-D", directory_ / "data", "-U", "postgres", "-A", "trust", "-E", "UTF8",
                              "--locale=C.UTF-8", "--no-sync", "--no-instructions"},
                  .log = directory_ / "initdb.log",
                  .uid = user});
  if (!wait_until([&] { return !initdb.running(); }, 120s) || initdb.stop() != 0) throw std::runtime_error("initdb: " + initdb.log());
  make_certificates();
  std::ofstream(directory_ / "data/pg_hba.conf") << "local all all trust\nhost all all 127.0.0.1/32 scram-sha-256\n";
  start();
  run("postgres", "CREATE ROLE docmill LOGIN PASSWORD 'open-sesame'");
}

PostgresServer::~PostgresServer() {
  crash();
}

void PostgresServer::make_certificates() {
  const auto openssl = [&](std::vector<std::string> words) {
    words.insert(words.begin(), "openssl");
    need(testing::run(words), "openssl");
  };
  for (const std::string name : {"authority", "other"}) {
    openssl({"req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj", "/CN=" + name,
             "-keyout", directory_ / (name + ".key"), "-out", directory_ / (name + ".pem")});
  }
  std::ofstream(directory_ / "names") << "subjectAltName=DNS:localhost\n";
  openssl({"req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", "/CN=localhost", "-keyout",
           directory_ / "data/server.key", "-out", directory_ / "server.csr"});
  openssl({"x509", "-req", "-in", directory_ / "server.csr", "-CA", authority(), "-CAkey", directory_ / "authority.key", "-CAcreateserial",
           "-days", "2", "-extfile", directory_ / "names", "-out", directory_ / "data/server.crt"});
  for (const auto* name : {"data/server.key", "data/server.crt"}) {
    ::chmod((directory_ / name).c_str(), 0600);
    give(directory_ / name, server_user());
  }
}

std::string PostgresServer::uri(const std::string& database, const std::string& user) const {
  return fmt::format("postgres://{}@/{}?host={}&port={}", user, database, directory_ / "socket", port_);
}

std::string PostgresServer::tcp_uri(const std::string& host) const {
  return fmt::format("postgres://docmill:open-sesame@{}:{}/postgres", host, port_);
}

bool PostgresServer::try_start() {
  std::vector<std::string> command{kPrograms + "postgres", "-D", directory_ / "data"};
  for (const std::string& setting :
       {fmt::format("port={}", port_), std::string("listen_addresses=127.0.0.1"), "unix_socket_directories=" + (directory_ / "socket"),
        std::string("fsync=") + fsync(), std::string("full_page_writes=off"), std::string("ssl=on"), std::string("shared_buffers=32MB"),
        std::string("max_connections=60"), std::string("autovacuum_naptime=1s"), std::string("deadlock_timeout=100ms")}) {
    command.insert(command.end(), {"-c", setting});
  }
  service_ = std::make_unique<Service>(ServiceStart{.command = command, .log = directory_ / "server.log", .uid = server_user()});
  const auto ready = [&] {
    return !service_->running() || postgres::Connection::open(*postgres::Address::parse(Secret(uri("postgres"))), 10s);
  };
  return wait_until(ready, 60s) && service_->running();
}

void PostgresServer::start() {
  // After a crash the old port may be taken, by chance, and the old server's last processes may still be going.
  for (int tries = 0; tries < 20; ++tries) {
    if (port_ == 0) port_ = free_port();
    if (try_start()) return;
    if (databases_ == 0) port_ = 0;
    std::this_thread::sleep_for(100ms);
  }
  throw std::runtime_error("PostgreSQL does not start:\n" + service_->log());
}

void PostgresServer::crash() {
  if (!service_) return;
  if (service_->running()) ::kill(service_->pid(), SIGQUIT);
  wait_until([&] { return !service_->running(); }, 20s);
  service_.reset();
}

std::unique_ptr<postgres::Connection> PostgresServer::connect(const std::string& database) {
  auto opened = postgres::Connection::open(*postgres::Address::parse(Secret(uri(database))), 60s);
  if (!opened) throw std::runtime_error(opened.error().describe());
  return *std::move(opened);
}

std::string PostgresServer::new_database() {
  auto name = fmt::format("t{}_{}", ::getpid(), ++databases_);  // a killed child of the test makes its own
  run("postgres", "CREATE DATABASE " + name);
  return name;
}

void PostgresServer::drop_database(const std::string& name) {
  run("postgres", "DROP DATABASE " + name + " WITH (FORCE)");
}

void PostgresServer::run(const std::string& database, const std::string& sql) {
  need(connect(database)->execute(sql));
}

std::string PostgresServer::ask(const std::string& database, const std::string& sql) {
  auto connection = connect(database);
  need(connection->execute(fmt::format("CREATE TEMP TABLE answer AS SELECT ({})::text AS it", sql)));
  const auto answer = connection->first("SELECT it FROM answer", {}, [](const postgres::Row& row) { return row.text(0); });
  if (!answer) throw std::runtime_error(answer.error().describe());
  return answer->value_or("");
}

CuttingProxy::CuttingProxy() : listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  sockaddr any{};
  std::memcpy(&any, &address, sizeof address);
  socklen_t size = sizeof any;
  if (::bind(listener_, &any, size) != 0 || ::listen(listener_, 16) != 0 || ::getsockname(listener_, &any, &size) != 0) {
    throw std::runtime_error("proxy");
  }
  std::memcpy(&address, &any, sizeof address);
  port_ = ntohs(address.sin_port);
  thread_ = std::thread([this] { serve(); });
}

CuttingProxy::~CuttingProxy() {
  stopping_ = true;
  ::shutdown(listener_, SHUT_RDWR);  // wakes accept
  thread_.join();
  for (auto& line : lines_) line.join();
  ::close(listener_);
}

void CuttingProxy::cut_after(const std::string& word) {
  const std::lock_guard lock(mutex_);
  word_ = word;
}

bool CuttingProxy::wanted(const std::string& bytes) {
  const std::lock_guard lock(mutex_);
  if (word_.empty() || bytes.find(word_) == std::string::npos) return false;
  word_.clear();
  return true;
}

void CuttingProxy::serve() {
  for (;;) {
    const int client = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (client < 0) return;
    lines_.emplace_back([this, client] {
      const int server = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
      sockaddr_in address{};
      address.sin_family = AF_INET;
      address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
      address.sin_port = htons(PostgresServer::shared().port());
      sockaddr any{};
      std::memcpy(&any, &address, sizeof address);
      if (::connect(server, &any, sizeof any) == 0) carry(client, server);
      ::close(server);
      ::close(client);
    });
  }
}

void CuttingProxy::carry(int client, int server) {
  std::array<char, 65536> room{};
  bool cutting = false;
  while (!stopping_) {
    std::array<pollfd, 2> waits{pollfd{client, POLLIN, 0}, pollfd{server, POLLIN, 0}};
    ::poll(waits.data(), 2, 50);  // now and then, to see the end of the test
    for (const auto& wait : waits) {
      if (wait.revents == 0) continue;
      const auto got = ::read(wait.fd, room.data(), room.size());
      if (got <= 0) return;
      if (wait.fd == server && cutting) {
        ++cuts_;
        return;
      }
      const std::string bytes(room.data(), static_cast<std::size_t>(got));
      if (wait.fd == client && wanted(bytes)) cutting = true;
      if (::send(wait.fd == client ? server : client, bytes.data(), bytes.size(), MSG_NOSIGNAL) < 0) return;
    }
  }
}

}  // namespace docmill::testing
