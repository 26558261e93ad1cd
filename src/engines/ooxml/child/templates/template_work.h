#pragma once
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engines/child/file_bytes.h"
#include "engines/child/work.h"
#include "templating/context.h"

namespace docmill::engines::ooxml {

/// A template and what it is filled with, of a step that takes both: the File fields "File" and "Data".
struct TemplateWork {
  explicit TemplateWork(child::FileBytes file) : document(std::move(file)) {}

  child::FileBytes document;
  std::size_t input = 0;        // the document's, of the step
  templating::Context context;  // data, Locale, Timezone, MissingValues; its dialect is to be set
};

/// The data alone and what goes with it. Errors: as read_template_work().
Result<templating::Context> read_template_context(child::Work& work);

/// Reads both. Errors: BadRequest (no document; an unknown Locale or Timezone), InputDamaged (Data is no JSON; says where),
/// InputTooComplex.
Result<TemplateWork> read_template_work(child::Work& work);

/// The dialect that the field Engine names; otherwise the one `text`, what the template says, is written in.
templating::Dialect dialect_of(const child::Work& work, std::string_view text);

/// What the template's author should know, a sentence for each warning.
std::vector<std::string> sentences_of(const templating::Warnings& warnings);

/// Under which extension a step hands over what it filled: of a type of its own when the field OutputType asks for a PDF ("docm") or for
/// OpenDocument ("dotx", "xltx", "potx"), so that the step that makes it takes it and leaves what is finished alone. A template that came
/// as OpenDocument becomes that again when nothing is asked for.
std::string_view extension_for(const child::Work& work, std::string_view finished, std::string_view to_be_printed);

}  // namespace docmill::engines::ooxml
