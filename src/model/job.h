#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/ids.h"
#include "base/result.h"
#include "base/trace.h"

namespace docmill::model {

/// The newest layout of job.json, result.json and messages this build understands. It reads kSchema and kSchema - 1.
constexpr int kSchema = 2;
/// What this build writes as "schema": the oldest layout whose readers understand the record. While a fleet is upgraded, one
/// release older reads what we write, and we read what it writes; so a new member that older readers may ignore comes without a
/// new number, and one that they may not ignore is written one release after the first that reads it.
constexpr int kWrittenSchema = kSchema - 1;

/// One document a job reads: either stored already (`blob`) or to be fetched by the worker (`url`).
struct Input {
  std::string blob;          // name in the transit store; empty when `url` is set
  std::string url;           // http or https; empty when `blob` is set
  std::string field;         // the form field it came in: "File"
  std::string filename;      // as the caller named it; customer text, never logged
  std::string content_type;  // as sniffed, else as the caller said
  std::uint64_t size = 0;    // bytes; 0 while unknown
  std::string sha256;        // lower-case hex; empty while unknown
};

/// One durable request to perform an action: what job.json holds. Written once, after the inputs.
struct Job {
  JobId id;
  TenantId tenant;
  KeyId key;                                  // which API key submitted it
  std::string action;                         // "convert/docx-to-pdf"
  std::map<std::string, std::string> params;  // validated field values, by field name
  std::vector<Input> inputs;                  // in the caller's order
  std::string callback_url;                   // empty when none was asked for
  std::string process = {};                   // id of the process that was started; empty for every other job
  std::vector<std::string> hooks = {};        // who else is told when a process has made its document
  std::uint32_t documents = 1;                // what is held and charged
  Timestamp accepted_at;
  std::string request_id;
  std::string traceparent;      // W3C trace context, empty when the caller sent none and none was made
  std::string tracestate = {};  // of the same

  trace::Context trace_context() const { return {traceparent, tracestate}; }
};

/// What the queue carries, and nothing more.
struct Message {
  JobId job;
  TenantId tenant;
  std::string traceparent;
  std::string tracestate = {};

  trace::Context trace_context() const { return {traceparent, tracestate}; }
};

/// Names in the transit store. The API answers a poll by looking at these and nowhere else.
std::string job_prefix(const TenantId& tenant, const JobId& job);  // "t/<tenant>/<job>/"
std::string job_record(const TenantId& tenant, const JobId& job);  // "t/<tenant>/<job>/job.json"
std::string input_blob(const TenantId& tenant, const JobId& job, std::string_view suffix);
std::string output_blob(const TenantId& tenant, const JobId& job, std::uint32_t attempt, std::size_t index);
std::string result_record(const TenantId& tenant, const JobId& job);
std::string callback_record(const TenantId& tenant, const JobId& job);                 // delivery state of the callback
std::string hook_record(const TenantId& tenant, const JobId& job, std::size_t index);  // of one of the hooks
std::string unsent_record(const TenantId& tenant, const JobId& job);  // there while the job's message may not have been sent
/// Where a digest that crashed the engine on every attempt is remembered: "k/<tenant>/<sha256>.json".
std::string killer_record(const TenantId& tenant, std::string_view sha256);

/// JSON both ways. Errors when reading: Corrupt (not ours, or from a newer release; the cause says which).
std::string to_json(const Job& job);
Result<Job> job_from_json(std::string_view text);
std::string to_json(const Message& message);
Result<Message> message_from_json(std::string_view text);

}  // namespace docmill::model
