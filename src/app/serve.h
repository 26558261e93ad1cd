#pragma once
#include "base/result.h"
#include "config/settings.h"

namespace docmill::app {

/// Which roles this process plays. The same code in one process or in many.
struct Roles {
  bool api = false;
  bool worker = false;
  bool steward = false;
};

/// Runs the roles until SIGTERM or SIGINT, then drains: not ready, door closed, requests answered, jobs finished or given back.
/// A second signal ends it at once. Errors: what House::open, net::Server::listen or an engine's start reports.
Result<void> serve(const config::Settings& settings, Roles roles);

}  // namespace docmill::app
