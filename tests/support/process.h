#pragma once
#include <sys/types.h>

#include <chrono>
#include <map>
#include <string>
#include <vector>

namespace docmill::testing {

/// A directory of its own that goes with the object.
class TempDir {
 public:
  TempDir();
  ~TempDir();
  TempDir(const TempDir&) = delete;
  TempDir& operator=(const TempDir&) = delete;
  const std::string& path() const { return path_; }
  std::string operator/(const std::string& name) const { return path_ + "/" + name; }

 private:
  std::string path_;
};

struct Finished {
  int status = -1;  // exit code, or 128 + signal
  std::string out;  // stdout
  std::string err;  // stderr
};

/// Runs a program to its end. Kills it, and says so, after `limit`.
Finished run(const std::vector<std::string>& command, const std::map<std::string, std::string>& environment = {},
             std::chrono::seconds limit = std::chrono::seconds(120));

/// Our environment, "NAME=value" each, with `extra` added or in its place.
std::vector<std::string> environment_with(const std::map<std::string, std::string>& extra);
/// As exec wants them: borrowed from `words`, ending in a null pointer.
std::vector<char*> pointers(std::vector<std::string>& words);
/// Of a status that waitpid gave: the exit code, or 128 + signal.
int exit_code(int status);

/// build/<preset>/bin/<name>, beside the running test.
std::string program(const std::string& name);
/// A path below the source tree.
std::string source(const std::string& path);

}  // namespace docmill::testing
