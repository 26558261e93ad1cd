#pragma once
#include <string>
#include <string_view>

namespace docmill::actions {

/// The OpenAPI 3.1 document of the HTTP API, made from the catalogue: every action with its job twin, polling and cancelling,
/// result links, health and this document itself. `server_url` is what clients put before the paths; empty means "the place this
/// document came from". Stable text for one release and address.
std::string openapi_json(std::string_view version, std::string_view server_url);

}  // namespace docmill::actions
