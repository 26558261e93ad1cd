#pragma once
#include <string>
#include <string_view>
#include <variant>

#include "base/result.h"
#include "base/secret.h"

namespace docmill::azure {

/// Where a service of an account answers: "https://name.queue.core.windows.net", without a slash at the end.
struct Endpoint {
  std::string primary{};    // empty: the connection string names none
  std::string secondary{};  // the read-only copy of a geo-redundant account; empty: none
};

/// How we prove who we are.
struct SharedKey {
  Secret key;  // raw bytes
};
struct SharedAccessSignature {
  Secret query;  // "sv=…&sig=…", without '?'
};
struct ManagedIdentity {};  // the machine's own: there is no secret to keep

/// A storage account as a connection string describes it.
struct Account {
  std::string name{};
  Endpoint blob{};
  Endpoint queue{};
  std::variant<ManagedIdentity, SharedKey, SharedAccessSignature> proof{};
};

/// Reads a connection string: `Name=value` pairs with ';' between them, names without regard to case. Understood are
/// DefaultEndpointsProtocol (https), AccountName, AccountKey, SharedAccessSignature, EndpointSuffix (core.windows.net),
/// BlobEndpoint, QueueEndpoint, BlobSecondaryEndpoint, QueueSecondaryEndpoint and UseDevelopmentStorage=true (Azurite at its
/// usual ports). Names of other storage services (TableEndpoint, FileEndpoint) are accepted and not used. Without AccountKey
/// and SharedAccessSignature the machine's managed identity is used.
/// A signature or an identity's token is sent as it is, so for these the endpoint must be https, or on this machine.
/// Errors: BadRequest; the message names the key that is missing or wrong and never shows a value.
/// Source: learn.microsoft.com "Configure Azure Storage connection strings".
Result<Account> parse_connection(const Secret& text);

}  // namespace docmill::azure
