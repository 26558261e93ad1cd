#include "support/trace_collector.h"

#include <boost/json.hpp>
#include <cctype>
#include <condition_variable>
#include <mutex>

#include "net/test_client.h"

namespace docmill::testing {
namespace {

namespace json = boost::json;
using namespace std::chrono_literals;

std::string text_of(const json::object& span, const char* name) {
  const auto* member = span.if_contains(name);
  return member == nullptr ? std::string() : std::string(member->as_string());
}

std::map<std::string, std::string> attributes_of(const json::value& list) {
  std::map<std::string, std::string> out;
  for (const auto& attribute : list.as_array()) {
    const auto& value = attribute.at("value").as_object();
    const auto& first = value.begin()->value();
    out[std::string(attribute.at("key").as_string())] = first.is_string() ? std::string(first.as_string()) : json::serialize(first);
  }
  return out;
}

std::vector<SeenSpan> spans_in(const std::string& body) {
  std::vector<SeenSpan> out;
  const auto said = json::parse(body);
  for (const auto& resource : said.at("resourceSpans").as_array()) {
    const auto service = attributes_of(resource.at("resource").at("attributes"))["service.name"];
    for (const auto& scope : resource.at("scopeSpans").as_array()) {
      for (const auto& value : scope.at("spans").as_array()) {
        const auto& span = value.as_object();
        out.push_back({.service = service,
                       .trace_id = text_of(span, "traceId"),
                       .id = text_of(span, "spanId"),
                       .parent = text_of(span, "parentSpanId"),
                       .state = text_of(span, "traceState"),
                       .name = text_of(span, "name"),
                       .kind = span.at("kind").to_number<int>(),
                       .start = std::stoll(text_of(span, "startTimeUnixNano")),
                       .end = std::stoll(text_of(span, "endTimeUnixNano")),
                       .failed = span.contains("status"),
                       .attributes = attributes_of(span.at("attributes"))});
      }
    }
  }
  return out;
}

}  // namespace

class TraceCollector::Impl final : public net::Handler {
 public:
  Async<void> handle(const net::Request& request, net::Body& body, net::Responder& respond) override {
    Request seen{.path = request.path, .headers = {}, .body = {}};
    for (auto [name, value] : request.headers.all()) {
      for (char& c : name) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
      seen.headers[name] = value;
    }
    std::string room(65'536, '\0');
    for (;;) {
      auto got = co_await body.read(room);
      if (!got || *got == 0) break;
      seen.body.append(room, 0, *got);
    }
    const auto mood = keep(std::move(seen));
    if (mood == Mood::Hangs) co_return co_await sleep_for(1h);
    net::Response response{.status = mood == Mood::Fails ? 500 : 200, .headers = {}, .body = "{}"};
    co_await respond.send(std::move(response));
  }

  Mood keep(Request seen) {
    const std::lock_guard lock(mutex);
    const bool traces = seen.path == "/v1/traces";
    const auto mood = traces ? mood_ : Mood::Takes;
    if (traces && mood == Mood::Takes) {
      auto more = spans_in(seen.body);
      spans.insert(spans.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
    }
    requests.push_back(std::move(seen));
    changed.notify_all();
    return mood;
  }

  mutable std::mutex mutex;
  mutable std::condition_variable changed;
  Mood mood_ = Mood::Takes;
  std::vector<SeenSpan> spans;
  std::vector<Request> requests;
  std::unique_ptr<net::test::RunningServer> server;  // last: it calls the rest
};

TraceCollector::TraceCollector() : impl_(std::make_unique<Impl>()) {
  impl_->server = std::make_unique<net::test::RunningServer>(*impl_);
}

TraceCollector::~TraceCollector() {
  impl_->server.reset();
}

std::string TraceCollector::url() const {
  return impl_->server->url("");
}

void TraceCollector::set_mood(Mood mood) {
  const std::lock_guard lock(impl_->mutex);
  impl_->mood_ = mood;
}

std::vector<SeenSpan> TraceCollector::spans() const {
  const std::lock_guard lock(impl_->mutex);
  return impl_->spans;
}

bool TraceCollector::wait_for(const std::function<bool(const std::vector<SeenSpan>&)>& ready) const {
  std::unique_lock lock(impl_->mutex);
  return impl_->changed.wait_for(lock, 60s, [&] { return ready(impl_->spans); });
}

std::vector<TraceCollector::Request> TraceCollector::requests(bool traces) const {
  const std::lock_guard lock(impl_->mutex);
  std::vector<Request> out;
  for (const auto& request : impl_->requests) {
    if ((request.path == "/v1/traces") == traces) out.push_back(request);
  }
  return out;
}

}  // namespace docmill::testing
