#pragma once
#include <functional>
#include <optional>
#include <string>

#include "base/result.h"
#include "cli/call/profiles.h"

namespace docmill::cli {

/// The server a call goes to, and the key it shows.
struct Target {
  std::string server;  // without a slash at the end
  std::string key;
  std::string ca;
  bool in_clear = false;  // the key would cross a network unencrypted
};

/// What the command line says about it.
struct TargetFlags {
  std::string server;
  std::string key;  // or "@FILE"
  std::string profile;
  std::string ca;
};

/// Reads one variable of the environment; nullopt when it is not set or empty.
using Environment = std::function<std::optional<std::string>(const char*)>;
/// The real one.
std::optional<std::string> from_environment(const char* name);

/// Flags come before DOCMILL_SERVER and DOCMILL_KEY, those before the profile: --profile, DOCMILL_PROFILE, or the one in use. A key that a
/// profile holds is shown to that profile's server only. Errors: BadRequest (nothing names a server, no such profile, not an address,
/// a key file that cannot be read).
Result<Target> find_target(const TargetFlags& flags, const Profiles& profiles, const Environment& environment);

/// "https://host[:port][/path]" without a slash at the end. Errors: BadRequest, saying what is wrong with it.
Result<std::string> checked_server(std::string_view text);

/// A key, or what the file behind '@' holds. Errors: BadRequest.
Result<std::string> checked_key(const std::string& text);

}  // namespace docmill::cli
