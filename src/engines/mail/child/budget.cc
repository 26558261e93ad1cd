#include "engines/mail/child/budget.h"

#include <fmt/format.h>

namespace docmill::engines::mail {

void Budget::count_part() {
  if (++parts_ > kMostParts) throw TooComplex{fmt::format("The message has more than {} parts, the limit.", kMostParts)};
}

void Budget::count_bytes(std::uint64_t bytes) {
  if (bytes > bytes_left_) throw TooComplex{"The message unpacks to more than is allowed."};
  bytes_left_ -= bytes;
}

void Budget::check_depth(int depth) {
  if (depth > kDeepestMime) throw TooComplex{fmt::format("The message's parts are nested more than {} deep, the limit.", kDeepestMime)};
}

}  // namespace docmill::engines::mail
