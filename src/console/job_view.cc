#include "console/job_view.h"

#include <fmt/format.h>

#include <boost/json/array.hpp>
#include <charconv>
#include <utility>

#include "actions/document_types.h"
#include "actions/previews.h"
#include "console/job_phases.h"
#include "crypto/base64url.h"

namespace docmill::console {
namespace {

namespace json = boost::json;
using model::JobState;

json::object error_of(const model::PublicError& error) {
  const auto& row = info(error.code);
  json::object out{{"code", row.name}, {"title", row.title}, {"detail", error.detail}, {"retryable", row.retry != Retry::Never}};
  if (error.phase) out["phase"] = name(*error.phase);
  return out;
}

json::array inputs_of(const model::Job& job) {
  json::array all;
  for (const auto& input : job.inputs) {
    json::object one{{"name", input.filename.empty() ? input.url : input.filename}, {"field", input.field}};
    if (input.size != 0) one["size"] = input.size;
    all.push_back(std::move(one));
  }
  return all;
}

json::array outputs_of(const JobFacts& facts, const api::LinkMaker& links) {
  json::array all;
  if (!facts.has_outputs) return all;
  for (std::uint32_t i = 0; i < facts.result->outputs.size(); ++i) {
    const auto& output = facts.result->outputs[i];
    all.push_back(json::object{{"name", output.filename},
                               {"size", output.size},
                               {"contentType", output.content_type},
                               {"link", links.link(*facts.result, i)},
                               {"preview", actions::has_preview(actions::extension_of(output.filename))}});
  }
  return all;
}

std::string_view advice_after(ErrorCode code) {
  switch (code) {
    case ErrorCode::InputDamaged: return "Open the document in the program it was made with, save it again, and send that file.";
    case ErrorCode::PasswordRequired: return "Send the password with the document, or a copy that has none.";
    case ErrorCode::InputTooComplex:
    case ErrorCode::TooManyPages:
    case ErrorCode::MemoryExceeded:
    case ErrorCode::DeadlineExceeded: return "Send a smaller document, or split it. An administrator can raise the limits.";
    case ErrorCode::NotApplicable: return "Choose another action, or a document that has what this one asks for.";
    case ErrorCode::UnsupportedType: return "Choose an action for this type of document.";
    case ErrorCode::FetchRefused:
    case ErrorCode::FetchFailed: return "See that the address can be reached from the server, or send the file itself.";
    case ErrorCode::KnownKiller:
    case ErrorCode::EngineCrashed:
    case ErrorCode::JailViolation: return "Save the document again with another program and send that; this very file will fail again.";
    default: break;
  }
  if (info(code).retry == Retry::Never) return "Change what the error names and send it again.";
  return "Try again. If it fails once more, tell an administrator the number of this job.";
}

}  // namespace

std::string_view advice_for(const JobFacts& facts) {
  switch (facts.state()) {
    case JobState::Accepted:
      return "It waits for a worker. If it waits for minutes, an administrator should see whether workers are running.";
    case JobState::Running: return "It is being worked on.";
    case JobState::Waiting: return "An attempt failed. The next one begins by itself.";
    case JobState::Cancelled: return "Nothing was charged. Send the documents again if you want them after all.";
    case JobState::Succeeded:
      return facts.has_outputs ? "Download the result before it expires." : "The result is no longer stored. Send the documents again.";
    case JobState::Failed: break;
  }
  if (!facts.result || !facts.result->error) return "Nothing more is known of this job. Send the documents again.";
  return advice_after(facts.result->error->code);
}

json::object job_row(const JobFacts& facts) {
  json::object row{{"id", facts.id.text()}, {"action", facts.action()}, {"state", model::name(facts.state())}};
  if (facts.hold) {
    row["documents"] = facts.hold->documents;
    row["charge"] = model::name(facts.hold->state);
    row["createdAt"] = to_iso(facts.hold->made_at);
  } else if (facts.job) {
    row["documents"] = facts.job->documents;
    row["createdAt"] = to_iso(facts.job->accepted_at);
  }
  if (facts.result) row["finishedAt"] = to_iso(facts.result->finished_at);
  if (facts.result && facts.result->error) row["error"] = error_of(*facts.result->error);
  return row;
}

json::object job_page(const JobFacts& facts, const api::LinkMaker& links) {
  auto page = job_row(facts);
  page["phases"] = phases_of(facts);
  page["inputs"] = facts.job ? inputs_of(*facts.job) : json::array();
  page["outputs"] = outputs_of(facts, links);
  if (facts.job && !facts.job->process.empty()) page["process"] = facts.job->process;
  if (facts.has_outputs) page["expiresAt"] = to_iso(facts.result->expires_at);
  if (facts.result) {
    page["warnings"] = json::array(facts.result->warnings.begin(), facts.result->warnings.end());
    if (facts.result->pages != 0) page["pages"] = facts.result->pages;
    if (!facts.result->engine.empty()) page["engine"] = facts.result->engine;
  }
  const auto attempts = facts.result ? facts.result->attempt : facts.progress ? facts.progress->attempt : 0;
  if (attempts != 0) page["attempts"] = attempts;
  page["retry"] = is_final(facts.state()) && facts.has_inputs;
  page["cancel"] = !is_final(facts.state()) && facts.job;
  page["advice"] = advice_for(facts);
  return page;
}

std::string cursor_of(const accounts::HoldPlace& place) {
  return crypto::to_base64url(fmt::format("{}.{}", place.made_at.time_since_epoch().count(), place.job.text()));
}

std::optional<accounts::HoldPlace> place_of(std::string_view cursor) {
  const auto text = crypto::from_base64url(cursor);
  const auto dot = text ? text->find('.') : std::string::npos;
  if (dot == std::string::npos) return std::nullopt;
  std::int64_t ms = 0;
  const auto [end, error] = std::from_chars(text->data(), text->data() + dot, ms);
  auto job = JobId::parse(std::string_view(*text).substr(dot + 1));
  if (error != std::errc{} || end != text->data() + dot || !job) return std::nullopt;
  return accounts::HoldPlace{.made_at = Timestamp(std::chrono::milliseconds(ms)), .job = *std::move(job)};
}

std::optional<JobState> job_state_named(std::string_view name) {
  for (const auto state :
       {JobState::Accepted, JobState::Running, JobState::Waiting, JobState::Succeeded, JobState::Failed, JobState::Cancelled}) {
    if (model::name(state) == name) return state;
  }
  return std::nullopt;
}

}  // namespace docmill::console
