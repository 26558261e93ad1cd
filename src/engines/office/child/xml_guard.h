#pragma once
#include <set>
#include <string>
#include <string_view>

#include "base/result.h"

namespace docmill::engines::office {

/// Watches XML flow by, in pieces of any size, for what a document package must not hold. Understands UTF-8 and UTF-16.
class XmlGuard {
 public:
  enum class Rule {
    NoDoctype,  // neither <!DOCTYPE nor <!ENTITY anywhere: OOXML
    NoEntity,   // <!DOCTYPE may name an old public DTD, but declares nothing: some parts of ODF
  };
  explicit XmlGuard(Rule rule) : rule_(rule) {}

  /// False at the first forbidden declaration or at an encoding that could hide one.
  bool feed(std::string_view piece);
  /// "a document type declaration": what made feed() return false.
  const std::string& found() const { return found_; }

 private:
  bool declares(std::string_view text);
  bool hides(std::string_view text);

  Rule rule_;
  bool first_ = true;
  std::string tail_;  // the end of the piece before, so that nothing hides across two pieces
  std::string found_;
};

/// Collects the font names an OOXML or ODF part speaks of.
class FontNames {
 public:
  void feed(std::string_view piece);
  const std::set<std::string>& names() const { return names_; }

 private:
  std::string tail_;
  std::set<std::string> names_;
};

}  // namespace docmill::engines::office
