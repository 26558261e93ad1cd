#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace docmill::templating {

/// That a text is no JSON: line and column (in characters, from 1) of byte `at`, `what` is wrong there, and some of what stands there.
Error not_json(std::string_view text, std::size_t at, std::string_view what);

/// The text of a document and how far it was read; its blanks, comments, words and quoted texts. The first failure is kept, and every
/// function says whether one may go on.
class JsonText {
 public:
  explicit JsonText(std::string_view text) : text_(text) {}

 protected:
  bool refuse(std::size_t at, std::string_view what);
  bool too_much(std::string message);
  /// The first failure; there must have been one.
  Error error() const;

  bool end() const { return at_ >= text_.size(); }
  char here() const { return end() ? '\0' : text_[at_]; }
  bool here_is(std::string_view word) const { return text_.substr(at_).starts_with(word); }

  /// Blanks and comments.
  bool skip_blanks();
  /// A name without quotes, or a word that stands for a value; empty when there is none here.
  std::string_view take_word();
  /// What a number may be spelled with, and more: whether it is one is for the caller to see.
  std::string_view take_number();
  /// The text between the quotes that begin here; it holds until the next text is read.
  bool read_text(std::string_view& text);

  std::string_view text_;
  std::size_t at_ = 0;

 private:
  std::size_t find_stop(char quote) const;
  bool read_escape();
  bool read_unicode(std::size_t begin);
  std::optional<std::uint32_t> hexadecimal();

  std::string room_;
  std::optional<Error> error_;
};

}  // namespace docmill::templating
