#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "accounts/accounts.h"
#include "base/signal.h"
#include "queue/queue.h"
#include "store/blob_store.h"

/// Drivers that count every call a process makes to its storage and let it die, or one call fail, at the n-th.
namespace docmill::worker::test {

/// The n-th call to anything durable, whichever port it goes through. Used from one strand.
class CrashPoint {
 public:
  enum class Kind {
    Killed,  // the process stops there: no later call has any effect
    Failed   // that one call reports Unavailable, and the process goes on
  };
  enum class When { Before, After };  // was the call performed?

  /// Counts only.
  CrashPoint() = default;
  CrashPoint(std::uint64_t at, Kind kind, When when) : at_(at), kind_(kind), when_(when) {}

  std::uint64_t calls() const { return calls_; }
  bool dead() const { return dead_; }
  /// True once the n-th call was reached.
  bool reached() const { return at_ != 0 && calls_ >= at_; }
  /// Called when the process dies.
  void on_death(std::function<void()> listener) { listener_ = std::move(listener); }

  template <class T>
  Async<Result<T>> around(Async<Result<T>> work) {
    const bool here = ++calls_ == at_ && !dead_;
    const bool performed = !dead_ && (!here || when_ == When::After);
    if (here && kind_ == Kind::Killed && when_ == When::Before) die();
    if (!performed) co_return broken<T>();
    auto done = co_await std::move(work);
    if (!here) co_return done;
    if (kind_ == Kind::Killed) die();
    co_return broken<T>();
  }

 private:
  template <class T>
  static Result<T> broken() {
    return Failed(fail(ErrorCode::Unavailable, "The service cannot do this now.").cause("crash point"));
  }
  void die() {
    dead_ = true;
    if (listener_) listener_();
  }

  std::uint64_t at_ = 0;
  Kind kind_ = Kind::Killed;
  When when_ = When::Before;
  std::uint64_t calls_ = 0;
  bool dead_ = false;
  std::function<void()> listener_;
};

class CrashingQueue final : public queue::Queue {
 public:
  CrashingQueue(queue::Queue& inner, CrashPoint& point) : inner_(inner), point_(point) {}

  Async<Result<void>> put(std::string body, std::chrono::seconds delay) override {
    return point_.around(inner_.put(std::move(body), delay));
  }
  Async<Result<std::optional<queue::Lease>>> take(std::chrono::seconds by) override { return point_.around(inner_.take(by)); }
  Async<Result<queue::Lease>> extend(queue::Lease lease, std::chrono::seconds by) override {
    return point_.around(inner_.extend(std::move(lease), by));
  }
  Async<Result<void>> ack(queue::Lease lease) override { return point_.around(inner_.ack(std::move(lease))); }
  Async<Result<void>> release(queue::Lease lease, std::chrono::seconds delay) override {
    return point_.around(inner_.release(std::move(lease), delay));
  }
  Async<Result<void>> bury(queue::Lease lease, std::string reason) override {
    return point_.around(inner_.bury(std::move(lease), std::move(reason)));
  }
  Async<Result<queue::DeadLetters>> dead_letters(std::size_t limit) override { return point_.around(inner_.dead_letters(limit)); }
  Async<Result<void>> requeue(std::string id) override { return point_.around(inner_.requeue(std::move(id))); }
  Async<Result<queue::QueueStats>> stats() override { return point_.around(inner_.stats()); }
  Async<void> wait(Deadline until) override { return inner_.wait(until); }

 private:
  queue::Queue& inner_;
  CrashPoint& point_;
};

class CrashingStore final : public store::BlobStore {
 public:
  CrashingStore(store::BlobStore& inner, CrashPoint& point) : inner_(inner), point_(point) {}

  Async<Result<std::unique_ptr<store::BlobWriter>>> create(std::string name) override {
    auto writer = co_await point_.around(inner_.create(std::move(name)));
    if (!writer) co_return writer;
    co_return std::make_unique<Writer>(*std::move(writer), point_);
  }
  Async<Result<std::unique_ptr<store::BlobReader>>> open(std::string name) override {
    auto reader = co_await point_.around(inner_.open(std::move(name)));
    if (!reader) co_return reader;
    co_return std::make_unique<Reader>(*std::move(reader), point_);
  }
  Async<Result<std::optional<store::BlobInfo>>> find(std::string name) override { return point_.around(inner_.find(std::move(name))); }
  Async<Result<void>> remove(std::string name) override { return point_.around(inner_.remove(std::move(name))); }
  Async<Result<std::vector<store::BlobInfo>>> list(std::string prefix, std::string after, std::size_t limit) override {
    return point_.around(inner_.list(std::move(prefix), std::move(after), limit));
  }
  Async<Result<std::vector<std::string>>> list_folders(std::string prefix, std::string after, std::size_t limit) override {
    return point_.around(inner_.list_folders(std::move(prefix), std::move(after), limit));
  }
  Async<Result<std::size_t>> remove_unfinished(Timestamp before, bool dry_run) override {
    return point_.around(inner_.remove_unfinished(before, dry_run));
  }
  Async<Result<void>> probe() override { return point_.around(inner_.probe()); }

 private:
  class Writer final : public store::BlobWriter {
   public:
    Writer(std::unique_ptr<store::BlobWriter> inner, CrashPoint& point) : inner_(std::move(inner)), point_(point) {}
    Async<Result<void>> write(std::string bytes) override { return point_.around(inner_->write(std::move(bytes))); }
    Async<Result<void>> commit() override { return point_.around(inner_->commit()); }

   private:
    std::unique_ptr<store::BlobWriter> inner_;
    CrashPoint& point_;
  };
  class Reader final : public store::BlobReader {
   public:
    Reader(std::unique_ptr<store::BlobReader> inner, CrashPoint& point) : inner_(std::move(inner)), point_(point) {}
    std::uint64_t size() const override { return inner_->size(); }
    Async<Result<std::string>> read(std::uint64_t offset, std::size_t size) override { return point_.around(inner_->read(offset, size)); }

   private:
    std::unique_ptr<store::BlobReader> inner_;
    CrashPoint& point_;
  };

  store::BlobStore& inner_;
  CrashPoint& point_;
};

/// Only what settles and holds; the rest passes through uncounted.
class CrashingAccounts final : public accounts::Accounts {
 public:
  CrashingAccounts(accounts::Accounts& inner, CrashPoint& point) : inner_(inner), point_(point) {}

  Async<Result<model::Tenant>> ensure_tenant(TenantId tenant, std::optional<std::string> plan) override {
    return inner_.ensure_tenant(std::move(tenant), std::move(plan));
  }
  Async<Result<void>> put_plan(model::Plan plan) override { return inner_.put_plan(std::move(plan)); }
  Async<Result<std::vector<model::Plan>>> plans() override { return inner_.plans(); }
  Async<Result<void>> add_key(model::ApiKey key) override { return inner_.add_key(std::move(key)); }
  Async<Result<model::ApiKey>> find_key(KeyId id) override { return inner_.find_key(std::move(id)); }
  Async<Result<std::vector<model::ApiKey>>> keys(std::optional<TenantId> tenant) override { return inner_.keys(std::move(tenant)); }
  Async<Result<void>> revoke_key(KeyId id) override { return inner_.revoke_key(std::move(id)); }
  Async<Result<model::Hold>> hold(model::Hold request) override { return point_.around(inner_.hold(std::move(request))); }
  Async<Result<model::Hold>> capture(JobId job) override { return point_.around(inner_.capture(std::move(job))); }
  Async<Result<model::Hold>> release(JobId job) override { return point_.around(inner_.release(std::move(job))); }
  Async<Result<std::vector<model::Hold>>> open_holds(Timestamp before, std::size_t limit) override {
    return point_.around(inner_.open_holds(before, limit));
  }
  Async<Result<model::Usage>> usage(TenantId tenant, std::string month) override {
    return inner_.usage(std::move(tenant), std::move(month));
  }
  Async<Result<accounts::HoldPage>> holds(accounts::HoldQuery query) override { return inner_.holds(std::move(query)); }
  Async<Result<std::vector<accounts::DayUse>>> usage_by_day(TenantId tenant, std::string month) override {
    return inner_.usage_by_day(std::move(tenant), std::move(month));
  }
  Async<Result<void>> probe() override { return inner_.probe(); }

 private:
  accounts::Accounts& inner_;
  CrashPoint& point_;
};

}  // namespace docmill::worker::test
