#pragma once
#include <memory>
#include <string>

#include "base/result.h"
#include "ooxml/package.h"
#include "templating/context.h"
#include "templating/fill.h"
#include "templating/findings.h"

namespace docmill::templating::docx {

/// Fills a Word document's tokens with context.data (specification §2, §3, §5, §7, §8, §13): the text of the document, headers, footers,
/// notes and text boxes, targets of links, word art, charts. What has no token stays as it is, MERGEFIELDs too.
/// Warnings are in context.warnings.
/// Errors: InputDamaged (a part that is no XML, no document in the package), InputTooComplex (data and template together make too much; the
/// message names the limit), BadRequest (a missing name where context.missing says so).
Result<void> fill(ooxml::Package& package, Context& context, const FillLimits& limits = {});

/// Finds a document's tokens where they stand, to be looked at without data; what cannot be read is among the context's warnings. The
/// package is of no other use afterwards. Errors: as fill().
Result<void> look_at(ooxml::Package& package, Context& context, Findings& findings);

/// A Word template that is read and searched once and filled any number of times, as by fill().
class Template {
 public:
  /// Errors: as fill().
  static Result<Template> of(ooxml::Package package, Dialect dialect);
  Template(Template&&) noexcept;
  Template& operator=(Template&&) noexcept;
  ~Template();

  /// A document of its own, filled with context.data; context.dialect is that of the template. Errors: as fill().
  Result<ooxml::Package> fill(Context& context, const FillLimits& limits = {});
  /// What there is to know of its tokens, whatever they are filled with.
  const Warnings& warnings() const;

 private:
  struct State;
  explicit Template(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

/// Fills MERGEFIELDs with the properties of context.data, in the document, headers, footers and notes (§10). The fields stay, and what
/// they show keeps its format. A field whose name is no property stays as it is; a merge field switch (\* Upper, \@ "dd.MM.yyyy", \#
/// "0.00", \b, \f) is heeded. An IF whose instruction holds merge fields, all of which have values, shows what it decides
/// and is no field any more.
/// Errors: BadRequest (no object, or a list of other than one), and as fill(), without limits of repetition.
Result<void> fill_merge_fields(ooxml::Package& package, Context& context);

/// Adds the document's MERGEFIELDs, each as a token that names its property. Errors: InputDamaged.
Result<void> look_at_merge_fields(ooxml::Package& package, Findings& findings);

/// What the document's paragraphs say, for guess_dialect(): headers and footers too. Errors: InputDamaged.
Result<std::string> text_of(ooxml::Package& package);

}  // namespace docmill::templating::docx
