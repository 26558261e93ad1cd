#include "store/files/sync_files.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <condition_variable>
#include <memory>
#include <mutex>

#include "base/fd.h"

namespace docmill::store::files {
namespace {

/// The files nobody has taken yet, and how many are being synced. Shared with helpers that may come when all is over.
class Syncs {
 public:
  explicit Syncs(std::vector<int> files) : files_(std::move(files)) {}

  /// Takes files until none is left, or one has failed.
  void help() {
    std::unique_lock lock(mutex_);
    while (next_ < files_.size() && failed_ == 0) {
      const int file = files_[next_++];
      ++running_;
      lock.unlock();
      const int failed = ::fsync(file) == 0 ? 0 : errno;
      lock.lock();
      if (failed != 0) failed_ = failed;
      if (--running_ == 0) idle_.notify_all();
    }
  }

  /// Afterwards nobody touches the files any more. Returns errno, or 0.
  int finish() {
    help();
    std::unique_lock lock(mutex_);
    idle_.wait(lock, [this] { return running_ == 0; });
    return failed_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable idle_;
  std::vector<int> files_;
  std::size_t next_ = 0;
  std::size_t running_ = 0;
  int failed_ = 0;
};

}  // namespace

Result<void> sync_files(const std::vector<int>& files, Pool& helpers) {
  const auto syncs = std::make_shared<Syncs>(files);
  for (std::size_t i = 1; i < std::min(files.size(), kSyncHelpers + 1); ++i) {
    boost::asio::post(helpers.threads(), [syncs] { syncs->help(); });
  }
  const int failed = syncs->finish();
  return failed == 0 ? Result<void>{} : Failed(system_error(failed, "sync a blob"));
}

}  // namespace docmill::store::files
