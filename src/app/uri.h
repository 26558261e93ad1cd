#pragma once
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/secret.h"
#include "config/settings.h"

namespace docmill::app {

/// A driver's URI: "azure:docmill?queues=4" is scheme "azure" and rest "docmill?queues=4".
struct DriverUri {
  std::string scheme;
  std::string rest;
};

/// Errors: BadRequest naming the setting when there is no scheme or nothing behind it.
Result<DriverUri> parse_driver_uri(std::string_view uri, std::string_view setting);
/// "NAME?option=value" → NAME, and the option's whole number (1 when absent). Errors: BadRequest naming the setting.
struct NameAndCount {
  std::string name;
  std::size_t count = 1;
};
Result<NameAndCount> name_and_count(std::string_view rest, std::string_view option, std::size_t most, std::string_view setting);
/// The error for a scheme no driver has.
Error unknown_scheme(std::string_view setting, std::string_view scheme, std::string_view known);

/// A secret setting's value: as it stands, or, behind '@', what is in the file. Errors: BadRequest (not set: the message says
/// what for; its file cannot be read).
Result<Secret> read_secret(const std::string& value, std::string_view setting);

/// A setting that names a file, or nothing. Errors: BadRequest (the file cannot be read: the message names the setting).
Result<void> check_file(const std::string& path, std::string_view setting);

/// True when `uri` asks for nothing elsewhere: it is empty or of the embedded driver `scheme`.
bool is_here(std::string_view uri, std::string_view scheme);
/// True when all state lives here; false when some lives with others, so that this process is one of many.
bool is_embedded(const config::Settings& settings);

}  // namespace docmill::app
