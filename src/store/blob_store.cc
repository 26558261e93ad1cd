#include "store/blob_store.h"

#include <algorithm>
#include <utility>

#include "base/side_by_side.h"

namespace docmill::store {
namespace {

constexpr std::size_t kMaxNameBytes = 512;
constexpr std::size_t kMaxPartBytes = 128;
constexpr std::size_t kMaxParts = 16;
constexpr std::size_t kCommitsAtOnce = 4;  // each waits for a storage elsewhere

bool name_char(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
}

bool is_valid_part(std::string_view part) {
  return !part.empty() && part.size() <= kMaxPartBytes && part != "." && part != ".." && std::ranges::all_of(part, name_char);
}

}  // namespace

bool is_valid_blob_name(std::string_view name) {
  if (name.size() > kMaxNameBytes) return false;
  for (std::size_t parts = 1; parts <= kMaxParts; ++parts) {
    const auto slash = name.find('/');
    if (!is_valid_part(name.substr(0, slash))) return false;
    if (slash == std::string_view::npos) return true;
    name.remove_prefix(slash + 1);
  }
  return false;
}

bool is_valid_blob_prefix(std::string_view prefix) {
  return prefix.empty() || is_valid_blob_name(prefix) || is_valid_blob_name(std::string(prefix) + "x");
}

Async<Result<void>> BlobStore::commit_all(std::vector<std::unique_ptr<BlobWriter>> writers) {
  if (writers.empty()) co_return Result<void>{};
  // NOLINTNEXTLINE(cppcoreguidelines-avoid-capturing-lambda-coroutines): side_by_side() keeps it to its end
  auto commit = [&](std::size_t i) -> Async<Result<void>> { co_return co_await writers[i]->commit(); };
  auto others = co_await side_by_side(writers.size() - 1, kCommitsAtOnce, std::move(commit));
  if (!others) co_return others;
  co_return co_await writers.back()->commit();
}

Async<Result<void>> BlobStore::remove_many(std::vector<std::string> names) {
  if (!std::ranges::all_of(names, is_valid_blob_name)) {
    co_return Failed(fail(ErrorCode::BadRequest, "This is not a name a document can be stored under.").at("store.remove_many"));
  }
  Result<void> all;
  for (auto& name : names) {
    auto removed = co_await remove(std::move(name));
    if (!removed) all = std::move(removed);
  }
  co_return all;
}

Async<Result<std::size_t>> BlobStore::remove_unfinished(Timestamp, bool) {
  co_return 0U;
}

Async<Result<void>> put(BlobStore& store, std::string name, std::string bytes, std::vector<std::unique_ptr<BlobWriter>> others) {
  auto writer = co_await store.create(std::move(name));
  if (!writer) co_return Failed(std::move(writer).error());
  auto written = co_await (*writer)->write(std::move(bytes));
  if (!written) co_return written;
  if (others.empty()) co_return co_await (*writer)->commit();
  others.push_back(*std::move(writer));
  co_return co_await store.commit_all(std::move(others));
}

Async<Result<std::string>> get(BlobStore& store, std::string name, std::uint64_t limit) {
  auto reader = co_await store.open(std::move(name));
  if (!reader) co_return Failed(std::move(reader).error());
  const auto size = (*reader)->size();
  if (size > limit) co_return Failed(fail(ErrorCode::PayloadTooLarge, "The stored document is larger than expected.").at("store.get"));
  auto bytes = co_await (*reader)->read(0, static_cast<std::size_t>(size));
  if (bytes && bytes->size() != size) co_return Failed(fail(ErrorCode::Corrupt, "A stored document is damaged.").at("store.get"));
  co_return bytes;
}

}  // namespace docmill::store
