#pragma once
#include <cstdint>
#include <cstdlib>
#include <iterator>
#include <random>
#include <string>
#include <vector>

// Chance that can be repeated, for tests that look at many templates of which none was thought of. For tests only.

namespace docmill::trial {

/// The seeds of a test's rounds: 1 to `rounds`, or what DOCMILL_SEED says and those behind it. A failure names its seed.
inline std::vector<std::uint64_t> seeds(std::size_t rounds) {
  const char* chosen = std::getenv("DOCMILL_SEED");
  const std::uint64_t first = chosen != nullptr ? std::strtoull(chosen, nullptr, 10) : 1;
  std::vector<std::uint64_t> out;
  for (std::size_t i = 0; i < rounds; ++i) out.push_back(first + i);
  return out;
}

/// The same numbers for the same seed on every machine: no distribution of the library is used.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : engine_(seed) {}

  std::size_t below(std::size_t limit) { return static_cast<std::size_t>(engine_() % limit); }
  std::size_t from(std::size_t first, std::size_t last) { return first + below(last - first + 1); }
  bool one_in(std::size_t many) { return below(many) == 0; }
  template <class List>
  const auto& of(const List& list) {
    return list[below(std::size(list))];
  }

  /// A few characters of text: of several languages, with what XML must escape, blanks at the ends.
  std::string word() {
    static const std::vector<std::string> kWords{"alpha", "Größe", "a<b",   "&amp;", "“x”",   "it's \"so\"", "日本",
                                                 "🙂",    " lead", "tail ", "%7b",   "100 %", "x > y",       "_x000A_",
                                                 "é̂",     "=1+1",  "-",     "0.5",   "]]>"};
    return of(kWords);
  }
  /// Text that looks a little like tokens and is none.
  std::string almost_token() {
    static const std::vector<std::string> kTexts{"{",  "}",    "{{",      "}}",  "{ {a}}", "{{}}", "[[",
                                                 "]]", "[[]]", "{{a b}}", "{{{", "[1]",    "{{=}}"};
    return of(kTexts);
  }

 private:
  std::mt19937_64 engine_;
};

/// The text cut into pieces between characters, in runs as Word cuts it.
inline std::vector<std::string> cut_up(Dice& dice, const std::string& text, std::size_t one_in) {
  std::vector<std::string> pieces(1);
  for (const char c : text) {
    const bool begins = (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
    if (begins && !pieces.back().empty() && dice.one_in(one_in)) pieces.emplace_back();
    pieces.back() += c;
  }
  return pieces;
}

}  // namespace docmill::trial
