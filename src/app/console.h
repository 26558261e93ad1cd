#pragma once
#include <functional>
#include <memory>

#include "api/readiness.h"
#include "app/house.h"
#include "config/settings.h"
#include "console/console.h"
#include "model/job_events.h"
#include "net/http.h"

namespace docmill::app {

/// The console in front of `api`, as the settings say. All but `settings` is borrowed. `facts` tells what this process knows of itself;
/// where the documents are stored is added to it.
std::unique_ptr<console::Console> make_console(const config::Settings& settings, House& house, net::Handler& api, model::JobEvents& events,
                                               api::Readiness& readiness, std::function<console::SystemFacts()> facts);

}  // namespace docmill::app
