#pragma once
#include <compare>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"

namespace docmill {

/// A short text that names one thing. Different kinds of id do not convert into each other.
/// Valid: 1 to 64 of a-z 0-9 - _ and never starting with '-', so an id is safe in paths, URLs and logs.
template <class Kind>
class Id {
 public:
  Id() = default;
  /// nullopt when `text` is not a valid id.
  static std::optional<Id> parse(std::string_view text);
  /// For ids we made ourselves; a bad one is a bug.
  static Id trusted(std::string text);

  const std::string& text() const { return text_; }
  bool empty() const { return text_.empty(); }
  auto operator<=>(const Id&) const = default;

 private:
  std::string text_;
};

struct JobKind;
struct TenantKind;
struct KeyKind;
using JobId = Id<JobKind>;
using TenantId = Id<TenantKind>;
using KeyId = Id<KeyKind>;

bool is_valid_id(std::string_view text);

/// 26 characters: 10 for the millisecond, 16 random. Sorts by time of making.
JobId new_job_id(Timestamp now);
/// 12 random characters: the visible part of an API key.
KeyId new_key_id();
/// `bytes` from the system's cryptographic source.
std::string random_bytes(std::size_t bytes);
/// Lower-case base32 of `bytes` without padding (RFC 4648 alphabet).
std::string base32(std::string_view bytes);
std::string to_hex(std::string_view bytes);

}  // namespace docmill

template <class Kind>
struct std::hash<docmill::Id<Kind>> {
  std::size_t operator()(const docmill::Id<Kind>& id) const { return std::hash<std::string>{}(id.text()); }
};
