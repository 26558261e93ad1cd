#pragma once
#include <libdeflate.h>
#include <zip.h>

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace docmill::ooxml {

/// Bytes as a ZIP container keeps them.
struct Packed {
  std::string bytes;
  std::uint64_t size = 0;  // unpacked
  std::uint32_t crc = 0;
  std::uint64_t given = 0;  // bytes that the library has taken so far
};

/// Deflates whole parts. libdeflate takes half of zlib's time and its output is no larger (docs/benchmarks.md).
class Packer {
 public:
  /// Large bytes are packed with less effort. An empty result is one of no memory.
  std::unique_ptr<Packed> pack(std::string_view bytes);

 private:
  struct Free {
    void operator()(libdeflate_compressor* compressor) const { libdeflate_free_compressor(compressor); }
  };
  std::array<std::unique_ptr<libdeflate_compressor, Free>, 2> compressors_;  // for the usual, for the large; made when first needed
};

/// What libzip takes over as it is. `packed` is borrowed until the container is closed. nullptr: no memory.
zip_source_t* packed_source(zip_t* zip, Packed& packed);

}  // namespace docmill::ooxml
