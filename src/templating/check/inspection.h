#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "templating/check/data_shape.h"
#include "templating/context.h"
#include "templating/findings.h"

namespace docmill::templating {

/// A token in the report.
struct TokenRow {
  std::string token;
  std::string part;
  std::string place;
  std::string_view kind;           // "value", "definition", "condition", "picture", …
  std::vector<std::string> names;  // of the data: "order.items.price"
};

/// A template looked at without filling it.
struct Inspection {
  static constexpr std::size_t kMostProblems = 500;

  std::string_view language;  // "Classic", "Modern", "Html"
  std::vector<TokenRow> tokens;
  std::size_t more_tokens = 0;  // for which there was no room
  DataShape shape;
  Warnings problems{kMostProblems};
};

/// Of an Office template, once a renderer found its tokens. `context`: of whom they were found; what could not be read is among its
/// warnings, and `dialect` is the template's.
Inspection inspect(const Findings& findings, Context& context);

/// Of an HTML or text template. `data`: see shape_of(). A tag that cannot be read is a problem; nothing behind it is looked at then.
Inspection inspect_html(std::string_view text, bool triple_braces, const Value* data = nullptr);

/// {"language", "tokens", "lists", "problems", "schema", "sample"}.
Value report_of(const Inspection& inspection);

/// [{"message", "part", "place", "token"}]: what is empty is left out.
Value written(const Warnings& warnings);

}  // namespace docmill::templating
