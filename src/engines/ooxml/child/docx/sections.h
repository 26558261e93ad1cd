#pragma once
#include <set>

#include "engines/ooxml/child/docx/document.h"

namespace docmill::engines::ooxml {

struct MergeOptions {
  bool first_headers = true;  // the first document's headers and footers on all pages
  bool page_breaks = false;   // each document begins on a new page, with its own page setup
};

/// The sections of the merged document: page setups, headers and footers, and where one document ends and the next begins.
class Sections {
 public:
  /// `base` is borrowed.
  Sections(Document& base, MergeOptions options);

  /// Before the document's relationships are brought over: headers and footers that are not wanted are left out.
  void prepare(Document& other);
  /// Adds the document's body; it has its new names and relationships. Errors: what adding parts can cause.
  Result<void> append(Document& other);

 private:
  bool needs_section(Document& other) const;
  void close_section();
  Result<void> keep_headers_apart(pugi::xml_node first);
  Result<std::string> blank(const std::string& element);
  void note_headers(pugi::xml_node body);
  Result<void> even_pages(Document& other);

  Document& base_;
  MergeOptions options_;
  std::set<std::pair<std::string, std::string>> seen_;  // element and type of the references so far: "w:headerReference", "default"
  std::map<std::string, std::string> blanks_;           // by element: the relationship of one that is empty
};

}  // namespace docmill::engines::ooxml
