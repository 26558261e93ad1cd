#pragma once
#include "actions/connector.h"
#include "base/async.h"
#include "base/metrics.h"
#include "model/job_result.h"
#include "net/http.h"
#include "store/blob_store.h"

namespace docmill::api {

/// Gives the documents of a job in the answer itself, as connectors expect them. All borrowed.
class ConnectorAnswer {
 public:
  ConnectorAnswer(store::BlobStore& store, Metrics& metrics) : store_(store), metrics_(metrics) {}

  /// Streams the outputs of a job that has succeeded, a few chunks in memory whatever their size. What cannot be read is an honest
  /// error as long as no byte of the answer has left.
  Async<void> send(const net::Request& request, actions::WireAnswer shape, model::JobResult result, net::Responder& respond);

 private:
  store::BlobStore& store_;
  Metrics& metrics_;
};

}  // namespace docmill::api
