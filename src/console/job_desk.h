#pragma once
#include <string>

#include "api/answers.h"
#include "api/jobs.h"
#include "api/submit.h"
#include "base/async.h"
#include "base/metrics.h"
#include "console/job_book.h"
#include "model/account.h"
#include "net/http.h"

namespace docmill::console {

/// Answers what is asked about the jobs of a tenant, and cancels them and starts them again.
class JobDesk {
 public:
  /// All borrowed.
  JobDesk(JobBook& book, api::Jobs& jobs, api::Submitter& submitter, store::BlobStore& store, Metrics& metrics)
      : book_(book), jobs_(jobs), submitter_(submitter), store_(store), metrics_(metrics) {}

  Async<net::Response> list(const net::Request& request, TenantId tenant);
  Async<net::Response> show(const net::Request& request, TenantId tenant, JobId job, api::LinkMaker links);
  /// As DELETE of the API: ends a job, or removes the outputs of one that has ended.
  Async<net::Response> cancel(const net::Request& request, TenantId tenant, JobId job);
  /// 202 {"id"}: a new job with copies of the inputs of an ended one. Errors: Conflict (it has not ended; its inputs are gone).
  Async<net::Response> retry(const net::Request& request, model::Principal principal, JobId job);
  /// 202 {"id"}: the job that makes a PDF of an output, number ?output= from 0, for people to look at; free of charge, and the same job
  /// when it is asked for again. Errors: BadRequest (no such output), Gone (it has expired), UnsupportedType (there is no preview of it).
  Async<net::Response> preview(const net::Request& request, model::Principal principal, JobId job);

 private:
  Async<Result<api::Submitted>> make_preview(const net::Request& request, model::Principal principal, JobId job);
  Async<Result<api::Submitted>> again(const net::Request& request, model::Principal principal, JobId job);

  JobBook& book_;
  api::Jobs& jobs_;
  api::Submitter& submitter_;
  store::BlobStore& store_;
  Metrics& metrics_;
};

}  // namespace docmill::console
