#pragma once
#include <map>
#include <pugixml.hpp>
#include <string>

#include "base/result.h"
#include "ooxml/package.h"
#include "templating/context.h"
#include "templating/findings.h"
#include "templating/path.h"

namespace docmill::templating::pptx {

/// The texts of diagrams (SmartArt). They do not repeat: a diagram is filled with what is bound where it stands.
class Diagrams {
 public:
  Diagrams(ooxml::Package& package, Context& context) : package_(package), context_(context) {}

  /// Fills a diagram (dgm:relIds) of a slide: its data and the drawing that PowerPoint keeps of it (MS-ODRAWXML 2.3). In a copy of the
  /// slide, a copy of them. `part`: the slide's. Errors: the package's, and as apply_token().
  Result<void> fill(pugi::xml_node relations, const std::string& part, const Scope& scope);

  /// Adds the tokens of a diagram, to be looked at without data. Errors: the package's.
  Result<void> look_into(pugi::xml_node relations, const std::string& part, Findings& findings);

 private:
  Result<void> fill_related(const std::string& part, const std::string& relation, const Scope& scope);
  Result<bool> has_tokens(const std::string& part);

  ooxml::Package& package_;
  Context& context_;
  std::map<std::string, std::string> models_;  // parts as the template has them; empty: without tokens
};

}  // namespace docmill::templating::pptx
