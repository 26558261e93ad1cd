#include "engines/browser/extra_headers.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/json/parse.hpp>

#include "base/small_letters.h"

namespace docmill::engines::browser {
namespace {

namespace json = boost::json;

constexpr std::size_t kMostHeaders = 50;
constexpr std::size_t kLongestHeader = 8 * 1024;  // bytes of a name and its value

// What makes the connection is not the caller's.
constexpr std::array<std::string_view, 8> kNotOurs{"host", "content-length", "transfer-encoding",  "connection", "upgrade",
                                                   "te",   "trailer",        "proxy-authorization"};

Error wrong_headers(std::string what) {
  return fail(ErrorCode::BadRequest, "ExtraHeaders: " + std::move(what));
}

bool is_name(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
  });
}

Result<std::string> header_line(std::string_view name, const json::value& value) {
  const auto small = small_letters(name);
  if (!is_name(name) || std::ranges::find(kNotOurs, small) != kNotOurs.end()) {
    return Failed(
        wrong_headers("a header has a name that cannot be sent; use letters, digits and hyphens, and leave Host and the like out."));
  }
  if (!value.is_string()) return Failed(wrong_headers("the value of each header is a text: {\"Name\": \"value\"}."));
  const std::string_view text = value.get_string();
  const bool broken = std::ranges::any_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
  if (broken || name.size() + text.size() > kLongestHeader)
    return Failed(wrong_headers("a value is too long or holds a control character."));
  return fmt::format("{}: {}", name, text);
}

Result<OriginHeaders> for_origin(std::string origin, const json::object& headers) {
  OriginHeaders out{.origin = std::move(origin), .headers = {}};
  for (const auto& [name, value] : headers) {
    auto line = header_line(name, value);
    if (!line) return Failed(line.error());
    out.headers.push_back(*std::move(line));
  }
  return out;
}

}  // namespace

Result<std::vector<OriginHeaders>> read_extra_headers(std::string_view text, std::string_view own_origin) {
  std::vector<OriginHeaders> out;
  if (text.empty()) return out;
  boost::system::error_code error;
  const auto value = json::parse(text, error);
  if (error || !value.is_object()) return Failed(wrong_headers("send a JSON object: {\"Name\": \"value\"}."));
  json::object own;
  std::size_t count = 0;
  for (const auto& [key, one] : value.get_object()) {
    count += one.is_object() ? one.get_object().size() : 1;
    if (count > kMostHeaders) return Failed(wrong_headers(fmt::format("send at most {} headers.", kMostHeaders)));
    if (!one.is_object()) {
      own[key] = one;
      continue;
    }
    auto origin = origin_of(key);
    if (origin.empty())
      return Failed(wrong_headers("headers for another address are named by it: {\"https://host\": {\"Name\": \"value\"}}."));
    auto headers = for_origin(std::move(origin), one.get_object());
    if (!headers) return Failed(headers.error());
    out.push_back(*std::move(headers));
  }
  if (own.empty()) return out;
  if (own_origin.empty()) return Failed(wrong_headers("say where each is to be sent: {\"https://host\": {\"Name\": \"value\"}}."));
  auto headers = for_origin(std::string(own_origin), own);
  if (!headers) return Failed(headers.error());
  out.push_back(*std::move(headers));
  return out;
}

}  // namespace docmill::engines::browser
