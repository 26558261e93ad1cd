#include "store/part_writer.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <utility>

namespace docmill::store {
namespace {

// Above this the whole part is set aside at once: it grows without being copied, and untouched memory costs nothing.
constexpr std::size_t kGrowsBelow = 64 * 1024;

}  // namespace

Async<Result<void>> PartWriter::write(std::string bytes) {
  if (failed_) co_return Failed(*failed_);
  for (std::string_view rest(bytes); !rest.empty();) {
    if (part_.size() == part_bytes_) {
      if (auto sent = co_await send_part(); !sent) co_return sent;
    }
    const auto some = rest.substr(0, part_bytes_ - part_.size());
    if (part_.size() + some.size() > kGrowsBelow) part_.reserve(part_bytes_);
    part_.append(some);
    rest.remove_prefix(some.size());
  }
  co_return Result<void>{};
}

Async<Result<void>> PartWriter::commit() {
  if (failed_) co_return Failed(*failed_);
  auto finished = co_await finish();
  failed_ = finished ? fail(ErrorCode::Internal, "The document could not be stored.").cause("committed twice") : finished.error();
  co_return finished;
}

Async<Result<void>> PartWriter::finish() {
  if (parts_ == 0) co_return co_await put_whole(std::move(part_));
  if (auto sent = co_await send_part(); !sent) co_return sent;
  co_return co_await join();
}

Async<Result<void>> PartWriter::send_part() {
  Result<void> sent;
  if (parts_ == max_parts_) {
    sent =
        Failed(fail(ErrorCode::PayloadTooLarge, "The document is too large to be stored.").cause(fmt::format("over {} parts", max_parts_)));
  } else {
    sent = co_await put_part(parts_++, std::exchange(part_, {}));
  }
  if (!sent) failed_ = sent.error();
  co_return sent;
}

}  // namespace docmill::store
