#pragma once
#include <sys/types.h>

#include <map>
#include <string>
#include <vector>

#include "support/http.h"
#include "support/process.h"

namespace docmill::testing {

/// A real `docmill serve` on a port the kernel chose, with its own data directory or one it is given.
class Server {
 public:
  /// Starts it and waits until it is ready, engines included. `flags` are docmill's settings.
  explicit Server(std::string data, std::vector<std::string> flags = {}, const std::string& listen = "127.0.0.1:0");
  /// SIGTERM, then waits for the end.
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  const std::string& url() const { return url_; }
  pid_t pid() const { return pid_; }
  /// kill -9, as a power cut would.
  void kill_hard();
  /// SIGTERM; returns the exit code.
  int stop();
  bool running() const { return pid_ > 0; }
  /// stderr so far.
  std::string log() const;

  /// A fresh key for `tenant`.
  std::string make_key(const std::string& tenant, const std::vector<std::string>& more = {}) const;
  /// `docmill usage --json`, one number of it.
  std::uint64_t usage(const std::string& tenant, const std::string& number) const;

  /// POST File to /api/v2/<action> with a key.
  Answer post(const std::string& key, const std::string& action, const std::string& content, const std::string& filename,
              std::vector<std::string> headers = {}) const;
  /// POST a whole form to /api/v2/<action> with a key.
  Answer submit(const std::string& key, const std::string& action, std::vector<FormPart> form) const;
  Answer get(const std::string& key, const std::string& url) const;

 private:
  std::string data_;
  std::string log_path_;
  std::string url_;
  pid_t pid_ = -1;
};

}  // namespace docmill::testing
