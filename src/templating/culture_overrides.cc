#include "templating/culture_overrides.h"

#include <array>
#include <cstddef>
#include <string>

#include "templating/number_patterns.h"

namespace docmill::templating {

namespace {

// The figures are those .NET Framework gives on Windows 10, as the culture files of Kendo UI (generated from it) publish them; they were
// compared with what ICU 72 has, and only rows of common cultures that differ stand here. "" leaves ICU's.
struct DateRow {
  std::string_view tag;
  std::string_view short_date;
  std::string_view long_date;
  std::string_view short_time;
  std::string_view long_time;
  std::string_view month_day;
  std::string_view year_month;
};

constexpr std::array kDates = {
    DateRow{"en-US", "M/d/yyyy", "dddd, MMMM d, yyyy", "h:mm tt", "h:mm:ss tt", "MMMM d", "MMMM yyyy"},
    DateRow{"en-GB", "dd/MM/yyyy", "dd MMMM yyyy", "HH:mm", "HH:mm:ss", "d MMMM", "MMMM yyyy"},
    DateRow{"en-CA", "yyyy-MM-dd", "MMMM d, yyyy", "h:mm tt", "h:mm:ss tt", "d MMMM", "MMMM, yyyy"},
    DateRow{"en-AU", "d/MM/yyyy", "dddd, d MMMM yyyy", "h:mm tt", "h:mm:ss tt", "d MMMM", "MMMM yyyy"},
    DateRow{"en-IN", "dd-MM-yyyy", "dd MMMM yyyy", "HH:mm", "HH:mm:ss", "d MMMM", "MMMM, yyyy"},
    DateRow{"de-DE", "dd.MM.yyyy", "dddd, d. MMMM yyyy", "HH:mm", "HH:mm:ss", "d. MMMM", "MMMM yyyy"},
    DateRow{"de-AT", "dd.MM.yyyy", "dddd, d. MMMM yyyy", "HH:mm", "HH:mm:ss", "d. MMMM", "MMMM yyyy"},
    DateRow{"de-CH", "dd.MM.yyyy", "dddd, d. MMMM yyyy", "HH:mm", "HH:mm:ss", "d. MMMM", "MMMM yyyy"},
    DateRow{"fr-FR", "dd/MM/yyyy", "dddd d MMMM yyyy", "HH:mm", "HH:mm:ss", "d MMMM", "MMMM yyyy"},
    DateRow{"fr-CA", "yyyy-MM-dd", "d MMMM yyyy", "HH:mm", "HH:mm:ss", "d MMMM", "MMMM yyyy"},
    DateRow{"es-ES", "dd/MM/yyyy", "dddd, d' de 'MMMM' de 'yyyy", "H:mm", "H:mm:ss", "d 'de' MMMM", "MMMM' de 'yyyy"},
    DateRow{"es-MX", "dd/MM/yyyy", "dddd, d' de 'MMMM' de 'yyyy", "hh:mm tt", "hh:mm:ss tt", "d 'de' MMMM", "MMMM' de 'yyyy"},
    DateRow{"it-IT", "dd/MM/yyyy", "dddd d MMMM yyyy", "HH:mm", "HH:mm:ss", "d MMMM", "MMMM yyyy"},
    DateRow{"pt-BR", "dd/MM/yyyy", "dddd, d' de 'MMMM' de 'yyyy", "HH:mm", "HH:mm:ss", "d 'de' MMMM", "MMMM' de 'yyyy"},
    DateRow{"pt-PT", "dd/MM/yyyy", "d' de 'MMMM' de 'yyyy", "HH:mm", "HH:mm:ss", "d 'de' MMMM", "MMMM' de 'yyyy"},
    DateRow{"nl-NL", "d-M-yyyy", "dddd d MMMM yyyy", "HH:mm", "HH:mm:ss", "d MMMM", "MMMM yyyy"},
    DateRow{"nl-BE", "d/MM/yyyy", "dddd d MMMM yyyy", "H:mm", "H:mm:ss", "d MMMM", "MMMM yyyy"},
    DateRow{"pl-PL", "dd.MM.yyyy", "dddd, d MMMM yyyy", "HH:mm", "HH:mm:ss", "d MMMM", "MMMM yyyy"},
    DateRow{"sv-SE", "yyyy-MM-dd", "'den 'd MMMM yyyy", "HH:mm", "HH:mm:ss", "'den 'd MMMM", "MMMM yyyy"},
    DateRow{"da-DK", "dd-MM-yyyy", "d. MMMM yyyy", "HH:mm", "HH:mm:ss", "d. MMMM", "MMMM yyyy"},
    DateRow{"nb-NO", "dd.MM.yyyy", "dddd d. MMMM yyyy", "HH:mm", "HH:mm:ss", "d. MMMM", "MMMM yyyy"},
    DateRow{"fi-FI", "d.M.yyyy", "dddd d. MMMM yyyy", "H.mm", "H.mm.ss", "d. MMMM", "MMMM yyyy"},
    DateRow{"cs-CZ", "dd.MM.yyyy", "dddd d. MMMM yyyy", "H:mm", "H:mm:ss", "d. MMMM", "MMMM yyyy"},
    DateRow{"ru-RU", "dd.MM.yyyy", "d MMMM yyyy 'г.'", "H:mm", "H:mm:ss", "d MMMM", "MMMM yyyy"},
    DateRow{"uk-UA", "dd.MM.yyyy", "d MMMM yyyy' р.'", "H:mm", "H:mm:ss", "d MMMM", "MMMM yyyy' р.'"},
    DateRow{"tr-TR", "d.MM.yyyy", "d MMMM yyyy dddd", "HH:mm", "HH:mm:ss", "d MMMM", "MMMM yyyy"},
    DateRow{"he-IL", "dd/MM/yyyy", "dddd dd MMMM yyyy", "HH:mm", "HH:mm:ss", "dd MMMM", "MMMM yyyy"},
    DateRow{"hi-IN", "dd-MM-yyyy", "dd MMMM yyyy", "HH:mm", "HH:mm:ss", "dd MMMM", "MMMM, yyyy"},
    DateRow{"ja-JP", "yyyy/MM/dd", "yyyy'年'M'月'd'日'", "H:mm", "H:mm:ss", "M月d日", "yyyy'年'M'月'"},
    DateRow{"zh-CN", "yyyy/M/d", "yyyy'年'M'月'd'日'", "H:mm", "H:mm:ss", "M月d日", "yyyy'年'M'月'"},
    DateRow{"ko-KR", "yyyy-MM-dd", "yyyy'년' M'월' d'일' dddd", "tt h:mm", "tt h:mm:ss", "M월 d일", "yyyy'년' M'월'"},
    DateRow{"ar-EG", "dd/MM/yyyy", "dd MMMM, yyyy", "hh:mm tt", "hh:mm:ss tt", "dd MMMM", "MMMM, yyyy"},
    DateRow{"th-TH", "d/M/yyyy", "d MMMM yyyy", "H:mm", "H:mm:ss", "d MMMM", "MMMM yyyy"},
    DateRow{"ar-SA", "dd/MM/yy", "dd/MMMM/yyyy", "hh:mm tt", "hh:mm:ss tt", "dd MMMM", "MMMM, yyyy"},
};

/// Halves of the day; both empty: the culture has none and `tt` prints nothing.
struct HalvesRow {
  std::string_view tag;
  std::string_view am;
  std::string_view pm;
};

constexpr std::array kHalves = {
    HalvesRow{"de-DE", "", ""},
    HalvesRow{"fr-FR", "", ""},
    HalvesRow{"fr-CA", "", ""},
    HalvesRow{"es-ES", "", ""},
    HalvesRow{"it-IT", "", ""},
    HalvesRow{"pt-BR", "", ""},
    HalvesRow{"pt-PT", "", ""},
    HalvesRow{"nl-NL", "", ""},
    HalvesRow{"nl-BE", "", ""},
    HalvesRow{"sv-SE", "", ""},
    HalvesRow{"da-DK", "", ""},
    HalvesRow{"ru-RU", "", ""},
    HalvesRow{"uk-UA", "", ""},
    HalvesRow{"de-AT", "AM", "PM"},
    HalvesRow{"de-CH", "AM", "PM"},
    HalvesRow{"pl-PL", "AM", "PM"},
    HalvesRow{"he-IL", "AM", "PM"},
    HalvesRow{"es-MX", "a. m.", "p. m."},
    HalvesRow{"nb-NO", "a.m.", "p.m."},
    HalvesRow{"fi-FI", "ap.", "ip."},
    HalvesRow{"cs-CZ", "dop.", "odp."},
    HalvesRow{"tr-TR", "ÖÖ", "ÖS"},
    HalvesRow{"hi-IN", "पूर्वाह्न", "अपराह्न"},
};

/// How amounts and percentages are written; "" leaves ICU's.
struct MoneyRow {
  std::string_view tag;
  std::string_view negative;
  std::string_view positive;
  std::string_view symbol;
  std::string_view negative_percent;
  std::string_view positive_percent;
};

constexpr std::array kMoney = {
    MoneyRow{"en-US", "($n)", "$n", "$", "-n$", "n$"},       MoneyRow{"en-GB", "-$n", "$n", "£", "-n$", "n$"},
    MoneyRow{"nl-NL", "$~-n", "$~n", "€", "-n$", "n$"},      MoneyRow{"nl-BE", "-$~n", "$~n", "€", "-n$", "n$"},
    MoneyRow{"fr-CA", "(n~$)", "n~$", "$", "-n~$", "n~$"},   MoneyRow{"de-AT", "-$~n", "$~n", "€", "-n~$", "n~$"},
    MoneyRow{"de-CH", "$-n", "$~n", "CHF", "-n$", "n$"},     MoneyRow{"da-DK", "-n~$", "n~$", "kr.", "-n~$", "n~$"},
    MoneyRow{"nb-NO", "-$~n", "$~n", "kr", "-n~$", "n~$"},   MoneyRow{"he-IL", "$-n", "$~n", "₪", "-n$", "n$"},
    MoneyRow{"ja-JP", "-$n", "$n", "¥", "-n$", "n$"},        MoneyRow{"zh-CN", "$-n", "$n", "¥", "-n$", "n$"},
    MoneyRow{"ko-KR", "-$n", "$n", "₩", "-n$", "n$"},        MoneyRow{"ru-RU", "-n~$", "n~$", "₽", "-n$", "n$"},
    MoneyRow{"uk-UA", "-n~$", "n~$", "₴", "-n$", "n$"},      MoneyRow{"tr-TR", "-$n", "$n", "₺", "-$n", "$n"},
    MoneyRow{"ar-SA", "-n~$", "n~$", "ر.س.", "-n~$", "n~$"},
};

template <class Row, std::size_t N>
const Row* row_of(const std::array<Row, N>& rows, std::string_view tag) {
  for (const auto& row : rows)
    if (row.tag == tag) return &row;
  return nullptr;
}

void put(std::string& target, std::string_view text) {
  if (!text.empty()) target = text;
}

void apply(const DateRow& row, DateInfo& date) {
  put(date.short_date, row.short_date);
  put(date.long_date, row.long_date);
  put(date.short_time, row.short_time);
  put(date.long_time, row.long_time);
  put(date.month_day, row.month_day);
  put(date.year_month, row.year_month);
}

void apply(const MoneyRow& row, NumberInfo& number) {
  put(number.currency_symbol, row.symbol);
  number.currency.negative_pattern = pattern_number(kNegativeCurrency, row.negative).value_or(number.currency.negative_pattern);
  number.currency.positive_pattern = pattern_number(kPositiveCurrency, row.positive).value_or(number.currency.positive_pattern);
  number.percent.negative_pattern = pattern_number(kNegativePercent, row.negative_percent).value_or(number.percent.negative_pattern);
  number.percent.positive_pattern = pattern_number(kPositivePercent, row.positive_percent).value_or(number.percent.positive_pattern);
}

template <std::size_t N>
void drop_points(std::array<std::string, N>& names) {
  for (auto& name : names)
    if (name.ends_with('.')) name.pop_back();
}

constexpr std::array<std::string_view, 12> kEnglishMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                             "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr std::array<std::string_view, 12> kRussianMonths = {"Январь", "Февраль", "Март",     "Апрель",  "Май",    "Июнь",
                                                             "Июль",   "Август",  "Сентябрь", "Октябрь", "Ноябрь", "Декабрь"};
constexpr std::array<std::string_view, 12> kRussianShortMonths = {"янв", "фев", "мар", "апр", "май", "июн",
                                                                  "июл", "авг", "сен", "окт", "ноя", "дек"};
constexpr std::array<std::string_view, 7> kRussianShortDays = {"Вс", "Пн", "Вт", "Ср", "Чт", "Пт", "Сб"};
/// Of these languages .NET shortens names without a point.
constexpr std::array<std::string_view, 8> kWithoutPoints = {"de-DE", "nl-NL", "nl-BE", "da-DK", "pt-BR", "pt-PT", "sv-SE", "it-IT"};

template <std::size_t N, std::size_t M>
void put_all(std::array<std::string, N>& target, const std::array<std::string_view, M>& names) {
  for (std::size_t at = 0; at < M; ++at) target[at] = names[at];
}

void apply_names(std::string_view tag, DateInfo& date) {
  if (tag == "en" || tag.starts_with("en-")) {
    put_all(date.short_month_names, kEnglishMonths);
    date.am = "AM";
    date.pm = "PM";
    date.era = "A.D.";
  }
  if (tag == "ru-RU") {
    put_all(date.month_names, kRussianMonths);
    put_all(date.short_month_names, kRussianShortMonths);
    put_all(date.short_day_names, kRussianShortDays);
  }
  for (const auto plain : kWithoutPoints) {
    if (plain != tag) continue;
    drop_points(date.short_month_names);
    drop_points(date.short_day_names);
  }
  date.short_month_genitive_names = date.short_month_names;
}

}  // namespace

void apply_overrides(std::string_view tag, NumberInfo& number, DateInfo& date) {
  apply_names(tag, date);
  if (const auto* row = row_of(kDates, tag)) apply(*row, date);
  if (const auto* row = row_of(kMoney, tag)) apply(*row, number);
  if (const auto* row = row_of(kHalves, tag)) {
    date.am = row->am;
    date.pm = row->pm;
  }
}

CalendarKind calendar_of(std::string_view tag) {
  if (tag == "th-TH") return CalendarKind::Buddhist;
  if (tag == "ar-SA") return CalendarKind::UmAlQura;
  if (tag == "fa-IR") return CalendarKind::Persian;
  return CalendarKind::Gregorian;
}

}  // namespace docmill::templating
