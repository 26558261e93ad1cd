// kill -9 at random moments under load, restart, and count: nothing accepted is lost, nothing is charged twice, no failure
// is charged, nothing is left behind. DOCMILL_LONG=1 runs 10,000 jobs instead of 500.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <mutex>
#include <random>
#include <thread>

#include "support/server.h"

namespace docmill::testing {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

const std::vector<std::string> kFlags{"--lease",       "4s",  "--deliveries", "100", "--retry-delay",  "1s",  "--sweep-every", "2s",
                                      "--stray-after", "10s", "--hold-grace", "30s", "--upload-grace", "60s", "--log-level",   "warn"};

const bool kLong = std::getenv("DOCMILL_LONG") != nullptr;

/// The server under test. Clients share it while it serves; the killer has it alone while it is dead.
class House {
 public:
  explicit House(const std::string& data) : data_(data), server_(std::make_unique<Server>(data, kFlags)) {
    url_ = server_->url();
    listen_ = url_.substr(url_.rfind('/') + 1);
  }
  const std::string& url() const { return url_; }
  Server& server() { return *server_; }
  void kill_and_restart() {
    server_->kill_hard();
    server_ = std::make_unique<Server>(data_, kFlags, listen_);
  }

 private:
  std::string data_;
  std::unique_ptr<Server> server_;
  std::string url_;
  std::string listen_;
};

struct Tally {
  std::atomic<int> next{0};
  std::atomic<int> accepted{0};
  std::atomic<int> succeeded{0};
  std::atomic<int> failed{0};
  std::atomic<int> repeats{0};
  std::mutex mutex;
  std::vector<std::string> surprises;
  void surprise(const std::string& text) {
    const std::lock_guard lock(mutex);
    surprises.push_back(text);
  }
};

struct Load {
  std::string url;
  std::string key;
  std::string good;
  std::string bad;
  int jobs = 0;
};

bool worth_another_try(int status) {
  return status == 0 || status == 429 || status >= 500;
}

/// Submits until the server takes it: the documented retry, with an idempotency key.
std::string submit(const Load& load, int number, bool bad, Tally& tally) {
  const FormPart file{.name = "File", .content = bad ? load.bad : load.good, .filename = "order.docx"};
  const Call post{.method = "POST",
                  .url = load.url + "/api/v2/convert/jobs/docx-to-pdf",
                  .headers = {"Authorization: " + load.key, "Idempotency-Key: job-" + std::to_string(number)},
                  .form = {file},
                  .body = {},
                  .timeout = 20s};
  for (int tries = 0; tries < 600; ++tries) {
    const auto answer = call(post);
    if (answer.status == 202) return answer.headers.at("x-jobid");
    if (!worth_another_try(answer.status)) {
      tally.surprise("submit: " + std::to_string(answer.status) + " " + answer.body);
      return "";
    }
    ++tally.repeats;
    std::this_thread::sleep_for(100ms);
  }
  tally.surprise("submit: never accepted");
  return "";
}

/// Polls until the job is final and returns its status.
int outcome(const Load& load, const std::string& job) {
  const Call poll{.url = load.url + "/api/v2/convert/jobs/docx-to-pdf/" + job, .headers = {"Authorization: " + load.key}, .timeout = 10s};
  for (const auto end = std::chrono::steady_clock::now() + 180s; std::chrono::steady_clock::now() < end;) {
    const auto answer = call(poll);
    // A failed job answers with a problem that carries its id; a 503 without it is the server speaking of itself.
    const bool final = answer.status == 200 || (answer.status >= 400 && !answer.member("jobId").empty() && answer.status != 503);
    if (final) return answer.status;
    std::this_thread::sleep_for(50ms);
  }
  return 0;
}

void client(const Load& load, Tally& tally) {
  for (int number = tally.next++; number < load.jobs; number = tally.next++) {
    const bool bad = number % 7 == 3;
    const auto job = submit(load, number, bad, tally);
    if (job.empty()) continue;
    ++tally.accepted;
    const int status = outcome(load, job);
    ++(status == 200 ? tally.succeeded : tally.failed);
    if (status != (bad ? 422 : 200)) tally.surprise("job " + std::to_string(number) + " ended as " + std::to_string(status));
  }
}

std::uint64_t settled(Server& server, const std::string& number) {
  for (int i = 0; i < 300 && server.usage("crash", "held") != 0; ++i) std::this_thread::sleep_for(100ms);
  return server.usage("crash", number);
}

std::vector<std::string> files_below(const std::string& folder) {
  std::vector<std::string> found;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file()) found.push_back(entry.path().string());
  }
  return found;
}

TEST(Crash, EveryAcceptedJobEndsOnceIsChargedOnceAndLeavesNothing) {
  const TempDir temp;
  const auto data = temp / "data";
  fs::create_directory(data);
  House house(data);
  Load load{.url = house.url(),
            .key = house.server().make_key("crash"),
            .good = read_file(source("examples/invoice.docx")),
            .bad = {},
            .jobs = kLong ? 10'000 : 500};
  load.bad = load.good.substr(0, load.good.size() / 2);

  Tally tally;
  std::vector<std::thread> clients;
  for (int i = 0; i < 6; ++i) clients.emplace_back([&] { client(load, tally); });

  std::mt19937 random(std::random_device{}());  // a fixed seed would always die in the same places
  const auto between = [&](int low, int high) { return std::uniform_int_distribution(low, high)(random); };
  int kills = 0;
  while (tally.next < load.jobs) {
    // By jobs and not by the clock, so that a slow machine spends its time with documents and not with starts.
    const int until = std::min(tally.next + between(0, kLong ? 300 : 60), load.jobs);
    while (tally.next < until) std::this_thread::sleep_for(10ms);
    std::this_thread::sleep_for(std::chrono::milliseconds(between(0, 500)));
    house.kill_and_restart();
    ++kills;
  }
  for (auto& thread : clients) thread.join();

  for (const auto& surprise : tally.surprises) ADD_FAILURE() << surprise;
  EXPECT_EQ(tally.accepted, load.jobs);
  EXPECT_EQ(tally.succeeded + tally.failed, load.jobs);
  EXPECT_EQ(settled(house.server(), "charged"), static_cast<std::uint64_t>(tally.succeeded));
  EXPECT_EQ(house.server().usage("crash", "held"), 0u);
  EXPECT_EQ(house.server().stop(), 0);

  const auto swept = run({program("docmill"), "sweep", "--data", data, "--ahead", "30d"});
  EXPECT_EQ(swept.status, 0) << swept.err;
  for (const auto& left : files_below(data + "/store")) {
    // But for what the house itself keeps there: the mark of its master key.
    EXPECT_THAT(left, ::testing::HasSubstr("/store/blobs/h/")) << "left behind";
  }
  std::printf("crash: %d jobs, %d succeeded, %d failed, %d kills, %d submits repeated\n", load.jobs, tally.succeeded.load(),
              tally.failed.load(), kills, tally.repeats.load());
}

}  // namespace
}  // namespace docmill::testing
