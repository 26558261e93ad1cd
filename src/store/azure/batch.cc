#include "store/azure/batch.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <utility>

#include "base/ids.h"

namespace docmill::store::azure {
namespace {

using docmill::azure::Request;

/// One request as a part of the body.
std::string part_of(const net::HttpCall& call, std::string_view boundary, std::size_t number) {
  const auto path = call.url.find('/', call.url.find("://") + 3);
  auto text =
      fmt::format("--{}\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\nContent-ID: {}\r\n\r\n{} {} HTTP/1.1\r\n",
                  boundary, number, call.method, call.url.substr(path));
  for (const auto& [name, value] : call.headers.all()) text += fmt::format("{}: {}\r\n", name, value);
  return text + "Content-Length: 0\r\n\r\n";
}

}  // namespace

Async<Result<bool>> delete_batch(Container& container, const std::vector<std::string>& names) {
  const auto boundary = "batch_" + base32(random_bytes(15));
  std::string body;
  for (std::size_t i = 0; i < names.size(); ++i) {
    Request part{.method = "DELETE", .path = container.path_of(names[i])};
    auto call = co_await container.sign_part(std::move(part));
    if (!call) co_return Failed(call.error());
    body += part_of(*call, boundary, i);
  }
  body += fmt::format("--{}--\r\n", boundary);
  Request request{
      .method = "POST", .path = container.path(), .query = {{"restype", "container"}, {"comp", "batch"}}, .body = std::move(body)};
  request.headers.add("Content-Type", "multipart/mixed; boundary=" + boundary);
  auto answer = co_await container.perform(std::move(request));
  if (!answer) co_return Failed(answer.error());
  const auto statuses = parse_batch(answer->body);
  const auto gone = [](int status) { return (status >= 200 && status < 300) || status == 404; };
  co_return answer->ok() && statuses && statuses->size() == names.size() && std::ranges::all_of(*statuses, gone);
}

std::optional<std::vector<int>> parse_batch(std::string_view body) {
  constexpr std::string_view kStatusLine = "\nHTTP/1.1 ";
  std::vector<int> statuses;
  for (auto at = body.find(kStatusLine); at != std::string_view::npos; at = body.find(kStatusLine)) {
    body.remove_prefix(at + kStatusLine.size());
    int status = 0;
    const auto [end, error] = std::from_chars(body.data(), body.data() + std::min<std::size_t>(body.size(), 3), status);
    if (error != std::errc{} || status < 100) return std::nullopt;
    statuses.push_back(status);
  }
  return statuses;
}

}  // namespace docmill::store::azure
