#include "console/answer.h"

#include <boost/json.hpp>

namespace docmill::console {

net::Response json_answer(int status, const boost::json::value& value) {
  return net::json_response(status, boost::json::serialize(value));
}

net::Response done() {
  return {.status = 204, .headers = {}, .body = {}};
}

Result<boost::json::object> object_in(std::string_view body) {
  boost::json::error_code ec;
  auto value = boost::json::parse(body, ec);
  auto* object = ec ? nullptr : value.if_object();
  if (object == nullptr) return Failed(fail(ErrorCode::BadRequest, "The body is not a JSON object.").in(Phase::Form));
  return std::move(*object);
}

std::optional<std::string> text_member(const boost::json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  const auto* text = value == nullptr ? nullptr : value->if_string();
  return text == nullptr ? std::nullopt : std::optional(std::string(*text));
}

}  // namespace docmill::console
