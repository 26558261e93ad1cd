#include "templating/culture_icu.h"

#include <unicode/datefmt.h>
#include <unicode/dcfmtsym.h>
#include <unicode/decimfmt.h>
#include <unicode/dtfmtsym.h>
#include <unicode/dtptngen.h>
#include <unicode/locid.h>
#include <unicode/smpdtfmt.h>
#include <unicode/unistr.h>

#include <array>
#include <memory>

#include "templating/number_patterns.h"

namespace docmill::templating {

namespace {

using Styles = icu::DateFormat::EStyle;

/// Cultures of .NET that ICU knows by another name, or that ICU would complete otherwise.
struct Renamed {
  std::string_view culture;
  std::string_view tag;
};
constexpr std::array kRenamed = {
    Renamed{"sr", "sr-Latn-RS"}, Renamed{"prs", "fa-AF"},         Renamed{"prs-AF", "fa-AF"},      Renamed{"quz", "qu-PE"},
    Renamed{"quz-BO", "qu-BO"},  Renamed{"quz-EC", "qu-EC"},      Renamed{"quz-PE", "qu-PE"},      Renamed{"no", "nb-NO"},
    Renamed{"ku", "ckb-IQ"},     Renamed{"ku-Arab", "ckb-IQ"},    Renamed{"ku-Arab-IQ", "ckb-IQ"}, Renamed{"ku-Arab-IR", "ckb-IR"},
    Renamed{"ff", "ff-Latn-SN"}, Renamed{"bs", "bs-Latn-BA"},     Renamed{"az", "az-Latn-AZ"},     Renamed{"uz", "uz-Latn-UZ"},
    Renamed{"iu", "iu-Latn-CA"}, Renamed{"en-US-POSIX", "en-US"},
};

std::string utf8(const icu::UnicodeString& text) {
  std::string made;
  text.toUTF8String(made);
  return made;
}

icu::UnicodeString from_utf8(std::string_view text) {
  return icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())));
}

bool is_direction_mark(char16_t c) {
  return c == 0x200E || c == 0x200F || c == 0x061C;
}

/// Without the marks that turn the direction of writing: .NET's symbols have none.
std::string bare(const icu::UnicodeString& text) {
  icu::UnicodeString made;
  for (std::int32_t at = 0; at < text.length(); ++at)
    if (!is_direction_mark(text[at])) made.append(text[at]);
  return utf8(made);
}

icu::Locale locale_of(const std::string& tag, const char* calendar = "gregorian") {
  UErrorCode status = U_ZERO_ERROR;
  auto locale = icu::Locale::forLanguageTag(tag, status);
  // .NET writes digits 0 to 9 in every culture, so the symbols that go with them are wanted.
  locale.setKeywordValue("numbers", "latn", status);
  locale.setKeywordValue("calendar", calendar, status);
  return U_SUCCESS(status) ? locale : icu::Locale::getRoot();
}

bool is_blank(char16_t c) {
  return c == ' ' || c == 0x00A0 || c == 0x202F;
}

/// A pattern of ICU ("#,##0.00 ¤") in the letters of number_patterns.h ("n~$").
std::string canonical(const icu::UnicodeString& pattern) {
  std::string made;
  for (std::int32_t at = 0; at < pattern.length(); ++at) {
    const char16_t c = pattern[at];
    char piece = 0;
    if (c == '#' || c == '0' || c == ',' || c == '.') piece = 'n';
    if (c == 0x00A4 || c == '%') piece = '$';
    if (c == '-' || c == '(' || c == ')') piece = static_cast<char>(c);
    if (is_blank(c)) piece = '~';
    if (piece == 0 || (made.ends_with(piece) && (piece == 'n' || piece == '$' || piece == '~'))) continue;
    made += piece;
  }
  return made;
}

template <std::size_t P, std::size_t N>
void read_patterns(const icu::UnicodeString& pattern, const std::array<std::string_view, P>& positives,
                   const std::array<std::string_view, N>& negatives, NumberStyle& style) {
  const auto semicolon = pattern.indexOf(';');
  const auto positive = canonical(semicolon < 0 ? pattern : pattern.tempSubStringBetween(0, semicolon));
  const auto negative = semicolon < 0 ? "-" + positive : canonical(pattern.tempSubString(semicolon + 1));
  if (const auto number = pattern_number(positives, positive)) style.positive_pattern = *number;
  if (const auto number = pattern_number(negatives, negative)) {
    style.negative_pattern = *number;
  } else if (const auto plain = pattern_number(negatives, "-" + positive)) {
    style.negative_pattern = *plain;
  }
}

void read_groups(const icu::DecimalFormat& format, NumberStyle& style) {
  style.group_sizes.clear();
  const auto size = format.getGroupingSize();
  if (!format.isGroupingUsed() || size <= 0) {
    style.group_sizes = {3};
    return;
  }
  style.group_sizes.push_back(static_cast<std::uint8_t>(size));
  if (const auto next = format.getSecondaryGroupingSize(); next > 0 && next != size)
    style.group_sizes.push_back(static_cast<std::uint8_t>(next));
}

std::unique_ptr<icu::DecimalFormat> decimal_format(const icu::Locale& locale, UNumberFormatStyle style) {
  UErrorCode status = U_ZERO_ERROR;
  std::unique_ptr<icu::NumberFormat> made(icu::NumberFormat::createInstance(locale, style, status));
  auto* decimal = U_SUCCESS(status) ? dynamic_cast<icu::DecimalFormat*>(made.get()) : nullptr;
  if (decimal != nullptr) (void)made.release();
  return std::unique_ptr<icu::DecimalFormat>(decimal);
}

void read_symbols(const icu::DecimalFormatSymbols& symbols, NumberInfo& info) {
  const auto symbol = [&](icu::DecimalFormatSymbols::ENumberFormatSymbol which) { return bare(symbols.getConstSymbol(which)); };
  info.number.decimal = symbol(icu::DecimalFormatSymbols::kDecimalSeparatorSymbol);
  info.number.group = symbol(icu::DecimalFormatSymbols::kGroupingSeparatorSymbol);
  info.percent.decimal = info.number.decimal;
  info.percent.group = info.number.group;
  info.currency.decimal = symbol(icu::DecimalFormatSymbols::kMonetarySeparatorSymbol);
  info.currency.group = symbol(icu::DecimalFormatSymbols::kMonetaryGroupingSeparatorSymbol);
  info.percent_symbol = symbol(icu::DecimalFormatSymbols::kPercentSymbol);
  info.per_mille_symbol = symbol(icu::DecimalFormatSymbols::kPerMillSymbol);
  info.currency_symbol = symbol(icu::DecimalFormatSymbols::kCurrencySymbol);
  // ICU's thin spaces and true minus signs are plain in .NET's tables: what people type and search for.
  for (auto* style : {&info.number, &info.percent, &info.currency}) {
    if (style->group == "\u202F" || style->group == " ") style->group = "\u00A0";
  }
}

template <std::size_t N>
void take_names(const icu::UnicodeString* names, std::int32_t count, std::int32_t first, std::array<std::string, N>& target) {
  for (std::size_t at = 0; at < N && static_cast<std::int32_t>(at) + first < count; ++at)
    target[at] = bare(names[static_cast<std::int32_t>(at) + first]);
}

std::string style_pattern(const icu::Locale& locale, bool time, Styles style) {
  const std::unique_ptr<icu::DateFormat> made(time ? icu::DateFormat::createTimeInstance(style, locale)
                                                   : icu::DateFormat::createDateInstance(style, locale));
  const auto* simple = dynamic_cast<const icu::SimpleDateFormat*>(made.get());
  if (simple == nullptr) return {};
  icu::UnicodeString pattern;
  simple->toPattern(pattern);
  return net_pattern(std::u16string_view(pattern.getBuffer(), static_cast<std::size_t>(pattern.length())));
}

/// A short date shows all of the year.
std::string with_whole_year(std::string pattern) {
  const auto year = pattern.find("yy");
  if (year != std::string::npos && pattern.find("yyy") == std::string::npos) pattern.insert(year, "yy");
  return pattern;
}

const char* calendar_name(CalendarKind kind) {
  switch (kind) {
    case CalendarKind::UmAlQura: return "islamic-umalqura";
    case CalendarKind::Persian: return "persian";
    case CalendarKind::Buddhist:
    case CalendarKind::Gregorian: break;
  }
  return "gregorian";
}

void read_names(const icu::Locale& locale, const char* calendar, DateInfo& info) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::DateFormatSymbols symbols(locale, calendar, status);
  if (U_FAILURE(status)) return;
  using Symbols = icu::DateFormatSymbols;
  std::int32_t count = 0;
  const auto months = [&](Symbols::DtContextType context, Symbols::DtWidthType width, auto& target) {
    const auto* names = symbols.getMonths(count, context, width);
    take_names(names, count, 0, target);
  };
  const auto days = [&](Symbols::DtWidthType width, auto& target) {
    const auto* names = symbols.getWeekdays(count, Symbols::STANDALONE, width);
    take_names(names, count, 1, target);
  };
  months(Symbols::STANDALONE, Symbols::WIDE, info.month_names);
  months(Symbols::FORMAT, Symbols::WIDE, info.month_genitive_names);
  months(Symbols::STANDALONE, Symbols::ABBREVIATED, info.short_month_names);
  info.short_month_genitive_names = info.short_month_names;
  days(Symbols::WIDE, info.day_names);
  days(Symbols::ABBREVIATED, info.short_day_names);
  const auto* halves = symbols.getAmPmStrings(count);
  if (count >= 2) {
    info.am = bare(halves[0]);
    info.pm = bare(halves[1]);
  }
  const auto* eras = symbols.getEras(count);
  if (count > 0) info.era = bare(eras[count - 1]);
}

}  // namespace

std::string net_pattern(std::u16string_view pattern) {
  icu::UnicodeString made;
  bool quoted = false;
  for (std::size_t at = 0; at < pattern.size();) {
    const char16_t c = pattern[at];
    std::size_t count = 1;
    while (at + count < pattern.size() && pattern[at + count] == c) ++count;
    const auto repeat = [&](char16_t letter, std::size_t times) {
      for (std::size_t n = 0; n < times; ++n) made.append(letter);
    };
    if (c == '\'') {
      if (count >= 2 && !quoted) {
        made.append(u"\\'", 2);
        count = 2;
      } else {
        quoted = !quoted;
        made.append(c);
        count = 1;
      }
    } else if (quoted) {
      repeat(c, count);
    } else if (is_blank(c)) {
      repeat(' ', count);
    } else if (c == 'E' || c == 'e' || c == 'c') {
      repeat('d', count >= 4 ? 4 : 3);
    } else if (c == 'L' || c == 'M') {
      repeat('M', count > 4 ? 3 : count);
    } else if (c == 'y' || c == 'u') {
      repeat('y', count == 2 ? 2 : 4);
    } else if (c == 'a' || c == 'b' || c == 'B') {
      repeat('t', 2);
    } else if (c == 'h' || c == 'K') {
      repeat('h', count);
    } else if (c == 'H' || c == 'k') {
      repeat('H', count);
    } else if (c == 'd' || c == 'm' || c == 's') {
      repeat(c, count);
    } else if (c == 'G') {
      repeat('g', 1);
    } else if (!is_direction_mark(c) && !((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'))) {
      repeat(c, count);
    }
    at += count;
  }
  return utf8(made.trim());
}

std::string icu_tag(std::string_view culture) {
  for (const auto& renamed : kRenamed)
    if (renamed.culture == culture) return std::string(renamed.tag);
  UErrorCode status = U_ZERO_ERROR;
  auto locale = icu::Locale::forLanguageTag(std::string(culture), status);
  if (U_FAILURE(status)) return "und";
  if (locale.getCountry()[0] == '\0') {
    auto likely = locale;
    likely.addLikelySubtags(status);
    if (U_SUCCESS(status)) locale = likely;
  }
  // A script that goes without saying would hide ICU's data from nobody, but two names of one culture should be one.
  auto shorter = locale;
  shorter.minimizeSubtags(status);
  if (U_SUCCESS(status) && shorter.getScript()[0] == '\0' && locale.getScript()[0] != '\0') {
    const auto plain = std::string(locale.getLanguage()) + "-" + locale.getCountry();
    auto again = icu::Locale::forLanguageTag(plain, status);
    again.addLikelySubtags(status);
    if (U_SUCCESS(status) && std::string_view(again.getScript()) == locale.getScript()) return plain;
  }
  UErrorCode writing = U_ZERO_ERROR;
  return locale.toLanguageTag<std::string>(writing);
}

void read_numbers(const std::string& tag, NumberInfo& info) {
  const auto locale = locale_of(tag);
  const auto number = decimal_format(locale, UNUM_DECIMAL);
  const auto currency = decimal_format(locale, UNUM_CURRENCY);
  const auto percent = decimal_format(locale, UNUM_PERCENT);
  if (!number || !currency || !percent) return;
  read_symbols(*currency->getDecimalFormatSymbols(), info);
  info.number.decimal = bare(number->getDecimalFormatSymbols()->getConstSymbol(icu::DecimalFormatSymbols::kDecimalSeparatorSymbol));
  read_groups(*number, info.number);
  read_groups(*currency, info.currency);
  read_groups(*percent, info.percent);
  icu::UnicodeString pattern;
  read_patterns(currency->toPattern(pattern), kPositiveCurrency, kNegativeCurrency, info.currency);
  read_patterns(percent->toPattern(pattern), kPositivePercent, kNegativePercent, info.percent);
  info.currency.digits = currency->getMaximumFractionDigits();
}

void read_dates(const std::string& tag, DateInfo& info) {
  const char* calendar = calendar_name(info.calendar);
  const auto locale = locale_of(tag, calendar);
  read_names(locale, calendar, info);
  info.short_date = with_whole_year(style_pattern(locale, false, icu::DateFormat::kShort));
  info.long_date = style_pattern(locale, false, icu::DateFormat::kFull);
  info.short_time = style_pattern(locale, true, icu::DateFormat::kShort);
  info.long_time = style_pattern(locale, true, icu::DateFormat::kMedium);
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<icu::DateTimePatternGenerator> generator(icu::DateTimePatternGenerator::createInstance(locale, status));
  if (U_FAILURE(status)) return;
  const auto best = [&](const char16_t* skeleton) {
    const auto pattern = generator->getBestPattern(icu::UnicodeString(skeleton), status);
    return net_pattern(std::u16string_view(pattern.getBuffer(), static_cast<std::size_t>(pattern.length())));
  };
  info.month_day = best(u"MMMMd");
  info.year_month = best(u"yMMMM");
}

std::string icu_upper(const std::string& tag, std::string_view text) {
  return utf8(from_utf8(text).toUpper(locale_of(tag)));
}

std::string icu_lower(const std::string& tag, std::string_view text) {
  return utf8(from_utf8(text).toLower(locale_of(tag)));
}

}  // namespace docmill::templating
