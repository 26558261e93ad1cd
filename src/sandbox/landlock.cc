#include "sandbox/landlock.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>

namespace docmill::sandbox {
namespace {

// Debian 12's headers stop at ABI 2, so the kernel's numbers are given here (Documentation/userspace-api/landlock.rst).
constexpr std::uint64_t kWriteFile = 1ULL << 1;
constexpr std::uint64_t kReadFile = 1ULL << 2;
constexpr std::uint64_t kReadDir = 1ULL << 3;
constexpr std::uint64_t kRemoveDir = 1ULL << 4;
constexpr std::uint64_t kRemoveFile = 1ULL << 5;
constexpr std::uint64_t kMakeDir = 1ULL << 7;
constexpr std::uint64_t kMakeReg = 1ULL << 8;
constexpr std::uint64_t kRefer = 1ULL << 13;     // ABI 2
constexpr std::uint64_t kTruncate = 1ULL << 14;  // ABI 3
constexpr std::uint64_t kIoctlDev = 1ULL << 15;  // ABI 5
constexpr std::uint64_t kAllOfAbi1 = (1ULL << 13) - 1;
constexpr std::uint64_t kNetBindTcp = 1ULL << 0;
constexpr std::uint64_t kNetConnectTcp = 1ULL << 1;
constexpr std::uint64_t kScopeAbstractSocket = 1ULL << 0;
constexpr std::uint64_t kScopeSignal = 1ULL << 1;
constexpr unsigned kRulePathBeneath = 1;
constexpr unsigned kAskVersion = 1;

struct RulesetAttr {
  std::uint64_t handled_access_fs = 0;
  std::uint64_t handled_access_net = 0;
  std::uint64_t scoped = 0;
};

struct [[gnu::packed]] PathBeneathAttr {
  std::uint64_t allowed_access = 0;
  std::int32_t parent_fd = -1;
};

std::uint64_t handled_files(int abi) {
  return kAllOfAbi1 | (abi >= 2 ? kRefer : 0) | (abi >= 3 ? kTruncate : 0) | (abi >= 5 ? kIoctlDev : 0);
}

RulesetAttr everything_refused(int abi) {
  RulesetAttr attr;
  attr.handled_access_fs = handled_files(abi);
  if (abi >= 4) attr.handled_access_net = kNetBindTcp | kNetConnectTcp;
  if (abi >= 6) attr.scoped = kScopeAbstractSocket | kScopeSignal;
  return attr;
}

bool add_rule(int ruleset, int path, std::uint64_t access) {
  const PathBeneathAttr rule{access, path};
  return ::syscall(SYS_landlock_add_rule, ruleset, kRulePathBeneath, &rule, 0) == 0;
}

bool is_directory(int fd) {
  struct stat about{};
  return ::fstat(fd, &about) == 0 && S_ISDIR(about.st_mode);
}

}  // namespace

int landlock_abi() {
  const auto abi = ::syscall(SYS_landlock_create_ruleset, nullptr, 0, kAskVersion);
  return abi < 0 ? 0 : static_cast<int>(abi);
}

Result<LandlockPlan> LandlockPlan::make(const std::vector<std::string>& readable) {
  LandlockPlan plan;
  plan.abi_ = landlock_abi();
  if (plan.abi_ == 0) {
    return Failed(fail(ErrorCode::Unavailable, "This kernel has no Landlock: use Linux 5.13 or later with lsm=landlock."));
  }
  const auto open_rule = [&plan](const std::string& path, std::uint64_t access) {
    UniqueFd fd(::open(path.c_str(), O_PATH | O_CLOEXEC));
    if (fd.valid()) plan.rules_.push_back({std::move(fd), access});
  };
  for (const auto& path : readable) open_rule(path, kReadFile | kReadDir);
  for (auto& rule : plan.rules_) {
    if (!is_directory(rule.path.get())) rule.access = kReadFile;
  }
  open_rule("/dev/null", kReadFile | kWriteFile);
  open_rule("/dev/zero", kReadFile);
  open_rule("/dev/urandom", kReadFile);
  return plan;
}

Result<void> LandlockPlan::enter(int own_directory) const {
  const RulesetAttr attr = everything_refused(abi_);
  const std::size_t size = abi_ >= 6 ? 24 : abi_ >= 4 ? 16 : 8;
  const UniqueFd ruleset(static_cast<int>(::syscall(SYS_landlock_create_ruleset, &attr, size, 0)));
  if (!ruleset.valid()) return Failed(system_error(errno, "landlock_create_ruleset"));
  for (const auto& rule : rules_) {
    if (!add_rule(ruleset.get(), rule.path.get(), rule.access)) return Failed(system_error(errno, "landlock_add_rule"));
  }
  // No symbolic links, sockets, pipes or devices: nothing here outlives the child but plain files the zygote removes.
  const std::uint64_t own = kReadFile | kWriteFile | kReadDir | kRemoveDir | kRemoveFile | kMakeDir | kMakeReg | kRefer | kTruncate;
  if (!add_rule(ruleset.get(), own_directory, own & handled_files(abi_))) return Failed(system_error(errno, "landlock_add_rule"));
  if (::syscall(SYS_landlock_restrict_self, ruleset.get(), 0) != 0) return Failed(system_error(errno, "landlock_restrict_self"));
  return {};
}

}  // namespace docmill::sandbox
