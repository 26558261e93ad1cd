#pragma once
#include <span>

#include "base/metrics.h"
#include "net/http.h"
#include "net/static_files.h"

namespace docmill::api {

/// The reference of the API as a page for people: GET /docs and what the page is made of below /docs/. Everything else goes on to `next`.
class Reference final : public net::Handler {
 public:
  /// `pages` has "index.html". All is borrowed.
  Reference(std::span<const net::StaticFile> pages, net::Handler& next, Metrics& metrics);

  Async<void> handle(const net::Request& request, net::Body& body, net::Responder& respond) override;

 private:
  net::Response answer(const net::Request& request) const;

  net::StaticFiles pages_;
  net::Handler& next_;
  Metrics& metrics_;
};

}  // namespace docmill::api
