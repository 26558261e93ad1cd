#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"

namespace docmill::net {

/// "Tue, 24 Nov 2026 11:31:04 GMT" (RFC 9110 §5.6.7): how the storage services write moments, whole seconds.
std::string to_http_date(Timestamp moment);
/// Reads that form and no other; nullopt for anything else.
std::optional<Timestamp> from_http_date(std::string_view text);

}  // namespace docmill::net
