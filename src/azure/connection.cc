#include "azure/connection.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <optional>

#include "base/small_letters.h"
#include "crypto/base64.h"
#include "net/text.h"

namespace docmill::azure {
namespace {

using Values = std::map<std::string, Secret>;  // names lower-case

constexpr std::size_t kLongest = 8192;  // a real one has a few hundred bytes

// Lower-case: names are compared so. The last four belong to services we do not use.
constexpr std::array<std::string_view, 15> kNames{"defaultendpointsprotocol",
                                                  "accountname",
                                                  "accountkey",
                                                  "sharedaccesssignature",
                                                  "endpointsuffix",
                                                  "blobendpoint",
                                                  "queueendpoint",
                                                  "tableendpoint",
                                                  "fileendpoint",
                                                  "blobsecondaryendpoint",
                                                  "queuesecondaryendpoint",
                                                  "usedevelopmentstorage",
                                                  "tablesecondaryendpoint",
                                                  "filesecondaryendpoint",
                                                  "dfsendpoint"};

// Published by Microsoft for its emulator, the same everywhere: not a secret.
constexpr std::string_view kEmulator =
    "AccountName=devstoreaccount1;"
    "AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==;"
    "BlobEndpoint=http://127.0.0.1:10000/devstoreaccount1;"
    "QueueEndpoint=http://127.0.0.1:10001/devstoreaccount1";

Error wrong(std::string_view what) {
  return fail(ErrorCode::BadRequest, fmt::format("The Azure connection string is wrong: {}.", what)).at("azure.connection");
}

bool only(std::string_view text, bool (*allowed)(char)) {
  return !text.empty() && std::ranges::all_of(text, allowed);
}
bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_account_char(char c) {
  return (c >= 'a' && c <= 'z') || is_digit(c);
}
bool is_host_char(char c) {
  return is_letter(c) || is_digit(c) || c == '.' || c == '-';
}

/// A name as it may be shown. What is not a plain word could be part of a secret pasted in the wrong place.
std::string shown(std::string_view name) {
  return name.size() <= 40 && only(name, is_letter) ? fmt::format("'{}'", name) : "an entry without a known name";
}

Result<void> add_pair(Values& values, std::string_view pair) {
  const auto equals = pair.find('=');
  const auto name = net::trimmed(pair.substr(0, equals));
  if (equals == std::string_view::npos) return Failed(wrong(shown(name) + " has no value; write Name=value;Name=value"));
  const auto key = small_letters(name);
  if (std::ranges::find(kNames, key) == kNames.end()) return Failed(wrong(shown(name) + " is not known"));
  const auto value = net::trimmed(pair.substr(equals + 1));
  if (value.empty()) return Failed(wrong(shown(name) + " is empty"));
  if (!values.emplace(key, Secret(std::string(value))).second) return Failed(wrong(shown(name) + " is given twice"));
  return {};
}

Result<Values> split(std::string_view text) {
  if (text.size() > kLongest) return Failed(wrong("it is longer than 8 KiB"));
  Values values;
  while (!text.empty()) {
    const auto end = text.find(';');
    const auto pair = net::trimmed(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (pair.empty()) continue;
    if (auto added = add_pair(values, pair); !added) return Failed(added.error());
  }
  return values;
}

std::string_view value_of(const Values& values, std::string_view key) {
  const auto found = values.find(std::string(key));
  return found == values.end() ? std::string_view() : found->second.reveal();
}

/// "127.0.0.1:10001" of "http://127.0.0.1:10001/devstoreaccount1".
std::string_view authority_of(std::string_view url) {
  url.remove_prefix(url.find("://") + 3);
  return url.substr(0, url.find('/'));
}

bool stays_on_this_machine(std::string_view url) {
  const auto authority = authority_of(url);
  const auto host = authority.substr(0, authority.rfind(':'));
  if (authority == "[::1]" || authority.starts_with("[::1]:")) return true;
  return host == "localhost" || (host.starts_with("127.") && only(host, [](char c) { return is_digit(c) || c == '.'; }));
}

bool is_endpoint(std::string_view url) {
  if (!url.starts_with("https://") && !url.starts_with("http://")) return false;
  const auto allowed = [](char c) { return is_host_char(c) || c == ':' || c == '[' || c == ']'; };
  const auto path_char = [](char c) { return is_host_char(c) || c == '/' || c == '_'; };
  const auto authority = authority_of(url);
  const auto path = url.substr(url.find("://") + 3 + authority.size());
  return only(authority, allowed) && (path.empty() || only(path, path_char));
}

class Reader {
 public:
  explicit Reader(const Values& values) : values_(values) {}

  Result<Account> read() {
    read_name();
    read_proof();
    account_.blob = endpoint("Blob");
    account_.queue = endpoint("Queue");
    check_whole();
    if (trouble_) return Failed(*std::move(trouble_));
    return std::move(account_);
  }

 private:
  void blame(std::string_view what) {
    if (!trouble_) trouble_ = wrong(what);
  }

  std::string_view value(std::string_view key) const { return value_of(values_, key); }

  void read_name() {
    account_.name = value("accountname");
    const auto size = account_.name.size();
    if (size > 0 && (size < 3 || size > 24 || !only(account_.name, is_account_char)))
      blame("'AccountName' is not 3 to 24 lower-case letters and digits");
  }

  void read_proof() {
    const auto key = value("accountkey");
    auto signature = value("sharedaccesssignature");
    if (!key.empty() && !signature.empty()) return blame("give 'AccountKey' or 'SharedAccessSignature', not both");
    if (!key.empty()) return read_key(key);
    if (!signature.empty()) read_signature(signature);
  }

  void read_key(std::string_view key) {
    auto bytes = crypto::from_base64(key);
    if (!bytes) return blame("'AccountKey' is not base64; copy it again from the account's access keys");
    if (account_.name.empty()) return blame("'AccountKey' needs an 'AccountName'");
    account_.proof = SharedKey{Secret(*std::move(bytes))};
  }

  void read_signature(std::string_view signature) {
    if (signature.starts_with('?')) signature.remove_prefix(1);
    const bool clean = only(signature, [](char c) { return c > ' ' && c < 0x7F && c != '#' && c != '?'; });
    if (!clean || ("&" + std::string(signature)).find("&sig=") == std::string::npos)
      return blame("'SharedAccessSignature' is not a query with a sig parameter; copy it again");
    account_.proof = SharedAccessSignature{Secret(std::string(signature))};
  }

  Endpoint endpoint(std::string_view service) {
    Endpoint endpoint{.primary = read_url(fmt::format("{}Endpoint", service)),
                      .secondary = read_url(fmt::format("{}SecondaryEndpoint", service))};
    if (endpoint.primary.empty() && !account_.name.empty()) endpoint.primary = usual_url(service);
    if (endpoint.primary.empty() && !endpoint.secondary.empty())
      blame(fmt::format("'{0}SecondaryEndpoint' needs a '{0}Endpoint'", service));
    return endpoint;
  }

  std::string read_url(const std::string& name) {
    auto url = value(small_letters(name));
    while (url.ends_with('/')) url.remove_suffix(1);
    if (url.empty()) return {};
    if (!is_endpoint(url)) {
      blame(fmt::format("'{}' is not a URL like https://name.blob.core.windows.net", name));
      return {};
    }
    return std::string(url);
  }

  std::string usual_url(std::string_view service) {
    const auto protocol = values_.contains("defaultendpointsprotocol") ? small_letters(value("defaultendpointsprotocol")) : "https";
    if (protocol != "https" && protocol != "http") blame("'DefaultEndpointsProtocol' is neither https nor http");
    const auto suffix = values_.contains("endpointsuffix") ? value("endpointsuffix") : "core.windows.net";
    if (!only(suffix, is_host_char)) blame("'EndpointSuffix' is not a host name");
    return fmt::format("{}://{}.{}.{}", protocol, account_.name, small_letters(service), suffix);
  }

  void check_whole() {
    if (account_.blob.primary.empty() && account_.queue.primary.empty())
      return blame("'AccountName' is missing (or give 'BlobEndpoint' and 'QueueEndpoint')");
    if (std::holds_alternative<SharedKey>(account_.proof)) return;
    for (const auto& endpoint : {account_.blob, account_.queue}) {
      for (const auto& url : {endpoint.primary, endpoint.secondary}) {
        if (!url.starts_with("http://") || stays_on_this_machine(url)) continue;
        return blame("without 'AccountKey' every endpoint must be https: the proof of who we are would cross the network in the clear");
      }
    }
  }

  const Values& values_;
  Account account_;
  std::optional<Error> trouble_;  // the first
};

}  // namespace

Result<Account> parse_connection(const Secret& text) {
  auto values = split(text.reveal());
  if (!values) return Failed(values.error());
  if (values->empty()) return Failed(wrong("it is empty"));
  if (const auto development = value_of(*values, "usedevelopmentstorage"); !development.empty()) {
    if (small_letters(development) != "true") return Failed(wrong("'UseDevelopmentStorage' can only be true"));
    if (values->size() > 1) return Failed(wrong("'UseDevelopmentStorage' stands alone"));
    values = split(kEmulator);
  }
  return Reader(*values).read();
}

}  // namespace docmill::azure
