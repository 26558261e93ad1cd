#pragma once
#include <string>
#include <string_view>

#include "ooxml/package.h"
#include "templating/context.h"
#include "templating/findings.h"

namespace docmill::engines::ooxml {

/// What can be done with the templates of one Office program.
struct TemplateKind {
  Result<std::string> (*text_of)(docmill::ooxml::Package&);
  Result<void> (*look_at)(docmill::ooxml::Package&, templating::Context&, templating::Findings&);
  Result<void> (*fill)(docmill::ooxml::Package&, templating::Context&);
};

/// By a template's extension; nullptr: it is text.
const TemplateKind* kind_of_template(std::string_view extension);

}  // namespace docmill::engines::ooxml
