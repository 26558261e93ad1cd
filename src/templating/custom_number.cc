#include "templating/custom_number.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <limits>
#include <vector>

namespace docmill::templating {

namespace {

constexpr std::string_view kPerMille = "\u2030";
/// Zeros of an exponent that count (.NET).
constexpr int kMostExponentDigits = 10;

/// What a piece of a format says.
enum class Mark : unsigned char { Digit, Zero, Point, Comma, Percent, PerMille, Exponent, Text, Section };

struct Piece {
  Mark mark = Mark::Text;
  std::string_view text;  // what it prints: of Text without its quotes, of Exponent as it is written
  int zeros = 0;          // of Exponent
  bool plus = false;      // of Exponent: a sign in front of positive ones
};

/// Takes a format apart, piece by piece.
class Pieces {
 public:
  explicit Pieces(std::string_view format) : rest_(format) {}

  bool next(Piece& piece) {
    if (rest_.empty()) return false;
    const char c = rest_.front();
    switch (c) {
      case '#': return take(piece, Mark::Digit, 1);
      case '0': return take(piece, Mark::Zero, 1);
      case '.': return take(piece, Mark::Point, 1);
      case ',': return take(piece, Mark::Comma, 1);
      case '%': return take(piece, Mark::Percent, 1);
      case ';': return take(piece, Mark::Section, 1);
      case '\'':
      case '"': return quoted(piece, c);
      case '\\': return escaped(piece);
      case 'E':
      case 'e': return exponent(piece);
      default: return rest_.starts_with(kPerMille) ? take(piece, Mark::PerMille, kPerMille.size()) : take(piece, Mark::Text, 1);
    }
  }

 private:
  bool take(Piece& piece, Mark mark, std::size_t bytes) {
    piece = {.mark = mark, .text = rest_.substr(0, bytes)};
    rest_.remove_prefix(bytes);
    return true;
  }

  bool quoted(Piece& piece, char quote) {
    const auto end = std::min(rest_.find(quote, 1), rest_.size());
    piece = {.mark = Mark::Text, .text = rest_.substr(1, end - 1)};
    rest_.remove_prefix(std::min(end + 1, rest_.size()));
    return true;
  }

  /// The character behind it, all of its bytes.
  bool escaped(Piece& piece) {
    rest_.remove_prefix(1);
    std::size_t bytes = rest_.empty() ? 0 : 1;
    while (bytes != 0 && bytes < rest_.size() && (static_cast<unsigned char>(rest_[bytes]) & 0xC0U) == 0x80U) ++bytes;
    return take(piece, Mark::Text, bytes);
  }

  /// E0, E+00, E-0; an E without a zero is a letter.
  bool exponent(Piece& piece) {
    const bool sign = rest_.size() > 1 && (rest_[1] == '+' || rest_[1] == '-');
    const std::size_t first = sign ? 2 : 1;
    const auto end = std::min(rest_.find_first_not_of('0', first), rest_.size());
    if (end <= first) return take(piece, Mark::Text, 1);
    const bool plus = sign && rest_[1] == '+';
    take(piece, Mark::Exponent, end);
    piece.zeros = static_cast<int>(std::min<std::size_t>(end - first, kMostExponentDigits));
    piece.plus = plus;
    return true;
  }

  std::string_view rest_;
};

/// The pieces of one section and what they amount to.
struct Section {
  std::vector<Piece> pieces;
  int digits = 0;  // places for digits
  int point = -1;  // places before the point
  int first_zero = std::numeric_limits<int>::max();
  int last_zero = 0;
  int scale = 0;  // powers of ten the number is multiplied by
  bool groups = false;
  bool scientific = false;
};

std::vector<Section> sections_of(std::string_view format) {
  std::vector<Section> sections(1);
  Pieces pieces(format);
  // Fourth and further sections are never looked at.
  for (Piece piece; sections.size() <= 3 && pieces.next(piece);) {
    if (piece.mark == Mark::Section) {
      sections.emplace_back();
    } else {
      sections.back().pieces.push_back(piece);
    }
  }
  return sections;
}

/// Commas between digits ask for groups, those before the point divide by a thousand each.
void measure(Section& section) {
  int comma = -1;
  int commas = 0;
  for (const auto& piece : section.pieces) {
    switch (piece.mark) {
      case Mark::Zero: section.first_zero = std::min(section.first_zero, section.digits); [[fallthrough]];
      case Mark::Digit:
        ++section.digits;
        if (piece.mark == Mark::Zero) section.last_zero = section.digits;
        break;
      case Mark::Point:
        if (section.point < 0) section.point = section.digits;
        break;
      case Mark::Comma:
        if (section.digits == 0 || section.point >= 0) break;
        if (comma == section.digits) {
          ++commas;
          break;
        }
        section.groups = section.groups || comma >= 0;
        comma = section.digits;
        commas = 1;
        break;
      case Mark::Percent: section.scale += 2; break;
      case Mark::PerMille: section.scale += 3; break;
      case Mark::Exponent: section.scientific = true; break;
      default: break;
    }
  }
  if (section.point < 0) section.point = section.digits;
  if (comma >= 0 && comma == section.point) {
    section.scale -= 3 * commas;
  } else if (comma >= 0) {
    section.groups = true;
  }
}

/// Counts digits before the point after which a separator stands, ascending.
std::vector<int> separators(const NumberStyle& style, int digits) {
  std::vector<int> places;
  if (style.group.empty() || style.group_sizes.empty()) return places;
  std::size_t at = 0;
  for (int place = style.group_sizes.front(); style.group_sizes[at] != 0 && place < digits; place += style.group_sizes[at]) {
    places.push_back(place);
    if (at + 1 < style.group_sizes.size()) ++at;
  }
  return places;
}

/// Writes a number into a section's places.
class Writer {
 public:
  Writer(const Decimal& number, const Section& section, const NumberInfo& info) : number_(number), section_(section), info_(info) {
    // Zero stands at the point; scaling does not move it.
    const int scale = number.is_zero() ? 0 : number.point;
    first_ = section.first_zero < section.point ? section.point - section.first_zero : 0;
    last_ = section.last_zero > section.point ? section.point - section.last_zero : 0;
    if (section.scientific) {
      place_ = section.point;
    } else {
      place_ = std::max(scale, section.point);
      surplus_ = scale - section.point;
    }
    if (section.groups) separators_ = separators(info.number, std::max(first_, place_ + std::min(surplus_, 0)));
  }

  std::string write() {
    bool exponent_written = false;
    for (const auto& piece : section_.pieces) {
      switch (piece.mark) {
        case Mark::Digit:
        case Mark::Zero:
          write_surplus();
          write_place();
          break;
        case Mark::Point:
          write_surplus();
          write_point();
          break;
        case Mark::Comma: break;
        case Mark::Percent: text_ += info_.percent_symbol; break;
        case Mark::PerMille: text_ += info_.per_mille_symbol; break;
        case Mark::Exponent:
          if (exponent_written) {
            text_ += piece.text;
          } else {
            write_exponent(piece);
          }
          exponent_written = true;
          break;
        default: text_ += piece.text;
      }
    }
    return std::move(text_);
  }

 private:
  bool more() const { return static_cast<std::size_t>(next_) < number_.digits.size(); }

  void put(char digit) {
    text_ += digit;
    if (place_ > 1 && !separators_.empty() && place_ == separators_.back() + 1) {
      text_ += info_.number.group;
      separators_.pop_back();
    }
  }

  /// A number with more digits than places has the first place take all of the surplus.
  void write_surplus() {
    for (; surplus_ > 0; --surplus_, --place_) put(more() ? number_.digit(next_++) : '0');
  }

  void write_place() {
    if (surplus_ < 0) {
      ++surplus_;
      if (place_ <= first_) put('0');
    } else if (more()) {
      put(number_.digit(next_++));
    } else if (place_ > last_) {
      put('0');
    }
    --place_;
  }

  void write_point() {
    if (place_ != 0 || point_written_) return;
    if (last_ < 0 || (section_.point < section_.digits && more())) {
      text_ += info_.number.decimal;
      point_written_ = true;
    }
  }

  void write_exponent(const Piece& piece) {
    const int exponent = number_.is_zero() ? 0 : number_.point - section_.point;
    text_ += piece.text.front();
    if (exponent < 0) text_ += info_.negative_sign;
    if (exponent >= 0 && piece.plus) text_ += info_.positive_sign;
    text_ += fmt::format("{:0{}}", std::abs(exponent), piece.zeros);
  }

  const Decimal& number_;
  const Section& section_;
  const NumberInfo& info_;
  std::string text_;
  std::vector<int> separators_;
  int first_ = 0;    // places before the point that show a zero
  int last_ = 0;     // the same behind it, counted downwards
  int place_ = 0;    // where the next digit stands: units are 1, tenths 0, as .NET counts
  int surplus_ = 0;  // digits more than places; fewer when negative
  int next_ = 0;     // the number's next digit
  bool point_written_ = false;
};

/// The section for a number of this sign; those that are empty or missing leave it to the first.
std::size_t section_for(const std::vector<Section>& sections, const Decimal& number) {
  const std::size_t wanted = number.is_zero() ? 2 : number.negative ? 1 : 0;
  return wanted < sections.size() && !sections[wanted].pieces.empty() ? wanted : 0;
}

}  // namespace

std::string custom_number(Decimal number, std::string_view format, const NumberInfo& info) {
  auto sections = sections_of(format);
  auto chosen = section_for(sections, number);
  const bool was_negative = number.negative;
  measure(sections[chosen]);
  if (!number.is_zero()) {
    const auto& section = sections[chosen];
    number.point += section.scale;
    if (section.scientific) {
      number.keep(section.digits);
    } else {
      number.round(section.digits - section.point);
    }
    // What rounds to nothing is a zero and looks like one.
    if (const auto zero = section_for(sections, number); number.is_zero() && zero != chosen) {
      chosen = zero;
      measure(sections[chosen]);
    }
  }
  auto text = Writer(number, sections[chosen], info).write();
  const bool sign = was_negative && number.negative && chosen == 0 && !text.empty();
  return sign ? info.negative_sign + text : text;
}

}  // namespace docmill::templating
