#pragma once
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace docmill::engines::office {

/// A family's name as LibreOffice compares it: lower case, letters and digits only.
std::string folded_family(std::string_view name);

/// What LibreOffice makes of a family's name without asking fontconfig: the font itself where it is installed, else the
/// first installed one of its own replacement table.
class FontBook {
 public:
  FontBook() = default;
  /// `families`: installed here. `replacements`: LibreOffice's registry, share/registry/main.xcd; read by its VCL
  /// FontSubstitutions entries, everything else in it is passed over.
  FontBook(const std::vector<std::string>& families, std::string_view replacements);

  /// Reads fontconfig's list and LibreOffice's registry below `program_dir`. A book that could not be read is empty.
  static FontBook of_this_host(const std::string& program_dir);

  /// The family used for `name`; empty when LibreOffice has to ask fontconfig.
  std::string used_for(std::string_view name) const;
  std::vector<std::string> installed() const;

 private:
  std::map<std::string, std::string> answers_;  // folded name → family used
  std::map<std::string, std::string> spelled_;  // folded name → as fontconfig spells it
};

}  // namespace docmill::engines::office
