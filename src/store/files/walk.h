#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "store/blob_store.h"
#include "store/files/tree.h"

// Lists a tree in name order. Every folder on the way is read once a page, but only the entries that can come next are kept, and
// only the blobs returned are looked at one by one: a page of 10 costs 10 stats and memory for 10 names a level, however many
// there are. Blocks; belongs on a pool.
namespace docmill::store::files {

/// As BlobStore::list; `prefix` is a valid one.
Result<std::vector<BlobInfo>> list_blobs(const Tree& tree, std::string prefix, std::string after, std::size_t limit);

/// As BlobStore::list_folders; `prefix` is empty or a valid one with its '/'.
Result<std::vector<std::string>> list_next_level(const Tree& tree, const std::string& prefix, const std::string& after, std::size_t limit);

/// What find() tells about a blob; NotFound when there is none.
Result<BlobInfo> look_at(const Tree& tree, const std::string& name);

/// The same without blocking; nullopt when that cannot be told (at_hand.h).
std::optional<Result<BlobInfo>> look_at_hand(const Tree& tree, const std::string& name);

}  // namespace docmill::store::files
