#pragma once
#include <string>

#include "api/jobs.h"
#include "base/async.h"
#include "base/clock.h"
#include "base/metrics.h"
#include "base/secret.h"
#include "net/http.h"
#include "store/blob_store.h"

namespace docmill::api {

/// All borrowed.
struct DownloadParts {
  Jobs& jobs;
  store::BlobStore& store;
  const Clock& clock;
  Metrics& metrics;
  const Secret& link_key;
};

/// Serves GET and HEAD /d/{token}: one output of one job, to whoever holds the link, until it expires. Decrypts as it sends, a few
/// hundred kilobytes in memory whatever the size. Whole or one range, If-Range and If-None-Match by the document's digest.
/// Answers 404 for a link that is not genuine, 410 for one that has expired or whose document is gone.
class Download {
 public:
  explicit Download(DownloadParts parts) : parts_(parts) {}

  Async<void> serve(const net::Request& request, std::string token, net::Responder& respond);

 private:
  struct Found {
    model::Output output;
    std::unique_ptr<store::BlobReader> reader;
  };

  Async<Result<Found>> find(std::string token);
  Async<void> send(const net::Request& request, Found found, net::Responder& respond);

  DownloadParts parts_;
};

}  // namespace docmill::api
