#pragma once
#include <libdeflate.h>
#include <zip.h>

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

/// Deflates whole parts: small ones well (libdeflate), large ones fast (ISA-L; the figures are in packed.cc).
class Packer {
 public:
  /// nullptr: no memory.
  std::unique_ptr<Packed> pack(std::string_view bytes);

 private:
  struct Free {
    void operator()(libdeflate_compressor* compressor) const { libdeflate_free_compressor(compressor); }
  };
  std::unique_ptr<libdeflate_compressor, Free> compressor_;  // made when first needed
};

/// What libzip takes over as it is. `packed` is borrowed until the container is closed. nullptr: no memory.
zip_source_t* packed_source(zip_t* zip, Packed& packed);

}  // namespace docmill::ooxml
