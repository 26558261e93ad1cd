#pragma once
#include <libdeflate.h>
#include <zip.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"

namespace docmill::ooxml {

/// Bytes as a ZIP container keeps them.
struct Packed {
  std::string bytes;
  std::uint64_t size = 0;  // unpacked
  std::uint32_t crc = 0;
};

/// A long text that is packed while it is written (ISA-L; the figures are in packed.cc), so that it is never in memory as a whole.
class PackedText {
 public:
  PackedText();
  PackedText(PackedText&&) noexcept;
  PackedText& operator=(PackedText&&) noexcept;
  ~PackedText();

  /// What is not packed yet: append to it, and call settle() now and then.
  std::string& text() { return text_; }
  void settle();
  /// Everything. nullptr: the text is so short that it was not packed; all of it is in text().
  std::shared_ptr<const Packed> end();

 private:
  friend class Packer;
  class Stream;
  std::string text_;
  std::unique_ptr<Stream> stream_;  // made when the text becomes long
};

/// Deflates whole parts: small ones well (libdeflate), large ones as PackedText does.
class Packer {
 public:
  /// nullptr: no memory.
  std::shared_ptr<const Packed> pack(std::string_view bytes);

 private:
  struct Free {
    void operator()(libdeflate_compressor* compressor) const { libdeflate_free_compressor(compressor); }
  };
  std::unique_ptr<libdeflate_compressor, Free> compressor_;  // made when first needed
};

/// Errors: MemoryExceeded.
Result<std::string> unpacked(const Packed& packed);

/// What libzip takes over as it is. nullptr: no memory.
zip_source_t* packed_source(zip_t* zip, std::shared_ptr<const Packed> packed);

}  // namespace docmill::ooxml
