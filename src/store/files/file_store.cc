#include "store/files/file_store.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "base/log.h"
#include "base/units.h"
#include "store/files/at_hand.h"
#include "store/files/file_writer.h"
#include "store/files/sync_files.h"
#include "store/files/walk.h"

namespace docmill::store::files {
namespace {

constexpr std::chrono::hours kStaleAfter{1};
// A blob this small is read while it is opened: one visit to the pool instead of two, and no descriptor to keep. A little more
// than 64 KiB, so that one sealed chunk fits.
constexpr std::uint64_t kReadAtOnce = 68 * kKiB;
// What is in memory is copied where the caller runs up to here: two sealed chunks.
constexpr std::uint64_t kReadHere = 132 * kKiB;

Error bad_name() {
  return fail(ErrorCode::BadRequest, "This is not a name a document can be stored under.").at("store.files");
}

// Holds the bytes of a small blob, or the open file of a large one.
class FileReader final : public BlobReader {
 public:
  FileReader(Pool& pool, std::uint64_t size, UniqueFd file, std::string bytes)
      : pool_(pool), size_(size), file_(std::move(file)), bytes_(std::move(bytes)) {}

  std::uint64_t size() const override { return size_; }

  Async<Result<std::string>> read(std::uint64_t offset, std::size_t size) override {
    if (offset >= size_) co_return std::string();
    const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(size, size_ - offset));
    if (!file_.valid()) co_return bytes_.substr(static_cast<std::size_t>(offset), count);
    if (count <= kReadHere) {
      if (auto known = read_at_hand(file_.get(), offset, count)) co_return *std::move(known);
    }
    auto work = [this, offset, count] { return read_at(file_.get(), offset, count); };
    auto bytes = co_await on_pool(pool_, std::move(work));
    if (!bytes) co_return Failed(bytes.error().at("store.files.read"));
    if (bytes->size() < count) co_return Failed(fail(ErrorCode::Corrupt, "A stored document is damaged.").cause("the file became shorter"));
    co_return bytes;
  }

 private:
  Pool& pool_;
  std::uint64_t size_;
  UniqueFd file_;
  std::string bytes_;
};

constexpr int kReadFlags = O_RDONLY | O_CLOEXEC | O_NOFOLLOW;

Result<std::unique_ptr<BlobReader>> open_blob(const Tree& tree, Pool& pool, const std::string& name) {
  UniqueFd file(::openat(tree.blobs.get(), path_of(name).c_str(), kReadFlags));
  if (!file.valid()) {
    if (errno == ENOENT || errno == ENOTDIR) return Failed(nothing_stored());
    return Failed(system_error(errno, "open a blob"));
  }
  struct stat status{};
  if (::fstat(file.get(), &status) != 0) return Failed(system_error(errno, "open a blob"));
  auto size = static_cast<std::uint64_t>(status.st_size);
  std::string bytes;
  if (size <= kReadAtOnce) {
    auto whole = read_at(file.get(), 0, static_cast<std::size_t>(size));
    if (!whole) return Failed(std::move(whole).error());
    bytes = *std::move(whole);
    size = bytes.size();
    file.reset();
  }
  return std::make_unique<FileReader>(pool, size, std::move(file), std::move(bytes));
}

/// The same without blocking; nullopt when the disk may be needed.
std::optional<Result<std::unique_ptr<BlobReader>>> open_blob_at_hand(const Tree& tree, Pool& pool, const std::string& name) {
  auto file = open_at_hand(tree, name, kReadFlags);
  if (!file) return std::nullopt;
  if (!*file) return Failed(std::move(*file).error());
  struct stat status{};
  if (::fstat((*file)->get(), &status) != 0) return std::nullopt;
  const auto size = static_cast<std::uint64_t>(status.st_size);
  if (size > kReadAtOnce) return std::make_unique<FileReader>(pool, size, **std::move(file), std::string());
  auto bytes = read_at_hand((*file)->get(), 0, static_cast<std::size_t>(size));
  if (!bytes) return std::nullopt;
  return std::make_unique<FileReader>(pool, size, UniqueFd(), *std::move(bytes));
}

}  // namespace

FileStore::FileStore(Tree tree, Pool& pool) : tree_(std::move(tree)), pool_(pool), sync_pool_("store-syncs", kSyncHelpers) {}
FileStore::~FileStore() = default;

Result<std::unique_ptr<FileStore>> FileStore::open(const std::string& folder, Pool& pool) {
  auto tree = open_tree(folder);
  if (!tree) return Failed(std::move(tree).error());
  auto swept = remove_stale(*tree, SystemClock().now() - kStaleAfter, false);
  if (!swept) return Failed(swept.error().at("store.files.open"));
  if (*swept > 0) log::info("removed temporary files of killed processes", {{"files", *swept}});
  return std::unique_ptr<FileStore>(new FileStore(*std::move(tree), pool));
}

Async<Result<std::unique_ptr<BlobWriter>>> FileStore::create(std::string name) {
  if (!is_valid_blob_name(name)) co_return Failed(bad_name());
  co_return std::make_unique<FileWriter>(tree_, Threads{pool_, sync_pool_}, std::move(name));
}

Async<Result<void>> FileStore::commit_all(std::vector<std::unique_ptr<BlobWriter>> writers) {
  std::vector<FileWriter*> ours;
  for (const auto& writer : writers) ours.push_back(static_cast<FileWriter*>(writer.get()));
  co_return co_await FileWriter::commit_all(tree_, Threads{pool_, sync_pool_}, std::move(ours));
}

Async<Result<std::unique_ptr<BlobReader>>> FileStore::open(std::string name) {
  if (!is_valid_blob_name(name)) co_return Failed(bad_name());
  if (auto known = open_blob_at_hand(tree_, pool_, name)) co_return *std::move(known);
  auto work = [&] { return open_blob(tree_, pool_, name); };
  co_return co_await on_pool(pool_, std::move(work));
}

Async<Result<std::optional<BlobInfo>>> FileStore::find(std::string name) {
  if (!is_valid_blob_name(name)) co_return Failed(bad_name());
  auto known = look_at_hand(tree_, name);
  auto work = [&] { return look_at(tree_, name); };
  auto found = known ? *std::move(known) : co_await on_pool(pool_, std::move(work));
  if (found) co_return *std::move(found);
  if (found.error().code() == ErrorCode::NotFound) co_return std::nullopt;
  co_return Failed(found.error().at("store.files.find"));
}

Async<Result<void>> FileStore::remove(std::string name) {
  if (!is_valid_blob_name(name)) co_return Failed(bad_name());
  auto work = [&] { return remove_blob(tree_, name); };
  co_return co_await on_pool(pool_, std::move(work));
}

Async<Result<std::vector<BlobInfo>>> FileStore::list(std::string prefix, std::string after, std::size_t limit) {
  if (!is_valid_blob_prefix(prefix)) co_return Failed(bad_name());
  auto work = [&] { return list_blobs(tree_, prefix, after, limit); };
  co_return co_await on_pool(pool_, std::move(work));
}

Async<Result<std::vector<std::string>>> FileStore::list_folders(std::string prefix, std::string after, std::size_t limit) {
  if (!is_valid_blob_prefix(prefix) || (!prefix.empty() && !prefix.ends_with('/'))) co_return Failed(bad_name());
  auto work = [&] { return list_next_level(tree_, prefix, after, limit); };
  co_return co_await on_pool(pool_, std::move(work));
}

Async<Result<void>> FileStore::probe() {
  auto work = [&] { return prove(tree_); };
  co_return co_await on_pool(pool_, std::move(work));
}

Async<Result<std::size_t>> FileStore::remove_unfinished(Timestamp before, bool dry_run) {
  auto work = [&] { return remove_stale(tree_, before, dry_run); };
  co_return co_await on_pool(pool_, std::move(work));
}

}  // namespace docmill::store::files
