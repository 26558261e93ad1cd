#include "templating/time_zone.h"

#include <fmt/format.h>
#include <unicode/basictz.h>
#include <unicode/strenum.h>
#include <unicode/timezone.h>
#include <unicode/unistr.h>

#include <map>

#include "base/small_letters.h"
#include "templating/date_time.h"

namespace docmill::templating {

namespace {

/// Ticks at 1970-01-01T00:00, where ICU's milliseconds begin.
constexpr std::int64_t kEpochTicks = 621'355'968'000'000'000;
constexpr std::size_t kLongestZoneName = 100;

UDate to_icu(std::int64_t ticks) {
  const std::int64_t whole_milliseconds = (ticks - kEpochTicks) / kTicksPerMillisecond;
  return static_cast<UDate>(whole_milliseconds);
}

TimeZone::Offset to_offset(std::int32_t raw_ms, std::int32_t summer_ms) {
  return {.seconds = (raw_ms + summer_ms) / 1000, .summer = summer_ms != 0};
}

/// ICU's names by their small letters; its own look-up minds the case.
const std::map<std::string, std::string>& known_names() {
  static const auto names = [] {
    std::map<std::string, std::string> made;
    UErrorCode status = U_ZERO_ERROR;
    const std::unique_ptr<icu::StringEnumeration> all(
        icu::TimeZone::createTimeZoneIDEnumeration(UCAL_ZONE_TYPE_ANY, nullptr, nullptr, status));
    if (U_FAILURE(status)) return made;
    for (const char* id = all->next(nullptr, status); id != nullptr && U_SUCCESS(status); id = all->next(nullptr, status))
      made.emplace(small_letters(id), id);
    return made;
  }();
  return names;
}

/// The IANA name of a zone that Windows names so ("Russian Standard Time"); empty when it has none of the kind.
std::string from_windows(std::string_view name) {
  UErrorCode status = U_ZERO_ERROR;
  icu::UnicodeString id;
  icu::TimeZone::getIDForWindowsID(icu::UnicodeString::fromUTF8(icu::StringPiece(name.data(), static_cast<std::int32_t>(name.size()))),
                                   nullptr, id, status);
  std::string text;
  if (U_SUCCESS(status)) id.toUTF8String(text);
  return text;
}

std::string_view without_blanks(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

std::string iana_name(std::string_view name) {
  const auto found = known_names().find(small_letters(name));
  return found != known_names().end() ? found->second : from_windows(name);
}

Error unknown(std::string_view name) {
  const auto shown = name.substr(0, kLongestZoneName);
  return fail(
      ErrorCode::BadRequest,
      fmt::format("There is no time zone \"{}\". Use a name of the IANA database like Europe/Berlin, America/New_York or UTC.", shown));
}

bool says_utc(const std::string& name) {
  for (const auto* other : {"UTC", "Etc/UTC", "UCT", "Etc/UCT", "Zulu", "Etc/Zulu", "Universal", "Etc/Universal"})
    if (name == other) return true;
  return false;
}

}  // namespace

TimeZone::TimeZone(std::string name, std::unique_ptr<icu::TimeZone> rules)
    : name_(std::move(name)), utc_(says_utc(name_)), rules_(std::move(rules)) {}
TimeZone::~TimeZone() = default;

Result<const TimeZone*> TimeZone::named(std::string_view name) {
  name = without_blanks(name);
  if (name.empty() || name.size() > kLongestZoneName) return Failed(unknown(name));
  static std::map<std::string, std::unique_ptr<const TimeZone>, std::less<>> made;
  const auto id = iana_name(name);
  if (id.empty() || id == "Etc/Unknown") return Failed(unknown(name));
  if (const auto found = made.find(id); found != made.end()) return found->second.get();
  std::unique_ptr<icu::TimeZone> rules(icu::TimeZone::createTimeZone(icu::UnicodeString::fromUTF8(id)));
  if (!rules || *rules == icu::TimeZone::getUnknown()) return Failed(unknown(name));
  return made.emplace(id, std::unique_ptr<const TimeZone>(new TimeZone(id, std::move(rules)))).first->second.get();
}

const TimeZone& TimeZone::utc() {
  static const TimeZone zone("UTC", std::unique_ptr<icu::TimeZone>(icu::TimeZone::createTimeZone("UTC")));
  return zone;
}

TimeZone::Offset TimeZone::at_utc(std::int64_t ticks) const {
  if (utc_) return {};
  std::int32_t raw = 0;
  std::int32_t summer = 0;
  UErrorCode status = U_ZERO_ERROR;
  rules_->getOffset(to_icu(ticks), 0, raw, summer, status);
  return U_SUCCESS(status) ? to_offset(raw, summer) : Offset{};
}

TimeZone::Offset TimeZone::at_local(std::int64_t ticks, bool summer_when_ambiguous) const {
  if (utc_) return {};
  std::int32_t raw = 0;
  std::int32_t summer = 0;
  UErrorCode status = U_ZERO_ERROR;
  const auto* rules = dynamic_cast<const icu::BasicTimeZone*>(rules_.get());
  if (rules == nullptr) {
    rules_->getOffset(to_icu(ticks), 1, raw, summer, status);
  } else {
    // An hour left out has the offset before it; one that comes twice is the first (summer) or the second (standard) of both.
    rules->getOffsetFromLocal(to_icu(ticks), UCAL_TZ_LOCAL_FORMER, summer_when_ambiguous ? UCAL_TZ_LOCAL_FORMER : UCAL_TZ_LOCAL_LATTER, raw,
                              summer, status);
  }
  return U_SUCCESS(status) ? to_offset(raw, summer) : Offset{};
}

}  // namespace docmill::templating
