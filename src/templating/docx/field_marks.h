#pragma once
#include <functional>
#include <pugixml.hpp>
#include <string>
#include <vector>

#include "base/result.h"

namespace docmill::templating::docx {

inline constexpr std::size_t kNoField = static_cast<std::size_t>(-1);

/// A field of a document: an instruction, and what it shows (ECMA-376 part 1, 17.16.18 and 17.16.19).
struct Field {
  std::string instruction;
  pugi::xml_node simple;     // the w:fldSimple it is; none: it lies between marks, which are w:fldChar
  pugi::xml_node mark;       // the mark it begins with
  pugi::xml_node separator;  // the mark before what it shows; none: it never showed anything
  pugi::xml_node end;        // the mark behind
  std::size_t begin = 0;     // all that stands in it: leaves [begin, stop)
  std::size_t stop = 0;
  std::size_t shown_begin = 0;    // what it shows: leaves [shown_begin, shown_end) of Fields
  std::size_t shown_end = 0;      // and those of the fields within
  std::size_t parent = kNoField;  // the field it stands in
  bool in_result = false;         // in what that shows, and not in its instruction

  bool complete() const { return simple || end; }
};

/// Text, a break, or a mark or an instruction of a field.
struct FieldLeaf {
  pugi::xml_node node;
  std::size_t field = kNoField;  // the innermost it stands in
  bool text = false;             // something that is shown
};

/// All fields of a part, in the order of their beginnings.
struct Fields {
  std::vector<Field> fields;
  std::vector<FieldLeaf> leaves;  // all that stands in fields, in the order of the document
};

/// Errors: InputTooComplex (fields that stand in each other too deep).
Result<Fields> fields_of(pugi::xml_node tree);

/// The instruction with what the fields in it show in their places, each as one word. `shown`: what a field shows.
std::string whole_instruction(const Fields& all, std::size_t field, const std::function<std::string(std::size_t)>& shown);

/// The text that a field shows. `shown`: what those within show.
std::string shown_text(const Fields& all, std::size_t field, const std::function<std::string(std::size_t)>& shown);

/// Makes a field show a text, in the format of what it showed. What stood in it goes, fields within too; the others are to be left alone.
void show_in_field(const Fields& all, const Field& field, const std::string& text);

/// Lets what a field shows stand without the field: its marks and its instruction go, fields within that too. Nothing is changed, and false
/// returned, where more than text stands in the instruction. To be called after show_in_field.
bool unlink_field(const Fields& all, std::size_t field);

}  // namespace docmill::templating::docx
