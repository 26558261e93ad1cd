#pragma once
#include <string>
#include <string_view>
#include <utility>

namespace docmill {

/// Bytes that must not be printed. Wiped when destroyed; has no stream or format operator on purpose.
class Secret {
 public:
  Secret() = default;
  explicit Secret(std::string bytes) : bytes_(std::move(bytes)) {}
  ~Secret() { wipe(); }
  Secret(const Secret&) = default;
  Secret& operator=(const Secret&) = default;
  Secret(Secret&& other) noexcept : bytes_(std::move(other.bytes_)) { other.wipe(); }
  Secret& operator=(Secret&& other) noexcept;

  /// The bytes themselves: the name is long so that a review notices it.
  std::string_view reveal() const { return bytes_; }
  bool empty() const { return bytes_.empty(); }

 private:
  void wipe();
  std::string bytes_;
};

/// True when both are equal, in time that depends on the length only.
bool equal_in_constant_time(std::string_view a, std::string_view b);

}  // namespace docmill
