#pragma once
#include <cstdint>
#include <string>

#include "engines/engine.h"

namespace docmill::engines::mail {

constexpr int kDeepestMime = 50;            // multiparts inside multiparts
constexpr int kDeepestMessage = 5;          // messages inside messages
constexpr std::uint32_t kMostParts = 1000;  // of a message and all messages inside it

/// What one document may cost, counted over the message and all that is inside it. Exceeding it is an exception, since it ends the work
/// from wherever it is noticed.
class Budget {
 public:
  explicit Budget(const DocumentLimits& limits) : bytes_left_(limits.unpacked_size) {}

  /// Errors: TooComplex.
  void count_part();
  /// Before as many bytes are unpacked. Errors: TooComplex.
  void count_bytes(std::uint64_t bytes);
  /// Errors: TooComplex.
  static void check_depth(int depth);

 private:
  std::uint32_t parts_ = 0;
  std::uint64_t bytes_left_;
};

/// A bound was exceeded. `what` is a sentence for the customer.
struct TooComplex {
  std::string what;
};

/// The document is not what it should be. `what` is a sentence for the customer.
struct Damaged {
  std::string what;
};

}  // namespace docmill::engines::mail
