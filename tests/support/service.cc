#include "support/service.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <random>
#include <set>
#include <sstream>
#include <stdexcept>
#include <thread>

#include "support/process.h"

namespace docmill::testing {

using std::chrono::steady_clock;

Service::Service(ServiceStart start) : log_path_(start.log) {
  auto entries = environment_with(start.environment);
  auto command_pointers = pointers(start.command);
  auto environment_pointers = pointers(entries);
  const auto parent = ::getpid();
  pid_ = ::fork();
  if (pid_ < 0) throw std::runtime_error("fork");
  if (pid_ > 0) return;
  // The child, between fork and exec: system calls only.
  ::setpgid(0, 0);
  const int in = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
  const char* log = log_path_.empty() ? "/dev/null" : log_path_.c_str();
  const int out = ::open(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
  ::dup2(in, 0);
  ::dup2(out, 1);
  ::dup2(out, 2);
  if (start.uid != 0 && (::setgid(start.uid) != 0 || ::setuid(start.uid) != 0)) ::_exit(126);
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);  // after setuid, which clears it
  if (::getppid() != parent) ::_exit(125);
  ::execvpe(command_pointers[0], command_pointers.data(), environment_pointers.data());
  ::_exit(127);
}

Service::~Service() {
  kill_hard();
}

int Service::reap(bool block) {
  if (pid_ <= 0) return status_;
  int status = 0;
  if (::waitpid(pid_, &status, block ? 0 : WNOHANG) != pid_) return -1;
  ::kill(-pid_, SIGKILL);  // what it left behind
  pid_ = -1;
  status_ = exit_code(status);
  return status_;
}

bool Service::running() {
  reap(false);
  return pid_ > 0;
}

void Service::signal(int number) const {
  if (pid_ > 0) ::kill(-pid_, number);
}

int Service::stop(std::chrono::seconds limit) {
  if (pid_ > 0) ::kill(pid_, SIGTERM);
  if (!wait_until([&] { return !running(); }, limit)) return kill_hard();
  return status_;
}

int Service::kill_hard() {
  signal(SIGKILL);
  return reap(true);
}

std::string Service::log() const {
  std::ifstream file(log_path_);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

std::string Service::wait_for_line(const std::string& text, std::chrono::seconds limit) {
  std::string found;
  const auto look = [&] {
    const bool alive = running();
    std::istringstream lines(log());
    for (std::string line; std::getline(lines, line);) {
      if (line.find(text) == std::string::npos) continue;
      found = line;
      return true;
    }
    return !alive;
  };
  if (!wait_until(look, limit) || found.empty()) throw std::runtime_error("no line with '" + text + "' in:\n" + log());
  return found;
}

namespace {

bool is_free(std::uint16_t port) {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  sockaddr any{};
  std::memcpy(&any, &address, sizeof address);
  const bool good = ::bind(fd, &any, sizeof any) == 0;
  ::close(fd);
  return good;
}

}  // namespace

std::uint16_t free_port() {
  // Below what the kernel gives to clients: one of theirs would have the port by the time its server starts.
  static std::mutex mutex;
  static std::set<std::uint16_t> given;
  static std::random_device chance;
  const std::lock_guard lock(mutex);
  unsigned clients = 32'768;
  std::ifstream("/proc/sys/net/ipv4/ip_local_port_range") >> clients;
  std::uniform_int_distribution<unsigned> ports(10'000, std::max(clients, 11'000U) - 1);
  for (int tries = 0; tries < 1'000; ++tries) {
    const auto port = static_cast<std::uint16_t>(ports(chance));
    if (!given.contains(port) && is_free(port)) {
      given.insert(port);
      return port;
    }
  }
  throw std::runtime_error("no free port");
}

bool wait_until(const std::function<bool()>& ready, std::chrono::milliseconds limit) {
  const auto end = steady_clock::now() + limit;
  for (;;) {
    if (ready()) return true;
    if (steady_clock::now() >= end) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
}

TurnedClock::TurnedClock(std::string file) : file_(std::move(file)), ms_(std::int64_t{std::time(nullptr)} * 1000) {
  write();
}

std::map<std::string, std::string> TurnedClock::environment() const {
  return {{"LD_PRELOAD", "/usr/$LIB/faketime/libfaketimeMT.so.1"},
          {"FAKETIME_TIMESTAMP_FILE", file_},
          {"FAKETIME_NO_CACHE", "1"},
          {"FAKETIME_DONT_FAKE_MONOTONIC", "1"},
          {"DONT_FAKE_MONOTONIC", "1"},
          {"NO_FAKE_STAT", "1"},
          {"FAKETIME_FMT", "%s"}};
}

void TurnedClock::advance(std::chrono::milliseconds length) {
  ms_ += length.count();
  write();
}

/// Renamed into place, so that a reader never sees half of it.
void TurnedClock::write() const {
  const auto fresh = file_ + ".new";
  std::ofstream(fresh) << fmt::format("{}.{:03}\n", ms_ / 1000, ms_ % 1000);
  ::chmod(fresh.c_str(), 0644);
  std::filesystem::rename(fresh, file_);
}

}  // namespace docmill::testing
