#include <curl/curl.h>

#include <algorithm>
#include <array>
#include <boost/asio/ip/address.hpp>
#include <charconv>
#include <cstdint>
#include <memory>

#include "net/egress.h"

namespace docmill::net {
namespace ip = boost::asio::ip;

namespace {

constexpr std::size_t kLongestUrl = 2048;

struct Address {
  bool v6 = false;
  std::array<unsigned char, 16> bytes{};  // four of them for IPv4
};

struct Range {
  Address first;
  unsigned prefix = 0;
};

std::optional<Address> parse_address(std::string_view text) {
  if (text.find('%') != std::string_view::npos) return std::nullopt;  // a scope: link-local at best
  boost::system::error_code ec;
  const auto parsed = ip::make_address(text, ec);
  if (ec) return std::nullopt;
  Address address{.v6 = parsed.is_v6()};
  if (address.v6) {
    address.bytes = parsed.to_v6().to_bytes();
  } else {
    std::ranges::copy(parsed.to_v4().to_bytes(), address.bytes.begin());
  }
  return address;
}

std::optional<Range> parse_range(std::string_view text) {
  const auto slash = text.find('/');
  const auto first = parse_address(text.substr(0, slash));
  if (!first) return std::nullopt;
  Range range{.first = *first, .prefix = first->v6 ? 128u : 32u};
  if (slash == std::string_view::npos) return range;
  const auto digits = text.substr(slash + 1);
  unsigned prefix = 0;
  const auto [end, ec] = std::from_chars(digits.data(), digits.data() + digits.size(), prefix);
  if (ec != std::errc{} || end != digits.data() + digits.size() || prefix > range.prefix) return std::nullopt;
  range.prefix = prefix;
  return range;
}

bool contains(const Range& range, const Address& address) {
  if (range.first.v6 != address.v6) return false;
  for (unsigned bit = 0; bit < range.prefix; bit += 8) {
    const unsigned bits = std::min(8u, range.prefix - bit);
    const unsigned mask = (0xFFu << (8 - bits)) & 0xFFu;
    if (((range.first.bytes[bit / 8] ^ address.bytes[bit / 8]) & mask) != 0) return false;
  }
  return true;
}

std::vector<Range> ranges(std::initializer_list<std::string_view> texts) {
  std::vector<Range> parsed;
  for (const auto text : texts) {
    parsed.push_back(parse_range(text).value());  // NOLINT(bugprone-unchecked-optional-access): texts of this file
  }
  return parsed;
}

// IANA "IPv4 Special-Purpose Address Registry", multicast, class E, and the address Azure hosts answer their guests on.
const std::vector<Range>& refused_v4() {
  static const auto table = ranges({"0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "168.63.129.16/32", "169.254.0.0/16",
                                    "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15",
                                    "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4"});
  return table;
}

// Only global unicast is reachable at all; what is refused inside it are the ranges that embed or stand for something
// else: Teredo and the rest of 2001::/23, documentation, 6to4.
const Range& global_v6() {
  static const auto range = parse_range("2000::/3").value();  // NOLINT(bugprone-unchecked-optional-access): as above
  return range;
}

const std::vector<Range>& refused_v6() {
  static const auto table = ranges({"2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"});
  return table;
}

Error url_refused(std::string message) {
  return fail(ErrorCode::FetchRefused, std::move(message)).at("net.check_url");
}

using Url = std::unique_ptr<CURLU, void (*)(CURLU*)>;

std::string part_of(const Url& url, CURLUPart part) {
  char* text = nullptr;
  if (curl_url_get(url.get(), part, &text, 0) != CURLUE_OK) return {};
  std::string result(text);
  curl_free(text);
  return result;
}

}  // namespace

bool address_allowed(std::string_view text, const EgressPolicy& policy) {
  const auto address = parse_address(text);
  if (!address) return false;
  const auto holds_it = [&address](const Range& range) { return contains(range, *address); };
  for (const auto& allowed : policy.allow) {
    const auto range = parse_range(allowed);
    if (range && holds_it(*range)) return true;
  }
  if (!address->v6) return std::ranges::none_of(refused_v4(), holds_it);
  return holds_it(global_v6()) && std::ranges::none_of(refused_v6(), holds_it);
}

Result<void> check_url(std::string_view text) {
  if (text.size() > kLongestUrl) return Failed(url_refused("The URL is longer than 2,048 bytes."));
  // The parser that will also fetch it: two parsers could see two hosts.
  const Url url(curl_url(), curl_url_cleanup);
  const auto parsed = curl_url_set(url.get(), CURLUPART_URL, std::string(text).c_str(), CURLU_DISALLOW_USER);
  const bool odd = std::ranges::any_of(text, [](char c) { return c <= ' ' || c == '\x7F' || c == '\\'; });
  if (parsed == CURLUE_USER_NOT_ALLOWED) return Failed(url_refused("The URL must not carry a user name or password."));
  if (parsed == CURLUE_UNSUPPORTED_SCHEME) return Failed(url_refused("Only http and https URLs can be fetched."));
  if (parsed != CURLUE_OK || odd) return Failed(url_refused("The URL is malformed.").cause(curl_url_strerror(parsed)));
  const auto scheme = part_of(url, CURLUPART_SCHEME);
  if (scheme != "http" && scheme != "https") return Failed(url_refused("Only http and https URLs can be fetched."));
  if (part_of(url, CURLUPART_HOST).empty()) return Failed(url_refused("The URL names no host."));
  return {};
}

}  // namespace docmill::net
