#pragma once
#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "cli/call/destination.h"
#include "cli/call/part_file.h"
#include "cli/call/service.h"

namespace docmill::cli {

/// What came of one call.
struct CallResult {
  std::string label;
  std::vector<std::string> outputs;  // paths of what was written
  std::string json;                  // the answer of an action that answers JSON, when it went into no file
  std::string job;
  std::uint64_t documents = 0;
  std::uint64_t pages = 0;
  std::vector<std::string> warnings;  // of the server, substituted fonts among them
  std::chrono::milliseconds took{0};
  std::optional<Trouble> trouble;

  int exit() const { return trouble ? trouble->exit : kDone; }
};

/// What all calls of one command have in common.
struct CallPlan {
  const model::Action* action = nullptr;
  Given given;
  Destination destination;
  std::chrono::milliseconds timeout{0};
  unsigned retries = 0;
  bool cancel = true;    // jobs under way when interrupted
  bool lasting = false;  // results are on the disk before a call has ended
};

/// Called before a result gets its name, with the file and that name: who watches a folder notes it. False: it could not be noted.
using BeforeNamed = std::function<bool(int file, const std::string& path)>;

/// Makes calls, one after another: sends, waits, fetches. Results are written under a name of their own and renamed when whole. For one
/// thread; has one connection.
class Caller {
 public:
  /// All are borrowed. Of `target`, a copy is kept.
  Caller(const CallPlan& plan, const Inputs& inputs, const Target& target, const Interrupt& interrupt);

  /// `key`: the Idempotency-Key; the same key and file again finds the same job, and is not charged again.
  CallResult call(const Item& item, const std::string& key, const OnProgress& progress, const BeforeNamed& before_named = {});

 private:
  Outcome<void> perform(const Item& item, const std::string& key, const OnProgress& progress, CallResult& result);
  Outcome<void> take_answer(const Item& item, const std::string& answer, CallResult& result, const OnProgress& progress);
  Outcome<void> take_json(const Item& item, const std::string& answer, CallResult& result);
  Outcome<void> fetch_all(const Item& item, const std::vector<std::string>& links, CallResult& result, const OnProgress& progress);
  Outcome<void> fetch_to_stdout(const std::string& link, const OnProgress& progress);
  Outcome<void> keep(PartFile& part, const std::string& path, CallResult& result);
  Patience patience() const { return {.until = until_, .retries = plan_.retries}; }

  const CallPlan& plan_;
  const Inputs& inputs_;
  const Interrupt& interrupt_;
  Service service_;
  Deadline until_ = Deadline::never();
  const BeforeNamed* before_named_ = nullptr;  // of the call under way
};

/// A fresh Idempotency-Key.
std::string new_call_key();

}  // namespace docmill::cli
