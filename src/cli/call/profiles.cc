#include "cli/call/profiles.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>

#include "base/fd.h"
#include "base/units.h"
#include "config/settings.h"

namespace docmill::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kLargest = kMiB;

Error wrong(const std::string& path, std::string_view what) {
  return fail(ErrorCode::BadRequest, fmt::format("{}: {}", path, what));
}

std::string* member(Profile& profile, std::string_view name) {
  if (name == "server") return &profile.server;
  if (name == "key") return &profile.key;
  return name == "ca" ? &profile.ca : nullptr;
}

Profile& named(Profiles& profiles, std::string_view name) {
  const auto at = std::ranges::find(profiles.all, name, &Profile::name);
  if (at != profiles.all.end()) return *at;
  return profiles.all.emplace_back(Profile{.name = std::string(name), .server = {}, .key = {}, .ca = {}});
}

Result<Profiles> understood(const std::string& path, const config::Values& values) {
  Profiles profiles;
  for (const auto& [name, value] : values) {
    const auto dot = name.find('.');
    if (name == "use") {
      profiles.used = value;
      continue;
    }
    auto* place = dot == std::string::npos ? nullptr : member(named(profiles, name.substr(0, dot)), name.substr(dot + 1));
    if (place == nullptr) return Failed(wrong(path, fmt::format("'{}' is not known; write PROFILE.server, .key or .ca, or use.", name)));
    *place = value;
  }
  return profiles;
}

/// '#' starts a comment in the file, and a line ends a value.
bool fits(std::string_view value) {
  return value.find_first_of("#\n\r") == std::string_view::npos && value == value.substr(0, value.find_last_not_of(" \t") + 1);
}

Result<std::string> written(const Profiles& profiles) {
  std::string text = "# Servers and keys of `docmill call`; `docmill profile` keeps this file.\n";
  if (!profiles.used.empty()) text += fmt::format("use = {}\n", profiles.used);
  for (const auto& profile : profiles.all) {
    for (const auto& value : {profile.server, profile.key, profile.ca}) {
      if (!fits(value)) return Failed(fail(ErrorCode::BadRequest, fmt::format("'{}' cannot be kept: it has a '#' or a line end.", value)));
    }
    text += fmt::format("\n{0}.server = {1}\n", profile.name, profile.server);
    if (!profile.key.empty()) text += fmt::format("{}.key = {}\n", profile.name, profile.key);
    if (!profile.ca.empty()) text += fmt::format("{}.ca = {}\n", profile.name, profile.ca);
  }
  return text;
}

Result<void> replace(const std::string& path, const std::string& text) {
  auto pattern = path + ".XXXXXX";
  const UniqueFd file(::mkostemp(pattern.data(), O_CLOEXEC));  // 0600 by itself
  if (!file.valid()) return Failed(wrong(path, fmt::format("cannot be written: {}.", std::strerror(errno))));
  auto wrote = write_all(file.get(), text);
  if (wrote && ::fsync(file.get()) == 0 && ::rename(pattern.c_str(), path.c_str()) == 0) return {};
  const int error = errno;
  ::unlink(pattern.c_str());
  return wrote ? Failed(wrong(path, fmt::format("cannot be written: {}.", std::strerror(error)))) : Failed(wrote.error());
}

}  // namespace

const Profile* Profiles::find(std::string_view name) const {
  const auto at = std::ranges::find(all, name, &Profile::name);
  return at == all.end() ? nullptr : &*at;
}

std::vector<std::string> Profiles::names() const {
  std::vector<std::string> list;
  for (const auto& profile : all) list.push_back(profile.name);
  return list;
}

Result<std::string> profiles_path() {
  const char* config = std::getenv("XDG_CONFIG_HOME");
  if (config != nullptr && *config == '/') return std::string(config) + "/docmill/profiles";
  const char* home = std::getenv("HOME");
  if (home != nullptr && *home == '/') return std::string(home) + "/.config/docmill/profiles";
  return Failed(fail(ErrorCode::BadRequest, "Neither HOME nor XDG_CONFIG_HOME is set, so there is no place for profiles."));
}

Result<Profiles> load_profiles(const std::string& path) {
  const UniqueFd file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file.valid() && (errno == ENOENT || errno == ENOTDIR)) return Profiles{};
  if (!file.valid()) return Failed(wrong(path, fmt::format("cannot be read: {}.", std::strerror(errno))));
  auto text = read_at(file.get(), 0, kLargest);
  if (!text) return Failed(wrong(path, "cannot be read."));
  std::vector<std::string> faults;
  const auto values = config::parse_file(*text, faults);
  if (!faults.empty()) return Failed(wrong(path, faults.front()));
  return understood(path, values);
}

Result<void> save_profiles(const std::string& path, const Profiles& profiles) {
  auto text = written(profiles);
  if (!text) return Failed(text.error());
  const auto directory = fs::path(path).parent_path();
  std::error_code trouble;
  fs::create_directories(directory.parent_path(), trouble);
  if (::mkdir(directory.c_str(), 0700) != 0 && errno != EEXIST) {
    return Failed(wrong(directory.string(), fmt::format("cannot be made: {}.", std::strerror(errno))));
  }
  return replace(path, *text);
}

bool readable_by_others(const std::string& path) {
  struct stat info{};
  return ::stat(path.c_str(), &info) == 0 && (info.st_mode & 0077U) != 0;
}

}  // namespace docmill::cli
