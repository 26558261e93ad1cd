#pragma once
#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "actions/catalogue.h"
#include "base/clock.h"
#include "base/metrics.h"
#include "base/pool.h"
#include "crypto/digest.h"
#include "model/job.h"
#include "model/job_events.h"
#include "model/job_result.h"
#include "net/egress.h"
#include "queue/sqlite/sqlite_queue.h"
#include "sqlite/test_directory.h"
#include "store/files/file_store.h"
#include "worker/test_engine.h"
#include "worker/worker.h"

/// A house with real drivers in a directory of its own, for tests of the roles.
namespace docmill::worker::test {

using namespace std::chrono_literals;

/// Passes everything on, and says when a take found nothing.
class WatchedQueue final : public queue::Queue {
 public:
  explicit WatchedQueue(queue::Queue& inner) : inner_(inner) {}
  Signal& found_nothing() { return found_nothing_; }

  Async<Result<void>> put(std::string body, std::chrono::seconds delay) override { return inner_.put(std::move(body), delay); }
  Async<Result<std::optional<queue::Lease>>> take(std::chrono::seconds visible_for) override {
    auto taken = co_await inner_.take(visible_for);
    if (!taken || !*taken) found_nothing_.notify();
    co_return taken;
  }
  Async<Result<queue::Lease>> extend(queue::Lease lease, std::chrono::seconds by) override { return inner_.extend(std::move(lease), by); }
  Async<Result<void>> ack(queue::Lease lease) override { return inner_.ack(std::move(lease)); }
  Async<Result<void>> release(queue::Lease lease, std::chrono::seconds delay) override { return inner_.release(std::move(lease), delay); }
  Async<Result<void>> bury(queue::Lease lease, std::string reason) override { return inner_.bury(std::move(lease), std::move(reason)); }
  Async<Result<queue::DeadLetters>> dead_letters(std::size_t limit) override { return inner_.dead_letters(limit); }
  Async<Result<void>> requeue(std::string id) override { return inner_.requeue(std::move(id)); }
  Async<Result<queue::QueueStats>> stats() override { return inner_.stats(); }
  Async<void> wait(Deadline until) override { return inner_.wait(until); }

 private:
  queue::Queue& inner_;
  Signal found_nothing_;
};

template <class T>
T needed(Result<T> result) {
  EXPECT_TRUE(result) << result.error().describe();
  if (!result) std::abort();
  return std::move(*result);
}

inline const std::string kDocument = "PK\x03\x04 a small Word document";

struct House {
  sqlite::TestDirectory directory;
  ManualClock clock{SystemClock().now()};  // blobs carry the real time of their writing
  Metrics metrics;
  model::JobEvents events;
  Pool pool{"test-files", 4};
  std::unique_ptr<sqlite::Database> database = needed(queue::open_queue_database(directory.file("queue.db")));
  queue::SqliteQueue jobs{*database, "jobs", clock, {.look_every = 0ms}};
  queue::SqliteQueue completions{*database, "completions", clock, {.look_every = 0ms}};
  std::unique_ptr<store::files::FileStore> files = needed(store::files::FileStore::open(directory.file("blobs"), pool));
  store::BlobStore& store = *files;
  net::Egress egress{{.allow = {"127.0.0.0/8"}}, 2};
  ScriptedEngine engine;
  TenantId tenant = TenantId::trusted("acme");
  std::uint32_t made = 0;

  WorkerParts parts() { return parts_with(jobs, completions, store); }
  WorkerParts parts_with(queue::Queue& for_jobs, queue::Queue& for_completions, store::BlobStore& blobs) {
    return {.jobs = for_jobs,
            .completions = for_completions,
            .store = blobs,
            .egress = egress,
            .engines = {{"office", &engine}},
            .find_action = actions::find_action,
            .events = events,
            .clock = clock,
            .metrics = metrics};
  }

  /// A job whose one input is not stored yet.
  model::Job new_job() {
    model::Job job;
    job.id = JobId::trusted("job-" + std::to_string(++made));
    job.tenant = tenant;
    job.key = KeyId::trusted("key");
    job.action = "convert/docx-to-pdf";
    model::Input input;
    input.blob = model::input_blob(tenant, job.id, "0");
    input.filename = "Letter.docx";
    input.size = kDocument.size();
    input.sha256 = crypto::sha256_hex(kDocument);
    job.inputs = {input};
    job.accepted_at = clock.now();
    job.request_id = "request-1";
    return job;
  }

  static model::Message message_of(const model::Job& job) { return {job.id, job.tenant, {}}; }

  void put_message(const model::Job& job) { EXPECT_TRUE(run_to_end(jobs.put(model::to_json(message_of(job)), 0s))); }
  void put_blob(std::string name, std::string bytes) { EXPECT_TRUE(run_to_end(store::put(store, std::move(name), std::move(bytes)))); }
  void put_record(const model::Job& job) { put_blob(model::job_record(job.tenant, job.id), model::to_json(job)); }

  /// What the door does after the hold.
  model::Job submit(model::Job job) {
    for (const auto& input : job.inputs) {
      if (!input.blob.empty()) put_blob(input.blob, kDocument);
    }
    put_record(job);
    put_message(job);
    return job;
  }
  model::Job submit() { return submit(new_job()); }

  /// What the door does when a job is cancelled.
  model::JobResult cancelled(const model::Job& job) {
    model::JobResult result;
    result.job = job.id;
    result.tenant = job.tenant;
    result.action = job.action;
    result.outcome = model::Outcome::Cancelled;
    result.error = model::PublicError{ErrorCode::Cancelled, "The job was cancelled.", std::nullopt};
    result.finished_at = clock.now();
    result.expires_at = clock.now() + 6h;
    return result;
  }

  std::optional<std::string> blob(const std::string& name) {
    auto bytes = run_to_end(store::get(store, name, 1U << 20U));
    return bytes ? std::optional(*std::move(bytes)) : std::nullopt;
  }
  std::optional<model::JobResult> result_of(const model::Job& job) {
    const auto text = blob(model::result_record(job.tenant, job.id));
    if (!text) return std::nullopt;
    return needed(model::result_from_json(*text));
  }
  std::vector<std::string> blobs(const std::string& prefix = "") {
    std::vector<std::string> names;
    for (auto& info : needed(run_to_end(store.list(prefix, "", 10'000)))) names.push_back(std::move(info.name));
    return names;
  }
  std::vector<std::string> outputs_of(const model::Job& job) { return blobs(model::job_prefix(job.tenant, job.id) + "out/"); }
  bool has_inputs(const model::Job& job) { return !blobs(model::job_prefix(job.tenant, job.id) + "in/").empty(); }
  queue::QueueStats stats(queue::Queue& of) { return needed(run_to_end(of.stats())); }
  std::uint64_t left(queue::Queue& of) {
    const auto now = stats(of);
    return now.waiting + now.delayed;
  }
};

/// Lets `worker` run until a take finds nothing, then leave. Needs a worker with one slot.
inline Async<void> work_until_empty(Worker& worker, WatchedQueue& jobs) {
  bool left = false;
  Signal ended;
  auto run = [&]() -> Async<void> {
    co_await worker.run();
    left = true;
    ended.notify();
  };
  const auto seen = jobs.found_nothing().count();
  spawn(co_await boost::asio::this_coro::executor, run());
  EXPECT_TRUE(co_await jobs.found_nothing().wait(seen, Deadline::in(60s))) << "the worker never found the queue empty";
  worker.drain(Deadline::in(0s));
  while (!left) {
    const auto before = ended.count();
    if (!left) co_await ended.wait(before, Deadline::in(60s));
  }
}

inline void work_until_empty(House& house, WorkerParts parts, WorkerOptions options = {}) {
  WatchedQueue watched(parts.jobs);
  options.slots = 1;
  auto parts_here = house.parts_with(watched, parts.completions, parts.store);
  Worker worker(parts_here, options);
  run_to_end(work_until_empty(worker, watched));
}

inline void work_until_empty(House& house, WorkerOptions options = {}) {
  work_until_empty(house, house.parts(), options);
}

}  // namespace docmill::worker::test
