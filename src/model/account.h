#pragma once
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/ids.h"
#include "base/result.h"

namespace docmill::model {

/// What a tenant may use.
struct Plan {
  std::string name;             // "free", "team", "unlimited"
  std::uint64_t documents = 0;  // a calendar month, UTC
};

struct Tenant {
  TenantId id;
  std::string plan;
  Timestamp created_at;
};

/// What a key may do. `Convert` is every action; the others are for people and operators.
enum class Scope { Convert, Console, Admin };
std::string_view name(Scope scope);
std::optional<Scope> scope_named(std::string_view name);

/// A stored API key: never the secret itself.
struct ApiKey {
  KeyId id;  // visible part
  TenantId tenant;
  std::string label;
  std::string secret_hash;  // see crypto/key_hash.h
  std::set<Scope> scopes;
  Timestamp created_at;
  std::optional<Timestamp> expires_at;
  std::optional<Timestamp> revoked_at;
};

/// Who is calling, once the key is checked.
struct Principal {
  TenantId tenant;
  KeyId key;
  std::set<Scope> scopes;
  bool may(Scope scope) const { return scopes.contains(scope); }
};

enum class HoldState { Open, Captured, Released };
std::string_view name(HoldState state);

/// Documents set aside when a job is accepted.
struct Hold {
  JobId job;  // one hold, and so at most one charge, per job
  TenantId tenant;
  std::string action;
  std::uint32_t documents = 1;
  HoldState state = HoldState::Open;
  Timestamp made_at;
  std::string month;  // "2026-11": the month it counts in
};

/// What `docmill usage` prints for one month.
struct Usage {
  std::string month;
  std::string plan;
  std::uint64_t charged = 0;
  std::uint64_t held = 0;
  std::uint64_t left = 0;
};

}  // namespace docmill::model
