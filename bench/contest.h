#pragma once
#include <string>
#include <vector>

#include "figures.h"
#include "local_actions.h"
#include "support/server.h"

namespace docmill::bench {

/// An action beside the programs that a person would reach for.
struct Contest {
  std::string what;    // "merge of 2 PDFs"
  std::string action;  // "pdf/merge"
  std::vector<testing::FormPart> form = {};
  std::string peer = {};                                // "qpdf"
  std::vector<std::vector<std::string>> commands = {};  // the peer's, one after the other
  std::string target = {};                              // what the ratio is held against, "at most 1.5 x"
};

/// Runs them in turn, several rounds, and prints the medians with Docmill : peer, without HTTP and with.
/// Over HTTP the clock runs until the last result has been fetched.
class Arena {
 public:
  explicit Arena(const testing::TempDir& temp);

  void hold(const Contest& contest);
  /// The same with a peer that times itself: a command that prints milliseconds, a line each.
  void hold_timed(const Contest& contest);
  /// Makes something by an action, for the documents of contests: its results' bytes.
  std::vector<std::string> make(const std::string& action, const std::vector<testing::FormPart>& form) const;
  /// The same without HTTP, with the engine's figures.
  engines::StepResult run_local(const std::string& action, const std::vector<testing::FormPart>& form) { return local_.run(action, form); }

 private:
  void run_http(const Contest& contest) const;
  void report(const Contest& contest, const Series& peer, const Series& local, const Series& http) const;

  testing::Server server_;
  std::string key_;
  testing::Connection connection_;
  LocalActions local_;
};

}  // namespace docmill::bench
