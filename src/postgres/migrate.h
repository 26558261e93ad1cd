#pragma once
#include <span>
#include <string_view>

#include "base/result.h"
#include "postgres/connection.h"

namespace docmill::postgres {

/// What a driver keeps in a database and how its tables came to be.
struct Schema {
  std::string_view what;                         // "accounts database", for people
  std::string_view name;                         // "accounts": several schemas may share a database
  std::span<const std::string_view> migrations;  // scripts, numbered from 1; once released they never change
};

/// Brings the tables up to date; many nodes may do so at once. What is up to date already is only read, so a role that may not
/// make tables can start. Errors: Unavailable; the cause says what to do (tables of a newer release, a role without the rights).
Result<void> migrate(Connection& connection, const Schema& schema);

}  // namespace docmill::postgres
