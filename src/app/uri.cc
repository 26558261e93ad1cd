#include "app/uri.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <system_error>

#include "base/fd.h"
#include "base/units.h"

namespace docmill::app {
namespace {

constexpr std::size_t kLongestSecret = 64 * kKiB;

Error cannot_read(std::string_view setting, std::string_view path, std::string cause) {
  auto message = fmt::format("{}: the file {} cannot be read. Check its place and owner.", setting, path);
  return fail(ErrorCode::BadRequest, std::move(message)).cause(std::move(cause));
}

}  // namespace

Result<DriverUri> parse_driver_uri(std::string_view uri, std::string_view setting) {
  const auto colon = uri.find(':');
  if (colon == std::string_view::npos || colon == 0 || colon + 1 == uri.size()) {
    return Failed(fail(ErrorCode::BadRequest, fmt::format("{}: write DRIVER:PLACE; `docmill settings` shows the drivers.", setting)));
  }
  return DriverUri{std::string(uri.substr(0, colon)), std::string(uri.substr(colon + 1))};
}

Result<NameAndCount> name_and_count(std::string_view rest, std::string_view option, std::size_t most, std::string_view setting) {
  const auto mark = rest.find('?');
  NameAndCount parsed{.name = std::string(rest.substr(0, mark))};
  if (mark == std::string_view::npos) return parsed;
  const auto query = rest.substr(mark + 1);
  const bool ours = query.starts_with(option) && query.size() > option.size() && query[option.size()] == '=';
  const auto digits = ours ? query.substr(option.size() + 1) : std::string_view();
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), parsed.count);
  if (!ours || error != std::errc{} || end != digits.data() + digits.size() || parsed.count < 1 || parsed.count > most) {
    return Failed(fail(ErrorCode::BadRequest, fmt::format("{}: behind '?' only {}=1 to {} may stand.", setting, option, most)));
  }
  return parsed;
}

Error unknown_scheme(std::string_view setting, std::string_view scheme, std::string_view known) {
  return fail(ErrorCode::BadRequest, fmt::format("{}: there is no driver '{}'; choose {}.", setting, scheme.substr(0, 40), known));
}

Result<Secret> read_secret(const std::string& value, std::string_view setting) {
  if (value.empty()) return Failed(fail(ErrorCode::BadRequest, fmt::format("{}: this driver needs it; give it as @FILE.", setting)));
  if (!value.starts_with('@')) return Secret(value);
  const UniqueFd file(::open(value.c_str() + 1, O_RDONLY | O_CLOEXEC));
  auto text = file.valid() ? read_at(file.get(), 0, kLongestSecret) : Result<std::string>(Failed(system_error(errno, value.substr(1))));
  if (!text) return Failed(cannot_read(setting, value.substr(1), text.error().cause()));
  while (text->ends_with('\n') || text->ends_with('\r') || text->ends_with(' ')) text->pop_back();
  return Secret(*std::move(text));
}

Result<void> check_file(const std::string& path, std::string_view setting) {
  if (path.empty() || ::access(path.c_str(), R_OK) == 0) return {};
  return Failed(cannot_read(setting, path, std::generic_category().message(errno)));
}

bool is_here(std::string_view uri, std::string_view scheme) {
  return uri.empty() || (uri.starts_with(scheme) && uri.size() > scheme.size() && uri[scheme.size()] == ':');
}

bool is_embedded(const config::Settings& settings) {
  return is_here(settings.queue, "sqlite") && is_here(settings.store, "files") && is_here(settings.accounts, "sqlite");
}

}  // namespace docmill::app
