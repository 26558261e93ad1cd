#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/fd.h"
#include "base/result.h"
#include "engines/params.h"
#include "engines/protocol.h"
#include "sandbox/zygote_server.h"

namespace docmill::engines::child {

/// One document's work as the child sees it: what is asked, what it is made from, and the way back to the worker.
class Work {
 public:
  /// Waits for the request and all of its inputs. `link` is borrowed.
  /// Errors: Unavailable (the worker is gone), EngineFailed (the worker is of another build).
  static Result<Work> receive(sandbox::ChildLink& link);
  /// Work that nobody asked for and nobody waits for: an engine that warms up does it before the first document comes.
  static Work rehearsal(Request request, std::vector<UniqueFd> inputs);

  const Request& request() const { return request_; }
  std::size_t input_count() const { return inputs_.size(); }
  /// The descriptor of an input, to be read from offset 0.
  int input(std::size_t index) const { return inputs_.at(index).get(); }
  const InputNote& note(std::size_t index) const { return request_.inputs.at(index); }

  /// A parameter's value; empty when it was not given.
  const std::string& param(const std::string& name) const { return text_of(request_.params, name); }
  /// Values of fields of these types, which the door has checked; see engines/params.h.
  bool flag(const std::string& name, bool otherwise = false) const { return flag_of(request_.params, name, otherwise); }
  std::optional<int> integer(const std::string& name) const { return integer_of(request_.params, name); }
  /// The same where only 0 and more are allowed.
  std::uint32_t count(const std::string& name, std::uint32_t otherwise) const {
    const auto value = integer(name);
    return value && *value >= 0 ? static_cast<std::uint32_t>(*value) : otherwise;
  }
  std::optional<double> decimal(const std::string& name) const { return decimal_of(request_.params, name); }

  /// Tells the worker that a phase begins; each comes once, in order.
  void begin(Phase phase);
  /// Hands a finished document over. Errors: InputTooComplex (more or larger than is allowed), EngineFailed.
  Result<void> give(UniqueFd file, const OutputNote& note);
  /// The same from bytes.
  Result<void> give(std::string_view bytes, const OutputNote& note);
  /// Keeps what the work was done with until its answer is sent: nobody waits for a large tree to be taken down.
  void keep(std::shared_ptr<void> what) { kept_ = std::move(what); }

 private:
  explicit Work(sandbox::ChildLink* link) : link_(link) {}
  Result<void> take(sandbox::Packet packet);
  void send(const sandbox::Packet& packet);

  sandbox::ChildLink* link_;  // nullptr in a rehearsal
  Request request_;
  std::vector<UniqueFd> inputs_;
  std::size_t given_ = 0;
  std::uint64_t given_size_ = 0;
  std::shared_ptr<void> kept_;
};

/// Does the work. Errors: what a document can cause (protocol.cc), each with its phase.
using Operation = std::function<Result<Finished>(Work&)>;

/// Bytes of memory this process has made its own so far: a page for each fault. Of two calls, the difference counts.
std::uint64_t copied_memory();

/// Receives one document's work, does it and answers; returns the child's exit status. `copied_ahead`: bytes of memory that were made
/// private before the work came, for the figure in the answer.
int run(sandbox::ChildLink& link, std::uint64_t copied_ahead, const Operation& operation);

/// Ends the document at once, from wherever the engine calls back.
[[noreturn]] void refuse_now(sandbox::ChildLink& link, Refused refused);

}  // namespace docmill::engines::child
