#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace docmill::testing {

/// A span as it arrived.
struct SeenSpan {
  std::string service;   // service.name
  std::string trace_id;  // hex
  std::string id;
  std::string parent;  // empty for the first of a trace
  std::string state;
  std::string name;
  int kind = 0;
  std::int64_t start = 0;  // ns since 1970
  std::int64_t end = 0;
  bool failed = false;
  std::map<std::string, std::string> attributes;
};

/// A real OTLP receiver on loopback: takes POST /v1/traces as JSON. Everything else that is sent to it, callbacks for instance, is kept too
/// and answered with 200.
class TraceCollector {
 public:
  enum class Mood { Takes, Fails, Hangs };  // 200; 500; no answer

  struct Request {
    std::string path;
    std::map<std::string, std::string> headers;  // names in lower case
    std::string body;
  };

  TraceCollector();
  ~TraceCollector();
  TraceCollector(const TraceCollector&) = delete;
  TraceCollector& operator=(const TraceCollector&) = delete;

  /// "http://127.0.0.1:40123"
  std::string url() const;
  void set_mood(Mood mood);
  /// Spans it has taken, in the order of their coming.
  std::vector<SeenSpan> spans() const;
  /// Waits until `ready` is content with what has come; false after a minute.
  bool wait_for(const std::function<bool(const std::vector<SeenSpan>&)>& ready) const;
  /// All requests for /v1/traces, or all others.
  std::vector<Request> requests(bool traces) const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace docmill::testing
