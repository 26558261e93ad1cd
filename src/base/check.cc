#include "base/check.h"

#include <cstdio>
#include <cstdlib>

namespace docmill {

void check_failed(std::string_view condition, std::source_location where) {
  std::fprintf(stderr, "docmill: bug: %.*s does not hold at %s:%u\n", static_cast<int>(condition.size()), condition.data(),
               where.file_name(), static_cast<unsigned>(where.line()));
  std::abort();
}

}  // namespace docmill
