#pragma once
#include <string_view>

namespace docmill::postgres {

/// What an operator should do about a login that failed; libpq gives no code for those, only its words.
std::string_view remedy_for_login(std::string_view words);

/// What an operator should do about a statement that failed with this SQLSTATE (PostgreSQL 15 manual, appendix A).
std::string_view remedy_for_state(std::string_view sqlstate);

}  // namespace docmill::postgres
