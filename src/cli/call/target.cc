#include "cli/call/target.h"

#include <curl/curl.h>
#include <fcntl.h>
#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <memory>

#include "base/fd.h"
#include "base/units.h"
#include "cli/call/suggest.h"
#include "cli/call/trouble.h"
#include "net/text.h"

namespace docmill::cli {
namespace {

struct FreeUrl {
  void operator()(CURLU* url) const { curl_url_cleanup(url); }
};

/// A part of an address; "" when it has none, or is no address.
std::string part_of(const std::string& text, CURLUPart part) {
  const std::unique_ptr<CURLU, FreeUrl> url(curl_url());
  char* found = nullptr;
  if (url == nullptr || curl_url_set(url.get(), CURLUPART_URL, text.c_str(), 0) != CURLUE_OK) return {};
  if (curl_url_get(url.get(), part, &found, 0) != CURLUE_OK) return {};
  std::string value(found);
  curl_free(found);
  return value;
}

bool is_loopback(std::string_view host) {
  const bool address = host.find_first_not_of("0123456789.") == std::string_view::npos;
  return host == "localhost" || host.ends_with(".localhost") || host == "[::1]" || (address && host.starts_with("127."));
}

/// nullptr: none is named and none in use.
Result<const Profile*> chosen(const TargetFlags& flags, const Profiles& profiles, const Environment& environment) {
  auto name = flags.profile;
  if (name.empty()) name = environment("DOCMILL_PROFILE").value_or("");
  if (name.empty()) name = profiles.used;
  if (name.empty()) return nullptr;
  const auto* found = profiles.find(name);
  if (found != nullptr) return found;
  const auto hint = did_you_mean(name, profiles.names());
  return Failed(misused(fmt::format("There is no profile '{}'.{} `docmill profile list` shows them.", name, hint)));
}

/// What is said by flag, else by a variable.
std::string said(const std::string& flag, const char* variable, const Environment& environment) {
  return flag.empty() ? environment(variable).value_or("") : flag;
}

}  // namespace

std::optional<std::string> from_environment(const char* name) {
  const char* value = std::getenv(name);
  if (value == nullptr || *value == '\0') return std::nullopt;
  return value;
}

Result<std::string> checked_server(std::string_view text) {
  const auto shown = net::clean_text(text.substr(0, 200));
  if (!text.starts_with("http://") && !text.starts_with("https://")) {
    return Failed(misused(fmt::format("'{0}' is not a server's address: write https://{0}, or http:// for one on this machine.", shown)));
  }
  const std::string url(text);
  if (part_of(url, CURLUPART_HOST).empty())
    return Failed(misused(fmt::format("'{}' is not a server's address, like https://docmill.example.com.", shown)));
  const auto has = [&](CURLUPart part) { return !part_of(url, part).empty(); };
  if (has(CURLUPART_USER) || has(CURLUPART_QUERY) || has(CURLUPART_FRAGMENT)) {
    return Failed(misused(fmt::format("'{}': a server's address has neither a user, nor '?', nor '#'. The key goes into --key.", shown)));
  }
  return std::string(text.substr(0, text.find_last_not_of('/') + 1));
}

Result<std::string> checked_key(const std::string& text) {
  std::string key = text;
  if (key.starts_with('@')) {
    const auto path = key.substr(1);
    const UniqueFd file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!file.valid()) return Failed(misused(fmt::format("The key file {} cannot be read: {}.", path, std::strerror(errno))));
    auto bytes = read_at(file.get(), 0, 4 * kKiB);
    if (!bytes) return Failed(misused(fmt::format("The key file {} cannot be read.", path)));
    key = *std::move(bytes);
  }
  while (!key.empty() && std::string_view(" \t\r\n").find(key.back()) != std::string_view::npos) key.pop_back();
  const bool printable = std::ranges::all_of(key, [](char c) { return c > 0x20 && c < 0x7F; });
  if (printable) return key;
  return Failed(misused("That cannot be a key: it has a space, a line end or a letter that no key has."));
}

Result<Target> find_target(const TargetFlags& flags, const Profiles& profiles, const Environment& environment) {
  auto profile = chosen(flags, profiles, environment);
  if (!profile) return Failed(profile.error());
  auto server = said(flags.server, "DOCMILL_SERVER", environment);
  auto key = said(flags.key, "DOCMILL_KEY", environment);
  // A profile that is named on the command line means its server, whatever the environment says.
  if (!flags.profile.empty() && flags.server.empty()) server.clear();
  if (!flags.profile.empty() && flags.key.empty()) key.clear();
  if (server.empty() && *profile != nullptr) server = (*profile)->server;
  if (server.empty()) {
    return Failed(
        misused("No server is named. Give --server URL, set DOCMILL_SERVER, or keep one: docmill profile add NAME --server URL. "
                "`docmill run` needs no server."));
  }
  auto address = checked_server(server);
  if (!address) return Failed(address.error());
  Target target{.server = *std::move(address), .key = {}, .ca = flags.ca};
  const bool its_own = *profile != nullptr && checked_server((*profile)->server).value_or("") == target.server;
  if (key.empty() && its_own) key = (*profile)->key;
  if (target.ca.empty() && its_own) target.ca = (*profile)->ca;
  auto checked = checked_key(key);
  if (!checked) return Failed(checked.error());
  target.key = *std::move(checked);
  target.in_clear = target.server.starts_with("http://") && !is_loopback(part_of(target.server, CURLUPART_HOST));
  return target;
}

}  // namespace docmill::cli
