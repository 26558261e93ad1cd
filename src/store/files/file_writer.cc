#include "store/files/file_writer.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "base/units.h"
#include "store/files/sync_files.h"

namespace docmill::store::files {
namespace {

constexpr std::size_t kWaitingBytes = 256 * kKiB;

}  // namespace

FileWriter::FileWriter(const Tree& tree, Threads threads, std::string name) : tree_(tree), threads_(threads), name_(std::move(name)) {}

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
  auto spilled = co_await on_pool(threads_.files, std::move(work));
  if (!spilled) failed_ = spilled.error().at("store.files.write");
  co_return spilled;
}

Async<Result<void>> FileWriter::commit() {
  co_return co_await commit_all(tree_, threads_, {this});
}

Async<Result<void>> FileWriter::commit_all(const Tree& tree, Threads threads, std::vector<FileWriter*> writers) {
  for (const auto* writer : writers) {
    if (writer->failed_) co_return Failed(*writer->failed_);
  }
  auto work = [&] { return finish(tree, threads.syncs, writers); };
  auto finished = co_await on_pool(threads.files, std::move(work));
  // Whether they are published or not, there is nothing left that a second commit could publish.
  const auto spent = finished ? fail(ErrorCode::Internal, "The document could not be stored.").cause("committed twice") : finished.error();
  for (auto* writer : writers) writer->failed_ = spent;
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

/// The disk gets all files before the first is waited for: then one journal commit of the file system serves them all, and a second
/// one their names.
Result<void> FileWriter::finish(const Tree& tree, Pool& syncs, const std::vector<FileWriter*>& writers) {
  std::vector<int> files;
  std::vector<Unpublished> blobs;
  for (auto* writer : writers) {
    auto written = writer->spill();
    if (!written || !writer->temporary_) return written;
    files.push_back(writer->temporary_->file.get());
    blobs.push_back({.temporary = writer->temporary_->name, .name = writer->name_});
    // Only a beginning; what it cannot do the sync below does or reports.
    if (writers.size() > 1) ::sync_file_range(files.back(), 0, 0, SYNC_FILE_RANGE_WRITE);
  }
  if (auto synced = sync_files(files, syncs); !synced) return synced;
  for (auto* writer : writers) writer->temporary_.reset();
  return publish(tree, blobs);
}

}  // namespace docmill::store::files
