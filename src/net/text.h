#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace docmill::net {

/// Small readers for the texts HTTP is made of, shared by the server, the form reader and the egress. ASCII only: nothing
/// here depends on the locale.

/// Without spaces and tabs at both ends.
std::string_view trimmed(std::string_view text);
/// True for one or more of RFC 9110's tchar.
bool is_token(std::string_view text);

/// Decodes %XX once; nullopt when an escape is broken.
std::optional<std::string> percent_decoded(std::string_view text);

/// Text that is safe to log, store and print as JSON: control characters are dropped, ill-formed UTF-8 becomes U+FFFD.
std::string clean_text(std::string_view bytes);

/// "form-data; name=\"a\"; filename*=UTF-8''b" taken apart.
struct FieldValue {
  std::string value;                                              // "form-data", lower-case
  std::vector<std::pair<std::string, std::string>> parameters{};  // names lower-case, quotes and escapes undone
  std::optional<std::string_view> parameter(std::string_view name) const;
};
/// Reads a value with parameters; nullopt when it is malformed or names a parameter twice.
std::optional<FieldValue> parse_field_value(std::string_view text);

/// The file name a Content-Disposition gives: `filename*` (RFC 5987) wins over `filename`, %22 %0D %0A are undone as
/// browsers write them, only the part after the last slash of either kind stays, "." and ".." become "".
/// nullopt when the field has neither.
std::optional<std::string> disposition_filename(const FieldValue& disposition);
/// The part after the last '/' or '\\', clean_text applied; "." and ".." become "".
std::string base_name(std::string_view path);

}  // namespace docmill::net
