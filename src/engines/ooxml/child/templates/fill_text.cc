#include "engines/ooxml/child/templates/fill_text.h"

#include <algorithm>

#include "engines/child/text/text.h"
#include "engines/ooxml/child/parts/merge_work.h"
#include "engines/ooxml/child/templates/template_work.h"
#include "templating/html/html_template.h"

namespace docmill::engines::ooxml {
Result<Finished> fill_text(child::Work& work) {
  auto read = read_template_work(work);
  if (!read) return Failed(read.error());
  auto text = child::Text::of(work.input(read->input));
  if (!text) return Failed(text.error());
  templating::html::Options options;
  options.escaping = work.flag("EscapeValues") ? templating::html::Escaping::Html : templating::html::Escaping::None;
  options.largest = std::min<std::size_t>(options.largest, static_cast<std::size_t>(work.request().limits.output_size));
  auto filled = templating::html::fill(text->view(), read->context, options);
  if (!filled) return Failed(filled.error());
  if (filled->empty()) {
    return Failed(fail(ErrorCode::BadRequest,
                       "With this data the template prints nothing at all, and a document cannot be empty. Look at its conditions and "
                       "lists, or give it a text that always stays."));
  }
  const auto& extension = work.note(read->input).extension;
  return give_package(work, *filled, extension.empty() ? "html" : extension, sentences_of(read->context.warnings));
}

}  // namespace docmill::engines::ooxml
