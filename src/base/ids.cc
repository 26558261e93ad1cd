#include "base/ids.h"

#include <fmt/format.h>
#include <sys/random.h>

#include <algorithm>

#include "base/check.h"

namespace docmill {
namespace {

bool id_char(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
}

}  // namespace

bool is_valid_id(std::string_view text) {
  return !text.empty() && text.size() <= 64 && text.front() != '-' && std::ranges::all_of(text, id_char);
}

template <class Kind>
std::optional<Id<Kind>> Id<Kind>::parse(std::string_view text) {
  if (!is_valid_id(text)) return std::nullopt;
  return trusted(std::string(text));
}

template <class Kind>
Id<Kind> Id<Kind>::trusted(std::string text) {
  DOCMILL_CHECK(is_valid_id(text));
  Id id;
  id.text_ = std::move(text);
  return id;
}

template class Id<JobKind>;
template class Id<TenantKind>;
template class Id<KeyKind>;
struct ProcessKind;  // of model/process.h
template class Id<ProcessKind>;

std::string random_bytes(std::size_t bytes) {
  std::string out(bytes, '\0');
  std::size_t done = 0;
  while (done < bytes) {
    const auto got = getrandom(out.data() + done, bytes - done, 0);
    DOCMILL_CHECK(got > 0);
    done += static_cast<std::size_t>(got);
  }
  return out;
}

std::string base32(std::string_view bytes) {
  constexpr std::string_view kAlphabet = "abcdefghijklmnopqrstuvwxyz234567";
  std::string out;
  unsigned buffer = 0;
  int bits = 0;
  for (const char c : bytes) {
    buffer = (buffer << 8) | static_cast<unsigned char>(c);
    for (bits += 8; bits >= 5; bits -= 5) out += kAlphabet[(buffer >> (bits - 5)) & 31U];
    buffer &= (1U << bits) - 1U;
  }
  if (bits > 0) out += kAlphabet[(buffer << (5 - bits)) & 31U];
  return out;
}

std::string to_hex(std::string_view bytes) {
  std::string out;
  for (const char c : bytes) out += fmt::format("{:02x}", static_cast<unsigned char>(c));
  return out;
}

JobId new_job_id(Timestamp now) {
  // Digits before letters keep the time part sortable as text.
  constexpr std::string_view kSorted = "0123456789abcdefghjkmnpqrstvwxyz";
  auto ms = static_cast<std::uint64_t>(now.time_since_epoch().count());
  std::string time(10, '0');
  for (auto it = time.rbegin(); it != time.rend(); ++it, ms >>= 5) *it = kSorted[ms & 31U];
  return JobId::trusted(time + base32(random_bytes(10)));
}

KeyId new_key_id() {
  return KeyId::trusted(base32(random_bytes(8)).substr(0, 12));
}

}  // namespace docmill
