#pragma once
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "templating/token.h"

namespace docmill::templating::xlsx {

/// Longest text of a cell, in UTF-16 units; Excel calls a workbook with a longer one damaged.
inline constexpr std::size_t kLongestCellText = 32'767;

/// The texts of a new table of shared strings, each kept once, as the XML that stands in its <si>.
class Strings {
 public:
  /// The number of the text with this XML; added when it is new.
  std::uint32_t add(std::string_view xml);
  std::string_view xml(std::uint32_t id) const { return texts_[id]; }
  std::size_t size() const { return texts_.size(); }
  /// Bytes of all texts.
  std::uint64_t bytes() const { return bytes_; }
  /// Only those of used numbers keep their content; the others become empty, so that no token stays behind for a naive search.
  std::string part(const std::vector<bool>& used) const;

 private:
  std::deque<std::string> texts_;  // never moves: the index has views of them
  std::unordered_map<std::string_view, std::uint32_t> index_;
  std::uint64_t bytes_ = 0;
};

/// A run of a rich text: its <rPr> as XML and its bytes in the joined text.
struct TextRun {
  std::string properties;
  std::size_t begin = 0;
  std::size_t end = 0;
};

/// The text of a cell that has tokens.
struct CellText {
  std::string text;
  std::vector<TextRun> runs;  // empty: plain
  std::vector<Token> tokens;

  bool alone() const { return tokens.size() == 1 && tokens[0].begin == 0 && tokens[0].end == text.size(); }
  /// It begins with {{equals}}: what is printed becomes a formula.
  bool makes_formula() const { return !tokens.empty() && tokens[0].begin == 0 && tokens[0].is_equals(); }
};

/// Bytes of the template text that go.
struct Cut {
  std::size_t begin = 0;
  std::size_t end = 0;
};

/// The text with `parts` in place of its tokens, without what `cuts` takes away: as XML of a shared string. `whole`: also a rich text
/// becomes plain where all that is printed comes from one run.
std::string compose_xml(const CellText& text, const std::vector<std::string>& parts, const std::vector<Cut>& cuts);
/// The same as plain text.
std::string compose_text(const CellText& text, const std::vector<std::string>& parts, const std::vector<Cut>& cuts);

/// `<t>…</t>`: what XML cannot hold is written as _x0001_, as Office does; cut to kLongestCellText.
std::string text_xml(std::string_view text);
/// The other way round: `_x0001_` becomes what it names.
std::string unescaped_text(std::string_view text);
/// Text between tags or in an attribute's double quotes: what XML cannot hold is left out.
void append_escaped(std::string& out, std::string_view text);
/// `text` no longer than `most` UTF-16 units, cut between characters.
std::string_view shortened(std::string_view text, std::size_t most);

}  // namespace docmill::templating::xlsx
