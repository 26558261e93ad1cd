#include "engines/ooxml/child/templates/name_output.h"

#include <algorithm>

#include "engines/child/file_bytes.h"
#include "engines/ooxml/child/templates/template_work.h"
#include "templating/parts/plain_text.h"

namespace docmill::engines::ooxml {
namespace {

constexpr std::size_t kLongestName = 240;  // bytes; the worker cuts it to 200

/// One line, and not cut inside a character.
std::string shaped(std::string name) {
  std::ranges::replace_if(name, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }, ' ');
  if (name.size() <= kLongestName) return name;
  auto end = kLongestName;
  while (end > 0 && (static_cast<unsigned char>(name[end]) & 0xC0U) == 0x80U) --end;
  name.resize(end);
  return name;
}

}  // namespace

Result<Finished> name_output(child::Work& work) {
  auto context = read_template_context(work);
  if (!context) return Failed(context.error());
  const auto& pattern = work.param("OutputFilename");
  context->dialect = dialect_of(work, pattern);
  // A name with braces in it helps nobody.
  if (context->missing == templating::MissingValue::Keep) context->missing = templating::MissingValue::Remove;
  auto name = templating::fill_plain_text(pattern, templating::Scope(context->data), *context);
  if (!name) return Failed(name.error());
  auto bytes = child::FileBytes::of(work.input(0));
  if (!bytes) return Failed(bytes.error());
  work.begin(Phase::Export);
  if (auto given = work.give(bytes->bytes(), {.extension = "json", .name = shaped(*std::move(name))}); !given) {
    return Failed(given.error());
  }
  return Finished{};
}

}  // namespace docmill::engines::ooxml
