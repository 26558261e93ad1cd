#include <fmt/format.h>

#include <algorithm>
#include <boost/json/parse.hpp>
#include <filesystem>
#include <memory>
#include <set>

#include "actions/catalogue.h"
#include "actions/document_types.h"
#include "actions/fields.h"
#include "cli/commands.h"
#include "cli/local_action.h"
#include "cli/template_report.h"

namespace docmill::cli {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

constexpr std::size_t kLongestReport = 256U << 20U;

struct TemplateOptions {
  std::string file;
  std::string data;
  std::string out;
  std::string locale;
  std::string timezone;
  std::string engine;
  bool strict = false;
  bool json = false;
  bool schema = false;
  bool sample = false;
};

bool is_open_document(std::string_view type) {
  return type.starts_with("od") || type == "ott" || type == "ots" || type == "otp";
}

/// The fields that all of these actions share.
Result<Given> given_of(const TemplateOptions& options, const model::Action& action) {
  Given given;
  if (auto added = add_file(given, action, *actions::main_file(action), options.file); !added) return Failed(added.error());
  const auto* data = actions::find_field(action, "Data").field;
  if (data != nullptr && !options.data.empty()) {
    if (auto added = add_file(given, action, *data, options.data); !added) return Failed(added.error());
  }
  for (const auto& [name, value] :
       {std::pair{"Locale", options.locale}, std::pair{"Timezone", options.timezone}, std::pair{"Engine", options.engine}}) {
    if (!value.empty()) given.values[name] = value;
  }
  return given;
}

/// The JSON that an action answers of the template.
Result<json::object> asked(const config::Settings& settings, const TemplateOptions& options, const char* id) {
  const auto& action = *actions::find_action(id);
  auto given = given_of(options, action);
  if (!given) return Failed(given.error());
  auto result = run_here(settings, action, *std::move(given));
  if (!result) return Failed(result.error());
  if (result->outputs.empty()) return Failed(fail(ErrorCode::Internal, "The template was looked at, but nothing was answered."));
  auto bytes = read_at(result->outputs.front().bytes.get(), 0, kLongestReport);
  if (!bytes) return Failed(bytes.error());
  boost::system::error_code wrong;
  auto parsed = json::parse(*bytes, wrong);
  if (wrong || !parsed.is_object()) return Failed(fail(ErrorCode::Internal, "What was answered of the template is no JSON."));
  return std::move(parsed.as_object());
}

bool is_empty(const json::object& report, std::string_view list) {
  const auto* found = report.if_contains(list);
  return found == nullptr || !found->is_array() || found->get_array().empty();
}

int check(const config::Settings& settings, const TemplateOptions& options) {
  auto report = asked(settings, options, "generate/check-template");
  if (!report) return docmill::cli::report(report.error());
  if (options.schema || options.sample) {
    fmt::print("{}", indented((*report)[options.schema ? "schema" : "sample"]));
    return kDone;
  }
  bool good = is_empty(*report, "problems");
  const auto name = fs::path(options.file).filename().string();
  auto text = readable_template(name, *report);
  if (!options.data.empty()) {
    auto tried = asked(settings, options, "generate/dry-run");
    if (!tried) return docmill::cli::report(tried.error());
    good = good && is_empty(*tried, "missing");
    text += "\n" + readable_dry_run(fs::path(options.data).filename().string(), *tried);
    (*report)["dryRun"] = *std::move(tried);
  }
  fmt::print("{}", options.json ? indented(*std::move(report)) : text);
  return good ? kDone : kFailed;
}

/// The action that fills templates of this type.
const model::Action* filling_action(std::string_view type) {
  for (const auto& action : actions::catalogue()) {
    const bool fills = action.id.starts_with("generate/from-") && action.id != "generate/from-fillable-docx";
    if (fills && std::ranges::find(action.accepts, type) != action.accepts.end()) return &action;
  }
  return nullptr;
}

/// The value of OutputType that makes what --output is called; "" when nothing was asked for.
Result<std::string> wanted_type(const model::Action& action, const std::string& out) {
  const auto type = actions::extension_of(out);
  if (out.empty() || type.empty()) return std::string();
  const auto* field = actions::find_field(action, "OutputType").field;
  if (field == nullptr) {
    if (type != "pdf") return std::string();
    return Failed(
        fail(ErrorCode::BadRequest, "--output: this template becomes text; make a PDF of that with `docmill run convert/html-to-pdf`."));
  }
  for (const auto& choice : field->choices) {
    if (actions::same_ignoring_case(choice, type)) return std::string(choice);
  }
  return Failed(fail(ErrorCode::BadRequest, fmt::format("--output: a .{} file cannot be made of this template; name another type.", type)));
}

/// What is filled and not turned into another type needs one engine only.
std::set<std::string_view> unneeded_engines(const std::string& type, const std::string& wanted) {
  std::set<std::string_view> names{"pdf"};  // joins what is made for each of several items
  const bool office = is_open_document(type) || wanted == "Pdf" || wanted.starts_with("Od");
  if (!office) names.insert("office");
  return names;
}

std::string out_of(const TemplateOptions& options, const engines::Document& made) {
  if (!options.out.empty()) return options.out;
  return fmt::format("{}-filled.{}", fs::path(options.file).stem().string(), made.extension);
}

int fill(const config::Settings& settings, const TemplateOptions& options) {
  const auto type = actions::extension_of(options.file);
  const auto* action = filling_action(type);
  if (action == nullptr) {
    return report(fail(ErrorCode::UnsupportedType,
                       fmt::format("{}: a .{} file is no template; `docmill actions` tells what is.", options.file, type)));
  }
  auto wanted = wanted_type(*action, options.out);
  if (!wanted) return report(wanted.error());
  auto given = given_of(options, *action);
  if (!given) return report(given.error());
  if (!wanted->empty()) given->values["OutputType"] = *wanted;
  if (options.strict) given->values["MissingValues"] = "Error";
  auto result = run_here(settings, *action, *std::move(given), unneeded_engines(type, *wanted));
  if (!result) return report(result.error());
  if (result->outputs.empty()) return report(fail(ErrorCode::Internal, "The template was filled, but there is no document."));
  const auto path = out_of(options, result->outputs.front());
  if (auto wrote = write_output(result->outputs.front(), path); !wrote) return report(wrote.error());
  tell_of(*result);
  if (options.out.empty()) fmt::print("{}\n", path);
  return kDone;
}

void add_check(CLI::App& group, Context& context) {
  auto* command = group.add_subcommand("check", "List a template's tokens, the data they ask for, and what is wrong with them");
  auto options = std::make_shared<TemplateOptions>();  // shared by the parser that fills it and the command that reads it
  command->add_option("file", options->file, "the template")->required();
  command->add_option("--data", options->data, "JSON to try on it: tells what is missing and what is not used");
  command->add_option("--engine", options->engine, "Classic or Modern; told by the tokens when it is left out");
  auto* as_json = command->add_flag("--json", options->json, "all of it as JSON");
  auto* schema = command->add_flag("--schema", options->schema, "a JSON Schema of the data alone");
  auto* sample = command->add_flag("--sample", options->sample, "a sample of the data alone, to start from");
  as_json->excludes(schema)->excludes(sample);
  schema->excludes(sample);
  command->footer("Exit status: 0 all is well, 1 there are problems or values are missing, 2 the call was wrong.");
  context.add_settings(*command, false);
  context.on(*command, [options](const config::Settings& settings) { return check(settings, *options); });
}

void add_fill(CLI::App& group, Context& context) {
  auto* command = group.add_subcommand("fill", "Fill a template with data");
  auto options = std::make_shared<TemplateOptions>();  // likewise
  command->add_option("template", options->file, "the template")->required();
  command->add_option("--data", options->data, "JSON that fills it")->required();
  command->add_option("-o,--output", options->out, "where the document goes; its ending chooses the type, as .pdf (NAME-filled.TYPE)");
  command->add_flag("--strict", options->strict, "fail when the data lacks a value");
  command->add_option("--locale", options->locale, "whose dates, numbers and currency are written, like de-DE (en-US)");
  command->add_option("--timezone", options->timezone, "where the clock stands, like Europe/Berlin (UTC)");
  command->add_option("--engine", options->engine, "Classic or Modern; told by the tokens when it is left out");
  context.add_settings(*command, false);
  context.on(*command, [options](const config::Settings& settings) { return fill(settings, *options); });
}

}  // namespace

void add_template_command(CLI::App& app, Context& context) {
  auto* group = app.add_subcommand("template", "Check a template, or fill it, without a server");
  group->require_subcommand(1);
  add_check(*group, context);
  add_fill(*group, context);
}

}  // namespace docmill::cli
