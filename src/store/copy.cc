#include "store/copy.h"

#include <memory>
#include <utility>

#include "base/units.h"

namespace docmill::store {
namespace {

constexpr std::size_t kPage = 500;
constexpr std::size_t kPiece = 4 * kMiB;

Async<Result<void>> copy_one(BlobStore& from, BlobStore& to, std::string name, CopyReport& report) {
  auto reader = co_await from.open(name);
  if (!reader && reader.error().code() == ErrorCode::NotFound) {
    ++report.gone;
    co_return Result<void>{};
  }
  if (!reader) co_return Failed(reader.error());
  auto writer = co_await to.create(std::move(name));
  if (!writer) co_return Failed(writer.error());
  for (std::uint64_t done = 0; done < (*reader)->size();) {
    auto piece = co_await (*reader)->read(done, kPiece);
    if (!piece) co_return Failed(piece.error());
    if (piece->empty()) co_return Failed(fail(ErrorCode::Corrupt, "A stored document is shorter than its size."));
    done += piece->size();
    auto written = co_await (*writer)->write(*std::move(piece));
    if (!written) co_return written;
  }
  auto committed = co_await (*writer)->commit();
  if (committed) {
    ++report.copied;
    report.bytes += (*reader)->size();
  } else if (committed.error().code() == ErrorCode::AlreadyExists) {
    ++report.already_there;
  } else {
    co_return committed;
  }
  co_return Result<void>{};
}

Async<Result<void>> copy_unless_there(BlobStore& from, BlobStore& to, std::string name, CopyReport& report) {
  auto there = co_await to.find(name);
  if (!there) co_return Failed(there.error());
  if (!*there) co_return co_await copy_one(from, to, std::move(name), report);
  ++report.already_there;
  co_return Result<void>{};
}

}  // namespace

Async<Result<CopyReport>> copy_blobs(BlobStore& from, BlobStore& to, std::function<void(const CopyReport&)> progress) {
  CopyReport report;
  for (std::string after;;) {
    const auto page = co_await from.list("", after, kPage);
    if (!page) co_return Failed(page.error());
    if (page->empty()) co_return report;
    after = page->back().name;
    for (const auto& blob : *page) {
      auto copied = co_await copy_unless_there(from, to, blob.name, report);
      if (!copied) co_return Failed(copied.error().at("store.copy"));
    }
    progress(report);
  }
}

}  // namespace docmill::store
