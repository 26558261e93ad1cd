#pragma once
#include <ostream>
#include <string>
#include <vector>

#include "support/http.h"

namespace docmill::testing {

/// A call of an action and what comes of it: tests/actions/<group>/<operation>/<name>.form and .golden.
struct ActionCase {
  std::string action;  // "pdf/merge"
  std::string name;    // "plain"
  std::string form_path;
  std::string golden_path;

  /// "pdf_merge_plain"
  std::string test_name() const;
  /// How a failing test shows it.
  friend std::ostream& operator<<(std::ostream& out, const ActionCase& one) { return out << one.form_path; }
};

struct ActionForm {
  std::vector<FormPart> parts;
  std::string password;  // what opens the resulting PDF: NewUserPassword, when the form has it
};

/// All of tests/actions, in the order of their names.
std::vector<ActionCase> action_cases();

/// A line a part, as `curl -F` takes it: Field=value, Field=@file for a document, Field=<file for a long value; paths from the top of the
/// source tree. ${site} stands for `site`, the address of tests/actions/documents. Throws on a line that is none of it.
ActionForm read_form(const ActionCase& one, const std::string& site);

}  // namespace docmill::testing
