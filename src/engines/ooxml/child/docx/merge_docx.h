#pragma once
#include "engines/ooxml/child/docx/names.h"
#include "engines/ooxml/child/docx/sections.h"
#include "engines/ooxml/child/docx/styles.h"

namespace docmill::engines::ooxml {

/// Puts Word documents one behind the other. The first one's theme, fonts, settings and properties are those of the result; each other one
/// keeps the look of its styles, its lists, notes, comments, pictures, charts and, as the options say, its page setup and headers.
class DocxMerge {
 public:
  /// `base`: the first document. Errors: what reading it can cause.
  static Result<std::unique_ptr<DocxMerge>> begin(Document base, MergeOptions options);

  /// Adds a document; it is used up. Errors: what reading it can cause, with its label.
  Result<void> add(Document other);
  /// The merged document. Errors: as Package::write.
  Result<std::string> end();

 private:
  DocxMerge(Document base, MergeOptions options) : base_(std::move(base)), options_(options) {}
  Result<void> prepare();
  Result<void> take(Document& other);
  Result<void> add_fonts(Document& other, PartImport& import);
  Result<void> note_separators(Document& other);

  Document base_;
  MergeOptions options_;
  TakenIds taken_;
  Pictures pictures_;
  std::unique_ptr<Styles> styles_;
  std::unique_ptr<Sections> sections_;
};

}  // namespace docmill::engines::ooxml
