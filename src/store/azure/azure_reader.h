#pragma once
#include <memory>
#include <string>

#include "store/azure/container.h"
#include "store/ranged_reader.h"

namespace docmill::store::azure {

/// Opens a blob with one ranged Get Blob, which brings a small one along whole. Errors: NotFound.
Async<Result<std::unique_ptr<BlobReader>>> open_blob(Container& container, std::string name);

}  // namespace docmill::store::azure
