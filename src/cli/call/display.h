#pragma once
#include <chrono>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

#include "cli/call/caller.h"

namespace docmill::cli {

struct DisplayOptions {
  bool json = false;      // a line of JSON for each call, on stdout
  bool quiet = false;     // nothing but errors
  bool one = true;        // there is one call: its bytes are shown as they pass
  std::size_t calls = 1;  // 0: nobody knows how many
};

/// Tells people and scripts how calls go: a line on stderr that is rewritten when stderr is a terminal, a line on stdout for each result,
/// errors on stderr. Thread-safe.
class Display {
 public:
  explicit Display(DisplayOptions options);
  /// Clears the line.
  ~Display();
  Display(const Display&) = delete;
  Display& operator=(const Display&) = delete;

  void begun(const std::string& label);
  void progress(const std::string& label, Stage stage, std::uint64_t done, std::uint64_t whole);
  /// False when stdout cannot be written any more.
  bool ended(const CallResult& result);
  /// One line on stderr, above the line that is rewritten.
  void say(std::string_view text);
  /// The same for what is good to know; not when quiet.
  void note(std::string_view text);

 private:
  void draw(bool now);
  std::string line_of_one() const;
  std::string line_of_many() const;
  void clear();
  bool print_json(const CallResult& result) const;
  bool print_plain(const CallResult& result) const;

  const DisplayOptions options_;
  const bool terminal_;
  std::mutex mutex_;
  std::map<std::string, Stage> under_way_;
  std::string label_;  // whose bytes are shown
  Stage stage_ = Stage::Sending;
  std::uint64_t done_ = 0;
  std::uint64_t whole_ = 0;
  std::size_t finished_ = 0;
  std::size_t failed_ = 0;
  bool shown_ = false;
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
  std::chrono::steady_clock::time_point drawn_{};
};

/// The line of JSON for one call, without a line end.
std::string json_line(const CallResult& result);

}  // namespace docmill::cli
