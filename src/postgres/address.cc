#include "postgres/address.h"

#include <fmt/format.h>
#include <libpq-fe.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <system_error>

namespace docmill::postgres {
namespace {

constexpr std::string_view kSystemAuthorities = "/etc/ssl/certs/ca-certificates.crt";  // Debian's ca-certificates

Error refused(std::string cause) {
  return fail(ErrorCode::BadRequest, "The address of the database cannot be used.").cause(std::move(cause)).at("postgres.address");
}

// libpq would read such a URI otherwise than its writer meant it, and repeat pieces of the password in its errors.
bool separates_well(std::string_view uri) {
  const auto begin = uri.find("://");
  if (begin == std::string_view::npos) return false;
  uri.remove_prefix(begin + 3);
  const auto authority = uri.substr(0, uri.find_first_of("/?#"));
  return std::ranges::count(uri, '@') == std::ranges::count(authority, '@') && std::ranges::count(authority, '@') <= 1;
}

// Every host of the list is a directory, or there is none (then libpq takes the default socket).
bool only_sockets(std::string_view hosts) {
  while (!hosts.empty()) {
    const auto host = hosts.substr(0, hosts.find(','));
    if (!host.empty() && host.front() != '/' && host.front() != '@') return false;
    hosts.remove_prefix(std::min(host.size() + 1, hosts.size()));
  }
  return true;
}

}  // namespace

Result<Address> Address::parse(const Secret& uri) {
  const std::string text(uri.reveal());
  if (!text.starts_with("postgres://") && !text.starts_with("postgresql://")) {
    return Failed(refused("it does not begin with postgres://"));
  }
  if (text.find('\0') != std::string::npos) return Failed(refused("it holds a zero byte"));
  if (!separates_well(text)) {
    return Failed(refused("a password with @ / ? # must be percent-encoded: %40 %2F %3F %23"));
  }
  const std::unique_ptr<PQconninfoOption, void (*)(PQconninfoOption*)> options(PQconninfoParse(text.c_str(), nullptr), PQconninfoFree);
  if (!options) return Failed(refused("not postgres://user@host:port/database?setting=value, or a setting that libpq does not know"));
  Address address;
  for (const auto* option = options.get(); option->keyword != nullptr; ++option) {
    if (option->val == nullptr) continue;
    address.settings_.push_back({option->keyword, Secret(option->val)});
  }
  address.add_defaults();
  return address;
}

std::string_view Address::find(std::string_view name) const {
  const auto found = std::ranges::find(settings_, name, &Setting::name);
  return found == settings_.end() ? std::string_view() : found->value.reveal();
}

void Address::add_missing(std::string_view name, std::string_view value) {
  if (std::ranges::find(settings_, name, &Setting::name) != settings_.end()) return;
  settings_.push_back({std::string(name), Secret(std::string(value))});
}

void Address::add_defaults() {
  const bool remote = !only_sockets(find("host"));
  add_missing("sslmode", remote ? "verify-full" : "prefer");
  std::error_code ignored;
  if (remote && std::getenv("PGSSLROOTCERT") == nullptr && std::filesystem::exists(kSystemAuthorities, ignored)) {
    add_missing("sslrootcert", kSystemAuthorities);
  }
  add_missing("gssencmode", "disable");  // TLS is the way to encrypt here; asking for Kerberos costs a round trip
  add_missing("target_session_attrs", "read-write");
  add_missing("connect_timeout", "5");
  add_missing("keepalives_idle", "15");
  add_missing("keepalives_interval", "5");
  add_missing("keepalives_count", "3");
  add_missing("tcp_user_timeout", "20000");
  add_missing("application_name", "docmill");
  add_missing("client_encoding", "UTF8");
  const auto port = find("port");
  const auto user = find("user");
  shown_ = fmt::format("{}:{}/{} as {}", remote ? find("host") : "socket", port.empty() ? "5432" : port, find("dbname"),
                       user.empty() ? "this user" : user);
}

std::string Address::without_password(std::string text) const {
  const auto password = find("password");
  if (password.empty()) return text;
  for (std::size_t at = text.find(password); at != std::string::npos; at = text.find(password, at + 3)) {
    text.replace(at, password.size(), "***");
  }
  return text;
}

}  // namespace docmill::postgres
