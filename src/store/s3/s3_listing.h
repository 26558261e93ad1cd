#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "store/blob_store.h"
#include "store/s3/s3_client.h"

namespace docmill::store::s3 {

/// What ListObjectsV2 is asked for.
struct ListRequest {
  std::string prefix{};
  std::string after{};         // a key, for the first page
  std::string continuation{};  // what the page before gave, for all others
  bool folders = false;        // stop at the next '/'
  std::size_t limit = 0;       // entries; the store gives at most 1,000
};

struct ListPage {
  std::vector<BlobInfo> blobs{};
  std::vector<std::string> folders{};  // with prefix and the '/' at the end
  std::string continuation{};          // "": this was the last page
};

/// One page. Objects whose keys are no blob names are left out. Errors: Unavailable, PermissionDenied, Corrupt.
Async<Result<ListPage>> list_page(S3Client& client, ListRequest request);
/// Reads an answer of ListObjectsV2. Errors: Corrupt.
Result<ListPage> parse_list(std::string_view xml);

/// "2009-10-12T17:50:30.000Z", with or without the fraction, to the second: HEAD tells no more. Errors: Corrupt.
Result<Timestamp> parse_time(std::string_view text);

}  // namespace docmill::store::s3
