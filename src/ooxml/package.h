#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <pugixml.hpp>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "ooxml/packed.h"

namespace docmill::ooxml {

/// What a package may cost. The defaults are those of engines::DocumentLimits.
struct Limits {
  std::uint64_t unpacked_size = 1'000'000'000;  // bytes of all parts
  std::uint32_t unpacked_ratio = 200;           // of one part over 1 MiB
  std::uint32_t entries = 10'000;
  std::uint64_t xml_size = 128ULL << 20;  // bytes of one part that is read as XML
  std::uint32_t xml_depth = 500;          // elements within elements
};

/// Where a part leads.
struct Relationship {
  std::string id;      // "rId7"
  std::string type;    // the whole URI, of the transitional kind also when the package is Strict
  std::string target;  // external: as written; otherwise the name of a part, spelled as the part is; it need not exist
  bool external = false;

  /// The type's last word: "image", "header", "officeDocument".
  std::string_view kind() const { return std::string_view(type).substr(type.rfind('/') + 1); }
};

/// A DOCX, XLSX, PPTX or any other package of the Open Packaging Conventions (ECMA-376 part 2): parts, what kind each is, and what leads
/// where. Parts are named without a leading slash and found without regard to the case of A to Z: "word/document.xml". The package itself,
/// as the source of relationships, is the part "".
/// XML is parsed when it is first asked for, with every white space kept, and written back only when it was asked for by edit(); all other
/// parts go over as they are, still compressed. In parsed XML the usual prefixes stand for the usual namespaces whatever the document
/// chose ("w:p", "a:t", "r:id", and none in a workbook: "row"), and the namespaces of Strict documents are the transitional ones; see
/// namespaces.h. A package that is Strict is written transitional.
class Package {
 public:
  /// Reads the directory, the content types and the package's relationships. `bytes` is borrowed and outlives the package and every
  /// package that took parts of it over by copy_from().
  /// Errors: InputDamaged (no ZIP container, cut short, two parts of one name, a name that leads out, no [Content_Types].xml),
  /// PasswordRequired (protected: the message names the remedy), UnsupportedType (a document of the time before 2007),
  /// InputTooComplex (over a limit).
  static Result<Package> open(std::string_view bytes, const Limits& limits = {});
  /// The same from a descriptor, read from offset 0 into memory of the package's own.
  static Result<Package> read(int fd, const Limits& limits = {});

  /// A package of its own with the same parts, edited ones as they are now. Parts that were not touched are shared, still compressed; what
  /// was only read is read again when it is asked for.
  Package copy() const;

  Package(Package&&) noexcept;
  Package& operator=(Package&&) noexcept;
  ~Package();

  // Parts

  bool has(std::string_view part) const;
  /// Names of all parts as they are spelled in the package, in its order; without content types and relationships.
  std::vector<std::string> parts() const;
  /// The part that the package's officeDocument relationship leads to: "word/document.xml", but the name may be any.
  /// Errors: InputDamaged (there is none, or it leads to nothing).
  Result<std::string> main_part() const;
  /// A part's bytes, unpacked; of XML that was edited, as it would be written.
  /// Errors: InputDamaged (no such part, or it does not inflate to what it claims), InputTooComplex.
  Result<std::string> bytes(std::string_view part);
  /// A part's XML, to be read only. The pointer is good until the part is replaced, removed or packed, or the package goes.
  /// Errors: InputDamaged (no such part, no XML, a document type), InputTooComplex (size, depth).
  Result<pugi::xml_document*> xml(std::string_view part);
  /// The same, and the part is written anew. Errors: as xml().
  Result<pugi::xml_document*> edit(std::string_view part);
  /// Writes a part's XML into bytes and frees its tree, which takes about ten times as much memory. Errors: as xml().
  Result<void> pack(std::string_view part);

  /// Adds a part, or replaces one of that name with its content type; relationships stay. An empty content type: the one it has or that
  /// its extension has.
  void put(std::string_view part, std::string bytes, std::string_view content_type = {});
  /// The same from a text that was packed while it was written.
  void put(std::string_view part, PackedText text, std::string_view content_type = {});
  /// The same from a tree.
  void put(std::string_view part, std::unique_ptr<pugi::xml_document> tree, std::string_view content_type = {});
  /// Takes a part over from another package without unpacking it, its content type too, its relationships not.
  /// Errors: InputDamaged (no such part).
  Result<void> copy_from(const Package& other, std::string_view part, std::string_view as);
  /// A copy of a part of this package under the next free name of its kind, with its content type and its relationships (to the same
  /// targets). Returns the name: of "word/media/image3.png" "word/media/image4.png" or what is free after it.
  /// Errors: InputDamaged (no such part).
  Result<std::string> duplicate(std::string_view part);
  /// The part's name, or when it is taken the first free one with another number before its extension.
  std::string free_name(std::string_view part) const;
  /// Removes a part with its relationships and its content type. What leads to it is the caller's business.
  void remove(std::string_view part);

  // Relationships: of a part, or of the package ("")

  /// In their order; none when the part has none. Errors: InputDamaged, InputTooComplex.
  Result<std::vector<Relationship>> relationships(std::string_view part) const;
  /// The one with this id; nullopt when there is none (or the relationships are damaged).
  std::optional<Relationship> relationship(std::string_view part, std::string_view id) const;
  /// The first of a kind: "styles". The same kind of Strict documents and of Microsoft's extensions is found too.
  std::optional<Relationship> find(std::string_view part, std::string_view kind) const;
  /// Adds one and returns its id, a new one ("rId8"). `type`: a URI, or just the kind for those of ECMA-376 ("image"). `target`: the name
  /// of a part, written relative to `part`; or anything when it is external. Errors: as relationships().
  Result<std::string> relate(std::string_view part, std::string_view type, std::string_view target, bool external = false);
  /// The same under a certain id, which is free; for parts whose text is taken over with the ids it names. Errors: as relationships().
  Result<void> relate_as(std::string_view part, std::string_view id, std::string_view type, std::string_view target, bool external = false);
  /// Lets one lead elsewhere. Errors: InputDamaged (no such id).
  Result<void> retarget(std::string_view part, std::string_view id, std::string_view target, bool external = false);
  void unrelate(std::string_view part, std::string_view id);
  /// The same for many, at the price of one.
  void unrelate(std::string_view part, const std::set<std::string, std::less<>>& ids);

  // Content types

  /// Empty when nothing says what the part is.
  std::string content_type(std::string_view part) const;
  /// Says it for one part.
  void set_content_type(std::string_view part, std::string_view type);
  /// Says it for all parts with an extension that have none of their own: "png", "image/png".
  void set_default_type(std::string_view extension, std::string_view type);

  // Writing

  /// The package as a file: the same parts give the same bytes, whenever and wherever.
  /// Errors: InputDamaged, InputTooComplex (what a part that is only now unpacked can cause), EngineFailed.
  Result<std::string> write();
  /// The same at the descriptor's position. Errors: also StorageFull, Unavailable.
  Result<void> write(int fd);

 private:
  struct State;
  explicit Package(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

/// "../media/image1.png" of "word/charts/chart1.xml": "word/media/image1.png". Never leads out of the package.
std::string resolved(std::string_view source_part, std::string_view target);
/// The way from one part to another as a relationship has it: "media/image1.png" for a neighbour, else "../media/image1.png" or
/// "/word/media/image1.png".
std::string relative(std::string_view source_part, std::string_view target_part);
/// The URI of a relationship of ECMA-376: "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image".
std::string relationship_type(std::string_view kind);
/// Equal without regard to the case of A to Z: how part names are compared.
bool same_part(std::string_view a, std::string_view b);

}  // namespace docmill::ooxml
