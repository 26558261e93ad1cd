#pragma once
#include <string>
#include <string_view>

#include "base/metrics.h"
#include "base/result.h"
#include "base/secret.h"
#include "model/action.h"
#include "model/job_result.h"
#include "net/http.h"

namespace docmill::api {

/// What clients put before a path: the configured address, else the one the request was sent to, else nothing.
std::string base_url(const net::Request& request, std::string_view public_url);

/// Lets web pages of any origin read the answer.
void allow_any_origin(net::Response& response);

/// The problem answer for `error`; counts it and, when the house is to blame, logs its private face.
net::Response refusal(Metrics& metrics, const net::Request& request, const Error& error, const JobId& job = {});

/// 202 without a body: Location, x-jobid, Retry-After.
net::Response accepted(std::string_view job_url, const JobId& job);

/// "https://host/api/v2/convert/jobs/docx-to-pdf/<id>"
std::string job_url(std::string_view base, const model::Action& action, const JobId& job);

/// What result links are made with.
struct LinkMaker {
  std::string base;  // "https://host"
  const Secret& key;

  std::string link(const model::JobResult& result, std::uint32_t output) const;
};

/// 200 with the JSON that the job made.
net::Response finished_json(const model::JobResult& result, std::string text);

/// 200 {"link": …} or {"links": […]} with what is known about how the job went.
net::Response finished(const model::Action& action, const model::JobResult& result, const LinkMaker& links);

/// What is said of a result that is not kept any longer, or whose outputs its owner removed.
Error result_expired();
Error result_removed();

/// What is said when an output that a result names cannot be opened: Gone when it is not there any more.
Error removed_or(const Error& error);

/// The failure a job ended with, as stored.
Error failure_of(const model::JobResult& result);

/// "attachment; filename=\"a.pdf\"; filename*=UTF-8''a.pdf" (RFC 6266, RFC 8187).
std::string content_disposition(std::string_view disposition, std::string_view filename);

}  // namespace docmill::api
