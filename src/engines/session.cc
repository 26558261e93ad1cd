#include "engines/session.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "base/units.h"
#include "sandbox/packet.h"

namespace docmill::engines {
namespace {

// Three phases, the outputs and an end are what an honest child says.
constexpr std::size_t kMostPackets = kMostOutputs + 8;

// A child that makes a file for each of many pages is at work as long as they come, so each brings more time: with 60 s for the export
// a thousand have 360 s, of which the budget of the whole conversion (120 s) leaves some. At 150 dpi a page takes 30 ms of a free
// processor.
constexpr std::size_t kOutputsThatDoubleExport = 200;

Error engine_failed(std::string cause) {
  return fail(ErrorCode::EngineFailed, "The engine could not finish the document.").cause(std::move(cause)).at("engines.session");
}

Request asked_of_child(const StepRequest& request) {
  Request wanted{
      .operation = request.operation, .target = request.target, .inputs = {}, .params = request.params, .limits = request.limits};
  for (const auto& input : request.inputs) wanted.inputs.push_back({input.extension, input.field, input.name, input.was});
  return wanted;
}

Result<UniqueFd> duplicate(int from) {
  UniqueFd copy(::fcntl(from, F_DUPFD_CLOEXEC, 0));
  if (!copy.valid()) return Failed(system_error(errno, "duplicate a descriptor"));
  return copy;
}

Result<UniqueFd> written_request(const StepRequest& request) {
  auto file = memory_file("docmill-request");
  if (!file) return file;
  if (auto written = write_all(file->get(), to_json(asked_of_child(request))); !written) return Failed(written.error());
  return file;
}

/// The child made it, so what it is gets looked at: anything but a file in memory could block a reader or lead elsewhere.
Result<std::uint64_t> size_of_output(int output) {
  struct stat status{};
  if (::fstat(output, &status) != 0) return Failed(system_error(errno, "fstat"));
  if (!S_ISREG(status.st_mode) || ::fcntl(output, F_GET_SEALS) < 0) return Failed(engine_failed("the child's output is no file in memory"));
  return static_cast<std::uint64_t>(status.st_size);
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

std::unique_ptr<sandbox::Child> Session::take_child() {
  stop_.on_request({});
  return std::move(child_);
}

std::chrono::milliseconds Session::budget(Phase phase) const {
  if (phase == Phase::Load) return request_.budgets.load;
  if (phase == Phase::Layout) return request_.budgets.layout;
  return request_.budgets.export_ + request_.budgets.export_ * outputs_.size() / kOutputsThatDoubleExport;
}

void Session::close_phase() {
  const auto took = Deadline::Steady::now() - phase_began_;
  phase_ms_[std::string(name(phase_))] += static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::milliseconds>(took).count());
  phase_began_ = Deadline::Steady::now();
}

/// Phases come in order and once each, so that a child cannot buy itself time by saying one again.
Result<void> Session::begin(Phase phase) {
  if (phase < phase_ || (phase == phase_ && phase != Phase::Load)) return Failed(engine_failed("the child went back a phase"));
  if (phase != phase_) {
    close_phase();
    phase_span_ = trace::child_of(request_.span, name(phase));
  }
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
  for (std::size_t i = 0; i < kMostPackets; ++i) {
    const auto until = Deadline::at(phase_began_ + budget(phase_)).earlier(total);
    auto packet = co_await child_->receive(until);
    if (stop_.requested()) co_return Failed(fail(ErrorCode::Cancelled, "The job was cancelled."));
    if (!packet && packet.error().code() == ErrorCode::DeadlineExceeded) co_return Failed(over_budget(total));
    if (!packet || !*packet) co_return Failed(co_await lost());
    auto reply = reply_from_json((*packet)->text);
    if (!reply) co_return Failed(std::move(reply.error()));
    if (auto* finished = std::get_if<Finished>(&*reply)) co_return std::move(*finished);
    if (auto* refused = std::get_if<Refused>(&*reply)) co_return Failed(fail(refused->code, refused->detail).cause(refused->cause));
    auto* output = std::get_if<OutputNote>(&*reply);
    // NOLINTNEXTLINE(bugprone-unchecked-optional-access): a reply was read from it above
    auto went_on = output != nullptr ? keep(std::move(*output), *std::move(*packet)) : begin(std::get<Progress>(*reply).phase);
    if (!went_on) co_return Failed(std::move(went_on.error()));
  }
  co_return Failed(engine_failed("the child talks without end"));
}

Result<void> Session::keep(OutputNote note, sandbox::Packet packet) {
  if (packet.descriptors.size() != 1) return Failed(engine_failed("an output without its one descriptor"));
  if (outputs_.size() == kMostOutputs) return Failed(engine_failed("the child wrote more outputs than its limit"));
  auto size = size_of_output(packet.descriptors.front().get());
  if (!size) return Failed(size.error());
  if (*size == 0) return Failed(engine_failed("the child wrote an empty output"));
  outputs_size_ += *size;
  if (outputs_size_ > request_.limits.output_size) return Failed(engine_failed("the child wrote more than its limit"));
  outputs_.push_back({std::move(packet.descriptors.front()), std::move(note.extension), {}, std::move(note.name)});
  return {};
}

/// Sends the request and every input, as many descriptors a packet as one may carry.
Async<Result<void>> Session::open() {
  auto first = written_request(request_);
  if (!first) co_return Failed(first.error());
  sandbox::Packet packet{.text = "request", .descriptors = {}};
  packet.descriptors.push_back(*std::move(first));
  for (const auto& input : request_.inputs) {
    if (packet.descriptors.size() == sandbox::kMaxPacketDescriptors) {
      if (auto sent = co_await child_->send(std::exchange(packet, {.text = "more", .descriptors = {}})); !sent) co_return sent;
    }
    auto copy = duplicate(input.bytes.get());
    if (!copy) co_return Failed(copy.error());
    packet.descriptors.push_back(*std::move(copy));
  }
  co_return co_await child_->send(std::move(packet));
}

Async<Result<StepResult>> Session::run(Deadline total) {
  phase_span_ = trace::child_of(request_.span, name(phase_));
  auto sent = co_await open();
  if (!sent && sent.error().code() != ErrorCode::EngineCrashed) co_return Failed(std::move(sent.error()).in(phase_));
  if (!sent) co_return Failed((co_await lost()).in(phase_));
  auto finished = co_await listen(total);
  close_phase();
  if (!finished) phase_span_.fail(finished.error());
  phase_span_.end();
  // The result is complete, or will never be: dropping the child kills it, and nobody waits for its end.
  if (!finished) co_return Failed(std::move(finished.error()).in(phase_));
  if (outputs_.empty()) co_return Failed(engine_failed("the child finished without an output").in(phase_));
  StepResult result;
  result.outputs = std::move(outputs_);
  result.fonts = std::move(finished->fonts);
  result.warnings = std::move(finished->warnings);
  result.phase_ms = std::move(phase_ms_);
  result.peak_memory = finished->peak_memory;
  result.pages = finished->pages;
  co_return result;
}

}  // namespace docmill::engines
