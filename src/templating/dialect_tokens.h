#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "templating/token.h"

namespace docmill::templating {

/// The Classic token that begins at `at`, where two opening braces or brackets stand; nullopt: they are text. Looks no further than the
/// next two opening braces.
std::optional<Token> classic_token_at(std::string_view text, std::size_t at, std::vector<std::string>* complaints);
/// The same of the Modern dialect.
std::optional<Token> modern_token_at(std::string_view text, std::size_t at, std::vector<std::string>* complaints);

/// Sets what follows from the path, the expression and the calls: paths and marks.
void complete(Token& token);

void complain(std::vector<std::string>* complaints, std::string_view token, std::string_view why);

}  // namespace docmill::templating
