#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/secret.h"

namespace docmill::postgres {

/// Where a database is and how to log in: `postgres://user[:password]@host[:port][,host…]/database[?setting=value…]`.
///
/// Settings are libpq's (PostgreSQL 15 manual, 34.1.2). What the URI leaves out:
///   sslmode                 verify-full; "prefer" when every host is a directory (a unix socket)
///   sslrootcert             the system's authorities (PGSSLROOTCERT names others)
///   target_session_attrs    read-write: of several hosts the one that takes writes is used, so a promoted standby is found
///   connect_timeout         5 s a host
///   keepalives, tcp_user_timeout   a host that lost power is noticed within half a minute
///   application_name        docmill
/// The password may also come from PGPASSWORD or a password file.
class Address {
 public:
  struct Setting {
    std::string name;
    Secret value;
  };

  /// Errors: BadRequest; no part of the URI is repeated in it.
  static Result<Address> parse(const Secret& uri);

  const std::vector<Setting>& settings() const { return settings_; }
  /// "host:port/database as user", for logs.
  const std::string& shown() const { return shown_; }
  /// `text` with the password masked wherever it occurs.
  std::string without_password(std::string text) const;

 private:
  std::string_view find(std::string_view name) const;
  void add_missing(std::string_view name, std::string_view value);
  void add_defaults();

  std::vector<Setting> settings_;
  std::string shown_;
};

}  // namespace docmill::postgres
