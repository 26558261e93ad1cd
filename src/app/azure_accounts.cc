#include "app/azure_accounts.h"

#include <fmt/format.h>

#include "app/uri.h"

namespace docmill::app {
namespace {

constexpr std::size_t kMostAccounts = 64;

Result<std::vector<azure::Account>> parse_accounts(std::string_view text) {
  std::vector<azure::Account> accounts;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    auto line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    while (line.ends_with('\r') || line.ends_with(' ')) line.remove_suffix(1);
    if (line.empty() || line.starts_with('#')) continue;
    auto account = azure::parse_connection(Secret(std::string(line)));
    if (!account) return Failed(account.error());
    accounts.push_back(*std::move(account));
  }
  if (!accounts.empty() && accounts.size() <= kMostAccounts) return accounts;
  return Failed(fail(ErrorCode::BadRequest, fmt::format("azure-connection: write 1 to {} connection strings, one a line.", kMostAccounts)));
}

}  // namespace

Result<net::HttpClientOptions> storage_client(const config::Settings& settings) {
  if (auto readable = check_file(settings.storage_ca, "storage-ca"); !readable) return Failed(readable.error());
  net::HttpClientOptions options;
  options.ca_file = settings.storage_ca;
  return options;
}

Result<AzureAccounts> open_azure_accounts(const config::Settings& settings, const Clock& clock, azure::ServiceKind kind) {
  const auto text = read_secret(settings.azure_connection, "azure-connection");
  if (!text) return Failed(text.error());
  auto accounts = parse_accounts(text->reveal());
  if (!accounts) return Failed(accounts.error());
  auto client = storage_client(settings);
  if (!client) return Failed(client.error());
  AzureAccounts opened{.http = std::make_unique<net::HttpClient>(*std::move(client)), .accounts = *std::move(accounts), .services = {}};
  for (const auto& account : opened.accounts) {
    auto service = azure::Service::open(*opened.http, clock, account, kind);
    if (!service) return Failed(service.error());
    opened.services.push_back(*std::move(service));
  }
  return opened;
}

}  // namespace docmill::app
