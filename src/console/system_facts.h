#pragma once
#include <cstdint>
#include <optional>
#include <string>

namespace docmill::console {

/// What a process knows of itself. What it does not know stays empty and is not shown.
struct SystemFacts {
  std::string role;  // "serve", "api"
  struct Worker {
    std::string name;  // "host:pid"
    std::size_t slots = 0;
    std::size_t busy = 0;
  };
  std::optional<Worker> worker = {};
  std::string storage = {};                      // "files", "azure", "s3"
  std::optional<std::uint64_t> free_bytes = {};  // where the store is a directory
};

}  // namespace docmill::console
