#include "cluster/member.h"

#include <signal.h>

#include <stdexcept>

#include "support/http.h"

namespace docmill::testing {

void Member::start() {
  logged_before_ = read_file(start_.log).size();
  service_.reset();
  ServiceStart how{.command = start_.command, .environment = start_.environment, .log = start_.log};
  service_ = std::make_unique<Service>(std::move(how));
}

std::string Member::log() const {
  const auto all = read_file(start_.log);
  return all.substr(std::min(all.size(), logged_before_));
}

bool Member::ready() {
  return running() && start_.ready(log());
}

void Member::wait_ready(std::chrono::seconds limit) {
  bool up = false;
  const auto settled = [&] {
    up = ready();
    return up || !running();
  };
  wait_until(settled, limit);
  if (!up) throw std::runtime_error(name() + (running() ? " is not ready:\n" : " ended at its start:\n") + log());
}

int Member::stop(std::chrono::seconds limit) {
  if (!service_) return 0;
  if (start_.stop_signal != 0 && pid() > 0) ::kill(pid(), start_.stop_signal);
  if (start_.stop_signal != 0) wait_until([&] { return !running(); }, limit);
  return service_->stop(limit);
}

void Member::kill_hard() {
  if (service_) service_->kill_hard();
}

void Member::freeze() const {
  if (service_) service_->signal(SIGSTOP);
}

void Member::thaw() const {
  if (service_) service_->signal(SIGCONT);
}

}  // namespace docmill::testing
