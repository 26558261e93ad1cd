#include "templating/xlsx/formula.h"

#include <algorithm>

namespace docmill::templating::xlsx {
namespace {

using PieceKind = Formula::Piece::Kind;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

class AsRead final : public Rewriting {
 public:
  void reference(const Reference& reference, std::string& out) override {
    append_reference(out, reference, reference.sheet, reference.rect());
  }
  std::string sheet(std::string_view name) override { return std::string(name); }
  std::string table(std::string_view name) override { return std::string(name); }
};

std::uint32_t wrapped(std::uint32_t at, std::int64_t by, std::uint32_t most) {
  const std::int64_t moved = (static_cast<std::int64_t>(at) - 1 + by) % most;
  return static_cast<std::uint32_t>((moved + most) % most) + 1;
}

void move(Corner& corner, std::int64_t rows, std::int64_t columns) {
  if (corner.row != 0 && !corner.row_fixed) corner.row = wrapped(corner.row, rows, kMostRows);
  if (corner.column != 0 && !corner.column_fixed) corner.column = wrapped(corner.column, columns, kMostColumns);
}

void append_corner(std::string& out, const Corner& like, std::uint32_t row, std::uint32_t column) {
  if (like.column != 0) {
    if (like.column_fixed) out.push_back('$');
    append_column(out, column);
  }
  if (like.row != 0) {
    if (like.row_fixed) out.push_back('$');
    out += std::to_string(row);
  }
}

}  // namespace

Rect Reference::rect() const {
  Rect rect{std::min(first.row, last.row), std::min(first.column, last.column), std::max(first.row, last.row),
            std::max(first.column, last.column)};
  if (whole_columns()) rect.top = 1, rect.bottom = kMostRows;
  if (whole_rows()) rect.left = 1, rect.right = kMostColumns;
  return rect;
}

bool Formula::has_references() const {
  return std::ranges::any_of(pieces, [](const Piece& piece) { return piece.kind == PieceKind::Reference; });
}

std::string rewrite(const Formula& formula, Rewriting& rewriting) {
  std::string out;
  for (const auto& piece : formula.pieces) {
    switch (piece.kind) {
      case PieceKind::Text: out += piece.text; break;
      case PieceKind::Reference: rewriting.reference(piece.reference, out); break;
      case PieceKind::Sheet: out += sheet_prefix(rewriting.sheet(piece.text)); break;
      case PieceKind::Table: out += rewriting.table(piece.text) + rewriting.columns(piece.text, piece.brackets); break;
    }
  }
  return out;
}

Formula moved(const Formula& formula, std::int64_t rows, std::int64_t columns) {
  Formula copy = formula;
  for (auto& piece : copy.pieces) {
    if (piece.kind != PieceKind::Reference) continue;
    move(piece.reference.first, rows, columns);
    move(piece.reference.last, rows, columns);
  }
  return copy;
}

std::string to_text(const Formula& formula) {
  AsRead as_read;
  return rewrite(formula, as_read);
}

void append_reference(std::string& out, const Reference& like, std::string_view sheet, const Rect& rect) {
  if (!sheet.empty()) out += sheet_prefix(sheet);
  append_corner(out, like.first, rect.top, rect.left);
  if (!like.range && rect.height() == 1 && rect.width() == 1) return;
  out.push_back(':');
  append_corner(out, like.last, rect.bottom, rect.right);
}

std::string sheet_prefix(std::string_view name) {
  bool simple = !name.empty() && !is_digit(name[0]) && name[0] != '.';
  for (const char c : name) {
    const auto byte = static_cast<unsigned char>(c);
    simple = simple && (byte == '_' || byte == '.' || byte >= 0x80 || is_digit(c) || ((byte | 0x20U) >= 'a' && (byte | 0x20U) <= 'z'));
  }
  // What reads as a reference of either style ("A1", "R2", "rc") needs quotes as well.
  const bool like_r1c1 = name.size() <= 16 && name.find_first_not_of("RrCc0123456789") == std::string_view::npos;
  const auto corner = read_corner(name);
  if (simple && !(corner && corner->is_cell()) && !like_r1c1) return std::string(name) + "!";
  std::string out = "'";
  for (const char c : name) out.append(c == '\'' ? 2 : 1, c);
  return out + "'!";
}

}  // namespace docmill::templating::xlsx
