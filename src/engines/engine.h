#pragma once
#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/async.h"
#include "base/fd.h"
#include "base/result.h"
#include "base/signal.h"
#include "base/trace.h"
#include "model/job_result.h"
#include "sandbox/zygote.h"

namespace docmill::engines {

/// A document on its way through an engine: an open, readable descriptor (usually memory) positioned anywhere.
struct Document {
  UniqueFd bytes;
  std::string extension;   // "docx": as sniffed or declared; the engine loads by it
  std::string field = {};  // of an input: the form field it came in, "File"
  std::string name = {};   // of an input: as the caller named it; of an output: its name without extension, empty when it needs none
  std::string was = {};    // of an input that an earlier step made: the extension of the caller's document it was made of
};

/// Time each phase may take; named in the error when it runs out.
struct PhaseBudgets {
  std::chrono::milliseconds load{60'000};
  std::chrono::milliseconds layout{60'000};
  std::chrono::milliseconds export_{60'000};
  std::chrono::milliseconds total{120'000};
};

struct DocumentLimits {
  std::uint32_t pages = 5'000;
  std::uint64_t output_size = 1'000'000'000;    // bytes
  std::uint64_t unpacked_size = 1'000'000'000;  // of a ZIP-based input, bytes
  std::uint32_t unpacked_ratio = 200;
  std::uint32_t unpacked_entries = 10'000;
};

struct StepRequest {
  std::string operation;  // "convert"
  std::string target;     // "pdf"
  std::vector<Document> inputs;
  std::map<std::string, std::string> params;
  PhaseBudgets budgets;
  DocumentLimits limits;
  std::function<void(Phase)> on_phase;  // told when a phase begins; may be empty
  const trace::Span* span = nullptr;    // borrowed: of the step, for the spans of its parts; may be null
};

struct StepResult {
  std::vector<Document> outputs;
  std::vector<model::Font> fonts;
  std::vector<std::string> warnings;
  std::map<std::string, std::uint64_t> phase_ms;
  std::uint64_t peak_memory = 0;
  std::uint32_t pages = 0;
  std::string engine;  // "office/7.4.7.2"
};

/// Lets another coroutine of the same strand stop a step.
class Stop {
 public:
  void request();
  bool requested() const { return requested_; }
  /// Called at once by request(); one listener at a time.
  void on_request(std::function<void()> listener);

 private:
  bool requested_ = false;
  std::function<void()> listener_;
};

/// Our adapter to one converter technology: the half that runs in the worker. It links no parser of customer documents.
class Engine {
 public:
  virtual ~Engine() = default;
  virtual std::string_view name() const = 0;
  /// Warms up. Errors: Unavailable (the message says what to install).
  virtual Async<Result<void>> start() = 0;
  /// Runs one step in a child of its own and throws the child away. `stop` is borrowed.
  /// Errors: InputDamaged, PasswordRequired, InputTooComplex, TooManyPages, NotApplicable, BadRequest, UnsupportedType, MemoryExceeded,
  /// DeadlineExceeded, EngineFailed, EngineCrashed, JailViolation, Cancelled (stop was requested), Unavailable; each with its phase.
  virtual Async<Result<StepResult>> run(StepRequest request, Stop& stop) = 0;
  virtual bool ready() const = 0;
  /// "office/7.4.7.2"; empty until warm.
  virtual std::string version() const = 0;
  virtual std::vector<sandbox::LayerReport> layers() const = 0;
  virtual Async<void> stop() = 0;
};

}  // namespace docmill::engines
