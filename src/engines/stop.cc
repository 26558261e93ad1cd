#include <utility>

#include "engines/engine.h"

namespace docmill::engines {

void Stop::request() {
  if (requested_) return;
  requested_ = true;
  if (listener_) listener_();
}

void Stop::on_request(std::function<void()> listener) {
  listener_ = std::move(listener);
  if (requested_ && listener_) listener_();
}

}  // namespace docmill::engines
