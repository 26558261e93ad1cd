#pragma once
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "net/http.h"

namespace docmill::console {

/// JSON that nobody keeps.
net::Response json_answer(int status, const boost::json::value& value);
/// 204.
net::Response done();

/// A JSON object in a short body. Errors: BadRequest.
Result<boost::json::object> object_in(std::string_view body);
/// A text member; nullopt when it is missing, null or no text.
std::optional<std::string> text_member(const boost::json::object& object, std::string_view name);

}  // namespace docmill::console
