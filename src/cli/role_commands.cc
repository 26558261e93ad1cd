#include "app/serve.h"
#include "cli/commands.h"

namespace docmill::cli {
namespace {

void add(CLI::App& app, Context& context, const std::string& name, const std::string& summary, app::Roles roles) {
  auto* command = app.add_subcommand(name, summary);
  context.add_settings(*command, true);
  context.on(*command, [roles](const config::Settings& settings) {
    auto done = app::serve(settings, roles);
    return done ? kDone : report(done.error());
  });
}

}  // namespace

void add_role_commands(CLI::App& app, Context& context) {
  add(app, context, "serve", "API, worker and steward in one process", {.api = true, .worker = true, .steward = true});
  add(app, context, "api", "only the API", {.api = true});
  add(app, context, "worker", "only a worker", {.worker = true});
  add(app, context, "steward", "only a steward", {.steward = true});
}

}  // namespace docmill::cli
