#pragma once
#include <string>
#include <vector>

namespace docmill::engines::browser {

/// Chromium's arguments: headless, driven over its pipe, its sandbox on, every service of its own off, and every way to a network led
/// into nothing even where it has no network namespace. `home` is a directory it may write to.
std::vector<std::string> browser_flags(const std::string& program, const std::string& home);

/// Its whole environment.
std::vector<std::string> browser_environment(const std::string& home);

}  // namespace docmill::engines::browser
