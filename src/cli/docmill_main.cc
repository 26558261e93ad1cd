#include <csignal>

#include "base/version.h"
#include "cli/commands.h"

int main(int argc, char** argv) {
  using namespace docmill;
  std::signal(SIGPIPE, SIG_IGN);  // a client that goes away is an error of one write, not the end of the service
  std::signal(SIGXFSZ, SIG_IGN);  // a file size limit is a full disk, not the end either
  CLI::App app("Docmill turns documents into documents, on your own machines.");
  app.require_subcommand(1);
  app.set_version_flag("--version", std::string(kVersion));
  app.failure_message([](const CLI::App*, const CLI::Error& error) {
    return std::string("docmill: ") + error.what() + "\nTry 'docmill --help', or '--help' behind a command.\n";
  });
  cli::Context context;
  cli::add_role_commands(app, context);
  cli::add_run_command(app, context);
  cli::add_template_command(app, context);
  cli::add_key_commands(app, context);
  cli::add_account_commands(app, context);
  cli::add_care_commands(app, context);
  cli::add_info_commands(app, context);
  cli::add_doctor_command(app, context);
  cli::add_certs_command(app, context);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? cli::kDone : cli::kMisused;
  }
  return context.run();
}
