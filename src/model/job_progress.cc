#include "model/job_progress.h"

#include <fmt/format.h>

#include <boost/json/serialize.hpp>

#include "model/job.h"
#include "model/json_reader.h"

namespace docmill::model {
namespace {

JobProgress read_progress(JsonReader& in) {
  JobProgress progress;
  progress.attempt = in.number32("attempt", JsonReader::Needed, 1);
  progress.leased_at = in.moment("leased_at");
  progress.waiting = in.flag("waiting");
  progress.parts = in.list<JobProgress::Part>("parts", JsonReader::Needed, [](JsonReader& part) {
    return JobProgress::Part{.name = part.text("name"), .since = part.moment("since")};
  });
  return progress;
}

}  // namespace

std::string progress_prefix(const TenantId& tenant, const JobId& job) {
  return job_prefix(tenant, job) + "progress/";
}

std::string progress_record(const TenantId& tenant, const JobId& job, Timestamp told_at) {
  const auto ms = told_at.time_since_epoch().count();
  return fmt::format("{}{:015}-{}.json", progress_prefix(tenant, job), ms, base32(random_bytes(3)));
}

std::string to_json(const JobProgress& progress) {
  boost::json::object out;
  out["schema"] = kWrittenSchema;
  out["attempt"] = progress.attempt;
  out["leased_at"] = to_iso(progress.leased_at);
  out["waiting"] = progress.waiting;
  auto& parts = out["parts"].emplace_array();
  for (const auto& part : progress.parts) parts.push_back(boost::json::object{{"name", part.name}, {"since", to_iso(part.since)}});
  return boost::json::serialize(out);
}

Result<JobProgress> progress_from_json(std::string_view text) {
  return read_record<JobProgress>(text, "job progress", read_progress);
}

}  // namespace docmill::model
