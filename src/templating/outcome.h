#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "templating/value.h"

namespace docmill::templating {

namespace markup {
struct Fragment;  // markup/fragment.h
}

/// A picture to be put in a token's place.
struct Picture {
  /// A URL, base64, or a data URI, as it stands in the data; picture_bytes() in picture.h gets the picture itself.
  std::string source;
  /// Pixels at 96 to the inch; both 0: its own size; height 0: in proportion.
  double width = 0;
  double height = 0;
  /// May be recompressed (`pictureCompress`); otherwise its bytes are kept.
  bool compress = false;
};

struct Barcode {
  std::string text;
  std::string type;  // "CODE128", as the template names it, in capitals
  double width = 0;  // pixels at 96 to the inch; 0: as the maker likes
  double height = 0;
};

struct QrCode {
  std::string text;
  /// Classic: pixels of one module; the picture is (modules + 8) times as wide (§7). 0: see `width`.
  int module = 0;
  /// Modern: pixels of the whole. 0: see `module`.
  double width = 0;
};

/// What becomes of a token, once its value went through its formatters.
struct Outcome {
  enum class Kind : std::uint8_t {
    Nothing,    // the token goes, all else stays
    Text,       // print `text`
    Number,     // print `text`; a cell that holds nothing else takes `value` as a number
    Boolean,    // the same with a boolean
    Date,       // the same with a date-time
    Grid,       // `value` is an array of arrays (§3.6): apply_formatters() to each element. `text` where no grid can stand
    Picture,    // `picture`
    Barcode,    // `barcode`
    QrCode,     // `qr_code`
    Html,       // `html`; `text` where nothing but text can stand
    HideBlock,  // the closest block goes (§5.2)
    MergeLeft,  // merge-nulls met a null: merge with the cell to the left
    MergeUp,    // span-nulls met a null: merge with the cell above
    Keep,       // leave the token in the text as it is written
  };

  Kind kind = Kind::Nothing;
  /// What is printed, UTF-8; line feeds are line breaks.
  std::string text = {};
  /// Number, Boolean, Date, Grid: the value itself.
  Value value = {};
  Picture picture = {};
  Barcode barcode = {};
  QrCode qr_code = {};
  std::shared_ptr<const markup::Fragment> html = {};  // never changed; copies of an outcome share it

  /// What stands in the place of the token in a text that can hold nothing but text (an attribute, the name of a sheet). Keep has no text:
  /// the caller leaves the token there.
  const std::string& printed() const { return text; }
};

}  // namespace docmill::templating
