#include "cli/call/call.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>

#include "actions/catalogue.h"
#include "actions/fields.h"
#include "actions/validate.h"
#include "cli/call/batch.h"
#include "cli/call/suggest.h"
#include "cli/call/text_width.h"
#include "cli/call/watch.h"

namespace docmill::cli {
namespace {

int complain(int exit, std::string_view message) {
  fmt::print(stderr, "docmill: {}\n", message);
  return exit;
}

Result<const model::Action*> chosen_action(const std::string& id) {
  const auto* found = actions::find_action(id);
  if (found != nullptr) return found;
  return Failed(fail(ErrorCode::BadRequest, fmt::format("There is no action '{}'.{} `docmill actions` lists them.", printable(id),
                                                        did_you_mean(id, action_ids()))));
}

/// Whether every document that the action needs is given.
Result<void> check_complete(const model::Action& action, const Given& given, const model::Field* of_files, bool files) {
  for (const auto& field : action.fields) {
    if (field.type != model::FieldType::File || !field.required || (files && &field == of_files)) continue;
    const bool sent = std::ranges::any_of(given.files, [&](const Source& source) { return source.field == &field; });
    if (sent || given.values.contains(std::string(field.name)) || given.values.contains(actions::url_name(field))) continue;
    return Failed(
        fail(ErrorCode::BadRequest, &field == of_files
                                        ? fmt::format("{0} needs a document: name a FILE, or --set {1}Url=ADDRESS.", action.id, field.name)
                                        : fmt::format("{0} needs {1}: --set {1}=@FILE.", action.id, field.name)));
  }
  return {};
}

/// One item for each file, or one for all of them.
Result<std::vector<Item>> items_of(std::vector<Source> files, const CallOptions& options, const model::Field* field) {
  std::vector<Item> items;
  if (files.empty()) {
    items.emplace_back().label = options.action;
  } else if (options.together) {
    if (!field->many && files.size() > 1) {
      return Failed(
          fail(ErrorCode::BadRequest, fmt::format("{} takes one file in {}; leave out --together.", options.action, field->name)));
    }
    auto& item = items.emplace_back();
    item.label = files.front().path + (files.size() > 1 ? fmt::format(" and {} more", files.size() - 1) : "");
    item.files = std::move(files);
  } else {
    for (auto& file : files) {
      auto& item = items.emplace_back();
      item.label = file.path;
      item.files.push_back(std::move(file));
    }
  }
  return items;
}

struct Prepared {
  CallPlan plan;
  const model::Field* field = nullptr;
  std::vector<Item> items;
};

/// Everything that can be wrong without asking the server, and is the caller's to change: exit code kMisused.
Result<Prepared> prepare(const CallOptions& options) {
  Prepared prepared;
  auto action = chosen_action(options.action);
  if (!action) return Failed(action.error());
  auto field = field_of_files(**action, options);
  if (!field) return Failed(field.error());
  auto given = read_given(**action, options.values);
  if (!given) return Failed(given.error());
  std::vector<Source> files;
  if (!options.files.empty()) {
    auto found = find_sources(options.files, **field, options.name);
    if (!found) return Failed(found.error());
    files = *std::move(found);
  }
  const bool from_stdin = std::ranges::any_of(files, [](const Source& file) { return file.already != nullptr; });
  const bool any = !files.empty() || !options.watch.empty();
  if (auto complete = check_complete(**action, *given, *field, any); !complete) return Failed(complete.error());
  auto items = items_of(std::move(files), options, *field);
  if (!items) return Failed(items.error());
  auto destination = read_destination(options.output, options.watch.empty() ? items->size() : 2, from_stdin);
  if (!destination) return Failed(destination.error());
  place(*items, *destination);
  using Kind = Destination::Kind;
  const bool printed = destination->kind == Kind::Stdout || ((*action)->answer == model::Answer::Json && destination->kind == Kind::Beside);
  if (!printed && options.watch.empty()) {
    if (auto folders = check_folders(*items); !folders) return Failed(folders.error());
  }
  prepared.field = *field;
  prepared.items = *std::move(items);
  prepared.plan = {.action = *action,
                   .given = *std::move(given),
                   .destination = *std::move(destination),
                   .timeout = options.timeout,
                   .retries = options.retries};
  return prepared;
}

Result<Target> target_of(const CallOptions& options) {
  Profiles profiles;
  if (const auto path = profiles_path(); path) {
    auto loaded = load_profiles(*path);
    if (!loaded) return Failed(loaded.error());
    profiles = *std::move(loaded);
    if (!options.quiet && readable_by_others(*path)) {
      fmt::print(stderr, "docmill: others on this machine can read the keys in {0}: chmod 600 {0}\n", printable(*path));
    }
  }
  auto target = find_target(options.target, profiles, from_environment);
  if (target && target->in_clear && !options.quiet) {
    fmt::print(stderr, "docmill: {} has no TLS, so that key and documents can be read on their way.\n", target->server);
  }
  return target;
}

}  // namespace

std::vector<std::string> action_ids() {
  std::vector<std::string> ids;
  for (const auto& action : actions::catalogue()) ids.emplace_back(action.id);
  return ids;
}

int call_action(const CallOptions& options) {
  auto prepared = prepare(options);
  if (!prepared) return complain(kMisused, prepared.error().message());
  // Values are the server's to judge, and it would say the same.
  if (auto valid = actions::validate(*prepared->plan.action, prepared->plan.given.values); !valid) {
    return complain(kRefused, valid.error().message());
  }
  auto target = target_of(options);
  if (!target) return complain(kMisused, target.error().message());
  Interrupt interrupt;
  interrupt.catch_signals();
  const auto calls = options.watch.empty() ? prepared->items.size() : 0;
  Display display({.json = options.json, .quiet = options.quiet, .one = calls == 1, .calls = calls});
  if (!options.watch.empty()) {
    return watch_folder({.folder = options.watch, .field = prepared->field, .parallel = options.parallel}, std::move(prepared->plan),
                        *target, display, interrupt);
  }
  auto keys = keys_of(prepared->items, options.idempotency_key);
  if (!keys) return complain(keys.error().exit, keys.error().message);
  return run_batch(prepared->plan, prepared->items, *keys, *target, options.parallel, display, interrupt);
}

}  // namespace docmill::cli
