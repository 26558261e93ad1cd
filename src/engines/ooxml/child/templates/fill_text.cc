#include "engines/ooxml/child/templates/fill_text.h"

#include <algorithm>

#include "engines/child/text/text.h"
#include "engines/ooxml/child/parts/merge_work.h"
#include "engines/ooxml/child/templates/template_work.h"
#include "templating/html/html_template.h"

namespace docmill::engines::ooxml {
namespace {

std::size_t template_of(const child::Work& work) {
  std::size_t found = 0;
  for (std::size_t i = 0; i < work.input_count(); ++i)
    if (work.note(i).field != "Data") found = i;
  return found;
}

}  // namespace

Result<Finished> fill_text(child::Work& work) {
  auto read = read_template_work(work);
  if (!read) return Failed(read.error());
  const auto input = template_of(work);
  auto text = child::Text::of(work.input(input));
  if (!text) return Failed(text.error());
  templating::html::Options options;
  options.escaping = work.flag("EscapeValues") ? templating::html::Escaping::Html : templating::html::Escaping::None;
  options.largest = std::min<std::size_t>(options.largest, static_cast<std::size_t>(work.request().limits.output_size));
  auto filled = templating::html::fill(text->view(), read->context, options);
  if (!filled) return Failed(filled.error());
  const auto& extension = work.note(input).extension;
  return give_package(work, *filled, extension.empty() ? "html" : extension, sentences_of(read->context.warnings));
}

}  // namespace docmill::engines::ooxml
