#pragma once
#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace docmill::testing {

struct Answer {
  int status = 0;                                   // 0: no answer at all (refused, cut off, timed out); the body says why
  std::map<std::string, std::string> headers = {};  // names in lower case
  std::string body = {};
  /// A string member of the JSON body, "" when there is none.
  std::string member(const std::string& name) const;
};

/// One part of a form: a file when `filename` is set, else a plain field.
struct FormPart {
  std::string name;
  std::string content;
  std::optional<std::string> filename = {};
};

/// A client's connection that stays open between calls, as browsers and SDKs keep theirs. One call at a time.
class Connection {
 public:
  Connection();
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  /// libcurl's handle.
  void* handle() const { return handle_; }

 private:
  void* handle_;
};

struct Call {
  std::string method = "GET";
  std::string url = {};
  std::vector<std::string> headers = {};
  std::vector<FormPart> form = {};
  std::string body = {};
  std::chrono::milliseconds timeout{60'000};
  std::string authority = {};        // PEM file that a server's certificate is checked with; empty: it is not checked
  const Connection* over = nullptr;  // borrowed; none: a connection of its own
};

/// A blocking HTTP call by libcurl, a client that is not Docmill's own.
Answer call(const Call& call);

std::string read_file(const std::string& path);

}  // namespace docmill::testing
