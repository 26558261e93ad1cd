#pragma once
#include <cstddef>
#include <string>
#include <string_view>

#include "base/result.h"
#include "templating/context.h"

namespace docmill::templating::html {

enum class Escaping : unsigned char {
  None,  // values are printed as they are: plain text, and what the product does (§11)
  Html,  // & < > " ' of values become entities; {{{key}}} prints the value as it is
};

struct Options {
  Escaping escaping = Escaping::None;
  /// Line breaks of the template: kept, or left out so that only {{#newline}} makes any.
  bool keep_line_breaks = true;
  /// Most bytes of the result.
  std::size_t largest = 256U << 20U;
};

/// Fills an HTML or text template (§11) with context.data: `{{key,10:N2}}`, `{{#each key}}`, `{{#with key}}`, `{{#if key}}` `{{#elif key}}`
/// `{{#else}}`,
/// `{{#index}}`, `{{#newline}}`, `{{#set name value}}` and `{{@name}}`, `{{#! comment }}`. A key is looked for in the scope at hand, then
/// in those around it. Braces that begin none of these are text. Time grows with what is read and written, whatever the data.
///
/// A key that is found nowhere prints nothing and warns; where context.missing is Error, the document fails.
/// Errors: BadRequest with line and column (an unknown tag, one without its end, an end without its beginning, a format that is none),
/// InputTooComplex (the result over its limit, tags deeper than 200).
Result<std::string> fill(std::string_view text, Context& context, const Options& options = {});

}  // namespace docmill::templating::html
