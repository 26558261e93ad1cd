#include "api/processes.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <utility>

#include "actions/catalogue.h"
#include "actions/document_types.h"
#include "actions/processes.h"
#include "api/answers.h"
#include "api/json_data.h"
#include "api/repeat.h"
#include "base/log.h"
#include "base/units.h"
#include "crypto/digest.h"
#include "model/limits.h"
#include "model/retry_policy.h"
#include "net/egress.h"

namespace docmill::api {
namespace {

namespace json = boost::json;

constexpr std::uint64_t kLongestReport = kMiB;      // of a template's check
constexpr std::size_t kLongestSchema = 256 * kKiB;  // a longer one is not kept
constexpr std::uint64_t kLongestHook = 2048;        // net::check_url refuses more

Error no_such_process() {
  return fail(ErrorCode::NotFound, "There is no such process, or it is not yours.").in(Phase::Door);
}

std::string random_name() {
  return base32(random_bytes(10));
}

/// What any field of a PDF form takes.
std::string schema_of_form(const json::object& values) {
  json::object properties;
  for (const auto& [name, value] : values)
    properties[name] = json::object{{"type", json::array{"string", "number", "boolean", "array", "null"}}};
  return json::serialize(json::object{{"type", "object"}, {"properties", std::move(properties)}});
}

/// The schema in what a template's check answers.
std::string schema_in(std::string_view kind, const std::string& report) {
  json::error_code ec;
  const auto value = json::parse(report, ec);
  const auto* object = ec ? nullptr : value.if_object();
  if (object == nullptr) return {};
  if (kind == "pdf") return schema_of_form(*object);
  const auto* schema = object->if_contains("schema");
  return schema == nullptr ? std::string() : json::serialize(*schema);
}

bool is_true(const actions::Params& params, const std::string& name) {
  const auto found = params.find(name);
  return found != params.end() && found->second == "true";
}

/// What the row repeats of the settings.
void describe(StoredProcess& process) {
  const auto& settings = process.record.settings;
  if (const auto name = settings.find("Name"); name != settings.end()) process.row.name = name->second;
  const auto mode = settings.find("Mode");
  process.row.active = mode != settings.end() && mode->second == "Active";
  process.row.needs_key = is_true(settings, "RequireKey");
}

/// Takes over what a form says. Errors: BadRequest.
Result<void> take_over(Form& form, StoredProcess& process) {
  for (auto& [name, value] : form.params) process.record.settings[name] = std::move(value);
  describe(process);
  if (form.inputs.empty()) return {};
  auto& source = form.inputs.front();
  if (source.blob.empty()) return Failed(fail(ErrorCode::BadRequest, "File: send the template itself, not its address.").in(Phase::Form));
  const auto* type = actions::type_with_content_type(source.content_type);
  process.row.kind = actions::process_kind(type == nullptr ? std::string_view() : type->extension);
  if (process.row.kind.empty()) {
    return Failed(fail(ErrorCode::UnsupportedType, "File: this type of document is no template.").in(Phase::Form));
  }
  // Whatever it was sent as, a run needs a name that says what it is.
  if (actions::process_kind(actions::extension_of(source.filename)) != process.row.kind)
    source.filename = actions::output_name(source.filename, type->extension);
  process.record.source = std::move(source);
  process.record.schema.clear();
  return {};
}

}  // namespace

Async<Result<model::Process>> Processes::find(ProcessId id) {
  auto found = co_await parts_.processes.find_process(std::move(id));
  if (!found && found.error().code() == ErrorCode::NotFound) co_return Failed(no_such_process());
  if (!found) co_return Failed(std::move(found.error()).in(Phase::Door));
  co_return found;
}

Async<Result<StoredProcess>> Processes::load(TenantId tenant, ProcessId id) {
  for (bool again = false;; again = true) {
    auto row = co_await find(id);
    if (!row) co_return Failed(row.error());
    if (row->tenant != tenant) co_return Failed(no_such_process());
    auto text = co_await store::get(parts_.store, row->record, model::kRecordLimit);
    // It was changed between the two looks.
    if (!text && text.error().code() == ErrorCode::NotFound && !again) continue;
    if (!text && text.error().code() == ErrorCode::NotFound)
      co_return Failed(fail(ErrorCode::Gone, "The template of this process is no longer stored; send it again with PUT."));
    if (!text) co_return Failed(text.error());
    auto record = model::process_record_from_json(*text);
    if (!record) co_return Failed(record.error());
    co_return StoredProcess{*std::move(row), *std::move(record)};
  }
}

Async<Result<std::vector<model::Process>>> Processes::list(TenantId tenant) {
  co_return co_await parts_.processes.processes(std::move(tenant));
}

Async<Result<Form>> Processes::read(const net::Request& request, net::Body& body, TenantId tenant, ProcessId id, bool fresh) {
  FormParts form_parts{.store = parts_.store, .metrics = parts_.metrics, .input_limit = std::min(parts_.input_limit, kLargestTemplate)};
  FormRequest form_request{.action = &actions::process_form(fresh),
                           .tenant = std::move(tenant),
                           .job = {},
                           .content_type = std::string(request.headers.find("Content-Type").value_or("")),
                           .body = &body,
                           .process = std::move(id)};
  co_return co_await read_form(form_parts, std::move(form_request));
}

Async<Result<StoredProcess>> Processes::make(const net::Request& request, net::Body& body, model::Principal principal) {
  StoredProcess process;
  process.row.id = model::new_process_id();
  process.row.tenant = principal.tenant;
  process.row.made_at = parts_.clock.now();
  auto form = co_await read(request, body, principal.tenant, process.row.id, true);
  if (!form) co_return Failed(form.error());
  co_return co_await save(request, std::move(principal), *std::move(form), std::move(process), true);
}

Async<Result<StoredProcess>> Processes::change(const net::Request& request, net::Body& body, model::Principal principal, ProcessId id) {
  auto process = co_await load(principal.tenant, id);
  const bool lost = !process && process.error().code() == ErrorCode::Gone;
  if (lost) {  // with the store; the process can be described anew and keeps its address
    auto row = co_await find(id);
    process = row ? Result<StoredProcess>(StoredProcess{*std::move(row), {}}) : Failed(row.error());
  }
  if (!process) co_return Failed(process.error());
  auto form = co_await read(request, body, principal.tenant, std::move(id), lost);
  if (!form) co_return Failed(form.error());
  co_return co_await save(request, std::move(principal), *std::move(form), *std::move(process), false);
}

/// Template, check, record, row: each durable before the next; when one fails, those before it go.
Async<Result<StoredProcess>> Processes::save(const net::Request& request, model::Principal principal, Form form, StoredProcess process,
                                             bool fresh) {
  const auto before = process.row.record;
  const auto old_template = process.record.source.blob;
  if (auto taken = take_over(form, process); !taken) co_return Failed(taken.error());
  process.row.changed_at = parts_.clock.now();
  process.row.record = model::process_record(process.row.tenant, process.row.id, random_name());
  const bool replaced = process.record.source.blob != old_template;
  std::vector<std::string> made{process.row.record};
  if (replaced) {
    made.push_back(process.record.source.blob);
    auto stored = co_await commit_inputs(parts_.store, std::move(form.writers));
    auto schema = stored ? co_await schema_of(request, std::move(principal), process) : Result<std::string>(Failed(stored.error()));
    if (!schema) {
      co_await forget(std::move(made));
      co_return Failed(schema.error());
    }
    process.record.schema = *std::move(schema);
  }
  auto kept = co_await store_record(process, fresh ? std::string() : before);
  if (!kept) {
    co_await forget(std::move(made));
    co_return Failed(kept.error());
  }
  std::vector<std::string> old;
  if (!before.empty()) old.push_back(before);
  if (replaced && !old_template.empty()) old.push_back(old_template);
  co_await forget(std::move(old));
  log::info("process kept", {{"process", process.row.id.text()}, {"tenant", process.row.tenant}, {"kind", process.row.kind}});
  co_return process;
}

Async<Result<void>> Processes::store_record(StoredProcess& process, std::string was) {
  auto recorded = co_await store::put(parts_.store, process.row.record, model::to_json(process.record));
  if (!recorded) co_return recorded;
  if (was.empty()) co_return co_await parts_.processes.add_process(process.row, kMostProcesses);
  co_return co_await parts_.processes.change_process(process.row, std::move(was));
}

/// Has the template looked at in the jail, by a job that costs nothing. Empty when nobody answers in time: then the template is taken as
/// it is. Errors: what is wrong with the template.
Async<Result<std::string>> Processes::schema_of(const net::Request& request, model::Principal principal, const StoredProcess& process) {
  const auto* action = actions::find_action(actions::process_check(process.row.kind));
  if (action == nullptr) co_return std::string();
  const auto tenant = principal.tenant;
  auto form_for = [this, action, source = process.record.source, settings = process.record.settings,
                   tenant](JobId job) -> Async<Result<Form>> {
    Form form;
    auto params = actions::validate(*action, settings);
    if (!params) co_return Failed(params.error());
    form.params = *std::move(params);
    auto copied = co_await add_copy(parts_.store, form, source, new_input_name(tenant, job));
    if (!copied) co_return Failed(copied.error());
    co_return form;
  };
  Submission submission{.action = action,
                        .principal = std::move(principal),
                        .idempotency_key = {},
                        .content_type = {},
                        .request_id = request.request_id,
                        .body = nullptr,
                        .make_form = std::move(form_for),
                        .documents = 0};
  auto submitted = co_await parts_.submitter.submit(std::move(submission));
  if (!submitted) co_return Failed(submitted.error());
  auto result = co_await parts_.result_wait.wait(tenant, *std::move(submitted));
  if (!result) co_return Failed(result.error());
  if (!*result) co_return std::string();
  if ((*result)->outcome != model::Outcome::Succeeded) {
    auto failure = failure_of(**result);
    if (model::blames_document(failure.code())) co_return Failed(std::move(failure));
    co_return std::string();
  }
  auto report = co_await store::get(parts_.store, (*result)->outputs.front().blob, kLongestReport);
  auto schema = report ? schema_in(process.row.kind, *report) : std::string();
  co_return schema.size() > kLongestSchema ? std::string() : std::move(schema);
}

Async<Result<void>> Processes::remove(TenantId tenant, ProcessId id) {
  auto removed = co_await parts_.processes.remove_process(tenant, id);
  if (!removed && removed.error().code() == ErrorCode::NotFound) co_return Failed(no_such_process());
  if (!removed) co_return Failed(removed.error());
  auto blobs = co_await parts_.store.list(model::process_prefix(tenant, id), "", 100);
  if (!blobs) {
    log::failure("blobs of a process not removed", blobs.error(), {{"process", id.text()}});
    co_return Result<void>{};
  }
  std::vector<std::string> names;
  for (auto& blob : *blobs) names.push_back(std::move(blob.name));
  co_await forget(std::move(names));
  log::info("process removed", {{"process", id.text()}, {"tenant", tenant}});
  co_return Result<void>{};
}

Async<void> Processes::forget(std::vector<std::string> blobs) {
  if (blobs.empty()) co_return;
  const auto first = blobs.front();
  auto removed = co_await parts_.store.remove_many(std::move(blobs));
  if (!removed) log::failure("blobs of a process not removed", removed.error(), {{"first", first}});
}

Async<Result<Submission>> Processes::submission(const net::Request& request, net::Body& body, StoredProcess process, KeyId key,
                                                bool generated) {
  const auto tenant = process.row.tenant;
  const auto content_type = std::string(request.headers.find("Content-Type").value_or(""));
  std::string repeat(request.headers.find("Idempotency-Key").value_or(""));
  if (!repeat.empty()) {
    if (auto valid = check_idempotency_key(repeat); !valid) co_return Failed(valid.error());
    // Anybody may start the process: their keys must not meet those of its owner's other jobs.
    repeat = crypto::sha256_hex(fmt::format("process/{}/{}", process.row.id.text(), repeat));
  }
  auto hooks = co_await hooks_of(process.row);
  if (!hooks) co_return Failed(hooks.error());
  const bool active = process.row.active;
  const auto id = process.row.id.text();
  const auto* action = actions::process_action(process.row.kind);
  if (action == nullptr) co_return Failed(fail(ErrorCode::Internal, "This process cannot be run.").cause("kind " + process.row.kind));
  auto form_for = [this, tenant, content_type, generated, active, &body,
                   record = std::move(process.record)](JobId job) -> Async<Result<Form>> {
    auto name = new_input_name(tenant, job);
    auto data = generated ? co_await take_flow_json(parts_.store, std::move(name), content_type, body)
                          : co_await take_json(parts_.store, std::move(name), content_type, body);
    if (!data) co_return Failed(data.error());
    Form form;
    form.params = actions::process_params(record.settings, active);
    auto copied = co_await add_copy(parts_.store, form, record.source, new_input_name(tenant, job));
    if (!copied && copied.error().code() == ErrorCode::NotFound) co_return Failed(no_such_process());
    if (!copied) co_return Failed(copied.error());
    form.inputs.push_back(std::move(data->input));
    form.writers.push_back(std::move(data->writer));
    co_return form;
  };
  co_return Submission{.action = action,
                       .principal = {.tenant = tenant, .key = std::move(key), .scopes = {}},
                       .idempotency_key = std::move(repeat),
                       .content_type = {},
                       .request_id = request.request_id,
                       .body = &body,
                       .make_form = std::move(form_for),
                       .documents = active ? std::optional<std::uint32_t>() : 0,
                       .process = id,
                       .hooks = *std::move(hooks)};
}

Async<Result<std::vector<std::string>>> Processes::hooks_of(const model::Process& process) {
  auto blobs = co_await parts_.store.list(model::process_hooks(process.tenant, process.id), "", kMostHooks);
  if (!blobs) co_return Failed(blobs.error());
  std::vector<std::string> urls;
  for (auto& blob : *blobs) {
    auto url = co_await store::get(parts_.store, std::move(blob.name), kLongestHook);
    if (!url && url.error().code() == ErrorCode::NotFound) continue;  // just removed
    if (!url) co_return Failed(url.error());
    urls.push_back(*std::move(url));
  }
  co_return urls;
}

Async<Result<std::string>> Processes::add_hook(TenantId tenant, ProcessId id, std::string url) {
  auto process = co_await find(id);
  if (!process) co_return Failed(process.error());
  if (process->tenant != tenant) co_return Failed(no_such_process());
  if (auto checked = net::check_url(url); !checked) {
    co_return Failed(fail(checked.error().code(), "hookUrl: " + checked.error().message()).in(Phase::Form));
  }
  const auto folder = model::process_hooks(tenant, id);
  auto others = co_await parts_.store.list(folder, "", kMostHooks);
  if (!others) co_return Failed(others.error());
  if (others->size() >= kMostHooks) {
    co_return Failed(fail(ErrorCode::Conflict, fmt::format("This process tells {} addresses already; remove one.", kMostHooks)));
  }
  const auto name = random_name();
  auto kept = co_await store::put(parts_.store, folder + name, std::move(url));
  if (!kept) co_return Failed(kept.error());
  co_return fmt::format("{}-{}", id.text(), name);
}

Async<Result<void>> Processes::remove_hook(TenantId tenant, ProcessId id, std::string hook) {
  auto process = co_await find(id);
  if (!process) co_return Failed(process.error());
  if (process->tenant != tenant) co_return Failed(no_such_process());
  co_return co_await parts_.store.remove(model::process_hooks(tenant, id) + hook);
}

}  // namespace docmill::api
