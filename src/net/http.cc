#include "net/http.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>

#include "base/small_letters.h"
#include "net/text.h"

namespace docmill::net {
namespace json = boost::json;

std::optional<std::string_view> Headers::find(std::string_view name) const {
  const auto same = [name](const auto& field) { return same_but_for_case(field.first, name); };
  const auto found = std::ranges::find_if(fields_, same);
  if (found == fields_.end()) return std::nullopt;
  return found->second;
}

Response problem(const Error& error, std::string_view request_id, std::string_view job_id) {
  const auto& row = info(error.code());
  json::object body{
      {"type", fmt::format("urn:docmill:problem:{}", row.name)},
      {"title", row.title},
      {"status", row.http_status},
      {"detail", clean_text(error.message())},
      {"code", row.name},
  };
  if (const auto phase = error.phase()) body["phase"] = name(*phase);
  body["retryable"] = row.retry != Retry::Never;
  if (!job_id.empty()) body["jobId"] = job_id;
  body["requestId"] = request_id;

  Response response{.status = row.http_status, .headers = {}, .body = json::serialize(body)};
  response.headers.add("Content-Type", "application/problem+json");
  if (error.code() == ErrorCode::Unauthenticated) response.headers.add("WWW-Authenticate", "Bearer");
  if (const auto wait = error.retry_after()) response.headers.add("Retry-After", fmt::format("{}", wait->count()));
  return response;
}

Response json_response(int status, std::string body) {
  Response response{.status = status, .headers = {}, .body = std::move(body)};
  response.headers.add("Content-Type", "application/json");
  return response;
}

std::vector<std::pair<std::string, std::string>> query_values(std::string_view query) {
  const auto decode = [](std::string_view text) {
    std::string spaced(text);
    std::ranges::replace(spaced, '+', ' ');
    return percent_decoded(spaced).value_or(spaced);  // a broken escape stands for itself
  };
  std::vector<std::pair<std::string, std::string>> values;
  while (!query.empty()) {
    const auto end = std::min(query.find('&'), query.size());
    const auto pair = query.substr(0, end);
    query.remove_prefix(std::min(end + 1, query.size()));
    const auto equals = std::min(pair.find('='), pair.size());
    if (!pair.empty()) values.emplace_back(decode(pair.substr(0, equals)), decode(pair.substr(std::min(equals + 1, pair.size()))));
  }
  return values;
}

std::optional<std::string> query_value(std::string_view query, std::string_view name) {
  auto values = query_values(query);
  const auto found = std::ranges::find(values, name, [](const auto& pair) -> std::string_view { return pair.first; });
  if (found == values.end()) return std::nullopt;
  return std::move(found->second);
}

}  // namespace docmill::net
