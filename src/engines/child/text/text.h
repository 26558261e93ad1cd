#pragma once
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "engines/child/file_bytes.h"

namespace docmill::engines::child {

/// A document's characters as UTF-8, whatever they were written in.
class Text {
 public:
  /// `encoding`: what the caller says it is ("windows-1252", any name or alias ICU knows); empty: a byte order mark decides, then whether
  /// it is UTF-8, then UTF-16 by its NUL bytes, then ICU's guess, and windows-1252 where there is none.
  /// Errors: BadRequest (an encoding that is not known), InputDamaged (holds NUL characters, so it is no text), Unavailable.
  static Result<Text> of(int fd, const std::string& encoding = {});

  /// Valid UTF-8 without a byte order mark, for as long as this lives.
  std::string_view view() const { return view_; }
  /// "UTF-8", "UTF-16LE", "windows-1252"
  const std::string& encoding() const { return encoding_; }

 private:
  Text(FileBytes bytes, std::string_view view, std::string encoding)
      : bytes_(std::move(bytes)), view_(view), encoding_(std::move(encoding)) {}

  FileBytes bytes_;
  std::string_view view_;
  std::string encoding_;
};

}  // namespace docmill::engines::child
