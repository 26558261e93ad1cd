#include "net/request_head.h"

#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <charconv>
#include <limits>

#include "base/ids.h"
#include "base/small_letters.h"
#include "base/utf8.h"
#include "net/text.h"

namespace docmill::net {
namespace http = boost::beast::http;

namespace {

using Fields = http::request_header<http::fields>;

Error bad(std::string message) {
  return fail(ErrorCode::BadRequest, std::move(message)).at("net.request");
}

std::string_view head_fault(boost::system::error_code ec) {
  using enum http::error;
  if (ec == bad_version) return "Only HTTP/1.0 and HTTP/1.1 are spoken here.";
  if (ec == bad_content_length || ec == multiple_content_length) return "The request has conflicting or malformed Content-Length headers.";
  if (ec == bad_transfer_encoding) return "The request has both Content-Length and Transfer-Encoding, or two of the latter.";
  if (ec == bad_method || ec == bad_target) return "The request line is malformed.";
  return "A header line of the request is malformed.";
}

std::optional<std::string_view> only(const Fields& fields, http::field name) {
  const auto found = fields.find(name);
  if (found == fields.end()) return std::nullopt;
  return found->value();
}

Result<std::optional<std::uint64_t>> read_content_length(const Fields& fields) {
  const auto text = only(fields, http::field::content_length);
  if (!text) return std::nullopt;
  if (fields.count(http::field::content_length) > 1) return Failed(bad("The request has two Content-Length headers."));
  std::uint64_t length = 0;
  const auto [end, ec] = std::from_chars(text->data(), text->data() + text->size(), length);
  if (ec != std::errc{} || end != text->data() + text->size()) return Failed(bad("The Content-Length is not a number."));
  return length;
}

Result<bool> read_chunked(const Fields& fields) {
  const auto coding = only(fields, http::field::transfer_encoding);
  if (!coding) return false;
  if (fields.version() < 11) return Failed(bad("HTTP/1.0 has no Transfer-Encoding."));
  if (fields.count(http::field::content_length) > 0) {
    return Failed(bad("The request has both Content-Length and Transfer-Encoding."));
  }
  const bool plain = fields.count(http::field::transfer_encoding) == 1 && same_but_for_case(*coding, "chunked");
  if (!plain) return Failed(bad("The only Transfer-Encoding understood here is chunked."));
  return true;
}

Result<void> check_host(const Fields& fields) {
  if (fields.count(http::field::host) > 1) return Failed(bad("The request has two Host headers."));
  const auto host = only(fields, http::field::host);
  if (!host) return fields.version() < 11 ? Result<void>{} : Failed(bad("The request has no Host header."));
  const auto odd = [](char c) { return c <= ' ' || c > '~' || std::string_view("/\\@?#,\"<>").find(c) != std::string_view::npos; };
  if (std::ranges::any_of(*host, odd)) return Failed(bad("The Host header is malformed."));
  return {};
}

/// Takes "http://authority" off an absolute-form target whose authority is the Host header's (RFC 9112 section 3.2.2).
Result<std::string_view> origin_form(const Fields& fields) {
  const std::string_view target = fields.target();
  const auto odd = [](char c) { return c <= ' ' || c > '~' || c == '#' || c == '\\'; };
  if (std::ranges::any_of(target, odd)) return Failed(bad("The request target has a character that must be percent-encoded."));
  if (target.starts_with('/')) return target;
  const auto scheme = target.find("://");
  if (scheme == std::string_view::npos) return Failed(bad("The request target must be a path."));
  const bool known = same_but_for_case(target.substr(0, scheme), "http") || same_but_for_case(target.substr(0, scheme), "https");
  const auto rest = target.substr(scheme + 3);
  const auto end = std::min(rest.find_first_of("/?"), rest.size());
  const auto host = only(fields, http::field::host);
  if (!known || end == 0 || !host || !same_but_for_case(rest.substr(0, end), *host)) {
    return Failed(bad("The request target names another host than the Host header."));
  }
  return rest.substr(end);
}

Result<void> read_target(const Fields& fields, Request& request) {
  const auto target = origin_form(fields);
  if (!target) return Failed(target.error());
  const auto question = std::min(target->find('?'), target->size());
  request.query = target->substr(std::min(question + 1, target->size()));
  const auto raw_path = target->substr(0, question);
  auto path = raw_path.empty() ? Result<std::string>("/") : decoded_path(raw_path);
  if (!path) return Failed(path.error());
  request.path = *std::move(path);
  return {};
}

std::string read_request_id(const Headers& headers) {
  const auto given = headers.find("X-Request-Id");
  const auto clean = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_' || c == '.';
  };
  const bool usable = given && !given->empty() && given->size() <= 64 && std::ranges::all_of(*given, clean);
  return usable ? std::string(*given) : base32(random_bytes(10));
}

}  // namespace

Result<std::optional<std::size_t>> HeadScanner::scan(std::string_view bytes) {
  for (; at_ < bytes.size(); ++at_) {
    const char c = bytes[at_];
    const char before = at_ > 0 ? bytes[at_ - 1] : '\0';
    if (before == '\r' && c != '\n') return Failed(bad("The request has a line that does not end in CR LF."));
    if (c == '\n') {
      if (before != '\r') return Failed(bad("The request has a line that does not end in CR LF."));
      if (at_ >= 3 && bytes.substr(at_ - 3, 4) == "\r\n\r\n") return at_ + 1;
      continue;
    }
    const bool starts_line = at_ == 0 || before == '\n';
    if (starts_line && (c == ' ' || c == '\t')) return Failed(bad("The request has a folded header line."));
    const auto u = static_cast<unsigned char>(c);
    if ((u < 0x20 && c != '\t' && c != '\r') || u == 0x7F) return Failed(bad("The request head has a control character."));
  }
  return std::nullopt;
}

Result<Head> parse_head(std::string_view raw) {
  http::request_parser<http::empty_body> parser;
  parser.header_limit(std::numeric_limits<std::uint32_t>::max());  // the connection's buffer is the limit
  parser.body_limit(boost::none);                                  // the connection counts
  boost::system::error_code ec;
  const auto used = parser.put(boost::asio::buffer(raw.data(), raw.size()), ec);
  if (ec || used != raw.size() || !parser.is_header_done()) {
    return Failed(bad(std::string(head_fault(ec))).cause(ec.message()));
  }
  const Fields& fields = parser.get().base();
  Head head;
  auto length = read_content_length(fields);
  if (!length) return Failed(length.error());
  const auto chunked = read_chunked(fields);
  if (!chunked) return Failed(chunked.error());
  if (auto host = check_host(fields); !host) return Failed(host.error());
  if (auto target = read_target(fields, head.request); !target) return Failed(target.error());
  for (const auto& field : fields) head.request.headers.add(field.name_string(), field.value());
  head.request.method = fields.method_string();
  head.request.content_length = *length;
  head.request.request_id = read_request_id(head.request.headers);
  head.http_1_0 = fields.version() < 11;
  head.keep_alive = parser.get().keep_alive();
  head.chunked = *chunked;
  const auto expect = only(fields, http::field::expect);
  head.expects_continue = !head.http_1_0 && expect && same_but_for_case(*expect, "100-continue");
  return head;
}

Result<std::string> decoded_path(std::string_view path) {
  auto decoded = percent_decoded(path);
  if (!decoded) return Failed(bad("The path has a broken percent escape."));
  const auto odd = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == '\x7F' || c == '\\'; };
  if (std::ranges::any_of(*decoded, odd)) return Failed(bad("The path has a control character or a backslash."));
  if (!is_utf8(*decoded)) return Failed(bad("The path is not UTF-8."));
  std::string_view rest = *decoded;
  while (!rest.empty()) {
    const auto end = std::min(rest.find('/'), rest.size());
    if (rest.substr(0, end) == "..") return Failed(bad("The path has a '..'."));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return *std::move(decoded);
}

}  // namespace docmill::net
