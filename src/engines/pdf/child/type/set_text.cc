#include "engines/pdf/child/type/set_text.h"

#include <fribidi.h>

#include <algorithm>

#include "engines/pdf/qpdf.h"

namespace docmill::engines::pdf::type {
namespace {

/// Characters of one face, script and direction, which can be shaped together.
struct Piece {
  std::size_t first = 0;
  std::size_t count = 0;
  const Face* face = nullptr;
  hb_script_t script = HB_SCRIPT_COMMON;
  FriBidiLevel level = 0;
};

bool goes_with_its_neighbour(char32_t c) {
  const auto kind = hb_unicode_general_category(hb_unicode_funcs_get_default(), c);
  return kind == HB_UNICODE_GENERAL_CATEGORY_NON_SPACING_MARK || kind == HB_UNICODE_GENERAL_CATEGORY_ENCLOSING_MARK ||
         kind == HB_UNICODE_GENERAL_CATEGORY_SPACING_MARK || kind == HB_UNICODE_GENERAL_CATEGORY_FORMAT;
}

/// Unicode's rules for text of two directions (UAX #9); odd levels are read from the right.
std::vector<FriBidiLevel> levels_of(const std::u32string& text) {
  const auto size = static_cast<FriBidiStrIndex>(text.size());
  const std::vector<FriBidiChar> chars(text.begin(), text.end());
  std::vector<FriBidiCharType> types(text.size());
  std::vector<FriBidiBracketType> brackets(text.size());
  std::vector<FriBidiLevel> levels(text.size(), 0);
  fribidi_get_bidi_types(chars.data(), size, types.data());
  fribidi_get_bracket_types(chars.data(), size, types.data(), brackets.data());
  FriBidiParType base = FRIBIDI_PAR_ON;
  if (fribidi_get_par_embedding_levels_ex(types.data(), brackets.data(), size, &base, levels.data()) == 0)
    std::ranges::fill(levels, FriBidiLevel{0});
  return levels;
}

/// The script of each character; marks, spaces and punctuation take that of what stands before them, or else behind.
std::vector<hb_script_t> scripts_of(const std::u32string& text) {
  std::vector<hb_script_t> scripts;
  scripts.reserve(text.size());
  for (const auto c : text) scripts.push_back(hb_unicode_script(hb_unicode_funcs_get_default(), c));
  const auto is_own = [](hb_script_t s) { return s != HB_SCRIPT_COMMON && s != HB_SCRIPT_INHERITED && s != HB_SCRIPT_UNKNOWN; };
  const auto first_own = std::ranges::find_if(scripts, is_own);
  auto last = first_own == scripts.end() ? HB_SCRIPT_LATIN : *first_own;
  for (auto& script : scripts) {
    if (is_own(script)) last = script;
    script = last;
  }
  return scripts;
}

/// Which face shows each character.
std::vector<const Face*> faces_of(const FontBook& fonts, const std::u32string& text, const Face& wanted, bool& missing) {
  std::vector<const Face*> faces;
  faces.reserve(text.size());
  for (const auto c : text) {
    const auto* const before = faces.empty() ? &wanted : faces.back();
    const bool joins = goes_with_its_neighbour(c);
    const auto* face = joins && before->glyph_of(c) != 0 ? before : fonts.face_for(c, wanted);
    // The neighbour's face can shape what it may have no glyph for: joiners and marks it composes.
    if (face == nullptr) missing = missing || !joins;
    faces.push_back(face == nullptr ? (joins ? before : &wanted) : face);
  }
  return faces;
}

std::vector<Piece> pieces_of(const FontBook& fonts, Line& line, const Face& wanted) {
  const auto levels = levels_of(line.text);
  const auto scripts = scripts_of(line.text);
  const auto faces = faces_of(fonts, line.text, wanted, line.missing);
  std::vector<Piece> pieces;
  for (std::size_t i = 0; i < line.text.size(); ++i) {
    const bool goes_on =
        !pieces.empty() && pieces.back().face == faces[i] && pieces.back().script == scripts[i] && pieces.back().level == levels[i];
    if (!goes_on) pieces.push_back({.first = i, .count = 0, .face = faces[i], .script = scripts[i], .level = levels[i]});
    ++pieces.back().count;
  }
  return pieces;
}

/// Rule L2: from the highest level down to the lowest odd one, what has it or more is turned round.
void order_visually(std::vector<Piece>& pieces) {
  FriBidiLevel highest = 0;
  for (const auto& piece : pieces) highest = std::max(highest, piece.level);
  for (FriBidiLevel level = highest; level > 0; --level) {
    for (auto begin = pieces.begin(); begin != pieces.end();) {
      begin = std::find_if(begin, pieces.end(), [&](const Piece& p) { return p.level >= level; });
      const auto end = std::find_if(begin, pieces.end(), [&](const Piece& p) { return p.level < level; });
      std::reverse(begin, end);
      begin = end;
    }
  }
}

/// The glyphs of one cluster share characters: the first one shown stands for all of them.
void count_characters(std::vector<Glyph>& glyphs, const Piece& piece) {
  std::vector<std::size_t> starts;
  for (const auto& glyph : glyphs) starts.push_back(glyph.first);
  starts.push_back(piece.first + piece.count);
  std::ranges::sort(starts);
  for (std::size_t i = 0; i < glyphs.size(); ++i) {
    const bool further = i > 0 && glyphs[i - 1].first == glyphs[i].first;
    glyphs[i].count = further ? 0 : *std::ranges::upper_bound(starts, glyphs[i].first) - glyphs[i].first;
  }
}

Run shaped(const Line& line, const Piece& piece) {
  hb_buffer_t* const buffer = hb_buffer_create();
  const std::vector<hb_codepoint_t> text(line.text.begin(), line.text.end());
  hb_buffer_add_codepoints(buffer, text.data(), static_cast<int>(text.size()), static_cast<unsigned>(piece.first),
                           static_cast<int>(piece.count));
  hb_buffer_set_direction(buffer, piece.level % 2 == 0 ? HB_DIRECTION_LTR : HB_DIRECTION_RTL);
  hb_buffer_set_script(buffer, piece.script);
  hb_buffer_set_language(buffer, hb_language_from_string("en", -1));
  hb_shape(piece.face->font(), buffer, nullptr, 0);
  unsigned count = 0;
  const auto* const infos = hb_buffer_get_glyph_infos(buffer, &count);
  const auto* const places = hb_buffer_get_glyph_positions(buffer, &count);
  Run run{.face = piece.face, .glyphs = {}};
  for (unsigned i = 0; i < count; ++i) {
    run.glyphs.push_back({.id = infos[i].codepoint,
                          .advance = piece.face->em(places[i].x_advance),
                          .right = piece.face->em(places[i].x_offset),
                          .up = piece.face->em(places[i].y_offset),
                          .first = infos[i].cluster});
  }
  hb_buffer_destroy(buffer);
  count_characters(run.glyphs, piece);
  return run;
}

}  // namespace

Line set_line(const FontBook& fonts, std::u32string_view text, const Style& style) {
  const auto& wanted = fonts.face(style);
  Line line{.text = std::u32string(text), .runs = {}, .width = 0, .ascent = wanted.ascent(), .descent = wanted.descent()};
  auto pieces = pieces_of(fonts, line, wanted);
  order_visually(pieces);
  for (const auto& piece : pieces) {
    line.runs.push_back(shaped(line, piece));
    for (const auto& glyph : line.runs.back().glyphs) line.width += glyph.advance;
  }
  return line;
}

std::u32string characters(const std::string& utf8) {
  std::u32string out;
  out.reserve(utf8.size());
  for (std::size_t at = 0; at < utf8.size();) {
    bool wrong = false;
    const auto c = static_cast<char32_t>(QUtil::get_next_utf8_codepoint(utf8, at, wrong));
    const bool possible = !wrong && c <= 0x10FFFF && (c < 0xD800 || c > 0xDFFF);
    if (!possible) {
      out += U'\uFFFD';
    } else if (c == U'\t') {
      out += U"    ";
    } else if (c == U'\n' || c == U'\r' || (c >= U' ' && (c < 0x7F || c > 0x9F))) {
      out += c;
    }
  }
  return out;
}

std::string utf8(std::u32string_view text) {
  std::string out;
  for (const auto c : text) out += QUtil::toUTF8(c);
  return out;
}

std::vector<std::u32string> lines_of(std::u32string_view text) {
  std::vector<std::u32string> lines(1);
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == U'\r' && i + 1 < text.size() && text[i + 1] == U'\n') continue;
    if (text[i] == U'\n' || text[i] == U'\r') {
      lines.emplace_back();
    } else {
      lines.back() += text[i];
    }
  }
  return lines;
}

}  // namespace docmill::engines::pdf::type
