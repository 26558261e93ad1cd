#include "model/job_result.h"

#include <array>
#include <boost/json/serialize.hpp>

#include "model/job.h"
#include "model/json_reader.h"

namespace docmill::model {
namespace {

namespace json = boost::json;

constexpr std::array<std::string_view, 3> kOutcomes{"succeeded", "failed", "cancelled"};

json::object written(const Output& output) {
  json::object out;
  out["blob"] = output.blob;
  out["filename"] = as_utf8(output.filename);
  out["content_type"] = as_utf8(output.content_type);
  out["size"] = output.size;
  out["sha256"] = output.sha256;
  return out;
}

json::object written(const PublicError& error) {
  json::object out;
  out["code"] = std::string(info(error.code).name);
  out["detail"] = as_utf8(error.detail);
  if (error.phase) out["phase"] = std::string(name(*error.phase));
  return out;
}

json::object written(const Font& font) {
  json::object out;
  out["requested"] = as_utf8(font.requested);
  out["used"] = as_utf8(font.used);
  return out;
}

Output read_output(JsonReader& in) {
  Output output;
  output.blob = in.text("blob");
  output.filename = in.text("filename", JsonReader::Optional);
  output.content_type = in.text("content_type", JsonReader::Optional);
  output.size = in.number("size");
  output.sha256 = in.text("sha256", JsonReader::Optional);
  return output;
}

PublicError read_error(JsonReader& in) {
  PublicError error;
  // A newer worker may name a code or a phase this build does not know; the sentence for the customer still holds.
  error.code = error_code_named(in.text("code")).value_or(ErrorCode::Internal);
  error.detail = in.text("detail", JsonReader::Optional);
  error.phase = phase_named(in.text("phase", JsonReader::Optional));
  return error;
}

Font read_font(JsonReader& in) {
  return Font{.requested = in.text("requested"), .used = in.text("used")};
}

Outcome read_outcome(JsonReader& in) {
  const auto text = in.text("outcome");
  for (std::size_t i = 0; i < kOutcomes.size(); ++i) {
    if (kOutcomes[i] == text) return static_cast<Outcome>(i);
  }
  in.fault("outcome", "is not one this release knows");
  return Outcome::Failed;
}

JobResult read_result(JsonReader& in) {
  JobResult result;
  result.job = in.id<JobId>("job");
  result.tenant = in.id<TenantId>("tenant");
  result.action = in.text("action");
  result.outcome = read_outcome(in);
  result.outputs = in.list<Output>("outputs", JsonReader::Optional, read_output);
  if (auto error = in.object("error")) result.error = read_error(*error);
  result.fonts = in.list<Font>("fonts", JsonReader::Optional, read_font);
  result.warnings = in.text_list("warnings");
  result.phase_ms = in.numbers("phase_ms");
  result.peak_memory = in.number("peak_memory", JsonReader::Optional);
  result.pages = in.number32("pages", JsonReader::Optional, 0);
  result.engine = in.text("engine", JsonReader::Optional);
  result.worker = in.text("worker", JsonReader::Optional);
  result.attempt = in.number32("attempt", JsonReader::Optional, 0);
  result.documents = in.number32("documents", JsonReader::Optional, 1);
  result.has_callback = in.flag("has_callback");
  result.finished_at = in.moment("finished_at");
  result.expires_at = in.moment("expires_at");
  if (result.outcome != Outcome::Succeeded && !result.error) in.fault("error", "is missing though the job did not succeed");
  return result;
}

template <class T>
void add_list(json::object& out, std::string_view name, const std::vector<T>& items) {
  auto& array = out[name].emplace_array();
  for (const auto& item : items) array.push_back(written(item));
}

}  // namespace

std::string_view name(Outcome outcome) {
  return kOutcomes.at(static_cast<std::size_t>(outcome));
}

std::string to_json(const JobResult& result) {
  json::object out;
  out["schema"] = kWrittenSchema;
  out["job"] = result.job.text();
  out["tenant"] = result.tenant.text();
  out["action"] = result.action;
  out["outcome"] = std::string(name(result.outcome));
  add_list(out, "outputs", result.outputs);
  if (result.error) out["error"] = written(*result.error);
  add_list(out, "fonts", result.fonts);
  auto& warnings = out["warnings"].emplace_array();
  for (const auto& warning : result.warnings) warnings.emplace_back(as_utf8(warning));
  auto& phases = out["phase_ms"].emplace_object();
  for (const auto& [phase, ms] : result.phase_ms) phases[phase] = ms;
  out["peak_memory"] = result.peak_memory;
  out["pages"] = result.pages;
  out["engine"] = as_utf8(result.engine);
  if (!result.worker.empty()) out["worker"] = as_utf8(result.worker);
  out["attempt"] = result.attempt;
  out["documents"] = result.documents;
  out["has_callback"] = result.has_callback;
  out["finished_at"] = to_iso(result.finished_at);
  out["expires_at"] = to_iso(result.expires_at);
  return json::serialize(out);
}

Result<JobResult> result_from_json(std::string_view text) {
  return read_record<JobResult>(text, "result record", read_result);
}

}  // namespace docmill::model
