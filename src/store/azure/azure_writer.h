#pragma once
#include <string>
#include <vector>

#include "store/azure/container.h"
#include "store/part_writer.h"

namespace docmill::store::azure {

/// One Put Blob for a blob of one block, Put Block and Put Block List for a larger one. Every writer marks its blob with a random
/// word, so that it recognises it when the answer to its commit was lost, and its blocks, so that two writers of one name do not
/// mix theirs. Blocks that are never committed are forgotten by the service, at the latest after a week.
class AzureWriter final : public PartWriter {
 public:
  AzureWriter(Container& container, std::string name);

 private:
  Async<Result<void>> put_whole(std::string bytes) override;
  Async<Result<void>> put_part(std::size_t number, std::string bytes) override;
  Async<Result<void>> join() override;

  Async<Result<void>> settle(Result<docmill::azure::Answer> answer);
  Async<Result<void>> whose_is_it(const docmill::azure::Answer& answer);

  Container& container_;
  std::string name_;
  std::string mark_;
  std::vector<std::string> blocks_;  // ids of those sent
};

}  // namespace docmill::store::azure
