#pragma once
#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "base/secret.h"
#include "postgres/connection.h"
#include "support/process.h"
#include "support/service.h"

namespace docmill::testing {

/// A real PostgreSQL server of this test program, in a temp directory, without fsync (DOCMILL_POSTGRES_FSYNC=on for
/// figures): it speaks plain and TLS on 127.0.0.1 and on a unix socket. Over the socket everybody is who they say they are; over TCP they
/// need their password.
class PostgresServer {
 public:
  PostgresServer();
  ~PostgresServer();
  PostgresServer(const PostgresServer&) = delete;
  PostgresServer& operator=(const PostgresServer&) = delete;

  /// One for all tests of a program; ends with it.
  static PostgresServer& shared();

  std::uint16_t port() const { return port_; }
  /// "postgres://user@/database?host=…", over the socket.
  std::string uri(const std::string& database, const std::string& user = "postgres") const;
  /// "postgres://docmill:open-sesame@host:port/postgres", over TCP, without settings.
  std::string tcp_uri(const std::string& host) const;
  /// The authority that signed the server's certificate (its name is localhost), and one that did not.
  std::string authority() const { return directory_ / "authority.pem"; }
  std::string other_authority() const { return directory_ / "other.pem"; }

  /// Makes an empty database and returns its name.
  std::string new_database();
  void drop_database(const std::string& name);
  /// Runs SQL as the superuser.
  void run(const std::string& database, const std::string& sql);
  std::string ask(const std::string& database, const std::string& sql);

  /// Ends at once without writing anything down (SIGQUIT), as a crash would.
  void crash();
  void start();
  void restart() {
    crash();
    start();
  }

 private:
  bool try_start();
  void make_certificates();
  std::unique_ptr<postgres::Connection> connect(const std::string& database);

  TempDir directory_;
  std::uint16_t port_ = 0;
  std::unique_ptr<Service> service_;
  std::atomic<int> databases_ = 0;
};

/// A database of its own for one test.
class PostgresDatabase {
 public:
  PostgresDatabase() : name_(PostgresServer::shared().new_database()) {}
  ~PostgresDatabase() { PostgresServer::shared().drop_database(name_); }
  PostgresDatabase(const PostgresDatabase&) = delete;
  PostgresDatabase& operator=(const PostgresDatabase&) = delete;

  const std::string& name() const { return name_; }
  Secret uri(const std::string& user = "postgres") const { return Secret(PostgresServer::shared().uri(name_, user)); }
  void run(const std::string& sql) const { PostgresServer::shared().run(name_, sql); }
  std::string ask(const std::string& sql) const { return PostgresServer::shared().ask(name_, sql); }

 private:
  std::string name_;
};

/// The statement that ends a transaction as it goes over the wire: with its zero byte, or "READ COMMITTED" would match too.
inline const std::string kCommit("COMMIT", sizeof "COMMIT");

/// Stands between a client and the server and can cut the line at the worst moment: the server has done what it was asked to,
/// and its answer never arrives.
class CuttingProxy {
 public:
  /// To the shared server.
  CuttingProxy();
  ~CuttingProxy();
  CuttingProxy(const CuttingProxy&) = delete;
  CuttingProxy& operator=(const CuttingProxy&) = delete;

  std::uint16_t port() const { return port_; }
  /// The next time a client sends `word`, the server gets it and the client is cut off when the answer comes. Once.
  void cut_after(const std::string& word);
  bool has_cut() const { return cuts_ > 0; }

 private:
  void serve();
  void carry(int client, int server);
  bool wanted(const std::string& bytes);

  std::uint16_t port_ = 0;
  int listener_ = -1;
  std::mutex mutex_;
  std::string word_;
  std::atomic<int> cuts_ = 0;
  std::atomic<bool> stopping_ = false;
  std::vector<std::thread> lines_;  // touched by thread_ until it has ended
  std::thread thread_;
};

}  // namespace docmill::testing
