#include "engines/child/work.h"

#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "base/units.h"

namespace docmill::engines::child {
namespace {

Error misunderstood(std::string cause) {
  return fail(ErrorCode::EngineFailed, "The engine was asked for something it does not know.").cause(std::move(cause)).at("child.work");
}

Result<std::string> read_whole(int fd) {
  struct stat status{};
  if (::fstat(fd, &status) != 0) return Failed(system_error(errno, "fstat"));
  return read_at(fd, 0, static_cast<std::size_t>(status.st_size));
}

rusage use_of_memory() {
  rusage used{};
  ::getrusage(RUSAGE_SELF, &used);
  return used;
}

/// The most that ever was in memory at once, what is shared with the zygote included.
std::uint64_t most_resident() {
  return static_cast<std::uint64_t>(use_of_memory().ru_maxrss) * kKiB;
}

int answer(sandbox::ChildLink& link, const Reply& reply) {
  const sandbox::Packet packet{.text = to_json(reply), .descriptors = {}};
  return link.send(packet) ? 0 : 1;
}

Refused refusal_for(const Error& error) {
  return {error.code(), error.message(), error.cause()};
}

}  // namespace

Result<void> Work::take(sandbox::Packet packet) {
  for (auto& descriptor : packet.descriptors) inputs_.push_back(std::move(descriptor));
  if (inputs_.size() > request_.inputs.size()) return Failed(misunderstood("more descriptors than inputs"));
  return {};
}

Result<Work> Work::receive(sandbox::ChildLink& link) {
  auto packet = link.receive();
  if (!packet) return Failed(packet.error());
  if (packet->descriptors.empty()) return Failed(misunderstood("no request"));
  const auto text = read_whole(packet->descriptors.front().get());
  if (!text) return Failed(misunderstood(text.error().describe()));
  auto request = request_from_json(*text);
  if (!request) return Failed(request.error());
  Work work(&link);
  work.request_ = *std::move(request);
  packet->descriptors.erase(packet->descriptors.begin());
  if (auto taken = work.take(*std::move(packet)); !taken) return Failed(taken.error());
  while (work.inputs_.size() < work.request_.inputs.size()) {
    packet = link.receive();
    if (!packet) return Failed(packet.error());
    if (packet->descriptors.empty()) return Failed(misunderstood("fewer descriptors than inputs"));
    if (auto taken = work.take(*std::move(packet)); !taken) return Failed(taken.error());
  }
  return work;
}

Work Work::rehearsal(Request request, std::vector<UniqueFd> inputs) {
  Work work(nullptr);
  // As it comes to a child, so that reading it is rehearsed too.
  auto read = request_from_json(to_json(request));
  work.request_ = read ? *std::move(read) : std::move(request);
  work.inputs_ = std::move(inputs);
  return work;
}

void Work::send(const sandbox::Packet& packet) {
  if (link_ != nullptr && !link_->send(packet)) _exit(1);  // nobody waits for this document any more
}

void Work::begin(Phase phase) {
  send({.text = to_json(Reply(Progress{phase})), .descriptors = {}});
}

Result<void> Work::give(UniqueFd file, const OutputNote& note) {
  struct stat status{};
  if (::fstat(file.get(), &status) != 0) return Failed(system_error(errno, "fstat"));
  given_size_ += static_cast<std::uint64_t>(status.st_size);
  const auto limit = request_.limits.output_size;
  if (given_size_ > limit)
    return Failed(fail(ErrorCode::InputTooComplex, fmt::format("The result is larger than {}, the limit.", show_size(limit))));
  if (++given_ > kMostOutputs)
    return Failed(fail(ErrorCode::InputTooComplex,
                       fmt::format("The result has more than {} files, the limit; ask for fewer at once.", kMostOutputs)));
  sandbox::Packet packet{.text = to_json(Reply(note)), .descriptors = {}};
  packet.descriptors.push_back(std::move(file));
  send(packet);
  return {};
}

Result<void> Work::give(std::string_view bytes, const OutputNote& note) {
  auto file = memory_file("docmill-output");
  if (!file) return Failed(file.error());
  if (auto written = write_all(file->get(), bytes); !written) return Failed(written.error());
  return give(*std::move(file), note);
}

std::uint64_t copied_memory() {
  return static_cast<std::uint64_t>(use_of_memory().ru_minflt) * static_cast<std::uint64_t>(::getpagesize());
}

int run(sandbox::ChildLink& link, std::uint64_t copied_ahead, const Operation& operation) {
  auto work = Work::receive(link);
  if (!work && work.error().code() != ErrorCode::EngineFailed) return 1;
  if (!work) return answer(link, refusal_for(work.error()));
  const auto before = copied_memory();
  const auto resident = most_resident();
  auto finished = operation(*work);
  if (!finished) return answer(link, refusal_for(finished.error()));
  // What was copied ahead and a page for every fault since: within a few per cent of Private_Dirty, which takes 6 ms to ask for and
  // lies outside the jail. A fault that brings a large page counts as one; then there is more resident than faults tell.
  finished->peak_memory = copied_ahead + std::max(copied_memory() - before, most_resident() - resident);
  const int status = answer(link, *std::move(finished));
  // The worker ends it (engines/finished_children.h); it is gone when this returns.
  if (status == 0) (void)link.receive();
  return status;
}

void refuse_now(sandbox::ChildLink& link, Refused refused) {
  _exit(answer(link, std::move(refused)));
}

}  // namespace docmill::engines::child
