#pragma once
#include <string>
#include <string_view>

#include "templating/culture.h"

namespace docmill::templating {

/// ICU's locale for a culture of .NET, in its BCP 47 form with language and country: "de" is "de-DE" as .NET has it, "prs-AF" is "fa-AF".
std::string icu_tag(std::string_view culture);

/// How ICU's data for a locale looks in .NET's terms. Only parts that ICU has no data for are left as they are in `info`.
void read_numbers(const std::string& tag, NumberInfo& info);
void read_dates(const std::string& tag, DateInfo& info);

std::string icu_upper(const std::string& tag, std::string_view text);
std::string icu_lower(const std::string& tag, std::string_view text);

/// A date pattern of ICU ("EEEE, d. MMMM y") as one of .NET ("dddd, d. MMMM yyyy").
std::string net_pattern(std::u16string_view pattern);

}  // namespace docmill::templating
