#include "postgres/remedy.h"

#include <array>

namespace docmill::postgres {
namespace {

struct Remedy {
  std::string_view sign;
  std::string_view what_to_do;
};

// The first that fits counts.
constexpr std::array kForLogin{
    Remedy{"password authentication failed", "check user and password"},
    Remedy{"no password supplied", "put the password into the URI or a password file"},
    Remedy{"root certificate", "name the authority's PEM file: ?sslrootcert=FILE"},
    Remedy{"does not match host name", "use the host name of the server's certificate"},
    Remedy{"certificate verify failed", "name the authority that signed the server's certificate: ?sslrootcert=FILE"},
    Remedy{"does not support SSL", "turn TLS on at the server, or say ?sslmode=disable on a network you trust"},
    Remedy{"no pg_hba.conf entry", "allow this host and user in pg_hba.conf"},
    Remedy{"starting up", "wait until it has started"},
    Remedy{"shutting down", "start it again"},
    Remedy{"role", "make the role, and give it the right to log in"},
    Remedy{"database", "make the database, or give the right name"},
    Remedy{"too many", "raise max_connections or give each process fewer connections"},
    Remedy{"slots", "raise max_connections or give each process fewer connections"},
    Remedy{"read-only", "none of the hosts takes writes: promote one"},
    Remedy{"could not translate host name", "check the host name and the name server"},
    Remedy{"Connection refused", "check that the server runs and listens there"},
    Remedy{"No such file", "check that the server runs and listens on that socket"},
    Remedy{"timeout", "check that the server runs and that the network lets us through"},
};

constexpr std::array kForState{
    Remedy{"42501", "give this role the rights: SELECT, INSERT, UPDATE, DELETE on the tables"},
    Remedy{"42P01", "the tables are not there: check the database's name and search_path, or start once as their owner"},
    Remedy{"25006", "the server takes no writes: a standby, or its disk guard"},
    Remedy{"57014", "it took longer than the statement timeout"},
    Remedy{"53", "the server is short of disk, memory or connections"},
    Remedy{"57P", "the server stops or starts; trying again later helps"},
    Remedy{"XX001", "the database is damaged: restore it from a backup"},
};

template <std::size_t N>
std::string_view find(const std::array<Remedy, N>& remedies, auto fits) {
  for (const auto& remedy : remedies) {
    if (fits(remedy.sign)) return remedy.what_to_do;
  }
  return "see the server's message and its log";
}

}  // namespace

std::string_view remedy_for_login(std::string_view words) {
  return find(kForLogin, [&](std::string_view sign) { return words.find(sign) != std::string_view::npos; });
}

std::string_view remedy_for_state(std::string_view sqlstate) {
  return find(kForState, [&](std::string_view sign) { return sqlstate.starts_with(sign); });
}

}  // namespace docmill::postgres
