#include "sandbox/sanitizer.h"

#if __has_feature(address_sanitizer)
/// x265, with which the tests write HEIC pictures, frees a few buffers of its encoder never.
extern "C" __attribute__((visibility("default"))) const char* __lsan_default_suppressions();  // NOLINT(bugprone-reserved-identifier)
const char* __lsan_default_suppressions() {                                                   // NOLINT(bugprone-reserved-identifier)
  return "leak:libx265\n";
}
#endif
