#include "engines/mail/child/mapi.h"

#include <fmt/format.h>

#include "engines/mail/child/charset.h"

namespace docmill::engines::mail {
namespace {

constexpr std::size_t kEntrySize = 16;
constexpr std::size_t kMostProperties = 10'000;
constexpr std::uint64_t kTicksPerSecond = 10'000'000;    // of a FILETIME
constexpr std::int64_t kSecondsTo1970 = 11'644'473'600;  // from 1601

std::uint64_t little_endian(std::string_view bytes, std::size_t at, std::size_t width) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < width; ++i) value |= std::uint64_t{static_cast<unsigned char>(bytes[at + i])} << (8 * i);
  return value;
}

std::string stream_name(Property id, std::uint16_t type) {
  return fmt::format("__substg1.0_{:04X}{:04X}", static_cast<unsigned>(id), type);
}

constexpr std::uint16_t kUnicode = 0x001F;
constexpr std::uint16_t kString8 = 0x001E;
constexpr std::uint16_t kBinary = 0x0102;

}  // namespace

MapiProperties::MapiProperties(const OleStorage& storage, std::size_t header, Budget& budget) : storage_(storage), budget_(budget) {
  const auto bytes = storage.stream("__properties_version1.0", budget);
  if (!bytes) return;
  for (auto at = header; at + kEntrySize <= bytes->size() && fixed_.size() < kMostProperties; at += kEntrySize)
    fixed_.emplace(static_cast<std::uint16_t>(little_endian(*bytes, at + 2, 2)), little_endian(*bytes, at + 8, 8));
}

std::string MapiProperties::text(Property id) const {
  if (auto wide = storage_.stream(stream_name(id, kUnicode), budget_)) return to_utf8(*wide, "utf-16le");
  if (auto narrow = storage_.stream(stream_name(id, kString8), budget_)) return to_utf8(*narrow, charset_);
  return {};
}

std::optional<std::string> MapiProperties::binary(Property id) const {
  return storage_.stream(stream_name(id, kBinary), budget_);
}

std::optional<std::uint64_t> MapiProperties::number(Property id) const {
  const auto found = fixed_.find(static_cast<std::uint16_t>(id));
  if (found == fixed_.end()) return std::nullopt;
  return found->second & 0xFFFFFFFFU;
}

std::optional<std::int64_t> MapiProperties::time(Property id) const {
  const auto found = fixed_.find(static_cast<std::uint16_t>(id));
  if (found == fixed_.end() || found->second == 0) return std::nullopt;
  return static_cast<std::int64_t>(found->second / kTicksPerSecond) - kSecondsTo1970;
}

}  // namespace docmill::engines::mail
