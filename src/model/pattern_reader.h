#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "model/dotnet_pattern.h"

namespace docmill::model {

/// Goes once through a .NET pattern and writes PCRE2's; for translate_dotnet().
class PatternReader {
 public:
  /// `known`: the groups, as a first reader found them; nullptr in that first one, which resolves no reference.
  PatternReader(std::string_view pattern, const DotnetPattern* known) : pattern_(pattern), known_(known) {}
  Result<DotnetPattern> read();

 private:
  /// What inline options of the group at hand change about reading.
  struct Options {
    bool spaced = false;     // x: white space and # comments are skipped
    bool explicit_ = false;  // n: only named groups capture
  };
  using Step = Result<void>;

  Step step();
  // pattern_groups.cc
  Step open_group();
  Step open_special_group();
  Step open_plain();
  Step open_named(char closing);
  Step open_condition();
  Step condition_on(const PatternGroup* group, std::string_view word);
  Step change_options();
  Step skip_comment();
  void enter(std::string_view opening, bool captures = false, std::string_view name = {});
  // pattern_escapes.cc
  Step escape(std::string& out, bool in_class);
  Step digits(std::string& out, bool in_class);
  Step octal(std::string& out);
  Step hexadecimal(std::string& out, std::size_t length);
  Step unicode(std::string& out);
  Step control(std::string& out);
  Step property(std::string& out);
  Step reference_by_name(std::string& out);
  Step reference(std::string& out, const PatternGroup* group, std::string_view word);
  Result<std::string> character_class(int depth);

  bool at_end() const { return at_ >= pattern_.size(); }
  char now() const { return pattern_[at_]; }
  std::string_view rest() const { return pattern_.substr(at_); }
  tl::unexpected<Error> wrong(std::string_view what) const { return Failed(pattern_error(pattern_, at_, what)); }

  std::string_view pattern_;
  const DotnetPattern* known_;
  std::size_t at_ = 0;
  int captures_ = 0;  // groups of PCRE2 so far
  std::vector<Options> outer_;
  Options options_;
  DotnetPattern out_;
  std::vector<PatternGroup> named_;  // come behind those without a name
};

}  // namespace docmill::model
