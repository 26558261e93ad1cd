#pragma once
#include <string>
#include <vector>

#include "ooxml/package.h"
#include "templating/context.h"
#include "templating/docx/lists.h"
#include "templating/docx/notes.h"
#include "templating/docx/places.h"
#include "templating/docx/scan.h"

namespace docmill::templating::docx {

/// What is found in a template once, however often it is filled: its tokens, marked in the package's trees, and which paragraphs are lists.
/// It holds for the package and for every copy that is made of it afterwards.
class Marked {
 public:
  struct Part {
    std::string name;
    Kind kind = Kind::Text;
  };

  /// Marks the package. `context`: its dialect counts, and warnings about tokens go to it; both outlive this.
  /// Errors: as fill().
  static Result<std::unique_ptr<Marked>> of(ooxml::Package& package, Context& context);

  /// The document, then its headers and footers with tokens.
  const std::vector<Part>& parts() const { return parts_; }
  const std::string& main() const { return parts_.front().name; }
  Tokens& tokens() { return tokens_; }
  const Lists& lists() const { return lists_; }
  const Notes& footnotes() const { return footnotes_; }
  const Notes& endnotes() const { return endnotes_; }
  const Notes& comments() const { return comments_; }
  /// Whether the document has a table of contents.
  bool has_contents() const { return has_contents_; }

 private:
  Marked(ooxml::Package& package, Context& context, Lists lists)
      : package_(package),
        context_(context),
        tokens_(package, context),
        lists_(std::move(lists)),
        footnotes_(package, Notes::Sort::Footnotes),
        endnotes_(package, Notes::Sort::Endnotes),
        comments_(package, Notes::Sort::Comments) {}
  Result<void> mark(const std::string& main);
  Result<void> mark_margins(const std::string& main);

  ooxml::Package& package_;
  Context& context_;
  Tokens tokens_;
  Lists lists_;
  Notes footnotes_;
  Notes endnotes_;
  Notes comments_;
  std::vector<Part> parts_;
  bool has_contents_ = false;
};

}  // namespace docmill::templating::docx
