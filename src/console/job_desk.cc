#include "console/job_desk.h"

#include <fmt/format.h>

#include <boost/json/array.hpp>
#include <charconv>
#include <utility>

#include "actions/catalogue.h"
#include "actions/document_types.h"
#include "actions/previews.h"
#include "api/form.h"
#include "api/records.h"
#include "console/answer.h"
#include "console/job_view.h"

namespace docmill::console {
namespace {

namespace json = boost::json;

constexpr std::size_t kMostRows = 200;
/// Previews of one output, each made because the one before failed for a reason that may have passed.
constexpr int kMostPreviews = 3;

Error bad(std::string message) {
  return fail(ErrorCode::BadRequest, std::move(message)).in(Phase::Door);
}

Result<JobQuery> query_of(std::string_view text, TenantId tenant) {
  JobQuery query{.tenant = std::move(tenant)};
  const auto value = [&](std::string_view name) { return net::query_value(text, name).value_or(""); };
  query.action = value("action");
  if (const auto state = value("state"); !state.empty()) {
    query.state = job_state_named(state);
    if (!query.state) return Failed(bad("There is no such state: choose accepted, running, waiting, succeeded, failed or cancelled."));
  }
  if (const auto cursor = value("before"); !cursor.empty()) {
    query.before = place_of(cursor);
    if (!query.before) return Failed(bad("That is no place in the list; take \"next\" of the page before."));
  }
  if (const auto limit = value("limit"); !limit.empty()) {
    const auto [end, error] = std::from_chars(limit.data(), limit.data() + limit.size(), query.limit);
    const bool whole = error == std::errc{} && end == limit.data() + limit.size();
    if (!whole || query.limit < 1 || query.limit > kMostRows) return Failed(bad(fmt::format("limit is from 1 to {}.", kMostRows)));
  }
  return query;
}

Error inputs_gone() {
  return fail(ErrorCode::Conflict,
              "The documents of this job are no longer stored: they are deleted when a job ends. Send them again as a new job.");
}

/// Copies of the inputs of `job` under another job's name.
Async<Result<api::Form>> form_again(store::BlobStore& store, model::Job job, JobId id) {
  api::Form form;
  form.params = std::move(job.params);
  form.callback_url = std::move(job.callback_url);
  for (auto& input : job.inputs) {
    if (input.blob.empty()) {
      form.inputs.push_back(std::move(input));
      continue;
    }
    auto added = co_await api::add_copy(store, form, std::move(input), api::new_input_name(job.tenant, id));
    if (!added && added.error().code() == ErrorCode::NotFound) co_return Failed(inputs_gone());
    if (!added) co_return Failed(added.error());
  }
  co_return form;
}

/// The output that is to be looked at.
Result<model::Output> output_of(const JobFacts& facts, std::string_view query) {
  if (!facts.has_outputs) return Failed(fail(ErrorCode::Gone, "This job has no result any more. Send the documents again."));
  const auto text = net::query_value(query, "output").value_or("0");
  std::size_t index = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), index);
  if (error != std::errc{} || end != text.data() + text.size() || index >= facts.result->outputs.size()) {
    return Failed(bad(fmt::format("output is from 0 to {}.", facts.result->outputs.size() - 1)));
  }
  const auto& output = facts.result->outputs[index];
  const auto type = actions::extension_of(output.filename);
  if (actions::has_preview(type)) return output;
  return Failed(fail(ErrorCode::UnsupportedType, "There is no preview of this type. Download the result to look at it."));
}

/// A copy of an output as the document of another job.
Async<Result<api::Form>> preview_form(store::BlobStore& store, model::Output output, TenantId tenant, JobId id) {
  api::Form form;
  form.params = actions::preview_params();
  model::Input input{.blob = std::move(output.blob),
                     .url = {},
                     .field = "File",
                     .filename = std::move(output.filename),
                     .content_type = std::move(output.content_type),
                     .size = output.size,
                     .sha256 = std::move(output.sha256)};
  auto added = co_await api::add_copy(store, form, std::move(input), api::new_input_name(tenant, id));
  if (!added && added.error().code() == ErrorCode::NotFound) {
    co_return Failed(fail(ErrorCode::Gone, "This result has just expired. Send the documents again."));
  }
  if (!added) co_return Failed(added.error());
  co_return form;
}

bool may_pass(const std::optional<model::JobResult>& result) {
  return result && result->error && info(result->error->code).retry != Retry::Never;
}

}  // namespace

Async<net::Response> JobDesk::list(const net::Request& request, TenantId tenant) {
  auto query = query_of(request.query, std::move(tenant));
  if (!query) co_return api::refusal(metrics_, request, query.error());
  auto page = co_await book_.list(*std::move(query));
  if (!page) co_return api::refusal(metrics_, request, page.error());
  json::array rows;
  for (const auto& job : page->jobs) rows.push_back(job_row(job));
  json::object out{{"jobs", std::move(rows)}, {"next", nullptr}};
  if (page->next) out["next"] = cursor_of(*page->next);
  co_return json_answer(200, out);
}

Async<net::Response> JobDesk::show(const net::Request& request, TenantId tenant, JobId job, api::LinkMaker links) {
  auto facts = co_await book_.look(std::move(tenant), job);
  co_return facts ? json_answer(200, job_page(*facts, links)) : api::refusal(metrics_, request, facts.error(), job);
}

Async<net::Response> JobDesk::cancel(const net::Request& request, TenantId tenant, JobId job) {
  auto facts = co_await book_.look(tenant, job);
  if (!facts) co_return api::refusal(metrics_, request, facts.error(), job);
  const auto* action = actions::find_action(facts->action());
  if (action == nullptr) co_return api::refusal(metrics_, request, fail(ErrorCode::NotFound, "The record of this job has expired."), job);
  auto cancelled = co_await jobs_.cancel(std::move(tenant), *action, job);
  co_return cancelled ? done() : api::refusal(metrics_, request, cancelled.error(), job);
}

Async<net::Response> JobDesk::retry(const net::Request& request, model::Principal principal, JobId job) {
  auto submitted = co_await again(request, std::move(principal), job);
  if (!submitted) co_return api::refusal(metrics_, request, submitted.error(), job);
  co_return json_answer(202, json::object{{"id", submitted->job.text()}});
}

Async<net::Response> JobDesk::preview(const net::Request& request, model::Principal principal, JobId job) {
  auto submitted = co_await make_preview(request, std::move(principal), job);
  if (!submitted) co_return api::refusal(metrics_, request, submitted.error(), job);
  co_return json_answer(202, json::object{{"id", submitted->job.text()}});
}

/// As nothing is charged, each output has one: that bounds them by the jobs, which are counted and limited.
Async<Result<api::Submitted>> JobDesk::make_preview(const net::Request& request, model::Principal principal, JobId job) {
  auto facts = co_await book_.look(principal.tenant, job);
  if (!facts) co_return Failed(facts.error());
  auto output = output_of(*facts, request.query);
  if (!output) co_return Failed(output.error());
  for (int number = 1;; ++number) {
    api::Submission submission{};
    submission.action = &actions::preview_action();
    submission.principal = principal;
    submission.request_id = request.request_id;
    submission.documents = 0;
    submission.idempotency_key = fmt::format("preview {} {}", output->blob, number);
    submission.make_form = [this, from = *output, tenant = principal.tenant](JobId id) {
      return preview_form(store_, from, tenant, std::move(id));
    };
    auto submitted = co_await submitter_.submit(std::move(submission));
    if (!submitted || !submitted->repeated || number == kMostPreviews) co_return submitted;
    auto result = co_await api::read_result(store_, principal.tenant, submitted->job);
    if (!result) co_return Failed(result.error());
    if (!may_pass(*result)) co_return submitted;
  }
}

Async<Result<api::Submitted>> JobDesk::again(const net::Request& request, model::Principal principal, JobId job) {
  auto facts = co_await book_.look(principal.tenant, job);
  if (!facts) co_return Failed(facts.error());
  if (!is_final(facts->state())) {
    co_return Failed(fail(ErrorCode::Conflict, "This job has not ended yet; failed attempts are repeated by themselves."));
  }
  if (!facts->has_inputs) co_return Failed(inputs_gone());
  const auto* action = actions::find_action(facts->job->action);
  if (action == nullptr) co_return Failed(fail(ErrorCode::NotFound, "The action of this job is no longer offered."));
  api::Submission submission{};
  submission.action = action;
  submission.principal = std::move(principal);
  submission.request_id = request.request_id;
  submission.documents = facts->job->documents;
  submission.process = facts->job->process;
  submission.hooks = facts->job->hooks;
  submission.make_form = [this, original = *facts->job](JobId id) { return form_again(store_, original, std::move(id)); };
  co_return co_await submitter_.submit(std::move(submission));
}

}  // namespace docmill::console
