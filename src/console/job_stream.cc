#include "console/job_stream.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <utility>

#include "base/log.h"
#include "console/job_view.h"

namespace docmill::console {
namespace {

constexpr std::chrono::milliseconds kFirstPause{100};

net::Response stream_head() {
  net::Response response{.status = 200, .headers = {}, .body = {}};
  response.headers.add("Content-Type", "text/event-stream; charset=utf-8");
  response.headers.add("Cache-Control", "no-store");
  response.headers.add("X-Accel-Buffering", "no");  // a proxy that gathers answers would hold the news back
  return response;
}

}  // namespace

class JobStreams::Seat {
 public:
  Seat(JobStreams& streams, KeyId key) : streams_(streams), key_(std::move(key)) { ++streams_.open_[key_]; }
  ~Seat() {
    const auto found = streams_.open_.find(key_);
    if (--found->second == 0) streams_.open_.erase(found);
  }
  Seat(const Seat&) = delete;
  Seat& operator=(const Seat&) = delete;

 private:
  JobStreams& streams_;
  KeyId key_;
};

Async<void> JobStreams::serve(const net::Request& request, model::Principal principal, JobId job, api::LinkMaker links,
                              net::Responder& respond) {
  if (const auto found = open_.find(principal.key); found != open_.end() && found->second >= options_.most) {
    auto error =
        fail(ErrorCode::RateLimited,
             fmt::format("This key has {} streams open, and no more are allowed at a time. Close a page that shows a job.", options_.most));
    auto response = api::refusal(metrics_, request, std::move(error).retry_after(std::chrono::seconds{5}));
    co_await respond.send(std::move(response));
    co_return;
  }
  const Seat seat(*this, principal.key);
  auto facts = co_await book_.look(principal.tenant, job);
  if (!facts) {
    auto response = api::refusal(metrics_, request, facts.error(), job);
    co_await respond.send(std::move(response));
    co_return;
  }
  auto head = stream_head();
  if (auto begun = co_await respond.begin_stream(std::move(head)); !begun) co_return;
  if (request.method != "HEAD") co_await tell(std::move(principal.tenant), *std::move(facts), std::move(links), respond);
  (void)co_await respond.finish();  // a client that has gone needs no end
}

/// Looks when told, and from time to time in case the worker is elsewhere: soon at first, since most jobs are short.
Async<void> JobStreams::tell(TenantId tenant, JobFacts facts, api::LinkMaker links, net::Responder& respond) {
  const auto watch = events_.watch_progress(facts.id);
  const auto until = Deadline::in(options_.longest);
  auto beat = Deadline::in(options_.heartbeat);
  auto pause = std::min(kFirstPause, options_.poll_interval);
  std::string told;
  for (;;) {
    const auto seen = watch->count();
    if (auto looked = co_await book_.look_again(tenant, facts); !looked) {
      log::failure("a stream could not look at its job", looked.error(), {{"job", facts.id}});
      co_return;  // the page comes again
    }
    auto text = boost::json::serialize(job_page(facts, links));
    if (text != told) {
      told = std::move(text);
      if (auto written = co_await respond.write(fmt::format("event: job\ndata: {}\n\n", told)); !written) co_return;
      beat = Deadline::in(options_.heartbeat);
      pause = std::min(kFirstPause, options_.poll_interval);
    } else if (beat.passed()) {
      if (auto written = co_await respond.write(":\n\n"); !written) co_return;
      beat = Deadline::in(options_.heartbeat);
    }
    if (is_final(facts.state()) || leaving_ || until.passed()) co_return;
    co_await watch->wait(seen, Deadline::in(pause).earlier(beat).earlier(until));
    pause = std::min(pause + pause / 2, options_.poll_interval);
  }
}

}  // namespace docmill::console
