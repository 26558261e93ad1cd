#pragma once
#include <cstddef>
#include <list>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "store/azure/container.h"
#include "store/blob_store.h"

namespace docmill::store::azure {

/// What a List Blobs answered.
struct ListPage {
  std::vector<BlobInfo> blobs{};
  std::vector<std::string> folders{};  // with prefix and the '/' at the end
  std::string last{};                  // the last name of either kind, valid or not; "" for an empty page
  std::string marker{};                // where the next page begins; "": this was the last
};

/// Reads an answer of List Blobs. Blobs whose names are none of ours are left out. Errors: Corrupt; also when the names are not in
/// the order of their bytes, as in an account with a hierarchical namespace: that one cannot be used.
Result<ListPage> parse_list(std::string_view xml);

/// Where pages that were read end: List Blobs starts at an opaque marker, not after a name. A walk that goes on where its last
/// page ended, or a little before, continues there; without a marker it reads from the start. Holds a few, the newest.
/// Thread-safe.
class Markers {
 public:
  static constexpr std::size_t kKept = 64;

  struct Place {
    std::string name;  // the last one before the marker
    std::string marker;
  };
  /// `kind` keeps apart lists with and without folders.
  void remember(std::string prefix, bool folders, Place place);
  /// The latest place at or before `after`.
  std::optional<Place> before(std::string_view prefix, bool folders, std::string_view after);

 private:
  struct Kept {
    std::string prefix;
    bool folders;
    Place place;
  };
  std::mutex mutex_;
  std::list<Kept> kept_;  // newest first
};

/// What is to be listed.
struct ListRequest {
  std::string prefix{};
  std::string after{};   // names up to this one are left out; a folder's with its '/'
  bool folders = false;  // stop at the next '/', and return what stands there
  std::size_t limit = 0;
};

/// Up to `limit` blobs, or folders. A container that is missing is empty. Errors: Unavailable, PermissionDenied, Corrupt.
Async<Result<ListPage>> list_from(Container& container, Markers& markers, ListRequest request);

}  // namespace docmill::store::azure
