#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <memory>

#include "app/house.h"
#include "cli/commands.h"
#include "cli/rooms.h"
#include "crypto/api_key.h"
#include "crypto/callback.h"
#include "crypto/keyring.h"

namespace docmill::cli {
namespace {

struct CreateOptions {
  std::string tenant;
  std::string plan;
  std::string label;
  std::vector<std::string> scopes{"convert"};
  std::string expires_in;
};

struct ListOptions {
  std::string tenant;
  bool json = false;
};

Result<TenantId> parse_tenant(const std::string& text) {
  const auto id = TenantId::parse(text);
  if (id) return *id;
  return Failed(fail(ErrorCode::BadRequest, fmt::format("'{}' cannot name a tenant: use 1 to 64 of a-z, 0-9, '-' and '_'.", text)));
}

Result<model::ApiKey> describe(const CreateOptions& options, const crypto::NewApiKey& fresh, Timestamp now) {
  auto tenant = parse_tenant(options.tenant);
  if (!tenant) return Failed(tenant.error());
  model::ApiKey key;
  key.id = fresh.id;
  key.tenant = *tenant;
  key.label = options.label;
  key.secret_hash = fresh.secret_hash;
  key.created_at = now;
  for (const auto& word : options.scopes) {
    const auto scope = model::scope_named(word);
    if (!scope) return Failed(fail(ErrorCode::BadRequest, fmt::format("There is no scope '{}'; choose convert, console or admin.", word)));
    key.scopes.insert(*scope);
  }
  if (!options.expires_in.empty()) {
    auto lifetime = parse_duration(options.expires_in);
    if (!lifetime) return Failed(lifetime.error());
    key.expires_at = now + *lifetime;
  }
  return key;
}

int create(const config::Settings& settings, const CreateOptions& options) {
  auto house = app::House::open(settings, kOnlyAccounts);
  if (!house) return report(house.error());
  auto& accounts = (*house)->accounts();
  const auto fresh = crypto::make_api_key();
  auto key = describe(options, fresh, (*house)->clock().now());
  if (!key) return report(key.error());
  const auto plan = options.plan.empty() ? std::nullopt : std::optional(options.plan);
  if (auto tenant = run_to_end(accounts.ensure_tenant(key->tenant, plan)); !tenant) return report(tenant.error());
  if (auto added = run_to_end(accounts.add_key(*key)); !added) return report(added.error());
  fmt::print("Key {} of tenant {}. It is shown this once:\n{}\n", fresh.id.text(), key->tenant.text(), fresh.text.reveal());
  return kDone;
}

std::string scopes_of(const model::ApiKey& key) {
  std::string words;
  for (const auto scope : key.scopes) words += fmt::format("{}{}", words.empty() ? "" : ",", model::name(scope));
  return words;
}

std::string state_of(const model::ApiKey& key, Timestamp now) {
  if (key.revoked_at) return "revoked";
  return key.expires_at && *key.expires_at <= now ? "expired" : "active";
}

void print_json(const std::vector<model::ApiKey>& keys, Timestamp now) {
  boost::json::array rows;
  for (const auto& key : keys) {
    boost::json::object row{{"id", key.id.text()},      {"tenant", key.tenant.text()},       {"state", state_of(key, now)},
                            {"scopes", scopes_of(key)}, {"created", to_iso(key.created_at)}, {"label", key.label}};
    if (key.expires_at) row["expires"] = to_iso(*key.expires_at);
    rows.push_back(row);
  }
  fmt::print("{}\n", boost::json::serialize(rows));
}

/// Columns are as wide as what stands in them, and two apart.
void print_table(const std::vector<model::ApiKey>& keys, Timestamp now) {
  std::vector<std::array<std::string, 6>> rows{{"ID", "TENANT", "STATE", "SCOPES", "CREATED", "LABEL"}};
  for (const auto& key : keys) {
    rows.push_back({key.id.text(), key.tenant.text(), state_of(key, now), scopes_of(key), to_iso(key.created_at), key.label});
  }
  std::array<std::size_t, 6> widths{};
  for (const auto& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) widths.at(i) = std::max(widths.at(i), row.at(i).size());
  }
  for (const auto& row : rows) {
    std::string line;
    for (std::size_t i = 0; i + 1 < row.size(); ++i) line += fmt::format("{:<{}}  ", row.at(i), widths.at(i));
    fmt::print("{}{}\n", line, row.back());
  }
}

int list(const config::Settings& settings, const ListOptions& options) {
  auto house = app::House::open(settings, kOnlyAccounts);
  if (!house) return report(house.error());
  std::optional<TenantId> tenant;
  if (!options.tenant.empty()) {
    auto parsed = parse_tenant(options.tenant);
    if (!parsed) return report(parsed.error());
    tenant = *parsed;
  }
  auto keys = run_to_end((*house)->accounts().keys(tenant));
  if (!keys) return report(keys.error());
  const auto now = (*house)->clock().now();
  if (options.json) {
    print_json(*keys, now);
    return kDone;
  }
  print_table(*keys, now);
  return kDone;
}

int revoke(const config::Settings& settings, const std::string& text) {
  const auto id = KeyId::parse(text);
  if (!id) return report(fail(ErrorCode::BadRequest, "That is not a key id; `docmill key list` shows them."));
  auto house = app::House::open(settings, kOnlyAccounts);
  if (!house) return report(house.error());
  if (auto done = run_to_end((*house)->accounts().revoke_key(*id)); !done) return report(done.error());
  fmt::print("Key {} no longer works. A running API notices within 5 seconds.\n", text);
  return kDone;
}

int rotate(const config::Settings& settings) {
  auto house = app::House::open(settings, kOnlyMasterKey);
  if (!house) return report(house.error());
  auto id = (*house)->rotate_master_key();
  if (!id) return report(id.error());
  fmt::print("New blobs are sealed with master key {} once each process has restarted. Keep the old keys in the file.\n", *id);
  return kDone;
}

int create_master(const config::Settings& settings) {
  const auto path = settings.master_key.empty() ? settings.data + "/master.key" : settings.master_key;
  if (auto there = crypto::Keyring::load(path); there) {
    return report(fail(ErrorCode::Conflict, fmt::format("There is a master key in {} already.", path)));
  }
  auto made = crypto::Keyring::load_or_create(path);
  if (!made) return report(made.error());
  fmt::print("Made {} with key {}. Give every node this file, and keep a copy: without it nothing stored can be read.\n", path,
             made->newest());
  return kDone;
}

int show_callback_secret(const config::Settings& settings, const std::string& name) {
  auto tenant = parse_tenant(name);
  if (!tenant) return report(tenant.error());
  auto house = app::House::open(settings, kOnlyMasterKey);
  if (!house) return report(house.error());
  fmt::print("Callbacks of {} carry X-Docmill-Signature: v1=HMAC-SHA256(this, X-Docmill-Timestamp + \".\" + body).\n{}\n", name,
             crypto::callback_secret((*house)->callback_key(), *tenant).reveal());
  return kDone;
}

}  // namespace

void add_key_commands(CLI::App& app, Context& context) {
  auto* keys = app.add_subcommand("key", "Make, list and revoke API keys");
  keys->require_subcommand(1);

  auto* make = keys->add_subcommand("create", "Make a key; its text is printed once, alone on the last line");
  auto options = std::make_shared<CreateOptions>();  // shared by the parser that fills it and the command that reads it
  make->add_option("--tenant", options->tenant, "whose key it is; a new name makes the tenant")->required();
  make->add_option("--plan", options->plan, "plan to put the tenant on");
  make->add_option("--label", options->label, "a note for people");
  make->add_option("--scope", options->scopes, "convert, console or admin; may be repeated");
  make->add_option("--expires-in", options->expires_in, "lifetime, like 90d");
  context.add_settings(*make, false);
  context.on(*make, [options](const config::Settings& settings) { return create(settings, *options); });

  auto* show = keys->add_subcommand("list", "List keys");
  auto list_options = std::make_shared<ListOptions>();
  show->add_option("--tenant", list_options->tenant, "only this tenant's");
  show->add_flag("--json", list_options->json, "as JSON");
  context.add_settings(*show, false);
  context.on(*show, [list_options](const config::Settings& settings) { return list(settings, *list_options); });

  auto* end = keys->add_subcommand("revoke", "End a key");
  auto id = std::make_shared<std::string>();
  end->add_option("id", *id, "the key's visible id")->required();
  context.add_settings(*end, false);
  context.on(*end, [id](const config::Settings& settings) { return revoke(settings, *id); });

  auto* callback = keys->add_subcommand("callback-secret", "Print what a tenant checks its callbacks with");
  auto whose = std::make_shared<std::string>();
  callback->add_option("--tenant", *whose, "whose callbacks")->required();
  context.add_settings(*callback, false);
  context.on(*callback, [whose](const config::Settings& settings) { return show_callback_secret(settings, *whose); });

  auto* first = keys->add_subcommand("create-master", "Make the master key file that all nodes of a cluster share");
  context.add_settings(*first, false);
  context.on(*first, create_master);

  auto* master = keys->add_subcommand("rotate-master", "Add a new master key for sealing");
  context.add_settings(*master, false);
  context.on(*master, rotate);
}

}  // namespace docmill::cli
