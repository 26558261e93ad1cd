#include "azure/shared_key.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <tuple>

#include "base/small_letters.h"
#include "crypto/base64.h"
#include "crypto/digest.h"
#include "net/text.h"

namespace docmill::azure {
namespace {

// In this order; x-ms-date stands for Date, which we never send.
constexpr std::array<std::string_view, 2> kBeforeLength{"Content-Language", "Content-Encoding"};
constexpr std::array<std::string_view, 8> kAfterLength{"Content-MD5",   "Content-Type",        "Date", "If-Modified-Since", "If-Match",
                                                       "If-None-Match", "If-Unmodified-Since", "Range"};

/// Orders "x-ms-a-z" behind "x-ms-ab": first without hyphens, then with them.
struct HeaderOrder {
  bool operator()(const std::string& a, const std::string& b) const { return key(a) < key(b); }
  static std::pair<std::string, std::string> key(const std::string& name) {
    std::string letters = name;
    std::erase(letters, '-');
    return {std::move(letters), name};
  }
};

std::string canonical_headers(const net::Headers& headers) {
  std::map<std::string, std::string, HeaderOrder> ours;
  for (const auto& [name, value] : headers.all()) {
    auto key = small_letters(name);
    if (key.starts_with("x-ms-")) ours.emplace(std::move(key), net::trimmed(value));
  }
  std::string text;
  for (const auto& [name, value] : ours) text += name + ":" + value + "\n";
  return text;
}

std::string canonical_resource(const std::string& account, const SignedParts& parts) {
  std::map<std::string, std::vector<std::string>> values;
  for (const auto& [name, value] : parts.query) values[small_letters(name)].push_back(value);
  auto text = fmt::format("/{}{}", account, parts.url_path);
  for (auto& [name, list] : values) {
    std::ranges::sort(list);
    text += fmt::format("\n{}:{}", name, fmt::join(list, ","));
  }
  return text;
}

}  // namespace

std::string string_to_sign(const std::string& account, const SignedParts& parts) {
  auto text = parts.method + "\n";
  const auto add = [&](std::string_view name) { text += fmt::format("{}\n", net::trimmed(parts.headers.find(name).value_or(""))); };
  std::ranges::for_each(kBeforeLength, add);
  text += parts.content_length == 0 ? "\n" : fmt::format("{}\n", parts.content_length);
  std::ranges::for_each(kAfterLength, add);
  return text + canonical_headers(parts.headers) + canonical_resource(account, parts);
}

std::string shared_key_authorization(const std::string& account, const Secret& key, const SignedParts& parts) {
  return fmt::format("SharedKey {}:{}", account, crypto::to_base64(crypto::hmac_sha256(key, string_to_sign(account, parts))));
}

}  // namespace docmill::azure
