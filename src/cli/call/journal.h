#pragma once
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/fd.h"
#include "base/result.h"

namespace docmill::cli {

/// Tells one version of a file from the next.
struct Mark {
  std::uint64_t inode = 0;
  std::uint64_t size = 0;
  std::int64_t modified = 0;  // nanoseconds since 1970

  bool operator==(const Mark&) const = default;
};
/// nullopt when there is no such file, or it is no plain file.
std::optional<Mark> mark_of(const std::string& path);
std::optional<Mark> mark_of(int file);

/// What is remembered of a file of a watched folder.
struct Noted {
  enum class State { Started, Done, Failed, Output };
  State state = State::Started;
  Mark mark;
  std::string key;  // Started: the Idempotency-Key of its job
};

/// The memory of a watched folder, in FOLDER/.docmill, a file for each action: a line of JSON for each change, on the disk before what it
/// speaks of is done. Of a folder one process at a time can have it: the results of two would be documents to each other. Thread-safe.
class Journal {
 public:
  /// Errors: BadRequest (the folder cannot be written, or another process watches it; a journal that is damaged in its middle).
  static Result<std::unique_ptr<Journal>> open(const std::string& folder, std::string_view action);

  std::optional<Noted> find(const std::string& name) const;
  /// Whether another file has this stem, so that results of both would have one name.
  bool shares_stem(const std::string& name) const;
  /// Writes it down. False when it cannot be (the disk is full): then it must not be done either.
  bool note(const std::string& name, const Noted& noted);

 private:
  Journal(std::string folder, std::string path, UniqueFd lock)
      : folder_(std::move(folder)), path_(std::move(path)), lock_(std::move(lock)) {}
  Result<void> load();
  Result<void> rewrite();

  std::string folder_;
  std::string path_;
  UniqueFd lock_;
  UniqueFd file_;
  mutable std::mutex mutex_;
  std::map<std::string, Noted> all_;
};

}  // namespace docmill::cli
