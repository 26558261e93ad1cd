// A zygote whose children obey commands, most of them attempts to break out. Each command answers with one word, or
// ends the child; the tests say what they expect.
#include <dlfcn.h>
#include <fcntl.h>
#include <linux/netlink.h>
#include <poll.h>
#include <sched.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <functional>
#include <map>
#include <sstream>
#include <string>
#include <thread>

#include "base/log.h"
#include "sandbox/packet.h"
#include "sandbox/zygote_server.h"

namespace docmill::sandbox {
namespace {

using Words = std::vector<std::string>;

/// What the probe holds open from its warm-up, for the "engine" command.
struct WarmDescriptors {
  std::array<int, 2> pipe{-1, -1};
  int event = -1;
  int reading = -1;
  int writing = -1;
  int socket = -1;
};
WarmDescriptors warm;
std::string zygote_home;

std::string outcome(long result) {
  return result >= 0 ? "ok" : ::strerrorname_np(errno);
}

std::string open_for(const std::string& path, int flags) {
  const UniqueFd file(::open(path.c_str(), flags | O_CLOEXEC, 0600));
  return outcome(file.get());
}

std::string open_socket(const std::string& family) {
  const int domain = family == "inet" ? AF_INET : family == "unix" ? AF_UNIX : AF_NETLINK;
  const UniqueFd socket(::socket(domain, domain == AF_NETLINK ? SOCK_RAW : SOCK_STREAM, 0));
  return outcome(socket.get());
}

std::string write_and_read_back(const std::string& path, const std::string& text) {
  const UniqueFd file(::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  if (!file.valid()) return outcome(-1);
  if (!write_all(file.get(), text)) return "not written";
  return read_at(file.get(), 0, text.size()).value_or("not read");
}

// Fills file after file until the system says no.
std::string fill_disk(std::uint64_t limit) {
  const std::string block(1 << 20, 'x');
  std::uint64_t written = 0;
  for (int i = 0; written < limit; ++i) {
    const UniqueFd file(::open(("fill-" + std::to_string(i)).c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600));
    if (!file.valid()) return outcome(-1);
    for (int blocks = 0; blocks < 4; ++blocks) {
      if (::write(file.get(), block.data(), block.size()) < 0) return outcome(-1);
      written += block.size();
    }
  }
  return "ok";
}

std::string grow_one_file() {
  const UniqueFd file(::open("large", O_WRONLY | O_CREAT | O_CLOEXEC, 0600));
  return outcome(::ftruncate(file.get(), off_t{1} << 40));
}

std::string nest(int depth) {
  UniqueFd at(::open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  for (int i = 0; i < depth && at.valid(); ++i) {
    if (::mkdirat(at.get(), "d", 0700) != 0) return outcome(-1);
    const UniqueFd file(::openat(at.get(), "f", O_WRONLY | O_CREAT | O_CLOEXEC, 0000));
    UniqueFd next(::openat(at.get(), "d", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    ::fchmod(at.get(), 0);
    at = std::move(next);
  }
  return "ok";
}

std::string open_descriptor_list() {
  std::string list;
  for (int fd = 0; fd < 256; ++fd) {
    if (::fcntl(fd, F_GETFD) >= 0) list += std::to_string(fd) + " ";
  }
  return list;
}

// Whether the descriptors from the warm-up are there and lead to nothing that another child has.
std::string engine_descriptors() {
  char byte = 'x';
  if (::pread(warm.reading, &byte, 1, 0) != 1) return "the read-only file is gone";
  if (::write(warm.pipe[1], "p", 1) != 1 || ::read(warm.pipe[0], &byte, 1) != 1 || byte != 'p') return "the pipe is broken";
  pollfd waiting{warm.event, POLLIN, 0};
  if (::poll(&waiting, 1, 0) != 0) return "the eventfd carries another's event";
  const std::uint64_t one = 1;
  if (::write(warm.event, &one, sizeof one) != sizeof one) return "the eventfd is broken";
  struct stat written{};
  ::fstat(warm.writing, &written);
  struct stat socket{};
  ::fstat(warm.socket, &socket);
  if (!S_ISCHR(written.st_mode) || !S_ISCHR(socket.st_mode)) return "a channel out is open";
  return "separate";
}

std::string run_thread() {
  int value = 0;
  std::thread([&value] { value = 42; }).join();
  return std::to_string(value);
}

std::string executable_memory() {
  void* memory = ::mmap(nullptr, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory != MAP_FAILED) return "mapped";
  memory = ::mmap(nullptr, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  return ::mprotect(memory, 4096, PROT_READ | PROT_EXEC) == 0 ? "protected" : ::strerrorname_np(errno);
}

std::string load_library(const std::string& name) {
  return ::dlopen(name.c_str(), RTLD_NOW) != nullptr ? "ok" : ::dlerror();
}

std::string fork_once() {
  const pid_t pid = ::fork();
  if (pid == 0) ::_exit(0);
  return outcome(pid);
}

std::string allocate(std::size_t bytes) {
  const std::unique_ptr<char[]> memory(new char[bytes]);
  volatile char* touched = memory.get();  // or an optimiser sees that nobody looks, and allocates nothing
  for (std::size_t i = 0; i < bytes; i += 4096) touched[i] = 'x';
  return "ok";
}

// A library that does not look at what malloc returned.
std::string allocate_carelessly() {
  while (true) {
    auto* memory = static_cast<volatile char*>(::malloc(1 << 20));
    memory[0] = 'x';
  }
}

// Memory that no limit on address space sees.
std::string fill_memory_files() {
  const std::string block(1 << 20, 'x');
  for (int i = 0; i < 64; ++i) {
    const int file = ::memfd_create("fill", 0);
    for (int blocks = 0; blocks < 64; ++blocks) {
      if (::write(file, block.data(), block.size()) < 0) return outcome(-1);
    }
  }
  return "ok";
}

[[gnu::noinline]] int overflow_stack(int depth) {
  volatile char frame[4096];
  frame[0] = static_cast<char>(depth);
  return depth < 0 ? 0 : overflow_stack(depth + 1) + frame[0];
}

pid_t number(const Words& words, std::size_t index) {
  return static_cast<pid_t>(std::stol(words.at(index)));
}

using Commands = std::map<std::string, std::function<std::string(const Words&)>>;

const Commands& file_commands() {
  static const Commands commands{
      {"read", [](const Words& w) { return open_for(w.at(1), O_RDONLY); }},
      {"list", [](const Words& w) { return open_for(w.at(1), O_RDONLY | O_DIRECTORY); }},
      {"write", [](const Words& w) { return open_for(w.at(1), O_WRONLY | O_CREAT); }},
      {"keep", [](const Words& w) { return write_and_read_back(w.at(1), w.at(2)); }},
      {"where", [](const Words&) { return std::filesystem::current_path().string(); }},
      {"home", [](const Words&) { return zygote_home; }},
      {"fill", [](const Words&) { return fill_disk(1ULL << 30); }},
      {"grow", [](const Words&) { return grow_one_file(); }},
      {"nest", [](const Words&) { return nest(2000); }},
      {"link", [](const Words& w) { return outcome(::symlink(w.at(1).c_str(), "link")); }},
      {"descriptors", [](const Words&) { return open_descriptor_list(); }},
      {"engine", [](const Words&) { return engine_descriptors(); }},
  };
  return commands;
}

const Commands& process_commands() {
  static const Commands commands{
      {"pid", [](const Words&) { return std::to_string(::getpid()); }},
      {"user", [](const Words&) { return std::to_string(::getuid()); }},
      {"kill", [](const Words& w) { return outcome(::kill(number(w, 1), SIGKILL)); }},
      {"tgkill", [](const Words& w) { return outcome(::syscall(SYS_tgkill, number(w, 1), number(w, 1), SIGKILL)); }},
      {"queue", [](const Words& w) { return outcome(::sigqueue(number(w, 1), SIGKILL, {})); }},
      {"pidfd", [](const Words& w) { return outcome(::syscall(SYS_pidfd_open, number(w, 1), 0)); }},
      {"own", [](const Words&) { return outcome(::fcntl(3, F_SETOWN, 1)); }},
      {"limits", [](const Words& w) { return outcome(::prlimit(number(w, 1), RLIMIT_CPU, nullptr, nullptr)); }},
      {"ptrace", [](const Words&) { return outcome(::ptrace(PTRACE_TRACEME, 0, nullptr, nullptr)); }},
      {"peek", [](const Words& w) { return outcome(::process_vm_readv(number(w, 1), nullptr, 0, nullptr, 0, 0)); }},
      {"exec", [](const Words&) { return outcome(::execl("/bin/true", "true", nullptr)); }},
      {"fork", [](const Words&) { return fork_once(); }},
      {"thread", [](const Words&) { return run_thread(); }},
      {"mount", [](const Words&) { return outcome(::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr)); }},
      {"unshare", [](const Words&) { return outcome(::unshare(CLONE_NEWUSER)); }},
      {"io_uring", [](const Words&) { return outcome(::syscall(SYS_io_uring_setup, 1, nullptr)); }},
      {"bpf", [](const Words&) { return outcome(::syscall(SYS_bpf, 0, nullptr, 0)); }},
      {"keyctl", [](const Words&) { return outcome(::syscall(SYS_keyctl, 0, 0, 0, 0)); }},
      {"dumpable", [](const Words&) { return outcome(::prctl(PR_SET_DUMPABLE, 1, 0, 0, 0)); }},
      {"socket", [](const Words& w) { return open_socket(w.at(1)); }},
      {"executable", [](const Words&) { return executable_memory(); }},
      {"load", [](const Words& w) { return load_library(w.at(1)); }},
  };
  return commands;
}

const Commands& ending_commands() {
  static const Commands commands{
      {"exit", [](const Words& w) -> std::string { ::_exit(number(w, 1)); }},
      {"allocate", [](const Words& w) { return allocate(std::stoull(w.at(1))); }},
      {"careless", [](const Words&) { return allocate_carelessly(); }},
      {"memory-files", [](const Words&) { return fill_memory_files(); }},
      {"overflow", [](const Words&) { return std::to_string(overflow_stack(0)); }},
      {"spin",
       [](const Words&) -> std::string {
         for (volatile unsigned i = 0;; i = i + 1) continue;
       }},
      {"segfault", [](const Words&) { return outcome(*reinterpret_cast<volatile int*>(8)); }},
      {"abort", [](const Words&) -> std::string { std::abort(); }},
      {"throw", [](const Words&) -> std::string { throw std::runtime_error("thrown on command"); }},
  };
  return commands;
}

std::string obey(const Words& words) {
  for (const Commands* commands : {&file_commands(), &process_commands(), &ending_commands()}) {
    if (const auto found = commands->find(words.at(0)); found != commands->end()) return found->second(words);
  }
  return "unknown command";
}

// Commands about descriptors see the packet itself; the rest is words.
Packet answer(Packet packet) {
  std::istringstream text(packet.text);
  const Words words{std::istream_iterator<std::string>(text), {}};
  if (words.at(0) == "return") return packet;
  if (words.at(0) == "contents")
    return Packet{.text = read_at(packet.descriptors.at(0).get(), 0, 4096).value_or("unreadable"), .descriptors = {}};
  if (words.at(0) == "reopen") {
    return Packet{.text = open_for("/proc/self/fd/" + std::to_string(packet.descriptors.at(0).get()), O_RDONLY), .descriptors = {}};
  }
  return Packet{.text = obey(words), .descriptors = {}};
}

int child_main(ChildLink& link) {
  while (true) {
    auto packet = link.receive();
    if (!packet) return 0;
    if (packet->text == "shout") {
      const std::string large(kMaxPacketText + 1, 'x');
      ::send(3, large.data(), large.size(), 0);
    } else if (!link.send(answer(*std::move(packet)))) {
      return 1;
    }
  }
}

// What an engine may hold open after its warm-up.
void open_warm_descriptors(const std::string& home) {
  if (::pipe2(warm.pipe.data(), O_CLOEXEC) != 0) ::abort();
  warm.event = ::eventfd(0, EFD_CLOEXEC);
  warm.reading = ::open("/usr/share/common-licenses/GPL-2", O_RDONLY | O_CLOEXEC);
  warm.writing = ::open((home + "/notes").c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  warm.socket = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
}

}  // namespace

// A global constructor would run before prepare(); everything is made here, after it.
[[noreturn]] void run_probe(ZygoteContext context, const std::string& mode) {
  if (mode == "give-up") context.give_up("the probe was told to");
  if (mode == "exit") ::_exit(9);
  if (mode == "hang") ::pause();
  std::thread second;
  if (mode == "two-threads") second = std::thread([] { ::pause(); });
  if (mode == "generated-code") context.allow_generated_code();
  if (mode == "descriptors") open_warm_descriptors(context.home());
  zygote_home = context.home();
  context.serve("probe 1.0", {"/usr/share", "/usr/lib", "/lib", "/does/not/exist"}, child_main);
}

}  // namespace docmill::sandbox

int main(int argc, char** argv) {
  auto context = docmill::sandbox::ZygoteContext::prepare(argc, argv);
  if (!context) {
    docmill::log::failure("the probe could not prepare", context.error());
    return 1;
  }
  docmill::sandbox::run_probe(*std::move(context), argc > 1 ? argv[1] : "");
}
