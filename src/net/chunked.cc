#include "net/chunked.h"

#include <algorithm>
#include <cstring>

#include "base/units.h"

namespace docmill::net {
namespace {

constexpr unsigned kMostDigits = 15;              // a size below 2^60 cannot overflow
constexpr std::uint64_t kMostExtra = 256 * kKiB;  // signed uploads carry some 90 bytes with every 64 KiB

}  // namespace

Result<ChunkDecoder::Step> ChunkDecoder::decode(std::string_view bytes, std::span<char> room) {
  Step step;
  while (place_ != Place::Done && place_ != Place::Broken && step.used < bytes.size()) {
    if (place_ == Place::Data) {
      const auto most = std::min(bytes.size() - step.used, room.size() - step.made);
      const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(most, left_));
      if (count == 0) break;  // the room is full
      std::memcpy(room.data() + step.made, bytes.data() + step.used, count);
      step.used += count;
      step.made += count;
      left_ -= count;
      if (left_ == 0) place_ = Place::DataCr;
    } else if (!take(bytes[step.used++])) {
      place_ = Place::Broken;
    }
  }
  // What came before the fault is handed out first, so that the outcome does not depend on how the bytes were cut.
  if (place_ == Place::Broken && step.made == 0) {
    return Failed(fail(ErrorCode::BadRequest, "The chunked coding of the body is broken.").at("net.chunked"));
  }
  step.done = place_ == Place::Done;
  return step;
}

bool ChunkDecoder::take(char c) {
  switch (place_) {
    case Place::Size: return take_size(c);
    case Place::Extension: return take_text(c, Place::SizeEnd);
    case Place::SizeEnd: digits_ = 0; return expect(c, '\n', left_ == 0 ? Place::LineStart : Place::Data);
    case Place::DataCr: return expect(c, '\r', Place::DataLf);
    case Place::DataLf: return expect(c, '\n', Place::Size);
    case Place::LineStart:
      if (c == '\r') return expect(c, '\r', Place::LastLf);
      place_ = Place::Trailer;
      return c != ' ' && c != '\t' && take_text(c, Place::TrailerEnd);
    case Place::Trailer: return take_text(c, Place::TrailerEnd);
    case Place::TrailerEnd: return expect(c, '\n', Place::LineStart);
    case Place::LastLf: return expect(c, '\n', Place::Done);
    case Place::Data:
    case Place::Broken:
    case Place::Done: break;  // decode() sees to these
  }
  return false;
}

bool ChunkDecoder::take_size(char c) {
  const int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
  if (digit >= 0) {
    left_ = left_ * 16 + static_cast<std::uint64_t>(digit);
    return ++digits_ <= kMostDigits;
  }
  if (digits_ == 0) return false;
  if (c == ';') place_ = Place::Extension;
  return c == ';' || expect(c, '\r', Place::SizeEnd);
}

bool ChunkDecoder::expect(char c, char wanted, Place next) {
  if (c == wanted) place_ = next;
  return c == wanted;
}

bool ChunkDecoder::take_text(char c, Place at_cr) {
  if (c == '\r') return expect(c, '\r', at_cr);
  const auto u = static_cast<unsigned char>(c);
  const bool control = (u < 0x20 && c != '\t') || u == 0x7F;
  return !control && ++extra_ <= kMostExtra;
}

}  // namespace docmill::net
