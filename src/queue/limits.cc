#include "queue/limits.h"

#include <fmt/format.h>

namespace docmill::queue {

Result<void> check_body(std::string_view body) {
  if (body.size() <= kLongestBody) return {};
  auto message = fmt::format("A queue message holds at most {}.", show_size(kLongestBody));
  return Failed(fail(ErrorCode::PayloadTooLarge, std::move(message)).cause(fmt::format("the body has {} bytes", body.size())));
}

Result<void> check_lease_time(std::chrono::seconds visible_for) {
  if (visible_for >= kShortestLease && visible_for <= kLongestTime) return {};
  return Failed(fail(ErrorCode::BadRequest, "A lease lasts 1 s to 7 days.").cause(fmt::format("asked for {} s", visible_for.count())));
}

Result<void> check_delay(std::chrono::seconds delay) {
  if (delay >= std::chrono::seconds{0} && delay <= kLongestTime) return {};
  return Failed(fail(ErrorCode::BadRequest, "A delay lasts 0 s to 7 days.").cause(fmt::format("asked for {} s", delay.count())));
}

}  // namespace docmill::queue
