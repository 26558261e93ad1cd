#pragma once
#include <memory>
#include <vector>

#include "azure/service.h"
#include "base/clock.h"
#include "base/result.h"
#include "config/settings.h"
#include "net/http_client.h"

namespace docmill::app {

/// The storage accounts of the setting `azure-connection`, in its order, and the client they are spoken to with.
struct AzureAccounts {
  std::unique_ptr<net::HttpClient> http;
  std::vector<azure::Account> accounts;
  std::vector<std::unique_ptr<azure::Service>> services;  // one for each account, of the kind that was asked for
};

/// Borrows `clock`. Errors: BadRequest (no connection string, a wrong one, or a file that cannot be read: the message
/// names which).
Result<AzureAccounts> open_azure_accounts(const config::Settings& settings, const Clock& clock, azure::ServiceKind kind);

/// How storage is spoken to. Errors: BadRequest (the file of `storage-ca` cannot be read).
Result<net::HttpClientOptions> storage_client(const config::Settings& settings);

}  // namespace docmill::app
