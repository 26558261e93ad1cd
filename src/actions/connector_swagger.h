#pragma once
#include <string>
#include <string_view>

namespace docmill::actions {

/// The Swagger 2.0 document that a custom connector of Power Automate or Logic Apps is made from: every operation under /flow/v1, those
/// of processes, the trigger, and the questions of designers, with the x-ms-* extensions that make menus of them. `server_url` is where
/// the connector finds Docmill, "https://docs.example.com"; empty: a placeholder to be replaced.
/// Source: "OpenAPI extensions for custom connectors" and "Use dynamic values" at learn.microsoft.com/connectors/custom-connectors.
std::string connector_swagger(std::string_view version, std::string_view server_url);

}  // namespace docmill::actions
