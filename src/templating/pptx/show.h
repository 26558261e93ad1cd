#pragma once
#include <pugixml.hpp>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "ooxml/package.h"

namespace docmill::templating::pptx {

/// Most slides of a filled presentation. PowerPoint itself becomes slow far below; each is several parts of the package.
inline constexpr std::size_t kMostSlides = 5'000;

/// The slides of a presentation. While they are filled they stand in one tree, each with its notes, so that a slide is copied, hidden and
/// cut like a row of a table:
///
///   <dm:show> <dm:slide part="ppt/slides/slide1.xml" …> <p:sld/> <p:notes/> </dm:slide> … </dm:show>
///
/// A slide has parts of its own from the moment it is copied, so what is related to it is its own too.
class Show {
 public:
  explicit Show(ooxml::Package& package) : package_(package) {}

  /// Puts the slides into the tree. Errors: InputDamaged (no presentation, a slide that is not there or comes twice), InputTooComplex.
  Result<void> load();

  /// The element that holds the slides.
  pugi::xml_node root() const { return root_; }
  /// Slides that stand in the tree now.
  std::size_t count() const { return count_; }

  /// Gives a slide that was just copied in the tree its own parts. Errors: InputTooComplex (too many slides), and the package's.
  Result<void> own_parts(pugi::xml_node copy);

  /// Puts the slides that stand in the tree back into the package, in their order, and takes the others out of it.
  /// Errors: the package's.
  Result<void> put_back();

 private:
  Result<void> load_slide(const std::string& identifier, const std::string& relation);
  Result<void> own_notes(pugi::xml_node copy, const std::string& part);
  Result<void> put_slide(pugi::xml_node slide);
  void remove_gone();

  ooxml::Package& package_;
  std::string main_;
  pugi::xml_document tree_;
  pugi::xml_node root_;
  std::size_t count_ = 0;
  std::vector<std::pair<std::string, std::string>> parts_;  // of all slides that ever were: the slide's and its notes' or nothing
  std::set<std::string> seen_;                              // the template's, folded
};

}  // namespace docmill::templating::pptx
