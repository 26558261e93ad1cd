#pragma once
#include <unicode/uversion.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"

U_NAMESPACE_BEGIN
class TimeZone;
U_NAMESPACE_END

namespace docmill::templating {

/// The rules of a place's clocks with their whole history, from ICU's copy of the IANA database. Made once, kept until the process ends.
/// Not thread-safe: a child is one thread.
class TimeZone {
 public:
  /// The zone of this name, IANA ("Europe/Berlin") or Windows ("W. Europe Standard Time"), without regard to case.
  /// Errors: BadRequest names what is unknown and what a name looks like.
  static Result<const TimeZone*> named(std::string_view name);
  static const TimeZone& utc();

  const std::string& name() const { return name_; }
  bool is_utc() const { return utc_; }

  struct Offset {
    std::int32_t seconds = 0;  // east of Greenwich, summer time included
    bool summer = false;       // whether summer time is part of it
  };
  /// At a moment of UTC. `ticks` are of 100 ns since 0001-01-01T00:00 (DateTime::ticks).
  Offset at_utc(std::int64_t ticks) const;
  /// At a time the zone's clocks show. An hour that comes twice is taken as standard time unless `summer_when_ambiguous`; one that is left
  /// out has the offset before the change (.NET: TimeZoneInfo.GetUtcOffset).
  Offset at_local(std::int64_t ticks, bool summer_when_ambiguous = false) const;

  ~TimeZone();
  TimeZone(const TimeZone&) = delete;
  TimeZone& operator=(const TimeZone&) = delete;

 private:
  TimeZone(std::string name, std::unique_ptr<icu::TimeZone> rules);

  std::string name_;
  bool utc_;
  std::unique_ptr<icu::TimeZone> rules_;
};

}  // namespace docmill::templating
