#include "cluster/load.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "support/http.h"
#include "support/process.h"

namespace docmill::testing {
namespace {

using namespace std::chrono_literals;
using std::chrono::steady_clock;

// Longer than any mischief lasts; a client that still has no answer by then will not get one.
constexpr auto kPatience = 240s;
constexpr auto kFirstPause = 100ms;
constexpr auto kLongestPause = 2'000ms;

bool worth_another_try(int status) {
  return status == 0 || status == 429 || status >= 500;
}

/// The pause between two tries: doubles each time.
class Backoff {
 public:
  void wait() {
    std::this_thread::sleep_for(pause_);
    pause_ = std::min<std::chrono::milliseconds>(pause_ * 2, kLongestPause);
  }

 private:
  std::chrono::milliseconds pause_ = kFirstPause;
};

std::string described(const Answer& answer) {
  return fmt::format("{} {}", answer.status, answer.body.substr(0, 300));
}

std::string header(const Answer& answer, const std::string& name) {
  const auto found = answer.headers.find(name);
  return found == answer.headers.end() ? "" : found->second;
}

}  // namespace

Load::Load(LoadOptions options) : options_(std::move(options)), good_(read_file(source("examples/invoice.docx"))) {
  bad_ = good_.substr(0, good_.size() / 2);
  working_ = options_.clients;
  for (int i = 0; i < options_.clients; ++i) {
    threads_.emplace_back([this] {
      work();
      --working_;
    });
  }
}

Load::~Load() {
  give_up_ = true;
  finish();
}

LoadReport Load::finish() {
  stop_ = true;
  for (auto& thread : threads_) thread.join();
  threads_.clear();
  const std::lock_guard lock(mutex_);
  report_.jobs = std::min(begun_.load(), options_.jobs == 0 ? begun_.load() : options_.jobs);
  report_.repeats = repeats_;
  return report_;
}

void Load::work() {
  while (!give_up_ && (!stop_ || options_.jobs != 0)) {
    const int number = begun_++;
    if (options_.jobs != 0 && number >= options_.jobs) return;
    one(options_.first + number);
    ++ended_;
  }
}

std::string Load::url(int turn) const {
  return options_.urls[static_cast<std::size_t>(turn) % options_.urls.size()];
}

void Load::surprise(const std::string& text) {
  const std::lock_guard lock(mutex_);
  report_.surprises.push_back(text);
}

void Load::one(int number) {
  const bool bad = number % 7 == 3;
  const auto ending = submit(number, bad, number % 5 == 2);
  const std::lock_guard lock(mutex_);
  if (!ending.job.empty()) report_.endings[ending.job] = ending.status;
  if (ending.status == (bad ? 422 : 200) && !ending.job.empty()) {
    ++(bad ? report_.refused : report_.succeeded);
  } else {
    report_.surprises.push_back(fmt::format("job {} {} ended as {}", number, ending.job, ending.text));
  }
}

Load::Ending Load::submit(int number, bool bad, bool synchronous) {
  const FormPart file{.name = "File", .content = bad ? bad_ : good_, .filename = "order.docx"};
  Call post{.method = "POST",
            .headers = {"Authorization: " + options_.key, fmt::format("Idempotency-Key: job-{}", number)},
            .form = {file},
            .timeout = synchronous ? 45s : 20s,
            .authority = options_.authority};
  Backoff backoff;
  Answer answer;
  int turn = number;
  for (const auto end = steady_clock::now() + kPatience; steady_clock::now() < end && !give_up_; ++turn) {
    post.url = url(turn) + (synchronous ? "/api/v2/convert/docx-to-pdf" : "/api/v2/convert/jobs/docx-to-pdf");
    answer = call(post);
    const auto job = header(answer, "x-jobid");
    // 202, or a synchronous call that took too long: the job goes on, and is asked for as one.
    if (answer.status == 202 || (answer.status == 504 && !header(answer, "location").empty())) {
      return outcome(job.empty() ? answer.member("jobId") : job);
    }
    if (answer.status == 200) {
      return {.status = is_pdf(answer.member("link")) ? 200 : 0, .job = answer.member("jobId"), .text = "a link without its result"};
    }
    if (!worth_another_try(answer.status)) return {.status = answer.status, .job = answer.member("jobId"), .text = described(answer)};
    if (!options_.retry) break;
    ++repeats_;
    backoff.wait();
  }
  return {.text = "never accepted, last answer " + described(answer)};
}

Load::Ending Load::outcome(const std::string& job) {
  Call poll{.headers = {"Authorization: " + options_.key}, .timeout = 10s, .authority = options_.authority};
  Answer answer;
  int turn = 0;
  for (const auto end = steady_clock::now() + kPatience; steady_clock::now() < end && !give_up_; ++turn) {
    poll.url = url(turn) + "/api/v2/convert/jobs/docx-to-pdf/" + job;
    answer = call(poll);
    if (answer.status == 200) {
      return {.status = is_pdf(answer.member("link")) ? 200 : 0, .job = job, .text = "a link without its result"};
    }
    if (answer.status != 202 && !worth_another_try(answer.status)) return {.status = answer.status, .job = job, .text = described(answer)};
    if (answer.status != 202 && !options_.retry) return {.status = 0, .job = job, .text = "poll: " + described(answer)};
    if (answer.status != 202) ++repeats_;
    std::this_thread::sleep_for(300ms);
  }
  return {.job = job, .text = "never finished, last answer " + described(answer)};
}

bool Load::is_pdf(const std::string& link) {
  Backoff backoff;
  for (const auto end = steady_clock::now() + kPatience; steady_clock::now() < end && !give_up_;) {
    const auto answer = call({.url = link, .timeout = 20s, .authority = options_.authority});
    if (answer.status == 200) return answer.body.starts_with("%PDF-");
    if (!options_.retry || !worth_another_try(answer.status)) {
      surprise("fetch: " + described(answer));
      return false;
    }
    ++repeats_;
    backoff.wait();
  }
  return false;
}

std::vector<std::string> Load::changed(const LoadReport& report) const {
  std::vector<std::string> found;
  int turn = 0;
  for (const auto& [job, status] : report.endings) {
    Call poll{.headers = {"Authorization: " + options_.key}, .timeout = 20s, .authority = options_.authority};
    poll.url = url(turn++) + "/api/v2/convert/jobs/docx-to-pdf/" + job;
    const auto answer = call(poll);
    if (answer.status != status) found.push_back(fmt::format("{} ended as {} and now answers {}", job, status, described(answer)));
  }
  return found;
}

}  // namespace docmill::testing
