#include <fmt/format.h>

#include <csignal>
#include <system_error>

#include "base/version.h"
#include "cli/commands.h"
#include "cli/help_format.h"

namespace docmill::cli {
namespace {

void add_commands(CLI::App& app, Context& context) {
  add_role_commands(app, context);
  add_call_command(app, context);
  add_profile_command(app, context);
  add_run_command(app, context);
  add_template_command(app, context);
  add_key_commands(app, context);
  add_account_commands(app, context);
  add_care_commands(app, context);
  add_info_commands(app, context);
  add_doctor_command(app, context);
  add_certs_command(app, context);
  add_help_commands(app, context);
}

int run(int argc, char** argv) {
  CLI::App app("Docmill turns documents into documents, on your own machines.");
  app.formatter(std::make_shared<HelpFormat>());
  app.require_subcommand(1);
  app.set_version_flag("--version", std::string(kVersion));
  Context context;
  add_commands(app, context);
  if (argc <= 1) {
    fmt::print("{}", app.help());
    return kMisused;
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return app.exit(error);  // --help, --version
    fmt::print(stderr, "docmill: {}\nTry 'docmill help', or '--help' behind a command.\n", explain(app, {argv + 1, argv + argc}, error));
    return kMisused;
  }
  return context.run();
}

}  // namespace
}  // namespace docmill::cli

int main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);  // a client that goes away is an error of one write, not the end of the service
  std::signal(SIGXFSZ, SIG_IGN);  // a file size limit is a full disk, not the end either
  try {
    return docmill::cli::run(argc, argv);
  } catch (const std::system_error& error) {
    // Of fmt::print: whoever read our output has left, as `head` does, or the disk it goes to is full. All else is a bug.
    if (error.code() == std::errc::broken_pipe) return docmill::cli::kFailed;
    if (error.code() != std::errc::no_space_on_device) throw;
    std::fputs("docmill: The output cannot be written: the disk is full.\n", stderr);
    return docmill::cli::kFailed;
  }
}
