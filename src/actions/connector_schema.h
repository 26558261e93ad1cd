#pragma once
#include <boost/json/object.hpp>
#include <string>
#include <string_view>

#include "actions/connector.h"

/// The JSON of connectors as schemas, with the titles that designers of flows show.
namespace docmill::actions {

/// What a request of the operation has as members, named and titled as connectors have them. `type` is the value of the action's field
/// "Type", whose fields are then among them; empty: only those that go with every type.
boost::json::object request_schema(const ConnectorOperation& operation, const model::Action& action, std::string_view type);

/// "ExtractRange" → "extractRange"
std::string camel(std::string_view name);

/// "UseBookmarksForFileNames" → "Use bookmarks for file names"
std::string title_of(std::string_view name);

}  // namespace docmill::actions
