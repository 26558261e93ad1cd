#pragma once
#include <memory>

#include "base/clock.h"
#include "base/pool.h"
#include "base/result.h"
#include "config/settings.h"
#include "store/blob_store.h"

namespace docmill::app {

/// The transit store as the setting `store` says, blobs as they are stored: sealed. Owns connections and files.
class Stores {
 public:
  virtual ~Stores() = default;
  virtual store::BlobStore& raw() = 0;
};

/// Borrows `clock` and `pool` (which does blocking work). Errors: as open_queues().
Result<std::unique_ptr<Stores>> open_stores(const config::Settings& settings, const Clock& clock, Pool& pool);

}  // namespace docmill::app
