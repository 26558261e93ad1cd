#pragma once
#include <boost/json/basic_parser.hpp>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "actions/connector.h"
#include "api/form_source.h"
#include "crypto/base64.h"

namespace docmill::api {

/// What a piece of a JSON body says: a part begins, goes on, or ends.
struct JsonEvent {
  enum class Kind { Begin, Bytes, End } kind;
  FormPart part = {};      // Begin
  std::string bytes = {};  // Bytes
};

/// Turns the tokens of a connector's JSON object into parts, documents decoded. Called by boost::json's basic_parser, whose names for
/// tokens it therefore has; a function that returns false has set `ec`, and fault() says why.
class JsonParts {
 public:
  JsonParts(const model::Action& action, const actions::ConnectorOperation& operation) : action_(action), operation_(operation) {}

  /// A value that came in the query.
  void add_value(std::string_view name, std::string value);
  std::deque<JsonEvent>& events() { return events_; }
  /// The sentence for the caller; empty while nothing is wrong.
  const std::string& fault() const { return fault_; }

  using error_code = boost::json::error_code;
  static constexpr std::size_t max_object_size = 1'000'000;
  static constexpr std::size_t max_array_size = 10'000'000;
  static constexpr std::size_t max_key_size = 10'000;
  static constexpr std::size_t max_string_size = ~std::size_t{0};

  bool on_document_begin(error_code&) { return true; }
  bool on_document_end(error_code&) { return true; }
  bool on_object_begin(error_code& ec);
  bool on_object_end(std::size_t, error_code& ec);
  bool on_array_begin(error_code& ec);
  bool on_array_end(std::size_t, error_code& ec);
  bool on_key_part(std::string_view text, std::size_t, error_code&);
  bool on_key(std::string_view text, std::size_t, error_code& ec);
  bool on_string_part(std::string_view text, std::size_t, error_code& ec) { return text_piece(text, false, ec); }
  bool on_string(std::string_view text, std::size_t, error_code& ec) { return text_piece(text, true, ec); }
  bool on_number_part(std::string_view text, error_code&);
  bool on_int64(std::int64_t, std::string_view text, error_code& ec) { return scalar(text, ec); }
  bool on_uint64(std::uint64_t, std::string_view text, error_code& ec) { return scalar(text, ec); }
  bool on_double(double, std::string_view text, error_code& ec) { return scalar(text, ec); }
  bool on_bool(bool value, error_code& ec) { return scalar(value ? "true" : "false", ec); }
  bool on_null(error_code& ec);
  bool on_comment_part(std::string_view, error_code&) { return true; }
  bool on_comment(std::string_view, error_code&) { return true; }

 private:
  enum class Mode {
    Members,  // directly in the request's object
    List,     // in an array of documents
    Named,    // in an object {"fileName", "content"}
    Capture,  // in a value that becomes its JSON text
    Skip,     // in a value that nothing is known about
  };
  enum class Member { Content, Name, Other };

  bool refuse(std::string sentence, error_code& ec);
  bool is_document() const;
  void begin_part(std::string filename = {});
  bool bytes(std::string_view text, error_code& ec);
  bool decoded(std::string_view text, error_code& ec);
  bool end_part(error_code& ec);
  bool text_piece(std::string_view text, bool last, error_code& ec);
  bool named_text(std::string_view text, bool last, error_code& ec);
  void name_document(std::string name);
  bool scalar(std::string_view text, error_code& ec);
  bool whole_value(std::string_view text, error_code& ec);
  bool open(char bracket, error_code& ec);
  bool close(char bracket, error_code& ec);
  void capture(std::string_view json);
  void comma();

  const model::Action& action_;
  const actions::ConnectorOperation& operation_;
  std::deque<JsonEvent> events_;
  std::string fault_;

  Mode mode_ = Mode::Members;
  int depth_ = 0;  // of brackets that are open
  std::string key_;
  std::string text_;  // of a key, a number or a short text that is not complete
  actions::WireTarget target_;
  // Of the document that is being read
  bool in_part_ = false;
  std::optional<crypto::Base64Decoder> decoder_;
  bool undecided_ = false;  // its first letters, in text_, do not yet tell base64 from text
  // Of an object {"fileName", "content"}
  Member member_ = Member::Other;
  bool list_of_named_ = false;
  std::string filename_;
  bool has_content_ = false;
  // Of a value that becomes its JSON text
  int outside_ = 0;           // depth_ outside of it
  std::vector<bool> filled_;  // whether a bracket that is open holds something already
  bool after_key_ = false;
  bool in_string_ = false;
};

}  // namespace docmill::api
