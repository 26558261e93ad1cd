#include <fmt/format.h>

#include <algorithm>

#include <memory>

#include "actions/catalogue.h"
#include "actions/handbook.h"
#include "actions/openapi.h"
#include "base/version.h"
#include "cli/commands.h"

namespace docmill::cli {
namespace {

struct ActionListing {
  bool json = false;
  bool markdown = false;
};

int list_actions(const ActionListing& options) {
  if (options.json) {
    fmt::print("{}\n", actions::catalogue_json());
  } else if (options.markdown) {
    fmt::print("{}", actions::handbook());
  } else {
    std::size_t widest = 0;
    for (const auto& action : actions::catalogue()) widest = std::max(widest, action.title.size());
    for (const auto& action : actions::catalogue()) fmt::print("{:<26}{:<{}}  {}\n", action.id, action.title, widest, action.summary);
  }
  return kDone;
}

int show_settings(const config::Settings& settings) {
  for (const auto& row : config::table()) {
    fmt::print("{:<20} = {:<18} # {} ({})\n", row.name, row.show(settings), row.summary, config::environment_name(row.name));
  }
  return kDone;
}

}  // namespace

void add_info_commands(CLI::App& app, Context& context) {
  auto* list = app.add_subcommand("actions", "List the actions");
  auto options = std::make_shared<ActionListing>();  // shared by the parser that fills it and the command that reads it
  list->add_flag("--json", options->json, "as JSON");
  list->add_flag("--markdown", options->markdown, "as docs/actions.md");
  context.on(*list, [options](const config::Settings&) { return list_actions(*options); });

  auto* openapi = app.add_subcommand("openapi", "Print the OpenAPI description");
  context.on(*openapi, [](const config::Settings&) {
    fmt::print("{}\n", actions::openapi_json(kVersion, ""));
    return kDone;
  });

  auto* settings = app.add_subcommand("settings", "List every setting with its value, its meaning and its variable");
  context.add_settings(*settings, false);
  context.on(*settings, show_settings);

  auto* version = app.add_subcommand("version", "Print the version");
  context.on(*version, [](const config::Settings&) {
    fmt::print("docmill {}\n", kVersion);
    return kDone;
  });
}

}  // namespace docmill::cli
