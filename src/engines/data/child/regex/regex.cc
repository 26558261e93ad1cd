#include "engines/data/child/regex/regex.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <fmt/format.h>
#include <pcre2.h>

#include <array>

#include "base/utf8.h"
#include "engines/child/text/text.h"

namespace docmill::engines::data {
namespace {

// A step takes 10 to 100 ns, so this is about a second; what is wasteful in other ways is ended by the time guard.
constexpr std::uint32_t kMostSteps = 10'000'000;
constexpr std::uint32_t kMostHeap = 256 * 1024;  // KiB

struct FreeMatch {
  void operator()(pcre2_match_data* data) const { pcre2_match_data_free(data); }
  void operator()(pcre2_match_context* context) const { pcre2_match_context_free(context); }
  void operator()(pcre2_compile_context* context) const { pcre2_compile_context_free(context); }
};

PCRE2_SPTR units(std::string_view text) {
  return reinterpret_cast<PCRE2_SPTR>(text.data());
}

std::string message_of(int error) {
  std::array<PCRE2_UCHAR, 256> text{};
  pcre2_get_error_message(error, text.data(), text.size());
  return reinterpret_cast<const char*>(text.data());
}

/// PCRE2's own sentence, but for the case that .NET users meet most.
std::string sentence_for(int error) {
  if (error == PCRE2_ERROR_LOOKBEHIND_NOT_FIXED_LENGTH)
    return "a look-behind must match a fixed number of characters in each of its alternatives; move the repeat out of it.";
  return message_of(error) + ".";
}

Error too_complex(int error) {
  if (error == PCRE2_ERROR_MATCHLIMIT || error == PCRE2_ERROR_DEPTHLIMIT || error == PCRE2_ERROR_HEAPLIMIT)
    return fail(ErrorCode::InputTooComplex,
                "The pattern needs too many steps on this text; avoid repeats inside repeats like (a+)+ and alternatives that begin alike.")
        .cause(message_of(error))
        .at("data.regex");
  return fail(ErrorCode::EngineFailed, "The pattern could not be matched.").cause(message_of(error)).at("data.regex");
}

/// .NET goes one character on after an empty match.
std::size_t after_character(std::string_view text, std::size_t at) {
  ++at;
  while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U) ++at;
  return at;
}

}  // namespace

std::string_view Match::capture(int number) const {
  const auto* pair = offsets_ + 2 * static_cast<std::ptrdiff_t>(number);
  if (pair[0] == PCRE2_UNSET || pair[1] < pair[0]) return {};
  return text_.substr(pair[0], pair[1] - pair[0]);
}

bool Match::took_part(const PatternGroup& group) const {
  for (const int number : group.captures) {
    if (offsets_[2 * static_cast<std::ptrdiff_t>(number)] != PCRE2_UNSET) return true;
  }
  return false;
}

std::string_view Match::group(const PatternGroup& group) const {
  std::string_view last;
  for (const int number : group.captures) {
    const auto* pair = offsets_ + 2 * static_cast<std::ptrdiff_t>(number);
    if (pair[0] == PCRE2_UNSET) continue;
    const auto value = capture(number);
    if (last.data() == nullptr || value.data() >= last.data()) last = value;
  }
  return last;
}

void Regex::Free::operator()(void* code) const {
  pcre2_code_free(static_cast<pcre2_code*>(code));
}

Result<Regex> Regex::compile(std::string_view pattern) {
  if (!is_utf8(pattern)) return Failed(fail(ErrorCode::BadRequest, "Pattern: send it as UTF-8.").at("data.regex"));
  auto translated = model::translate_dotnet(pattern);
  if (!translated) return Failed(translated.error());
  // $ before the last line feed and ^ behind it, Unicode classes, . for all but a line feed: as .NET has it.
  constexpr std::uint32_t kOptions = PCRE2_UTF | PCRE2_UCP | PCRE2_ALT_CIRCUMFLEX | PCRE2_NEVER_BACKSLASH_C;
  const std::unique_ptr<pcre2_compile_context, FreeMatch> context(pcre2_compile_context_create(nullptr));
  pcre2_set_newline(context.get(), PCRE2_NEWLINE_LF);
  int error = 0;
  std::size_t offset = 0;
  auto* code = pcre2_compile(units(translated->text), translated->text.size(), kOptions, &error, &offset, context.get());
  if (code == nullptr) return Failed(model::pattern_error(pattern, translated->source_offset(offset), sentence_for(error)));
  return Regex(*std::move(translated), code);
}

Result<void> Regex::for_each(std::string_view text, const std::function<Result<bool>(const Match&)>& each) const {
  auto* const code = static_cast<pcre2_code*>(code_.get());
  const std::unique_ptr<pcre2_match_data, FreeMatch> data(pcre2_match_data_create_from_pattern(code, nullptr));
  const std::unique_ptr<pcre2_match_context, FreeMatch> context(pcre2_match_context_create(nullptr));
  pcre2_set_match_limit(context.get(), kMostSteps);
  pcre2_set_heap_limit(context.get(), kMostHeap);
  const auto* const offsets = pcre2_get_ovector_pointer(data.get());
  std::uint32_t options = 0;  // the text is looked at once whether it is UTF-8
  for (std::size_t at = 0; at <= text.size(); options = PCRE2_NO_UTF_CHECK) {
    const int found = pcre2_match(code, units(text), text.size(), at, options, data.get(), context.get());
    if (found == PCRE2_ERROR_NOMATCH) return {};
    if (found < 0) return Failed(too_complex(found));
    const Match match(text, offsets);
    auto go_on = each(match);
    if (!go_on) return Failed(go_on.error());
    if (!*go_on) return {};
    at = match.end() > match.begin() ? match.end() : after_character(text, match.end());
  }
  return {};
}

std::string pcre2_version() {
  std::array<char, 64> text{};
  pcre2_config(PCRE2_CONFIG_VERSION, text.data());
  const std::string version = text.data();  // "10.42 2022-12-11"
  return version.substr(0, version.find(' '));
}

}  // namespace docmill::engines::data
