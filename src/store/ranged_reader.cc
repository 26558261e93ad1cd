#include "store/ranged_reader.h"

#include <algorithm>
#include <charconv>
#include <utility>

namespace docmill::store {

Async<Result<std::string>> RangedReader::read(std::uint64_t offset, std::size_t wanted) {
  std::string out;
  if (offset >= size_) co_return out;
  const auto end = offset + std::min<std::uint64_t>(wanted, size_ - offset);
  const bool goes_on = offset == std::exchange(stopped_at_, end);
  append_held(out, offset, end);
  while (offset + out.size() < end) {
    const auto at = offset + out.size();
    const auto missing = end - at;
    const auto size = std::min(goes_on ? std::max(missing, kReadAhead) : missing, kFetchAtOnce);
    auto bytes = co_await fetch(at, std::min(size, size_ - at));
    if (!bytes) co_return bytes;
    if (bytes->size() != std::min(size, size_ - at)) {
      co_return Failed(fail(ErrorCode::Corrupt, "A stored document is damaged.").cause("shorter than its size").at("store.read"));
    }
    out.append(*bytes, 0, static_cast<std::size_t>(missing));
    if (bytes->size() <= missing) continue;
    ahead_ = *std::move(bytes);
    ahead_at_ = at;
  }
  co_return out;
}

void RangedReader::append_held(std::string& out, std::uint64_t offset, std::uint64_t end) const {
  const auto append = [&](const std::string& held, std::uint64_t held_at) {
    const auto at = offset + out.size();
    if (at >= end || at < held_at || at - held_at >= held.size()) return;
    out.append(held, static_cast<std::size_t>(at - held_at), static_cast<std::size_t>(end - at));
  };
  append(first_, 0);
  append(ahead_, ahead_at_);
}

std::optional<std::uint64_t> size_in_content_range(std::string_view content_range) {
  const auto slash = content_range.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  content_range.remove_prefix(slash + 1);
  std::uint64_t size = 0;
  const auto [end, error] = std::from_chars(content_range.data(), content_range.data() + content_range.size(), size);
  if (error != std::errc{} || end != content_range.data() + content_range.size()) return std::nullopt;
  return size;
}

Error blob_removed(std::string_view where) {
  return fail(ErrorCode::NotFound, "The stored document was removed.").cause("while it was read").at(where);
}

}  // namespace docmill::store
