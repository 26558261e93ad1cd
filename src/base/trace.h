#pragma once
#include <concepts>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/async.h"
#include "base/error.h"

/// What happens to a job, as spans of one trace, in the terms of OpenTelemetry. Attributes hold ids, names from closed lists and numbers:
/// never the text of a document, its name, an address a customer chose, or a key.
namespace docmill::trace {

/// W3C trace context: what one process tells the next.
/// Source: https://www.w3.org/TR/trace-context/
struct Context {
  std::string parent = {};  // traceparent: "00-<32 hex>-<16 hex>-01"; empty: no trace
  std::string state = {};   // tracestate, passed on as it came
  /// Of the trace and of the span that `parent` names; empty when there is none.
  std::string_view trace_id() const { return parent.empty() ? std::string_view{} : std::string_view(parent).substr(3, 32); }
  std::string_view span_id() const { return parent.empty() ? std::string_view{} : std::string_view(parent).substr(36, 16); }
};

/// What a caller's two headers say. A traceparent that is not well-formed counts as none, as the recommendation asks, and takes its
/// tracestate with it; a tracestate that is not well-formed is left out alone, and one longer than 512 characters loses its last members.
/// Newer versions of traceparent are read as version 00.
Context read_context(std::string_view traceparent, std::string_view tracestate);

/// Numbers are those of OTLP.
enum class Kind : std::uint8_t { Internal = 1, Server = 2, Client = 3, Producer = 4, Consumer = 5 };

using Value = std::variant<std::string, std::int64_t, bool>;

/// A span that is over.
struct Finished {
  std::string trace_id;   // 32 hex
  std::string span_id;    // 16 hex
  std::string parent_id;  // 16 hex; empty for the first of a trace
  std::string state;      // tracestate
  std::string name;
  Kind kind = Kind::Internal;
  std::int64_t start_ns = 0;  // since 1970
  std::int64_t end_ns = 0;
  std::vector<std::pair<std::string_view, Value>> attributes;  // names are literals
  bool failed = false;
};

/// Where spans go. take() is called from any thread and returns at once.
class Sink {
 public:
  virtual ~Sink() = default;
  virtual void take(Finished span) = 0;
};

/// Decides which traces are kept: those whose caller keeps them, and `ratio` of those that begin here.
class Tracer {
 public:
  /// `sink` is borrowed and outlives every span. `ratio` is 0 to 1.
  Tracer(Sink& sink, double ratio);

  Sink& sink() const { return sink_; }
  /// Decided by the trace's id, so that all who use one ratio decide alike.
  bool keeps(std::string_view trace_id) const;

 private:
  Sink& sink_;
  std::uint64_t below_;
};

/// One piece of work. It ends when it is destroyed, moved over or told to. A span that is not recorded costs a copy of its context, which
/// is then the one it was started with. Used from one strand; a child may outlive its parent.
class Span {
 public:
  Span() = default;
  ~Span() { end(); }
  Span(Span&& other) noexcept;
  Span& operator=(Span&& other) noexcept;
  Span(const Span&) = delete;
  Span& operator=(const Span&) = delete;

  /// A part of this span's work; not recorded when this one is not.
  Span child(std::string_view name, Kind kind = Kind::Internal) const;
  /// What to pass on to whoever works for this span elsewhere.
  const Context& context() const { return context_; }
  std::string_view trace_id() const { return context_.trace_id(); }
  std::string_view span_id() const { return context_.span_id(); }
  bool recording() const { return record_ != nullptr; }

  /// `name` is a literal.
  void set(std::string_view name, std::string_view value);
  template <class Number>
    requires std::integral<Number>
  void set(std::string_view name, Number value) {
    if (record_ == nullptr) return;
    if constexpr (std::same_as<Number, bool>) {
      put(name, value);
    } else {
      put(name, static_cast<std::int64_t>(value));
    }
  }
  void rename(std::string_view name);
  /// Marks the work as failed; `error.type` is the code's name, and nothing else of the error is told.
  void fail(const Error& error) { fail(info(error.code()).name); }
  void fail(std::string_view type);
  void end();

 private:
  friend Span start(const Tracer* tracer, std::string_view name, Kind kind, Context from);
  Span(const Tracer* tracer, std::string_view name, Kind kind, Context from, bool kept);
  void put(std::string_view name, Value value);

  const Tracer* tracer_ = nullptr;
  Context context_;
  std::unique_ptr<Finished> record_;
  Deadline::Steady::time_point began_{};
};

/// The first span of this process's part of a trace. With no tracer nothing is recorded and `from` is passed on as it is.
Span start(const Tracer* tracer, std::string_view name, Kind kind, Context from);

/// A part of `parent`'s work; of no trace when there is no parent.
inline Span child_of(const Span* parent, std::string_view name, Kind kind = Kind::Internal) {
  return parent == nullptr ? Span() : parent->child(name, kind);
}

/// The work of putting a message into `queue`, and of working on one from it, with the names of OpenTelemetry's conventions for messaging.
/// `name` is "send <queue>" or "process <queue>". What the taker gets is the span's context.
Span sending(const Span* parent, std::string_view name, std::string_view queue);
Span processing(const Tracer* tracer, std::string_view name, std::string_view queue, Context from);

namespace detail {
template <class T>
Async<T> traced_to_end(Span span, Async<T> work) {
  auto made = co_await std::move(work);
  if constexpr (requires { made.error().code(); }) {
    if (!made) span.fail(made.error());
  }
  co_return made;
}
}  // namespace detail

/// `work` as the work of `span`, which ends with it and fails with it. Costs nothing when the span is not recorded.
template <class T>
Async<T> traced(Span span, Async<T> work) {
  if (!span.recording()) return work;
  return detail::traced_to_end<T>(std::move(span), std::move(work));
}

}  // namespace docmill::trace
