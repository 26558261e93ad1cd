#include "store/faulty.h"

#include <utility>

namespace docmill::store {
namespace {

// `real` has not started yet: dropping it does nothing.
template <class T>
Async<Result<T>> unless(std::optional<Fault> fault, Async<Result<T>> real) {
  if (!fault) co_return co_await std::move(real);
  if (fault->when == Fault::When::Afterwards) co_await std::move(real);
  co_return Failed(fault->error);
}

class FaultyWriter final : public BlobWriter {
 public:
  FaultyWriter(FaultyStore& store, std::string name, std::unique_ptr<BlobWriter> inner)
      : store_(store), name_(std::move(name)), inner_(std::move(inner)) {}

  Async<Result<void>> write(std::string bytes) override {
    auto fault = store_.meet(Operation::Write, name_);
    if (failed_) co_return Failed(*failed_);
    auto written = co_await unless(std::move(fault), inner_->write(std::move(bytes)));
    if (!written) failed_ = written.error();
    co_return written;
  }

  Async<Result<void>> commit() override {
    auto fault = store_.meet(Operation::Commit, name_);
    if (failed_) co_return Failed(*failed_);
    co_return co_await unless(std::move(fault), inner_->commit());
  }

  /// Counts a commit; the error it is to end with, if any, and whether it is to be done all the same.
  std::optional<Fault> meet_commit() {
    auto fault = store_.meet(Operation::Commit, name_);
    if (failed_) return Fault{.operation = Operation::Commit, .error = *failed_, .name_contains = {}};
    return fault;
  }
  std::unique_ptr<BlobWriter> take_inner() { return std::move(inner_); }

 private:
  FaultyStore& store_;
  std::string name_;
  std::unique_ptr<BlobWriter> inner_;
  std::optional<Error> failed_;
};

class FaultyReader final : public BlobReader {
 public:
  FaultyReader(FaultyStore& store, std::string name, std::unique_ptr<BlobReader> inner)
      : store_(store), name_(std::move(name)), inner_(std::move(inner)) {}

  std::uint64_t size() const override { return inner_->size(); }

  Async<Result<std::string>> read(std::uint64_t offset, std::size_t size) override {
    auto fault = store_.meet(Operation::Read, name_);
    co_return co_await unless(std::move(fault), inner_->read(offset, size));
  }

 private:
  FaultyStore& store_;
  std::string name_;
  std::unique_ptr<BlobReader> inner_;
};

}  // namespace

FaultyStore::FaultyStore(BlobStore& inner) : inner_(inner) {}
FaultyStore::~FaultyStore() = default;

void FaultyStore::arm(Fault fault) {
  const std::lock_guard lock(mutex_);
  faults_.push_back(std::move(fault));
}

void FaultyStore::disarm() {
  const std::lock_guard lock(mutex_);
  faults_.clear();
}

std::uint64_t FaultyStore::calls(Operation operation) const {
  const std::lock_guard lock(mutex_);
  return calls_.at(static_cast<std::size_t>(operation));
}

std::optional<Fault> FaultyStore::meet(Operation operation, std::string_view name) {
  const std::lock_guard lock(mutex_);
  ++calls_.at(static_cast<std::size_t>(operation));
  std::optional<Fault> met;
  for (auto& fault : faults_) {
    if (fault.operation != operation || name.find(fault.name_contains) == std::string_view::npos) continue;
    if (fault.nth > 1) {
      --fault.nth;
    } else if (fault.times > 0 && !met) {
      if (fault.times != Fault::kEver) --fault.times;
      met = fault;
    }
  }
  return met;
}

Async<Result<std::unique_ptr<BlobWriter>>> FaultyStore::create(std::string name) {
  auto made = co_await unless(meet(Operation::Create, name), inner_.create(name));
  if (!made) co_return made;
  co_return std::make_unique<FaultyWriter>(*this, std::move(name), *std::move(made));
}

Async<Result<void>> FaultyStore::commit_all(std::vector<std::unique_ptr<BlobWriter>> writers) {
  std::vector<std::unique_ptr<BlobWriter>> reached;
  std::optional<Error> failed;
  for (const auto& writer : writers) {
    auto& ours = static_cast<FaultyWriter&>(*writer);
    const auto fault = ours.meet_commit();
    if (fault) failed = fault->error;
    if (!fault || fault->when == Fault::When::Afterwards) reached.push_back(ours.take_inner());
    if (failed) break;
  }
  auto committed = co_await inner_.commit_all(std::move(reached));
  if (committed && failed) co_return Failed(*std::move(failed));
  co_return committed;
}

Async<Result<std::unique_ptr<BlobReader>>> FaultyStore::open(std::string name) {
  auto opened = co_await unless(meet(Operation::Open, name), inner_.open(name));
  if (!opened) co_return opened;
  co_return std::make_unique<FaultyReader>(*this, std::move(name), *std::move(opened));
}

Async<Result<std::optional<BlobInfo>>> FaultyStore::find(std::string name) {
  auto fault = meet(Operation::Find, name);
  co_return co_await unless(std::move(fault), inner_.find(std::move(name)));
}

Async<Result<void>> FaultyStore::remove(std::string name) {
  auto fault = meet(Operation::Remove, name);
  co_return co_await unless(std::move(fault), inner_.remove(std::move(name)));
}

Async<Result<void>> FaultyStore::remove_many(std::vector<std::string> names) {
  std::vector<std::string> reached;
  std::optional<Error> failed;
  for (auto& name : names) {
    const auto fault = meet(Operation::Remove, name);
    if (fault) failed = fault->error;
    if (!fault || fault->when == Fault::When::Afterwards) reached.push_back(std::move(name));
  }
  auto removed = co_await inner_.remove_many(std::move(reached));
  if (failed) co_return Failed(*std::move(failed));
  co_return removed;
}

Async<Result<std::vector<BlobInfo>>> FaultyStore::list(std::string prefix, std::string after, std::size_t limit) {
  auto fault = meet(Operation::List, prefix);
  co_return co_await unless(std::move(fault), inner_.list(std::move(prefix), std::move(after), limit));
}

Async<Result<std::vector<std::string>>> FaultyStore::list_folders(std::string prefix, std::string after, std::size_t limit) {
  auto fault = meet(Operation::ListFolders, prefix);
  co_return co_await unless(std::move(fault), inner_.list_folders(std::move(prefix), std::move(after), limit));
}

Async<Result<std::size_t>> FaultyStore::remove_unfinished(Timestamp before, bool dry_run) {
  co_return co_await inner_.remove_unfinished(before, dry_run);
}

Async<Result<void>> FaultyStore::probe() {
  auto fault = meet(Operation::Probe, "");
  co_return co_await unless(std::move(fault), inner_.probe());
}

}  // namespace docmill::store
