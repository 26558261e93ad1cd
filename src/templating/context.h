#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"
#include "templating/date_time.h"
#include "templating/region.h"
#include "templating/token.h"
#include "templating/value.h"
#include "templating/warning.h"
#include "templating/where.h"

namespace docmill::templating {

/// What becomes of a token whose name is not in the data (§2.5).
enum class MissingValue : std::uint8_t {
  Keep,    // it stays in the text
  Remove,  // it prints nothing
  Error,   // the document fails
};

/// Gets the pictures that data names by a URL. The host decides whether anything is fetched at all, and from where.
class PictureProvider {
 public:
  virtual ~PictureProvider() = default;
  /// The bytes behind an http or https address. Errors: any; the picture is left out with a warning that has its message.
  virtual Result<std::string> fetch(const std::string& url) = 0;
};

/// What one rendering is given, and what it leaves behind. One per document; it stays where it is while scopes borrow its data.
struct Context {
  /// What fills the template. Aliases add to it.
  Value data;
  Region region;  // culture and time zone
  Dialect dialect = Dialect::Classic;
  MissingValue missing = MissingValue::Keep;
  /// What `{{@date}}` prints, on the clock of region.zone, and `{{@number}}`.
  DateTime now;
  std::int64_t number = 1;
  /// Borrowed; nullptr: pictures come from base64 and data URIs only.
  PictureProvider* pictures = nullptr;

  Warnings warnings;
  /// Where the renderer is while it reads the template: "word/document.xml", "paragraph 12" or "Sheet1!B4". It sets them as it goes.
  std::string part;
  std::string place;
  /// The token being filled knows its own place; fill() sets it. nullptr: `part` and `place` count.
  const Locator* locator = nullptr;
  /// While a workbook within another document is filled: that document's part. The workbook's own parts mean nothing to its author.
  std::string container;

  /// Steps that expressions and functions may still take, so that no template keeps a child busy: about one per node evaluated, item
  /// looked at and KiB written.
  std::uint64_t work = 100'000'000;
  /// Definitions that may still be made.
  std::uint32_t aliases = 2'000;

  /// Where what is in hand stands.
  Where where() const;
  /// Keeps a warning with its place. `token`: as it is written, where no token is in hand.
  void warn(std::string_view token, std::string message, std::string missing_name = {});
  /// The same error, saying where it came up.
  Error placed(const Error& error) const;
  /// Takes `steps` of the work. Errors: InputTooComplex when there is too little left.
  Result<void> spend(std::uint64_t steps);
};

}  // namespace docmill::templating
