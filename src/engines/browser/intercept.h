#pragma once
#include <atomic>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engines/browser/cdp_client.h"
#include "engines/browser/print_options.h"
#include "engines/browser/resource.h"

namespace docmill::engines::browser {

/// What one document may fetch.
struct FetchLimits {
  std::size_t requests = 500;
  std::size_t at_once = 8;
  std::uint64_t resource_size = 50'000'000;   // bytes
  std::uint64_t document_size = 200'000'000;  // of all together
  std::chrono::milliseconds resource_time{15'000};
  std::size_t warnings = 20;
};

/// The address of the document itself, and of what the caller gave beside it. By http, since a page by https may not show pictures by http,
/// which customers have; below localhost, since pages there may do what only secure ones may (Secure Contexts, section 3.1).
constexpr std::string_view kDocumentOrigin = "http://document.docmill.localhost";

/// What answers the event "Fetch.requestPaused" of a page that waits for its document: parameters of "Fetch.fulfillRequest" for an empty
/// page under the same policy as every document.
CdpClient::Params empty_page(const CdpClient::Params& event);

/// Answers every request of one document: from what the caller gave, through the guard, or with a refusal.
/// Shared by the document's run and by its fetches under way. Used from one strand.
class Intercept : public std::enable_shared_from_this<Intercept> {
 public:
  /// Sends an answer to the browser: session, method, parameters.
  using Tell = std::function<void(const std::string& session, std::string_view method, CdpClient::Params params)>;

  Intercept(Executor executor, FetchResource fetch, FetchLimits limits, std::vector<OriginHeaders> headers);

  /// Until close(), answers go out through `tell`.
  void open(Tell tell) { tell_ = std::move(tell); }
  /// Nothing is answered any more, and fetches under way are abandoned.
  void close();

  /// Something of the caller's, served at its path ("/logo.png") on kDocumentOrigin.
  void serve(std::string path, Resource resource) { own_[std::move(path)] = std::move(resource); }

  /// From now on nothing is fetched from elsewhere; what would have been is counted.
  void keep_out() { kept_out_ = 0; }
  std::size_t kept_out() const { return kept_out_.value_or(0); }

  /// The event "Fetch.requestPaused".
  void paused(const std::string& session, const CdpClient::Params& event);

  /// What this frame shows is what the job is about: why it did not come is kept apart.
  void main_frame(std::string id) { main_frame_ = std::move(id); }
  const std::optional<Error>& page_error() const { return page_error_; }

  /// Whether the document has begun: its page has asked for something, or has been given it.
  bool begun() const { return given_ || requests_ > 0; }
  void document_given() { given_ = true; }

  const std::vector<std::string>& warnings() const { return warnings_; }
  /// Why the first resource that is missing is missing.
  const std::optional<Error>& first_trouble() const { return first_trouble_; }

 private:
  struct Paused {
    std::string session;
    std::string id;
    std::string url;
    std::string origin;    // of who asks, when it says
    std::string kind;      // "Image", "Stylesheet"
    bool is_page = false;  // what the main frame is to show
  };

  void pump();
  Async<void> fetch(Paused request);
  void answer(const Paused& request, Resource resource);
  void fulfil(const Paused& request, int status, const std::string& content_type, std::string_view bytes, std::string_view location = {});
  void refuse(const Paused& request, const Error& why);
  void drop(const Paused& request);
  std::vector<std::string> headers_for(const std::string& url) const;

  Executor executor_;
  FetchResource fetch_;
  FetchLimits limits_;
  std::vector<OriginHeaders> headers_;
  Tell tell_;
  std::map<std::string, Resource, std::less<>> own_;
  std::map<std::string, Resource> redirected_;  // fetched already, asked for again at the address they came from
  std::deque<Paused> waiting_;
  std::size_t running_ = 0;
  std::size_t requests_ = 0;
  std::optional<std::size_t> kept_out_;  // requests that were not let out; none: they are
  bool given_ = false;
  std::uint64_t bytes_ = 0;
  std::string main_frame_;
  std::optional<Error> page_error_;
  std::optional<Error> first_trouble_;
  std::vector<std::string> warnings_;
  std::shared_ptr<std::atomic<bool>> abandoned_ = std::make_shared<std::atomic<bool>>(false);
};

}  // namespace docmill::engines::browser
