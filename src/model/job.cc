#include "model/job.h"

#include <fmt/format.h>

#include <boost/json/serialize.hpp>

#include "model/json_reader.h"

namespace docmill::model {
namespace {

namespace json = boost::json;

json::object written(const Input& input) {
  json::object out;
  if (!input.blob.empty()) out["blob"] = input.blob;
  if (!input.url.empty()) out["url"] = as_utf8(input.url);
  out["field"] = input.field;
  out["filename"] = as_utf8(input.filename);
  out["content_type"] = as_utf8(input.content_type);
  out["size"] = input.size;
  out["sha256"] = input.sha256;
  return out;
}

Input read_input(JsonReader& in) {
  Input input;
  input.blob = in.text("blob", JsonReader::Optional);
  input.url = in.text("url", JsonReader::Optional);
  input.field = in.text("field", JsonReader::Optional);
  input.filename = in.text("filename", JsonReader::Optional);
  input.content_type = in.text("content_type", JsonReader::Optional);
  input.size = in.number("size", JsonReader::Optional);
  input.sha256 = in.text("sha256", JsonReader::Optional);
  if (input.blob.empty() == input.url.empty()) in.fault("blob", "and url: exactly one of them must be set");
  return input;
}

Job read_job(JsonReader& in) {
  Job job;
  job.id = in.id<JobId>("job");
  job.tenant = in.id<TenantId>("tenant");
  job.key = in.id<KeyId>("key");
  job.action = in.text("action");
  job.params = in.texts("params");
  job.inputs = in.list<Input>("inputs", JsonReader::Needed, read_input);
  job.callback_url = in.text("callback_url", JsonReader::Optional);
  job.process = in.text("process", JsonReader::Optional);
  job.hooks = in.text_list("hooks");
  job.documents = in.number32("documents", JsonReader::Optional, 1);
  job.accepted_at = in.moment("accepted_at");
  job.request_id = in.text("request_id", JsonReader::Optional);
  job.traceparent = in.text("traceparent", JsonReader::Optional);
  job.tracestate = in.text("tracestate", JsonReader::Optional);
  return job;
}

Message read_message(JsonReader& in) {
  Message message;
  message.job = in.id<JobId>("job");
  message.tenant = in.id<TenantId>("tenant");
  message.traceparent = in.text("traceparent", JsonReader::Optional);
  message.tracestate = in.text("tracestate", JsonReader::Optional);
  return message;
}

}  // namespace

std::string job_prefix(const TenantId& tenant, const JobId& job) {
  return fmt::format("t/{}/{}/", tenant.text(), job.text());
}

std::string job_record(const TenantId& tenant, const JobId& job) {
  return job_prefix(tenant, job) + "job.json";
}

std::string input_blob(const TenantId& tenant, const JobId& job, std::string_view suffix) {
  return fmt::format("{}in/{}", job_prefix(tenant, job), suffix);
}

std::string output_blob(const TenantId& tenant, const JobId& job, std::uint32_t attempt, std::size_t index) {
  return fmt::format("{}out/{}-{}", job_prefix(tenant, job), attempt, index);
}

std::string result_record(const TenantId& tenant, const JobId& job) {
  return job_prefix(tenant, job) + "result.json";
}

std::string callback_record(const TenantId& tenant, const JobId& job) {
  return job_prefix(tenant, job) + "callback.json";
}

std::string hook_record(const TenantId& tenant, const JobId& job, std::size_t index) {
  return fmt::format("{}hook-{}.json", job_prefix(tenant, job), index);
}

std::string unsent_record(const TenantId& tenant, const JobId& job) {
  return job_prefix(tenant, job) + "unsent.json";
}

std::string killer_record(const TenantId& tenant, std::string_view sha256) {
  return fmt::format("k/{}/{}.json", tenant.text(), sha256);
}

std::string to_json(const Job& job) {
  json::object out;
  out["schema"] = kWrittenSchema;
  out["job"] = job.id.text();
  out["tenant"] = job.tenant.text();
  out["key"] = job.key.text();
  out["action"] = job.action;
  auto& params = out["params"].emplace_object();
  for (const auto& [name, value] : job.params) params[as_utf8(name)] = as_utf8(value);
  auto& inputs = out["inputs"].emplace_array();
  for (const auto& input : job.inputs) inputs.push_back(written(input));
  out["callback_url"] = as_utf8(job.callback_url);
  if (!job.process.empty()) out["process"] = job.process;
  if (!job.hooks.empty()) {
    auto& hooks = out["hooks"].emplace_array();
    for (const auto& url : job.hooks) hooks.emplace_back(as_utf8(url));
  }
  out["documents"] = job.documents;
  out["accepted_at"] = to_iso(job.accepted_at);
  out["request_id"] = as_utf8(job.request_id);
  out["traceparent"] = as_utf8(job.traceparent);
  if (!job.tracestate.empty()) out["tracestate"] = as_utf8(job.tracestate);
  return json::serialize(out);
}

Result<Job> job_from_json(std::string_view text) {
  return read_record<Job>(text, "job record", read_job);
}

std::string to_json(const Message& message) {
  json::object out;
  out["schema"] = kWrittenSchema;
  out["job"] = message.job.text();
  out["tenant"] = message.tenant.text();
  if (!message.traceparent.empty()) out["traceparent"] = as_utf8(message.traceparent);
  if (!message.tracestate.empty()) out["tracestate"] = as_utf8(message.tracestate);
  return json::serialize(out);
}

Result<Message> message_from_json(std::string_view text) {
  return read_record<Message>(text, "message", read_message);
}

}  // namespace docmill::model
