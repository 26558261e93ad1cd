#include "base/trace.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <limits>

#include "base/ids.h"

namespace docmill::trace {
namespace {

constexpr std::size_t kParentLength = 55;
constexpr std::size_t kLongestState = 512;  // characters; what the recommendation asks everybody to pass on
constexpr std::size_t kMostMembers = 32;
constexpr std::size_t kLongestPart = 256;  // of a key or a value

bool is_hex(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

bool all_zero(std::string_view text) {
  return text.find_first_not_of('0') == std::string_view::npos;
}

unsigned flags_of(std::string_view parent) {
  unsigned flags = 0;
  std::from_chars(parent.data() + 53, parent.data() + kParentLength, flags, 16);
  return flags;
}

/// "00-<trace>-<span>-<00 or 01>", or empty. Unknown flags are not passed on, as version 00 asks.
std::string read_parent(std::string_view text) {
  if (text.size() < kParentLength || text[2] != '-' || text[35] != '-' || text[52] != '-') return {};
  const auto version = text.substr(0, 2);
  const auto trace = text.substr(3, 32);
  const auto span = text.substr(36, 16);
  const bool shaped = is_hex(version) && is_hex(trace) && is_hex(span) && is_hex(text.substr(53, 2));
  if (!shaped || version == "ff" || all_zero(trace) || all_zero(span)) return {};
  if (text.size() > kParentLength && (version == "00" || text[kParentLength] != '-')) return {};
  return fmt::format("00-{}-{}-{:02x}", trace, span, flags_of(text) & 1U);
}

bool is_key(std::string_view key) {
  const auto letter = [](char c) { return c >= 'a' && c <= 'z'; };
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  if (key.empty() || key.size() > kLongestPart || !(letter(key.front()) || digit(key.front()))) return false;
  return std::ranges::all_of(key,
                             [&](char c) { return letter(c) || digit(c) || std::string_view("_-*/@").find(c) != std::string_view::npos; });
}

bool is_value(std::string_view value) {
  const auto allowed = [](char c) { return c >= 0x20 && c <= 0x7e && c != ',' && c != '='; };
  return !value.empty() && value.size() <= kLongestPart && value.back() != ' ' && std::ranges::all_of(value, allowed);
}

std::string_view trimmed(std::string_view text) {
  while (text.starts_with(' ') || text.starts_with('\t')) text.remove_prefix(1);
  while (text.ends_with(' ') || text.ends_with('\t')) text.remove_suffix(1);
  return text;
}

/// The members that fit, first ones first; empty when one of all is not well-formed.
std::string read_state(std::string_view text) {
  std::string state;
  std::size_t members = 0;
  bool full = false;
  while (!text.empty()) {
    const auto comma = std::min(text.find(','), text.size());
    const auto member = trimmed(text.substr(0, comma));
    text.remove_prefix(std::min(comma + 1, text.size()));
    if (member.empty()) continue;
    const auto equals = member.find('=');
    if (equals == std::string_view::npos || ++members > kMostMembers) return {};
    if (!is_key(member.substr(0, equals)) || !is_value(member.substr(equals + 1))) return {};
    full = full || state.size() + 1 + member.size() > kLongestState;
    if (full) continue;
    if (!state.empty()) state += ',';
    state += member;
  }
  return state;
}

std::int64_t civil_ns() {
  using std::chrono::duration_cast;
  return duration_cast<std::chrono::nanoseconds>(std::chrono::system_clock::now().time_since_epoch()).count();
}

/// Source: https://opentelemetry.io/docs/specs/semconv/messaging/messaging-spans/
void describe(Span& span, std::string_view operation, std::string_view queue) {
  span.set("messaging.system", "docmill");
  span.set("messaging.operation.type", operation);
  span.set("messaging.operation.name", operation);
  span.set("messaging.destination.name", queue);
}

std::string new_id(std::size_t bytes) {
  for (;;) {
    auto id = to_hex(random_bytes(bytes));
    if (!all_zero(id)) return id;
  }
}

}  // namespace

Context read_context(std::string_view traceparent, std::string_view tracestate) {
  Context context{.parent = read_parent(trimmed(traceparent)), .state = {}};
  // A caller may send this many bytes of headers; beyond what 32 members can hold nothing is read.
  const bool readable = !context.parent.empty() && tracestate.size() <= kMostMembers * 2 * (kLongestPart + 2);
  if (readable) context.state = read_state(tracestate);
  return context;
}

Tracer::Tracer(Sink& sink, double ratio) : sink_(sink) {
  constexpr auto kAll = std::numeric_limits<std::uint64_t>::max();
  below_ = ratio >= 1 ? kAll : ratio <= 0 ? 0 : static_cast<std::uint64_t>(ratio * 0x1p63);
}

bool Tracer::keeps(std::string_view trace_id) const {
  std::uint64_t low = 0;
  std::from_chars(trace_id.data() + 16, trace_id.data() + trace_id.size(), low, 16);
  return (low >> 1U) < below_;
}

Span::Span(const Tracer* tracer, std::string_view name, Kind kind, Context from, bool kept) : tracer_(tracer), context_(std::move(from)) {
  if (!kept) return;
  record_ = std::make_unique<Finished>();
  record_->trace_id = context_.trace_id();
  record_->parent_id = context_.span_id();
  if (all_zero(record_->parent_id)) record_->parent_id.clear();
  record_->span_id = new_id(8);
  record_->state = context_.state;
  record_->name = name;
  record_->kind = kind;
  record_->start_ns = civil_ns();
  began_ = Deadline::Steady::now();
  context_.parent = fmt::format("00-{}-{}-01", record_->trace_id, record_->span_id);
}

Span::Span(Span&& other) noexcept
    : tracer_(other.tracer_), context_(std::move(other.context_)), record_(std::move(other.record_)), began_(other.began_) {}

Span& Span::operator=(Span&& other) noexcept {
  if (this == &other) return *this;
  end();
  tracer_ = other.tracer_;
  context_ = std::move(other.context_);
  record_ = std::move(other.record_);
  began_ = other.began_;
  return *this;
}

Span Span::child(std::string_view name, Kind kind) const {
  return {tracer_, name, kind, context_, recording()};
}

void Span::put(std::string_view name, Value value) {
  record_->attributes.emplace_back(name, std::move(value));
}

void Span::set(std::string_view name, std::string_view value) {
  if (record_ != nullptr) put(name, std::string(value));
}

void Span::rename(std::string_view name) {
  if (record_ != nullptr) record_->name = name;
}

void Span::fail(std::string_view type) {
  if (record_ == nullptr || record_->failed) return;
  record_->failed = true;
  put("error.type", std::string(type));
}

void Span::end() {
  if (record_ == nullptr) return;
  // Its length by the steady clock: the civil one may be set while it runs.
  const auto took = Deadline::Steady::now() - began_;
  record_->end_ns = record_->start_ns + std::chrono::duration_cast<std::chrono::nanoseconds>(took).count();
  tracer_->sink().take(std::move(*std::exchange(record_, nullptr)));
}

Span start(const Tracer* tracer, std::string_view name, Kind kind, Context from) {
  if (tracer == nullptr) return {nullptr, name, kind, std::move(from), false};
  auto known = read_context(from.parent, from.state);
  if (!known.parent.empty()) {
    const bool kept = (flags_of(known.parent) & 1U) != 0;
    return {tracer, name, kind, std::move(known), kept};
  }
  const auto trace_id = new_id(16);
  const bool kept = tracer->keeps(trace_id);
  // Told on all the same when it is not kept, so that nobody after us decides anew. A span that is kept puts its own id in place of the
  // zeros.
  Context made{.parent = fmt::format("00-{}-{}-00", trace_id, kept ? std::string(16, '0') : new_id(8)), .state = {}};
  return {tracer, name, kind, std::move(made), kept};
}

Span sending(const Span* parent, std::string_view name, std::string_view queue) {
  auto span = child_of(parent, name, Kind::Producer);
  describe(span, "send", queue);
  return span;
}

Span processing(const Tracer* tracer, std::string_view name, std::string_view queue, Context from) {
  auto span = start(tracer, name, Kind::Consumer, std::move(from));
  describe(span, "process", queue);
  return span;
}

}  // namespace docmill::trace
