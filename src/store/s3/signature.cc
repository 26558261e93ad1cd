#include "store/s3/signature.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/ids.h"
#include "base/small_letters.h"
#include "crypto/digest.h"
#include "net/percent.h"
#include "net/text.h"

namespace docmill::store::s3 {
namespace {

constexpr std::string_view kAlgorithm = "AWS4-HMAC-SHA256";

/// "20261124T113104Z"
std::string basic_iso(Timestamp moment) {
  std::string text = to_iso(moment).substr(0, 19) + "Z";
  std::erase_if(text, [](char c) { return c == '-' || c == ':'; });
  return text;
}

Secret derived(const Secret& key, std::string_view text) {
  return Secret(crypto::hmac_sha256(key, text));
}

Secret signing_key(const Secret& secret, std::string_view day, std::string_view region) {
  const Secret start(fmt::format("AWS4{}", secret.reveal()));
  return derived(derived(derived(derived(start, day), region), "s3"), "aws4_request");
}

/// The headers by lower-case name: what is signed, in the order it is signed.
std::map<std::string, std::string> signed_headers(std::string_view host, const net::Headers& headers) {
  std::map<std::string, std::string> by_name{{"host", std::string(host)}};
  for (const auto& [name, value] : headers.all()) by_name.emplace(small_letters(name), net::trimmed(value));
  return by_name;
}

}  // namespace

std::string canonical_query(const net::Query& query) {
  std::vector<std::string> parts;
  parts.reserve(query.size());
  for (const auto& [name, value] : query) parts.push_back(net::percent_encoded(name) + "=" + net::percent_encoded(value));
  std::ranges::sort(parts);
  return fmt::format("{}", fmt::join(parts, "&"));
}

void sign(const Unsigned& request, net::Headers& headers, const Credentials& credentials, std::string_view region, Timestamp now) {
  const auto date = basic_iso(now);
  headers.add("x-amz-date", date);
  headers.add("x-amz-content-sha256", std::string(request.payload_sha256));
  if (!credentials.session_token.empty()) headers.add("x-amz-security-token", std::string(credentials.session_token.reveal()));
  std::string lines;
  std::vector<std::string> names;
  for (const auto& [name, value] : signed_headers(request.host, headers)) {
    lines += fmt::format("{}:{}\n", name, value);
    names.push_back(name);
  }
  const auto name_list = fmt::format("{}", fmt::join(names, ";"));
  const auto canonical = fmt::format("{}\n{}\n{}\n{}\n{}\n{}", request.method, request.path, canonical_query(request.query), lines,
                                     name_list, request.payload_sha256);
  const auto day = date.substr(0, 8);
  const auto scope = fmt::format("{}/{}/s3/aws4_request", day, region);
  const auto text = fmt::format("{}\n{}\n{}\n{}", kAlgorithm, date, scope, crypto::sha256_hex(canonical));
  const auto signature = to_hex(crypto::hmac_sha256(signing_key(credentials.secret, day, region), text));
  headers.add("Authorization",
              fmt::format("{} Credential={}/{}, SignedHeaders={}, Signature={}", kAlgorithm, credentials.id, scope, name_list, signature));
}

}  // namespace docmill::store::s3
