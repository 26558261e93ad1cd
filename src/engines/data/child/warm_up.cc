#include "engines/data/child/warm_up.h"

#include <clocale>
#include <exception>
#include <string>

#include "engines/child/text/text.h"
#include "engines/data/child/archive/archive_reader.h"
#include "engines/data/child/regex/regex.h"
#include "engines/data/child/tables/locale_values.h"

#include <archive.h>

namespace docmill::engines::data {
namespace {

Result<void> rehearse() {
  const auto regex = Regex::compile(R"((?<word>\w+)-(\d+))");
  if (!regex) return Failed(regex.error());
  auto matched = regex->for_each("one-1 two-2", [](const Match&) -> Result<bool> { return true; });
  if (!matched) return matched;
  const auto locale = LocaleValues::of("en-US");
  if (!locale) return Failed(locale.error());
  static_cast<void>(locale->date("1/31/2024"));
  auto file = memory_file("rehearsal");
  if (!file) return Failed(file.error());
  if (auto written = write_all(file->get(), "Zo\xEB"); !written) return written;
  const auto text = child::Text::of(file->get());
  return text ? Result<void>{} : Failed(text.error());
}

}  // namespace

Result<void> warm_up() {
  // Names in archives are UTF-8; numbers keep their point.
  if (std::setlocale(LC_CTYPE, "C.UTF-8") == nullptr) return Failed(fail(ErrorCode::Unavailable, "The locale C.UTF-8 is missing."));
  try {
    auto done = rehearse();
    if (done) return done;
    return Failed(fail(ErrorCode::Unavailable, "The data engine does not start.").cause(done.error().describe()).at("data.warm_up"));
  } catch (const std::exception& e) {
    return Failed(fail(ErrorCode::Unavailable, "The data engine does not start.").cause(e.what()).at("data.warm_up"));
  }
}

std::string versions() {
  const auto number = archive_version_number();  // 3006002
  return pcre2_version() + "/" + std::to_string(number / 1'000'000) + "." + std::to_string(number / 1000 % 1000) + "." +
         std::to_string(number % 1000);
}

}  // namespace docmill::engines::data
