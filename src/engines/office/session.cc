#include "engines/office/session.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "base/units.h"

namespace docmill::engines::office {
namespace {

constexpr int kMostPackets = 8;  // three phases and an end are what an honest child says

Error engine_failed(std::string cause) {
  return fail(ErrorCode::EngineFailed, "The office engine could not finish the document.").cause(std::move(cause)).at("office.session");
}

Result<sandbox::Packet> opening(const StepRequest& request, int output) {
  const Request wanted{.operation = request.operation,
                       .target = request.target,
                       .extension = request.inputs.front().extension,
                       .params = request.params,
                       .limits = request.limits};
  sandbox::Packet packet{.text = to_json(wanted), .descriptors = {}};
  for (const int from : {request.inputs.front().bytes.get(), output}) {
    UniqueFd copy(::fcntl(from, F_DUPFD_CLOEXEC, 0));
    if (!copy.valid()) return Failed(system_error(errno, "duplicate a descriptor"));
    packet.descriptors.push_back(std::move(copy));
  }
  return packet;
}

/// The child wrote it, so its size is looked at again.
Result<void> check_output(int output, const DocumentLimits& limits) {
  struct stat status{};
  if (::fstat(output, &status) != 0) return Failed(system_error(errno, "fstat"));
  const auto size = static_cast<std::uint64_t>(status.st_size);
  if (size == 0) return Failed(engine_failed("the child finished without an output"));
  if (size > limits.output_size) return Failed(engine_failed("the child wrote more than its limit"));
  ::lseek(output, 0, SEEK_SET);
  return {};
}

Error ended_as(const sandbox::ChildEnd& end) {
  const auto cause = fmt::format("child ended: {} {}", sandbox::name(end.end), end.code);
  switch (end.end) {
    case sandbox::End::JailViolation:
      return fail(ErrorCode::JailViolation, "The document made the engine try something that is not allowed.").cause(cause);
    case sandbox::End::OutOfMemory: return fail(ErrorCode::MemoryExceeded, "The document needs more memory than is allowed.").cause(cause);
    case sandbox::End::Exited: return engine_failed(cause);
    case sandbox::End::ZygoteLost: return engine_failed(cause);
    case sandbox::End::Signalled:
    case sandbox::End::Killed: break;
  }
  return fail(ErrorCode::EngineCrashed, "The document crashed the engine.").cause(cause);
}

}  // namespace

Session::Session(std::unique_ptr<sandbox::Child> child, const StepRequest& request, Stop& stop)
    : child_(std::move(child)), request_(request), stop_(stop) {
  stop_.on_request([this] { child_->kill(); });
}

Session::~Session() {
  stop_.on_request({});
}

std::chrono::milliseconds Session::budget(Phase phase) const {
  if (phase == Phase::Load) return request_.budgets.load;
  return phase == Phase::Layout ? request_.budgets.layout : request_.budgets.export_;
}

void Session::close_phase() {
  const auto took = Deadline::Steady::now() - phase_began_;
  phase_ms_[std::string(name(phase_))] += static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::milliseconds>(took).count());
  phase_began_ = Deadline::Steady::now();
}

/// Phases come in order and once each, so that a child cannot buy itself time by saying one again.
Result<void> Session::begin(Phase phase) {
  if (phase < phase_ || (phase == phase_ && phase != Phase::Load)) return Failed(engine_failed("the child went back a phase"));
  if (phase != phase_) close_phase();
  phase_ = phase;
  if (request_.on_phase) request_.on_phase(phase);
  return {};
}

Error Session::over_budget(Deadline total) const {
  if (total.passed())
    return fail(ErrorCode::DeadlineExceeded,
                fmt::format("The document took longer than {}, the limit for the whole conversion.", show(request_.budgets.total)));
  return fail(ErrorCode::DeadlineExceeded,
              fmt::format("The document took longer than {}, the limit for its {} phase.", show(budget(phase_)), name(phase_)));
}

Async<Error> Session::lost() {
  if (stop_.requested()) co_return fail(ErrorCode::Cancelled, "The job was cancelled.");
  child_->kill();
  co_return ended_as(co_await child_->ended());
}

Async<Result<Finished>> Session::listen(Deadline total) {
  for (int i = 0; i < kMostPackets; ++i) {
    const auto until = Deadline::at(phase_began_ + budget(phase_)).earlier(total);
    auto packet = co_await child_->receive(until);
    if (stop_.requested()) co_return Failed(fail(ErrorCode::Cancelled, "The job was cancelled."));
    if (!packet && packet.error().code() == ErrorCode::DeadlineExceeded) co_return Failed(over_budget(total));
    if (!packet || !*packet) co_return Failed(co_await lost());
    auto reply = reply_from_json((*packet)->text);
    if (!reply) co_return Failed(std::move(reply.error()));
    if (auto* finished = std::get_if<Finished>(&*reply)) co_return std::move(*finished);
    if (auto* refused = std::get_if<Refused>(&*reply)) co_return Failed(fail(refused->code, refused->detail).cause(refused->cause));
    if (auto begun = begin(std::get<Progress>(*reply).phase); !begun) co_return Failed(std::move(begun.error()));
  }
  co_return Failed(engine_failed("the child talks without end"));
}

Async<Result<StepResult>> Session::run(Deadline total) {
  auto output = memory_file("office-output");
  if (!output) co_return Failed(std::move(output.error()));
  auto packet = opening(request_, output->get());
  if (!packet) co_return Failed(std::move(packet.error()));
  auto sent = co_await child_->send(*std::move(packet));
  if (!sent) co_return Failed((co_await lost()).in(phase_));
  auto finished = co_await listen(total);
  close_phase();
  // The result is complete, or will never be: dropping the child kills it, and nobody waits for its end.
  if (!finished) co_return Failed(std::move(finished.error()).in(phase_));
  if (auto good = check_output(output->get(), request_.limits); !good) co_return Failed(std::move(good.error()).in(phase_));
  StepResult result;
  result.outputs.push_back({std::move(*output), request_.target});
  result.fonts = std::move(finished->fonts);
  result.warnings = std::move(finished->warnings);
  result.phase_ms = std::move(phase_ms_);
  result.peak_memory = finished->peak_memory;
  result.pages = finished->pages;
  co_return result;
}

}  // namespace docmill::engines::office
