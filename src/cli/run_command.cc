#include <fmt/format.h>

#include <filesystem>
#include <memory>

#include "actions/catalogue.h"
#include "actions/fields.h"
#include "cli/call/call.h"
#include "cli/call/suggest.h"
#include "cli/commands.h"
#include "cli/local_action.h"
#include "worker/keep_outputs.h"

namespace docmill::cli {
namespace {

namespace fs = std::filesystem;

struct RunOptions {
  std::string action;
  std::vector<std::string> inputs;
  std::string output;
  std::vector<std::string> values;
};

Result<Given> gather(const model::Action& action, const RunOptions& options) {
  Given given;
  const auto* main = actions::main_file(action);
  for (const auto& path : options.inputs) {
    if (main == nullptr) return Failed(fail(ErrorCode::BadRequest, fmt::format("{} takes no document.", action.title)));
    if (auto added = add_file(given, action, *main, path); !added) return Failed(added.error());
  }
  for (const auto& word : options.values) {
    if (auto added = add_word(given, action, word); !added) return Failed(added.error());
  }
  return given;
}

/// One document goes to the path as it is; several go into it, which must be a directory, under their own names.
Result<void> write_outputs(const model::Action& action, const std::vector<engines::Document>& documents, const RunOptions& options) {
  if (documents.empty()) return Failed(fail(ErrorCode::Internal, "The action made no document."));
  const bool into = fs::is_directory(options.output);
  if (documents.size() == 1 && !into) return write_output(documents.front(), options.output);
  if (!into) {
    return Failed(
        fail(ErrorCode::BadRequest, fmt::format("There are {} results; name a directory that exists as --output.", documents.size())));
  }
  const auto first = options.inputs.empty() ? std::string() : fs::path(options.inputs.front()).filename().string();
  const auto names = worker::output_filenames(documents, first, action.makes);
  for (std::size_t i = 0; i < documents.size(); ++i) {
    if (auto wrote = write_output(documents[i], fs::path(options.output) / names[i]); !wrote) return wrote;
  }
  return {};
}

int run(const config::Settings& settings, const RunOptions& options) {
  const auto* action = actions::find_action(options.action);
  if (action == nullptr)
    return report(fail(ErrorCode::NotFound, fmt::format("There is no action '{}'.{} `docmill actions` lists them.", options.action,
                                                        did_you_mean(options.action, action_ids()))));
  auto given = gather(*action, options);
  if (!given) return report(given.error());
  auto result = run_here(settings, *action, *std::move(given));
  if (!result) return report(result.error());
  if (auto wrote = write_outputs(*action, result->outputs, options); !wrote) return report(wrote.error());
  tell_of(*result);
  return kDone;
}

}  // namespace

void add_run_command(CLI::App& app, Context& context) {
  auto* command = app.add_subcommand("run", "Run an action here, without a server, in the same jail");
  auto options = std::make_shared<RunOptions>();  // shared by the parser that fills it and the command that reads it
  command->add_option("action", options->action, "like convert/docx-to-pdf; `docmill actions` lists them")->required();
  command->add_option("-i,--input", options->inputs, "input document; may be repeated");
  command->add_option("-o,--output", options->output, "where the result goes, - for stdout; a directory when there may be several")
      ->required();
  command->add_option("--set", options->values, "a field, Field=Value or Field=@FILE; may be repeated; a document for another field too");
  context.add_settings(*command, false);
  context.on(*command, [options](const config::Settings& settings) { return run(settings, *options); });
}

}  // namespace docmill::cli
