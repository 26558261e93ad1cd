#pragma once
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace docmill {

/// Which of `count` places holds what is named by `key`: the same in every process and release (FNV-1a, 64 bit, modulo count).
constexpr std::size_t shard_of(std::string_view key, std::size_t count) {
  std::uint64_t hash = 0xcbf29ce484222325U;
  for (const char c : key) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
  return static_cast<std::size_t>(hash % count);
}

}  // namespace docmill
