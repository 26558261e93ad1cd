#pragma once
#include <string>

#include "api/route.h"
#include "base/result.h"
#include "base/trace.h"
#include "net/http.h"

namespace docmill::api {

/// The caller's trace context. Several traceparent headers count as none, several tracestate headers as one list.
trace::Context context_of(const net::Request& request);

/// The address with what varies named instead of told: "/api/v2/convert/jobs/docx-to-pdf/{jobId}". Empty where there is none.
/// So neither a signed link nor the id of a job, a process or an account is in a span's name or http.route.
std::string route_pattern(const Route& route, std::string_view path);

/// The span of a request, with the names of OpenTelemetry's conventions for HTTP servers. Probes and scrapers get none.
trace::Span request_span(const trace::Tracer* tracer, const net::Request& request, const Result<Route>& route);

/// Passes everything on and remembers the status.
class NotedResponder final : public net::Responder {
 public:
  /// Borrowed.
  explicit NotedResponder(net::Responder& to) : to_(to) {}

  Async<Result<void>> send(net::Response response) override;
  Async<Result<void>> begin(net::Response response, std::uint64_t length) override;
  Async<Result<void>> begin_stream(net::Response response) override;
  Async<Result<void>> write(std::string bytes) override;
  Async<Result<void>> finish() override;

  /// Tells `span` what was answered: a status of 500 and above is its failure.
  void tell(trace::Span& span) const;

 private:
  net::Responder& to_;
  int status_ = 0;
};

}  // namespace docmill::api
