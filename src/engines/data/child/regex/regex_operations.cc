#include "engines/data/child/regex/regex_operations.h"

#include <fmt/format.h>

#include "base/utf8.h"
#include "engines/child/text/text.h"
#include "engines/data/child/regex/regex.h"
#include "engines/data/child/regex/replacement.h"
#include "engines/data/child/regex/time_guard.h"
#include "engines/data/child/text/json_text.h"
#include "engines/data/child/text/output_file.h"

namespace docmill::engines::data {
namespace {

constexpr std::size_t kMostMatches = 100'000;

struct Question {
  Regex regex;
  child::Text text;
  OutputFile out;
};

Result<Question> prepared(child::Work& work) {
  auto regex = Regex::compile(work.param("Pattern"));
  if (!regex) return Failed(std::move(regex.error()).in(Phase::Load));
  auto text = child::Text::of(work.input(0));
  if (!text) return Failed(text.error());
  auto out = OutputFile::create(work.request().limits.output_size);
  if (!out) return Failed(out.error());
  return Question{*std::move(regex), *std::move(text), *std::move(out)};
}

Result<Finished> answer(child::Work& work, OutputFile& out) {
  auto file = out.finish();
  if (!file) return Failed(file.error());
  work.begin(Phase::Export);
  if (auto given = work.give(*std::move(file), {.extension = "json", .name = {}}); !given) return Failed(given.error());
  return Finished{};
}

/// Goes through the matches under the time guard and the bound on their number.
template <class Each>
Result<void> each_match(Question& question, const Each& each) {
  const TimeGuard guard(kPatternTime);
  std::size_t count = 0;
  return question.regex.for_each(question.text.view(), [&](const Match& match) -> Result<bool> {
    if (++count > kMostMatches)
      return Failed(fail(ErrorCode::InputTooComplex, fmt::format("The pattern matches more than {} times, the limit.", kMostMatches)));
    each(match);
    if (auto fits = question.out.status(); !fits) return Failed(fits.error());
    return true;
  });
}

}  // namespace

Result<Finished> regex_match(child::Work& work) {
  auto question = prepared(work);
  if (!question) return Failed(question.error());
  auto groups = model::named_groups(question->regex.pattern());
  for (auto& group : groups) group.name = json_quoted(group.name);
  auto& out = question->out;
  // Whether there is a match stands first, so the first match writes it.
  bool any = false;
  auto done = each_match(*question, [&](const Match& match) {
    out.put(any ? ",{\"Match0\":" : "{\"isSuccess\":true,\"matches\":[{\"Match0\":");
    any = true;
    put_json_quoted(out, match.whole());
    for (const auto& [key, group] : groups) {
      out.put(",");
      out.put(key);
      out.put(":");
      put_json_quoted(out, match.group(*group));
    }
    out.put("}");
  });
  if (!done) return Failed(done.error());
  out.put(any ? "]}" : "{\"isSuccess\":false,\"matches\":[]}");
  return answer(work, out);
}

Result<Finished> regex_replace(child::Work& work) {
  auto question = prepared(work);
  if (!question) return Failed(question.error());
  const auto& text = work.param("Replacement");
  if (!is_utf8(text)) return Failed(fail(ErrorCode::BadRequest, "Replacement: send it as UTF-8."));
  const Replacement replacement(text, question->regex.pattern());
  const auto whole = question->text.view();
  // JSON's escapes know no neighbours, so a string may be written in pieces.
  const auto put = [&](std::string_view piece) {
    const auto quoted = json_quoted(piece);
    question->out.put(std::string_view(quoted).substr(1, quoted.size() - 2));
  };
  question->out.put("{\"result\":\"");
  std::size_t from = 0;
  auto done = each_match(*question, [&](const Match& match) {
    put(whole.substr(from, match.begin() - from));
    replacement.expand(match, whole, put);
    from = match.end();
  });
  if (!done) return Failed(done.error());
  put(whole.substr(from));
  question->out.put("\"}");
  return answer(work, question->out);
}

Result<Finished> regex_test(child::Work& work) {
  auto question = prepared(work);
  if (!question) return Failed(question.error());
  const TimeGuard guard(kPatternTime);
  bool any = false;
  auto done = question->regex.for_each(question->text.view(), [&](const Match&) -> Result<bool> {
    any = true;
    return false;
  });
  if (!done) return Failed(done.error());
  question->out.put(any ? "{\"isSuccess\":true}" : "{\"isSuccess\":false}");
  return answer(work, question->out);
}

Result<Finished> regex_split(child::Work& work) {
  auto question = prepared(work);
  if (!question) return Failed(question.error());
  const auto whole = question->text.view();
  auto& out = question->out;
  out.put("{\"result\":[");
  std::size_t from = 0;
  auto done = each_match(*question, [&](const Match& match) {
    put_json_quoted(out, whole.substr(from, match.begin() - from));
    out.put(",");
    for (const auto& group : question->regex.pattern().groups) {
      if (!match.took_part(group)) continue;
      put_json_quoted(out, match.group(group));
      out.put(",");
    }
    from = match.end();
  });
  if (!done) return Failed(done.error());
  put_json_quoted(out, whole.substr(from));
  out.put("]}");
  return answer(work, out);
}

}  // namespace docmill::engines::data
