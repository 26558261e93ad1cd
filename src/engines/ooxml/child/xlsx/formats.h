#pragma once
#include <unordered_map>
#include <vector>

#include "engines/ooxml/child/xlsx/book.h"

namespace docmill::engines::ooxml {

/// Where the formats of a workbook have gone: by their number there, the number in the merged one.
struct FormatMap {
  std::vector<int> cells;         // cellXfs
  std::vector<int> differential;  // dxfs
  std::vector<bool> dates;        // by the number there: whether it shows a number as a date
  IdMap table_styles;
  IdMap numbers;  // numFmtId of formats that are not Excel's own

  std::string cell(std::string_view own) const;
  std::string differential_of(std::string_view own) const;
};

/// The formats of the merged workbook (styles.xml): each once.
class Formats {
 public:
  /// `base` is borrowed. Errors: what reading its parts can cause.
  static Result<Formats> of(Book& base);
  /// Adds those of another workbook. Errors: as of().
  Result<FormatMap> add(Book& other);

 private:
  /// One list of formats: "fonts" with "font".
  struct List {
    pugi::xml_node node;
    int size = 0;
    std::unordered_map<std::string, int> known;  // by their text
  };

  explicit Formats(pugi::xml_node root) : root_(root) {}
  List list(const char* name, const char* seed);
  int add(List& list, pugi::xml_node format);
  std::vector<int> add_all(List& list, pugi::xml_node theirs);
  IdMap add_number_formats(pugi::xml_node theirs);
  void add_named_styles(pugi::xml_node theirs, const std::vector<int>& bases);
  IdMap add_table_styles(pugi::xml_node theirs, const std::vector<int>& differential);

  pugi::xml_node root_;
  List fonts_, fills_, borders_, bases_, cells_, differential_;
  std::map<std::string, std::string> number_formats_;  // by their code
  int next_number_format_ = 164;                       // lower ones are Excel's own (ECMA-376 part 1, 18.8.30)
};

}  // namespace docmill::engines::ooxml
