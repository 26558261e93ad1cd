#pragma once
#include <memory>
#include <string>
#include <string_view>

#include "base/async.h"
#include "base/result.h"
#include "config/settings.h"
#include "engines/engine.h"
#include "engines/forked_engine.h"

namespace docmill::app {

/// The setting's value where a host cannot have Chromium's sandbox: no browser is started, and what needs one is Unavailable.
constexpr std::string_view kNoBrowser = "none";

/// The browser engine, with an egress guard of its own: what pages fetch holds up nothing else.
std::unique_ptr<engines::Engine> make_browser(Executor executor, const config::Settings& settings, const engines::EngineOptions& options);

/// Chromium's path: the setting, or where Debian puts it, the small headless shell first.
std::string browser_program(const config::Settings& settings);

/// Errors: BadRequest, naming the package and the setting.
Result<void> check_browser(const config::Settings& settings);

}  // namespace docmill::app
