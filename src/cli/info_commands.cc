#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>

#include <memory>
#include <string>

#include "actions/catalogue.h"
#include "actions/connector_swagger.h"
#include "actions/handbook.h"
#include "actions/openapi.h"
#include "base/version.h"
#include "cli/call/call.h"
#include "cli/call/suggest.h"
#include "cli/call/text_width.h"
#include "cli/commands.h"
#include "cli/help_format.h"

namespace docmill::cli {
namespace {

struct ActionListing {
  bool json = false;
  bool markdown = false;
  std::string action;
};

struct Description {
  bool connector = false;
  std::string url;
};

/// Of a terminal; what goes into a file or a pipe stays one line each.
std::size_t columns() {
  return ::isatty(STDOUT_FILENO) == 1 ? terminal_columns(STDOUT_FILENO) : 10'000;
}

int show_action(const std::string& id) {
  if (const auto* action = actions::find_action(id)) {
    fmt::print("{}", action_page(*action, std::min<std::size_t>(columns(), 100)));
    return kDone;
  }
  fmt::print(stderr, "docmill: There is no action '{}'.{}\n", printable(id), did_you_mean(id, action_ids()));
  return kMisused;
}

int list_actions(const ActionListing& options) {
  if (!options.action.empty()) return show_action(options.action);
  if (options.json) {
    fmt::print("{}\n", actions::catalogue_json());
  } else if (options.markdown) {
    fmt::print("{}", actions::handbook());
  } else {
    fmt::print("{}", action_list(columns()));
  }
  return kDone;
}

int show_settings(const config::Settings& settings) {
  for (const auto& row : config::table()) {
    const auto name = config::environment_name(row.name);
    if (::isatty(STDOUT_FILENO) == 1) {  // the same lines, none too long
      fmt::print("# {} ({})\n{} = {}\n\n", row.summary, name, row.name, row.show(settings));
    } else {
      fmt::print("{:<20} = {:<18} # {} ({})\n", row.name, row.show(settings), row.summary, name);
    }
  }
  return kDone;
}

}  // namespace

void add_info_commands(CLI::App& app, Context& context) {
  auto* list = app.add_subcommand("actions", "List the actions, or tell the fields of one");
  auto options = std::make_shared<ActionListing>();  // shared by the parser that fills it and the command that reads it
  list->add_option("action", options->action, "which, like convert/docx-to-pdf")->type_name("ACTION");
  list->add_flag("--json", options->json, "as JSON");
  list->add_flag("--markdown", options->markdown, "as docs/actions.md");
  context.on_bare(*list, [options] { return list_actions(*options); });

  auto* openapi = app.add_subcommand("openapi", "Print the OpenAPI description");
  auto description = std::make_shared<Description>();  // shared by the parser that fills it and the command that reads it
  openapi->add_flag("--connector", description->connector, "the Swagger 2.0 that a custom connector of Power Automate is made from");
  openapi->add_option("--url", description->url, "where clients find Docmill: https://docs.example.com");
  context.on(*openapi, [description](const config::Settings&) {
    const auto& url = description->url;
    fmt::print("{}\n", description->connector ? actions::connector_swagger(kVersion, url) : actions::openapi_json(kVersion, url));
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
