#include "store/files/file_writer.h"

#include <unistd.h>

#include <cerrno>
#include <utility>

#include "base/units.h"

namespace docmill::store::files {
namespace {

constexpr std::size_t kWaitingBytes = 256 * kKiB;

}  // namespace

FileWriter::FileWriter(const Tree& tree, Pool& pool, std::string name) : tree_(tree), pool_(pool), name_(std::move(name)) {}

FileWriter::~FileWriter() {
  if (temporary_) remove_temporary(tree_, temporary_->name);
}

Async<Result<void>> FileWriter::write(std::string bytes) {
  if (failed_) co_return Failed(*failed_);
  if (waiting_.empty()) {
    waiting_ = std::move(bytes);
  } else {
    waiting_.append(bytes);
  }
  if (waiting_.size() < kWaitingBytes) co_return Result<void>{};
  auto work = [this] { return spill(); };
  auto spilled = co_await on_pool(pool_, std::move(work));
  if (!spilled) failed_ = spilled.error().at("store.files.write");
  co_return spilled;
}

Async<Result<void>> FileWriter::commit() {
  if (failed_) co_return Failed(*failed_);
  auto work = [this] { return finish(); };
  auto finished = co_await on_pool(pool_, std::move(work));
  // Whether it is published or not, there is nothing left that a second commit could publish.
  failed_ = finished ? fail(ErrorCode::Internal, "The document could not be stored.").cause("committed twice") : finished.error();
  if (!finished) co_return Failed(finished.error().at("store.files.commit"));
  co_return finished;
}

Result<void> FileWriter::spill() {
  if (!temporary_) {
    auto made = make_temporary(tree_);
    if (!made) return Failed(std::move(made).error());
    temporary_ = *std::move(made);
  }
  auto written = write_all(temporary_->file.get(), waiting_);
  waiting_.clear();
  return written;
}

Result<void> FileWriter::finish() {
  auto written = spill();
  if (!written || !temporary_) return written;
  if (::fsync(temporary_->file.get()) != 0) return Failed(system_error(errno, "sync a blob"));
  const auto name = std::move(temporary_->name);
  temporary_.reset();
  return publish(tree_, name, name_);
}

}  // namespace docmill::store::files
