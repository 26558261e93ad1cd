#include "templating/date_format.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "templating/calendar.h"
#include "templating/number_format.h"

namespace docmill::templating {

namespace {

constexpr std::size_t kMostFractionDigits = 7;

Error not_a_date_format(std::string_view format, std::string_view why) {
  return fail(ErrorCode::BadRequest, fmt::format("\"{}\" is not a format for a date: {}", format, why));
}

/// What a standard format stands for: a custom one, and whether it is the same in every culture.
struct Expanded {
  std::string format;
  bool invariant = false;
  bool utc = false;
};

std::optional<Expanded> expand(char letter, const DateInfo& info) {
  switch (letter) {
    case 'd': return Expanded{info.short_date};
    case 'D': return Expanded{info.long_date};
    case 'f': return Expanded{info.long_date + " " + info.short_time};
    case 'F': return Expanded{info.long_date + " " + info.long_time};
    case 'g': return Expanded{info.short_date + " " + info.short_time};
    case 'G': return Expanded{info.short_date + " " + info.long_time};
    case 'M':
    case 'm': return Expanded{info.month_day};
    case 'O':
    case 'o': return Expanded{"yyyy'-'MM'-'dd'T'HH':'mm':'ss'.'fffffffK", true};
    case 'R':
    case 'r': return Expanded{"ddd, dd MMM yyyy HH':'mm':'ss 'GMT'", true};
    case 's': return Expanded{"yyyy'-'MM'-'dd'T'HH':'mm':'ss", true};
    case 't': return Expanded{info.short_time};
    case 'T': return Expanded{info.long_time};
    case 'u': return Expanded{"yyyy'-'MM'-'dd HH':'mm':'ss'Z'", true};
    case 'U': return Expanded{info.long_date + " " + info.long_time, false, true};
    case 'Y':
    case 'y': return Expanded{info.year_month};
    default: return std::nullopt;
  }
}

/// Writes a date by a custom format.
class Custom {
 public:
  Custom(DateTime moment, std::string_view format, const DateInfo& info, const TimeZone& zone)
      : moment_(moment), format_(format), info_(info), zone_(zone), day_(day_in(info.calendar, moment)) {}

  Result<std::string> write() {
    while (at_ < format_.size()) {
      if (auto done = write_next(); !done) return Failed(std::move(done).error());
    }
    return std::move(text_);
  }

 private:
  std::size_t run() const {
    const auto end = format_.find_first_not_of(format_[at_], at_);
    return (end == std::string_view::npos ? format_.size() : end) - at_;
  }

  Result<void> write_next() {
    const char c = format_[at_];
    if (c == '\'' || c == '"') return write_quoted(c);
    if (c == '%') return write_percent();
    if (c == '\\') return write_escaped();
    const auto length = c == ':' || c == '/' || c == 'K' ? 1 : run();
    if ((c == 'f' || c == 'F') && length > kMostFractionDigits)
      return Failed(not_a_date_format(format_, "a second has at most 7 digits behind the point."));
    if (!write_field(c, length)) {
      text_ += c;
      ++at_;
    } else {
      at_ += length;
    }
    return {};
  }

  /// False for what is no field.
  bool write_field(char c, std::size_t length) {
    switch (c) {
      case 'y': write_year(length); break;
      case 'M': write_month(length); break;
      case 'd': write_day(length); break;
      case 'h': digits((moment_.hour() + 11) % 12 + 1, length); break;
      case 'H': digits(moment_.hour(), length); break;
      case 'm': digits(moment_.minute(), length); break;
      case 's': digits(moment_.second(), length); break;
      case 'f': text_ += fraction(length); break;
      case 'F': write_short_fraction(length); break;
      case 't': write_half(length); break;
      case 'g': text_ += info_.era; break;
      case 'z': write_offset(length); break;
      case 'K': write_kind(); break;
      case ':': text_ += info_.time_separator; break;
      case '/': text_ += info_.date_separator; break;
      default: return false;
    }
    return true;
  }

  void digits(int value, std::size_t length) { text_ += fmt::format("{:0{}}", value, std::min<std::size_t>(length, 2)); }

  void write_year(std::size_t length) {
    text_ += length <= 2 ? fmt::format("{:0{}}", day_.year % 100, length) : fmt::format("{:0{}}", day_.year, length);
  }

  void write_month(std::size_t length) {
    if (length <= 2) return digits(day_.month, length);
    const auto month = static_cast<std::size_t>(day_.month - 1);
    if (length == 3) {
      text_ += info_.short_month_names[month];
    } else {
      text_ += beside_a_day(length) ? info_.month_genitive_names[month] : info_.month_names[month];
    }
  }

  void write_day(std::size_t length) {
    if (length <= 2) return digits(day_.day, length);
    const auto day = static_cast<std::size_t>(moment_.day_of_week());
    text_ += length == 3 ? info_.short_day_names[day] : info_.day_names[day];
  }

  /// Whether the nearest d or dd on either side makes the month "of May": the nearest, not any (.NET looks no further).
  bool beside_a_day(std::size_t length) const {
    const auto lone = [&](std::size_t first, std::size_t last) { return last - first < 2; };
    if (const auto before = at_ == 0 ? std::string_view::npos : format_.rfind('d', at_ - 1); before != std::string_view::npos) {
      auto first = before;
      while (first > 0 && format_[first - 1] == 'd') --first;
      if (lone(first, before)) return true;
    }
    const auto after = format_.find('d', at_ + length);
    if (after == std::string_view::npos) return false;
    auto last = after;
    while (last + 1 < format_.size() && format_[last + 1] == 'd') ++last;
    return lone(after, last);
  }

  std::string fraction(std::size_t length) const { return fmt::format("{:07}", moment_.ticks() % kTicksPerSecond).substr(0, length); }

  /// Without zeros at the end; without any digits the point in front goes too.
  void write_short_fraction(std::size_t length) {
    auto digits_behind = fraction(length);
    digits_behind.resize(digits_behind.find_last_not_of('0') + 1);
    if (digits_behind.empty() && text_.ends_with('.')) text_.pop_back();
    text_ += digits_behind;
  }

  void write_half(std::size_t length) {
    const std::string& half = moment_.hour() < 12 ? info_.am : info_.pm;
    std::size_t end = half.size();
    if (length == 1 && !half.empty()) {
      end = 1;
      while (end < half.size() && (static_cast<unsigned char>(half[end]) & 0xC0U) == 0x80U) ++end;
    }
    text_.append(half, 0, end);
  }

  void write_offset(std::size_t length) {
    const auto minutes = moment_.offset(zone_) / 60;
    text_ += minutes < 0 ? '-' : '+';
    const auto size = minutes < 0 ? -minutes : minutes;
    text_ += fmt::format("{:0{}}", size / 60, std::min<std::size_t>(length, 2));
    if (length >= 3) text_ += fmt::format(":{:02}", size % 60);
  }

  void write_kind() {
    if (moment_.kind() == DateTime::Kind::Unspecified) return;
    if (moment_.kind() == DateTime::Kind::Utc) {
      text_ += 'Z';
    } else {
      write_offset(3);
    }
  }

  Result<void> write_quoted(char quote) {
    for (++at_; at_ < format_.size(); ++at_) {
      if (format_[at_] == quote) {
        ++at_;
        return {};
      }
      if (format_[at_] == '\\') {
        if (++at_ == format_.size()) break;
      }
      text_ += format_[at_];
    }
    return Failed(
        not_a_date_format(format_, fmt::format("it has a {} without a second one. Write \\{} for the character itself.", quote, quote)));
  }

  /// The next letter is a field of its own.
  Result<void> write_percent() {
    if (at_ + 1 >= format_.size() || format_[at_ + 1] == '%')
      return Failed(not_a_date_format(format_, "a % stands before one letter of a format. Write \\% for the character itself."));
    auto alone = Custom(moment_, format_.substr(at_ + 1, 1), info_, zone_).write();
    if (!alone) return Failed(std::move(alone).error());
    text_ += *alone;
    at_ += 2;
    return {};
  }

  Result<void> write_escaped() {
    if (at_ + 1 >= format_.size())
      return Failed(not_a_date_format(format_, "it ends with a backslash. Write \\\\ for the character itself."));
    text_ += format_[at_ + 1];
    at_ += 2;
    return {};
  }

  DateTime moment_;
  std::string_view format_;
  const DateInfo& info_;
  const TimeZone& zone_;
  CalendarDay day_;
  std::string text_;
  std::size_t at_ = 0;
};

}  // namespace

Result<std::string> format_date_time(DateTime moment, std::string_view format, const Region& region) {
  if (format.empty()) format = "G";
  if (format.size() > kLongestFormat)
    return Failed(
        fail(ErrorCode::BadRequest, fmt::format("A format may have at most {} bytes; this one has {}.", kLongestFormat, format.size())));
  const auto& info = region.culture->date();
  if (format.size() > 1) return Custom(moment, format, info, *region.zone).write();
  const auto expanded = expand(format.front(), info);
  if (!expanded)
    return Failed(not_a_date_format(
        format, "there is no standard format of this letter. The letters are d, D, f, F, g, G, M, O, R, s, t, T, u, U and Y."));
  const auto& used = expanded->invariant ? Culture::invariant().date() : info;
  return Custom(expanded->utc ? moment.to_utc(*region.zone) : moment, expanded->format, used, *region.zone).write();
}

}  // namespace docmill::templating
