#pragma once
#include <memory>
#include <string>
#include <string_view>

#include "engines/child/work.h"
#include "engines/ooxml/child/templates/template_work.h"
#include "ooxml/package.h"

namespace docmill::engines::ooxml {

/// A template's package and what fills it.
struct OpenTemplate {
  TemplateWork work;
  docmill::ooxml::Package package;
};

/// All the text of a package, from which its dialect is guessed.
using TextOf = Result<std::string> (*)(docmill::ooxml::Package& package);

/// Reads both, and the dialect the template is written in; nullptr: it has none, as merge fields.
/// Errors: those of reading the template and the data.
Result<std::shared_ptr<OpenTemplate>> open_template(child::Work& work, TextOf text_of);

/// What a filled package is given as: its main part's content type, its extension, and that of what is still to be printed
/// (extension_for()).
struct FilledAs {
  std::string_view type;
  std::string_view extension;
  std::string_view to_be_printed;
};

/// Packs a filled template and gives it; what it was made from is let go of when the customer has the answer.
Result<Finished> give_filled(child::Work& work, std::shared_ptr<OpenTemplate> filled, const FilledAs& as);

}  // namespace docmill::engines::ooxml
