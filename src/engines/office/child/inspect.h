#pragma once
#include <set>
#include <string>
#include <string_view>

#include "base/result.h"
#include "engines/engine.h"
#include "engines/office/extensions.h"

namespace docmill::engines::office {

/// What is known of an input before LibreOffice sees it.
struct Inspected {
  const Readable* type = nullptr;  // never null; what the bytes are, told apart by the name where bytes cannot (csv, txt)
  std::set<std::string> fonts;     // named in its parts; empty for types that are not ZIP
};

struct Expected {
  std::string extension;      // as the caller named it, lower case; empty when unknown
  bool by_content = false;    // take the bytes' own type when the name says another
  bool has_password = false;  // one was sent: a protected package, which cannot be looked into, is left to LibreOffice
};

/// Judges an input before LibreOffice opens it. Pure: no files, no engine; everything read is bounded by `limits`.
/// Errors: InputDamaged, InputTooComplex, PasswordRequired, UnsupportedType (the message says what it looks like).
/// Cost:   under 3 ms for a small document; beyond that what inflating it once costs.
/// Source: ECMA-376 part 2, section 6.2.5: a package's XML parts hold no DTD declarations.
Result<Inspected> inspect(std::string_view bytes, const Expected& expected, const DocumentLimits& limits);

}  // namespace docmill::engines::office
