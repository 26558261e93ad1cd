#pragma once
#include <memory>
#include <string>

#include "store/ranged_reader.h"
#include "store/s3/s3_client.h"

namespace docmill::store::s3 {

/// Opens an object with one ranged GET, which brings a small blob along whole. Errors: NotFound.
Async<Result<std::unique_ptr<BlobReader>>> open_object(S3Client& client, std::string key);

}  // namespace docmill::store::s3
