#include <fmt/format.h>

#include <memory>

#include "base/units.h"
#include "cli/call/call.h"
#include "cli/commands.h"

namespace docmill::cli {
namespace {

constexpr std::size_t kMostParallel = 256;

/// "90s", "10m", or seconds.
std::string read_timeout(CallOptions& options, const std::string& text) {
  const bool digits = !text.empty() && text.find_first_not_of("0123456789") == std::string::npos;
  const auto length = parse_duration(digits ? text + "s" : text);
  if (!length) return length.error().message();
  options.timeout = *length;
  return {};
}

void add_where(CLI::App& command, CallOptions& options) {
  const std::string group = "Server";
  command.add_option("--server", options.target.server, "its address, like https://docmill.example.com (DOCMILL_SERVER)")
      ->group(group)
      ->type_name("URL");
  command.add_option("--key", options.target.key, "your API key, or @FILE that holds it (DOCMILL_KEY)")
      ->group(group)
      ->type_name("KEY|@FILE");
  command.add_option("--profile", options.target.profile, "a kept server and key: `docmill profile add` (DOCMILL_PROFILE)")
      ->group(group)
      ->type_name("NAME");
  command.add_option("--ca", options.target.ca, "PEM of the authorities to believe instead of the system's")
      ->group(group)
      ->type_name("FILE")
      ->check(CLI::ExistingFile);
}

void add_what(CLI::App& command, CallOptions& options) {
  command.add_option("action", options.action, "like convert/docx-to-pdf; `docmill actions` lists them")->required()->type_name("ACTION");
  command.add_option("files", options.files, "the documents: paths, patterns in quotes, or - for stdin")->type_name("FILE");
  command.add_option("--set", options.values, "a field of the action; @FILE sends or reads a file; may be repeated")
      ->allow_extra_args(false)
      ->type_name("FIELD=VALUE|@FILE");
  command.add_option("--as", options.as, "the field that the files are for, like Data to fill one template many times")->type_name("FIELD");
  command.add_flag("--together", options.together, "all files in one call, for actions that take several; else each is a call");
  command.add_option("--name", options.name, "a file name for the document on stdin, when its type does not show")->type_name("NAME");
}

void add_how(CLI::App& command, CallOptions& options) {
  command.add_option("-o,--output", options.output, "a file, a folder, or - for stdout; else each result goes beside its file")
      ->type_name("FILE|DIR|-");
  command.add_option("--watch", options.watch, "do each file that comes into this folder, until stopped")->type_name("DIR");
  command.add_option("-j,--parallel", options.parallel, "calls at a time (default 4)")
      ->type_name("N")
      ->check(CLI::Range(std::size_t{1}, kMostParallel));
  command
      .add_option_function<std::string>(
          "--timeout",
          [&options](const std::string& text) {
            if (const auto fault = read_timeout(options, text); !fault.empty()) throw CLI::ValidationError("--timeout", fault);
          },
          "for one call in all, like 90s or 10m; 0s: none (default 1h)")
      ->type_name("TIME");
  command.add_option("--retries", options.retries, "tries of a request after trouble that may pass (default 5)")
      ->type_name("N")
      ->check(CLI::Range(0U, 100U));
  command.add_option("--idempotency-key", options.idempotency_key, "the same key and file again is the same job, charged once")
      ->type_name("KEY");
  command.add_flag("--json", options.json, "a line of JSON for each call");
  command.add_flag("-q,--quiet", options.quiet, "print nothing but errors");
}

/// What CLI11's own rules cannot say; "" when all is well.
std::string contradiction(const CallOptions& options) {
  const bool from_stdin = std::ranges::find(options.files, "-") != options.files.end();
  if (!options.watch.empty() && !options.files.empty()) return "--watch takes the files of its folder; name no others.";
  if (!options.watch.empty() && options.together) return "--watch does each file by itself; --together does not go with it.";
  if (!options.watch.empty() && options.output == "-") return "--watch: results of a folder cannot go to stdout.";
  if (from_stdin && std::ranges::count(options.files, "-") > 1) return "stdin can be read once only.";
  if (options.idempotency_key.size() > 190) return "--idempotency-key: at most 190 characters.";
  const bool printable = std::ranges::all_of(options.idempotency_key, [](char c) { return c >= 0x20 && c < 0x7F; });
  return printable ? "" : "--idempotency-key: printable ASCII characters only.";
}

}  // namespace

void add_call_command(CLI::App& app, Context& context) {
  auto* command = app.add_subcommand("call", "Have a server do an action: convert, merge, fill, …");
  auto options = std::make_shared<CallOptions>();  // shared by the parser that fills it and the command that reads it
  add_what(*command, *options);
  add_how(*command, *options);
  add_where(*command, *options);
  context.on_bare(*command, [options] {
    if (const auto fault = contradiction(*options); !fault.empty()) {
      fmt::print(stderr, "docmill: {}\n", fault);
      return kMisused;
    }
    return call_action(*options);
  });
}

}  // namespace docmill::cli
