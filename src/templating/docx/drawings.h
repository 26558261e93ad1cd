#pragma once
#include <map>
#include <optional>
#include <pugixml.hpp>
#include <string>
#include <utility>

#include "ooxml/package.h"
#include "templating/context.h"
#include "templating/outcome.h"
#include "templating/pictures/picture_size.h"

namespace docmill::templating::docx {

/// Pictures and codes put into a document. A picture that comes twice is kept once.
class Drawings {
 public:
  /// A picture or code in the package: the relationship that leads to it, and its size.
  struct Drawn {
    std::string relation;
    DrawnSize size;
  };

  Drawings(ooxml::Package& package, Context& context) : package_(package), context_(context) {}

  /// Puts a picture, barcode or QR code into the package. nullopt: it cannot be drawn; there is a warning.
  /// `part`: whose relationship leads to it. `token`: for the warning.
  /// Errors: InputTooComplex (all pictures together are too large), and the package's.
  Result<std::optional<Drawn>> draw(const Outcome& outcome, const std::string& part, const std::string& token);

  /// Lets an a:blip show the picture that a relationship leads to.
  static void show(pugi::xml_node blip, const std::string& relation);

  /// Fills a w:drawing that is empty with a picture that is in the package. `description`: for those who do not see it; may be empty.
  void put_into(pugi::xml_node drawing, const Drawn& drawn, const std::string& description);

  /// Puts a picture, barcode or QR code in the place of a mark in a run. What cannot be drawn prints nothing, with a warning.
  /// `part`: whose relationships the mark's tree uses. `token`: for the warning.
  /// Errors: InputTooComplex (all pictures together are too large), and the package's.
  Result<void> put_inline(pugi::xml_node mark, const Outcome& outcome, const std::string& part, const std::string& token);

  /// Lets the picture that a wp:docPr describes show another one, in its frame.
  Result<void> exchange(pugi::xml_node description, const Outcome& outcome, const std::string& part, const std::string& token);

 private:
  struct Image {
    std::string bytes;
    std::string extension;
    DrawnSize size;
  };
  Result<Image> image_of(const Outcome& outcome);
  Result<std::string> relation_to(const Image& image, const std::string& part);

  ooxml::Package& package_;
  Context& context_;
  std::map<std::pair<std::uint64_t, std::uint64_t>, std::string> parts_;  // by digest: the part with the picture
  std::map<std::pair<std::string, std::string>, std::string> relations_;  // of a part to a picture
  std::uint64_t bytes_ = 0;
  std::uint64_t put_ = 0;
};

}  // namespace docmill::templating::docx
