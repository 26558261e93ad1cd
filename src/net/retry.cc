#include "net/retry.h"

#include <algorithm>
#include <charconv>
#include <random>

namespace docmill::net {

using std::chrono::milliseconds;
using std::chrono::seconds;

bool is_transient(int status) {
  return status == 408 || status == 429 || status == 500 || status == 502 || status == 503 || status == 504;
}

std::optional<milliseconds> Tries::next(std::optional<seconds> retry_after) {
  if (++failed_ >= options_.tries) return std::nullopt;
  const auto doubled = options_.first_delay * (1U << std::min(failed_ - 1, 16U));
  const auto most = std::min<milliseconds>(doubled, options_.longest_delay);
  const auto wait = std::max<milliseconds>(random_between(most / 2, most), retry_after.value_or(seconds{0}));
  if (wait >= end_.left()) return std::nullopt;
  return wait;
}

std::optional<seconds> parse_retry_after(std::string_view text) {
  unsigned value = 0;
  const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || rest != text.data() + text.size() || value > 86'400) return std::nullopt;
  return seconds{value};
}

milliseconds random_between(milliseconds least, milliseconds most) {
  thread_local std::minstd_rand engine(std::random_device{}());  // spreads load; nothing secret
  return milliseconds{std::uniform_int_distribution<milliseconds::rep>(least.count(), std::max(least, most).count())(engine)};
}

}  // namespace docmill::net
