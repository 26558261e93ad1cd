#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <pugixml.hpp>
#include <string>

#include "ooxml/package.h"

namespace docmill::templating::docx {

/// Which paragraphs are items of lists, and how a copied list begins to count anew (§3.3).
class Lists {
 public:
  /// `main`: the part with the document.
  /// Errors: InputDamaged (styles or numbering that cannot be read).
  static Result<Lists> of(ooxml::Package& package, const std::string& main);

  /// The same for a copy of the package that nothing was restarted in.
  Lists(const Lists& other, ooxml::Package& copy);

  /// Whether a w:p is an item of a list: it has a numbering, its own or its style's, that is not 0.
  bool is_item(pugi::xml_node paragraph) const;
  /// The item that `node` stands in, also by way of a text box or a note of it, but not of the cell around it; none where there is none.
  pugi::xml_node item_around(pugi::xml_node node) const;

  /// The numId a paragraph has of its own; empty when it has none.
  static std::string own_number(pugi::xml_node paragraph);

  /// Whether a numbering counts; bullets do not.
  bool counts(const std::string& number) const;

  /// A new numbering that looks like `number` and counts from the start. The same when nothing is counted (bullets) or when there are
  /// too many already.
  Result<std::string> restarted(const std::string& number);

 private:
  struct Level {
    bool counts = false;
    std::string start = "1";
  };
  struct Numbering {
    std::string abstract;
    std::map<std::string, Level> levels;
    bool counts = false;
  };
  struct Style {
    std::string based_on;
    std::optional<std::string> number;
  };

  explicit Lists(ooxml::Package& package) : package_(&package) {}
  void read_styles(pugi::xml_node styles);
  void read_numbering(pugi::xml_node numbering);
  std::string style_number(const std::string& style) const;

  ooxml::Package* package_;
  std::string numbering_part_;
  std::map<std::string, Style> styles_;
  std::map<std::string, Numbering> numberings_;
  std::string default_style_;
  pugi::xml_node last_;  // w:num of the tree that is edited
  std::uint64_t next_ = 1;
  std::uint32_t made_ = 0;
};

}  // namespace docmill::templating::docx
