#pragma once
#include <sys/types.h>

#include <cstdint>
#include <string>
#include <vector>

namespace docmill::bench {

/// A figure of /proc/<pid>/<file> in KiB, "Pss:" of smaps_rollup for instance; 0 when it is not there.
std::uint64_t proc_kib(pid_t pid, const std::string& file, const std::string& label);

/// `root` and everything below it. A launcher's zygote is found by its parent, namespaces or not.
std::vector<pid_t> tree(pid_t root);

/// Open descriptors of a process.
std::size_t descriptors(pid_t pid);

}  // namespace docmill::bench
