#include "support/server.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <thread>

extern char** environ;

namespace docmill::testing {
namespace {

using namespace std::chrono_literals;

pid_t start(const std::vector<std::string>& command, const std::string& log) {
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&actions, 1, log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
  posix_spawn_file_actions_adddup2(&actions, 1, 2);
  auto words = command;
  pid_t pid = -1;
  const int failed = ::posix_spawn(&pid, words[0].c_str(), &actions, nullptr, pointers(words).data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (failed != 0) throw std::runtime_error("cannot start " + command[0]);
  return pid;
}

/// The address behind the last "docmill listens on " of the log from `offset` on.
std::string address_in(const std::string& log, std::size_t offset) {
  const std::string phrase = "docmill listens on ";
  const auto found = log.find(phrase, offset);
  const auto end = found == std::string::npos ? found : log.find('\n', found);
  return end == std::string::npos ? "" : log.substr(found + phrase.size(), end - found - phrase.size());
}

}  // namespace

Server::Server(std::string data, std::vector<std::string> flags, const std::string& listen)
    : data_(std::move(data)), log_path_(data_ + ".log") {
  const auto offset = log().size();
  std::vector<std::string> command{program("docmill"), "serve", "--data", data_, "--listen", listen};
  command.insert(command.end(), flags.begin(), flags.end());
  pid_ = start(command, log_path_);
  // The process tells its port on stdout and its readiness over HTTP; neither has a signal a stranger could wait on.
  for (const auto end = std::chrono::steady_clock::now() + 90s; std::chrono::steady_clock::now() < end;) {
    if (url_.empty()) url_ = address_in(log(), offset);
    if (!url_.empty() && call({.url = url_ + "/health/ready", .timeout = 2s}).status == 200) return;
    int status = 0;
    if (::waitpid(pid_, &status, WNOHANG) == pid_) {
      pid_ = -1;
      throw std::runtime_error("docmill serve ended at start:\n" + log().substr(offset));
    }
    std::this_thread::sleep_for(20ms);
  }
  kill_hard();
  throw std::runtime_error("docmill serve did not become ready:\n" + log().substr(offset));
}

Server::~Server() {
  stop();
}

void Server::kill_hard() {
  if (pid_ <= 0) return;
  ::kill(pid_, SIGKILL);
  ::waitpid(pid_, nullptr, 0);
  pid_ = -1;
}

int Server::stop() {
  if (pid_ <= 0) return -1;
  ::kill(pid_, SIGTERM);
  int status = 0;
  ::waitpid(pid_, &status, 0);
  pid_ = -1;
  return exit_code(status);
}

std::string Server::log() const {
  return read_file(log_path_);
}

std::string Server::make_key(const std::string& tenant, const std::vector<std::string>& more) const {
  std::vector<std::string> command{program("docmill"), "key", "create", "--data", data_, "--tenant", tenant};
  command.insert(command.end(), more.begin(), more.end());
  const auto made = run(command);
  if (made.status != 0) throw std::runtime_error("key create: " + made.err);
  const auto text = made.out.substr(0, made.out.find_last_not_of('\n') + 1);
  return text.substr(text.rfind('\n') + 1);
}

std::uint64_t Server::usage(const std::string& tenant, const std::string& number) const {
  const auto shown = run({program("docmill"), "usage", "--data", data_, "--tenant", tenant, "--json"});
  if (shown.status != 0) throw std::runtime_error("usage: " + shown.err);
  return std::stoull(Answer{.status = 200, .headers = {}, .body = shown.out}.member(number));
}

Answer Server::post(const std::string& key, const std::string& action, const std::string& content, const std::string& filename,
                    std::vector<std::string> headers) const {
  headers.push_back("Authorization: " + key);
  const FormPart file{.name = "File", .content = content, .filename = filename};
  return call({.method = "POST", .url = url_ + "/api/v2/" + action, .headers = std::move(headers), .form = {file}});
}

Answer Server::submit(const std::string& key, const std::string& action, std::vector<FormPart> form) const {
  return call({.method = "POST", .url = url_ + "/api/v2/" + action, .headers = {"Authorization: " + key}, .form = std::move(form)});
}

Answer Server::get(const std::string& key, const std::string& url) const {
  std::vector<std::string> headers;
  if (!key.empty()) headers.push_back("Authorization: " + key);
  return call({.url = url.starts_with('/') ? url_ + url : url, .headers = headers});
}

}  // namespace docmill::testing
