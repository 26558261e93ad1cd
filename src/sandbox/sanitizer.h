#pragma once

/// The one place that knows what a build with a sanitizer needs from the jail: it reserves terabytes of address space,
/// calls the system in ways of its own, and ThreadSanitizer keeps a thread.
namespace docmill::sandbox {

#if __has_feature(thread_sanitizer)
constexpr bool kSanitized = true;
constexpr int kSanitizerThreads = 1;
#elif __has_feature(address_sanitizer)
constexpr bool kSanitized = true;
constexpr int kSanitizerThreads = 0;
#else
constexpr bool kSanitized = false;
constexpr int kSanitizerThreads = 0;
#endif

}  // namespace docmill::sandbox
