#pragma once
#include <cstdint>
#include <string>
#include <vector>

namespace docmill::engines::browser {

/// Chromium's arguments: headless, driven over its pipe, its sandbox on, every service of its own off, and every way to a network led
/// into nothing even where it has no network namespace. `home` is a directory it may write to; `script_memory` bytes are what the scripts
/// of one page may hold.
std::vector<std::string> browser_flags(const std::string& program, const std::string& home, std::uint64_t script_memory);

/// Its whole environment.
std::vector<std::string> browser_environment(const std::string& home);

}  // namespace docmill::engines::browser
