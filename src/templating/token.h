#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "templating/path.h"

namespace docmill::templating {

class Expression;
struct Arguments;  // expression_tree.h

/// Two languages of Office templates (§0.2): `{{a.b}:format(C)}` and `{{a.b|format(C)}}`. HTML and text have their own, in html/.
enum class Dialect : std::uint8_t { Classic, Modern };

/// Which of them `text` (some or all of a template) is written in: Modern where it has `{{a|`, `{{[`, `{{#if` or `{{#hide-if`, Classic
/// where it has a colon behind a body. nullopt: it has neither; both read it alike, so take Classic.
std::optional<Dialect> guess_dialect(std::string_view text);

/// A formatter or function with what stands between its parentheses: as it is written, its escapes still in it.
struct Call {
  std::string name;
  std::string arguments = {};
  /// Of a Modern function: the same, parsed. nullptr for formatters.
  std::shared_ptr<const Arguments> parsed = nullptr;
};

enum class TokenKind : std::uint8_t {
  Value,    // prints what its path or expression gives
  Alias,    // {{name = …}}: defines a name and prints nothing; its paragraph goes when it holds nothing else (§2.6, §13)
  If,       // {{#if …}}            Modern only, as are all below
  Else,     // {{#else}}
  EndIf,    // {{/if}}
  HideIf,   // {{#hide-if …}}: the closest list item or row goes when it is true
  Barcode,  // {{#barcode value "CODE128" 300 100}}
  QrCode,   // {{#qrcode value 150}}
};

/// What a token says of the block around it, before there are any values.
struct Marks {
  bool page = false;
  bool sheet = false;
  bool horizontal_resize = false;
  bool fixed = false;
  bool merge_nulls = false;
  bool span_nulls = false;
};

/// A token of a text, ready to be applied to values (formatter.h) or, if it is control, to be acted on.
struct Token {
  TokenKind kind = TokenKind::Value;
  /// Its bytes in the text: [begin, end).
  std::size_t begin = 0;
  std::size_t end = 0;
  /// All of it, as it is written.
  std::string source = {};
  /// What stands between its inner braces, as it is written.
  std::string body;
  /// What it prints (Value) or defines (Alias). Empty for a Modern expression that is no plain path; see `expression`.
  Path path;
  /// Its formatters or functions, first one first.
  std::vector<Call> calls;
  /// Modern: what is printed, asked or assigned. Classic: what an Alias is assigned. Else nullptr.
  std::shared_ptr<const Expression> expression;
  /// Barcode and QrCode: what stands behind the value.
  std::vector<std::string> arguments;
  /// All paths that decide what is repeated around it (repetition_of): of a Classic value just `path`. A list handed whole to a function
  /// (`items.price|sum()`) is not among them.
  std::vector<Path> paths;
  Marks marks;

  /// If, Else, EndIf, HideIf and Alias: it prints nothing of its own.
  bool is_control() const { return kind != TokenKind::Value && kind != TokenKind::Barcode && kind != TokenKind::QrCode; }
  /// {{equals}} stands for the "=" of a formula in a cell (§4.4).
  bool is_equals() const { return kind == TokenKind::Value && path.size() == 1 && path[0] == "equals" && calls.empty(); }
  bool has_call(std::string_view name) const;
};

/// Longest token, in bytes; a longer one is text.
inline constexpr std::size_t kLongestToken = 64 * 1024;
/// Most formatters of a token; one with more is text.
inline constexpr std::size_t kMostCalls = 32;

/// The tokens of `text` (the text of one paragraph or cell, its runs joined; UTF-8) in their order, none inside another. What is malformed
/// is text: unclosed braces, a body that is no path (unless `keep-token` follows), an expression that cannot be read. Linear in `text`.
///
/// `complaints`: where given, gets a sentence for each thing between Modern braces that is no token, with where the error lies.
std::vector<Token> find_tokens(std::string_view text, Dialect dialect, std::vector<std::string>* complaints = nullptr);

/// Whether `text` can have a token at all: a cheap look for `{{` and `[[`, so that a renderer may pass by most paragraphs.
bool may_have_tokens(std::string_view text);

/// The arguments of a call as most formatters take them (§2.1): cut at commas that stand outside quotes, brackets and parentheses, without
/// the blanks around them, one pair of straight or typographic quotes taken off, escapes undone.
std::vector<std::string> split_arguments(std::string_view arguments);
/// The same pieces as they are written, with blanks and quotes; none when there is nothing but blanks.
std::vector<std::string_view> cut_arguments(std::string_view arguments);
/// `\x` becomes `x`.
std::string without_escapes(std::string_view text);
/// Without one pair of straight or typographic quotes around it.
std::string_view without_quotes(std::string_view text);

}  // namespace docmill::templating
