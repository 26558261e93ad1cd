#include "api/json_parts.h"

#include <fmt/format.h>

#include <boost/json/error.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/string.hpp>
#include <utility>

#include "actions/fields.h"

namespace docmill::api {
namespace {

constexpr std::size_t kDecides = 64;  // letters after which base64 is told from text
constexpr std::size_t kLongestName = 1'000;
constexpr std::size_t kEventBytes = 64'000;

bool could_be_base64(std::string_view text) {
  constexpr std::string_view kLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=";
  return text.find_first_not_of(kLetters) == std::string_view::npos;
}

/// As JSON writes it between its quotes.
std::string escaped(std::string_view text) {
  auto quoted = boost::json::serialize(boost::json::string(text));
  return quoted.substr(1, quoted.size() - 2);
}

}  // namespace

void JsonParts::add_value(std::string_view name, std::string value) {
  target_ = actions::find_wire_target(operation_, action_, name);
  if (target_.field == nullptr || value.empty() || is_document()) return;
  events_.push_back({.kind = JsonEvent::Kind::Begin, .part = {.field = target_.field, .is_url = target_.is_url}});
  events_.push_back({.kind = JsonEvent::Kind::Bytes, .bytes = std::move(value)});
  events_.push_back({.kind = JsonEvent::Kind::End});
}

bool JsonParts::refuse(std::string sentence, error_code& ec) {
  fault_ = std::move(sentence);
  ec = boost::json::error::syntax;
  return false;
}

bool JsonParts::is_document() const {
  return target_.field != nullptr && target_.field->type == model::FieldType::File && !target_.is_url;
}

// ---- Brackets

bool JsonParts::on_object_begin(error_code& ec) {
  if (depth_ == 0) return ++depth_, true;
  switch (mode_) {
    case Mode::Capture: return open('{', ec);
    case Mode::Skip: return ++depth_, true;
    case Mode::Named: return refuse(fmt::format("{}: a document's members are texts.", key_), ec);
    case Mode::List:
    case Mode::Members: break;
  }
  const bool in_list = mode_ == Mode::List;
  if (in_list || (is_document() && target_.value != actions::WireValue::Plain)) {
    mode_ = Mode::Named;
    list_of_named_ = in_list;
    filename_.clear();
    has_content_ = false;
    return ++depth_, true;
  }
  return open('{', ec);
}

bool JsonParts::on_object_end(std::size_t, error_code& ec) {
  switch (mode_) {
    case Mode::Capture: return close('}', ec);
    case Mode::Named: mode_ = list_of_named_ ? Mode::List : Mode::Members; break;
    default: break;
  }
  --depth_;
  if (mode_ == Mode::Skip && depth_ == outside_) mode_ = Mode::Members;
  return true;
}

bool JsonParts::on_array_begin(error_code& ec) {
  if (depth_ == 0) return refuse("The body must be a JSON object whose members are the fields.", ec);
  switch (mode_) {
    case Mode::Capture: return open('[', ec);
    case Mode::Skip: return ++depth_, true;
    case Mode::Named:
    case Mode::List: return refuse(fmt::format("{}: send a list of documents, not lists in it.", key_), ec);
    case Mode::Members: break;
  }
  const bool documents = is_document() && target_.value != actions::WireValue::Plain;
  if (!documents && !target_.is_url) return open('[', ec);
  mode_ = Mode::List;
  return ++depth_, true;
}

bool JsonParts::on_array_end(std::size_t, error_code& ec) {
  if (mode_ == Mode::Capture) return close(']', ec);
  --depth_;
  if (mode_ == Mode::List || depth_ == outside_) mode_ = Mode::Members;
  return true;
}

/// A value that becomes its JSON text, or that nothing is known about.
bool JsonParts::open(char bracket, error_code&) {
  if (mode_ == Mode::Members) {
    outside_ = depth_;
    mode_ = target_.field == nullptr ? Mode::Skip : Mode::Capture;
    if (mode_ == Mode::Capture) begin_part();
  }
  ++depth_;
  if (mode_ == Mode::Skip) return true;
  comma();
  capture(std::string_view(&bracket, 1));
  filled_.push_back(false);
  return true;
}

bool JsonParts::close(char bracket, error_code& ec) {
  capture(std::string_view(&bracket, 1));
  filled_.pop_back();
  if (--depth_ != outside_) return true;
  mode_ = Mode::Members;
  return end_part(ec);
}

void JsonParts::comma() {
  if (after_key_) {
    after_key_ = false;
    return;
  }
  if (filled_.empty()) return;
  if (filled_.back()) capture(",");
  filled_.back() = true;
}

void JsonParts::capture(std::string_view json) {
  const bool joins = !events_.empty() && events_.back().kind == JsonEvent::Kind::Bytes && events_.back().bytes.size() < kEventBytes;
  if (!joins) events_.push_back({.kind = JsonEvent::Kind::Bytes});
  events_.back().bytes += json;
}

// ---- Keys

bool JsonParts::on_key_part(std::string_view text, std::size_t, error_code&) {
  text_ += text;
  return true;
}

bool JsonParts::on_key(std::string_view text, std::size_t, error_code&) {
  text_ += text;
  const auto key = std::exchange(text_, {});
  switch (mode_) {
    case Mode::Members:
      key_ = key;
      target_ = actions::find_wire_target(operation_, action_, key);
      break;
    case Mode::Named:
      member_ = Member::Other;
      for (const std::string_view name : {"fileName", "name"}) {
        if (actions::same_ignoring_case(key, name)) member_ = Member::Name;
      }
      for (const std::string_view name : {"content", "fileContent", "documentContent"}) {
        if (actions::same_ignoring_case(key, name)) member_ = Member::Content;
      }
      break;
    case Mode::Capture:
      comma();
      capture(fmt::format("\"{}\":", escaped(key)));
      after_key_ = true;
      break;
    case Mode::List:
    case Mode::Skip: break;
  }
  return true;
}

// ---- Values

void JsonParts::begin_part(std::string filename) {
  events_.push_back(
      {.kind = JsonEvent::Kind::Begin, .part = {.field = target_.field, .is_url = target_.is_url, .filename = std::move(filename)}});
  in_part_ = true;
  if (!is_document() || mode_ == Mode::Capture) return;
  if (target_.value == actions::WireValue::Base64) decoder_.emplace();
  undecided_ = target_.value == actions::WireValue::Either;
}

bool JsonParts::bytes(std::string_view text, error_code& ec) {
  if (!undecided_) return decoded(text, ec);
  text_ += text;
  if (text_.size() < kDecides) return true;
  undecided_ = false;
  if (could_be_base64(text_)) decoder_.emplace();
  return decoded(std::exchange(text_, {}), ec);
}

bool JsonParts::decoded(std::string_view text, error_code& ec) {
  if (!decoder_) return capture(text), true;
  auto made = decoder_->take(text);
  if (!made) return refuse(fmt::format("{}: this is not base64; send the document's bytes as base64.", key_), ec);
  if (!made->empty()) capture(*made);
  return true;
}

bool JsonParts::end_part(error_code& ec) {
  if (std::exchange(undecided_, false)) {
    if (could_be_base64(text_) && text_.size() % 4 == 0) decoder_.emplace();
    if (!decoded(std::exchange(text_, {}), ec)) return false;
  }
  if (decoder_ && !decoder_->finish()) return refuse(fmt::format("{}: the base64 is not complete; send all of it.", key_), ec);
  decoder_.reset();
  in_part_ = false;
  events_.push_back({.kind = JsonEvent::Kind::End});
  return true;
}

bool JsonParts::text_piece(std::string_view text, bool last, error_code& ec) {
  if (mode_ == Mode::Skip || target_.field == nullptr) return true;
  if (mode_ == Mode::Named) return named_text(text, last, ec);
  if (mode_ == Mode::Capture) {
    if (!std::exchange(in_string_, !last)) {
      comma();
      capture("\"");
    }
    capture(escaped(text));
    if (last) capture("\"");
    return true;
  }
  if (!in_part_) begin_part();
  if (!bytes(text, ec)) return false;
  return !last || end_part(ec);
}

bool JsonParts::named_text(std::string_view text, bool last, error_code& ec) {
  if (member_ == Member::Content) {
    if (!in_part_) begin_part(filename_);
    if (!bytes(text, ec)) return false;
    if (!last) return true;
    has_content_ = true;
    return end_part(ec);
  }
  if (member_ == Member::Other) return true;
  text_ += text;
  if (text_.size() > kLongestName) return refuse(fmt::format("{}: a document's name is longer than {} bytes.", key_, kLongestName), ec);
  if (last) name_document(std::exchange(text_, {}));
  return true;
}

void JsonParts::name_document(std::string name) {
  filename_ = std::move(name);
  if (!has_content_) return;
  events_.push_back({.kind = JsonEvent::Kind::Begin, .part = {.field = target_.field, .filename = filename_, .names_last = true}});
  events_.push_back({.kind = JsonEvent::Kind::End});
}

bool JsonParts::on_number_part(std::string_view text, error_code&) {
  text_ += text;
  return true;
}

bool JsonParts::scalar(std::string_view text, error_code& ec) {
  text_ += text;
  return whole_value(std::exchange(text_, {}), ec);
}

bool JsonParts::whole_value(std::string_view text, error_code& ec) {
  if (depth_ == 0) return refuse("The body must be a JSON object whose members are the fields.", ec);
  if (mode_ == Mode::Skip || target_.field == nullptr) return true;
  if (mode_ == Mode::Capture) {
    comma();
    capture(text);
    return true;
  }
  if (mode_ == Mode::Named && member_ == Member::Other) return true;
  const bool wanted = is_document() && target_.value != actions::WireValue::Plain;
  if (wanted || mode_ != Mode::Members) return refuse(fmt::format("{}: send the document's bytes as base64.", key_), ec);
  begin_part();
  capture(text);
  return end_part(ec);
}

bool JsonParts::on_null(error_code& ec) {
  if (mode_ == Mode::Capture) return whole_value("null", ec);
  if (depth_ == 0) return whole_value("null", ec);
  return true;
}

}  // namespace docmill::api
