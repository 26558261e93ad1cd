#pragma once
#include <map>
#include <set>
#include <string>
#include <string_view>

#include "base/result.h"
#include "config/settings.h"
#include "engines/engine.h"
#include "model/action.h"

namespace docmill::cli {

/// What an action is to be run with here: values of fields, and documents by their field.
struct Given {
  std::map<std::string, std::string> values;
  std::multimap<const model::Field*, engines::Document> documents;
};

/// Adds a file as a document of a field. Errors: BadRequest (it cannot be read; the field takes one document only), UnsupportedType.
Result<void> add_file(Given& given, const model::Action& action, const model::Field& field, const std::string& path);

/// Adds "Field=Value" or "Field=@FILE". Errors: likewise, and BadRequest for another form.
Result<void> add_word(Given& given, const model::Action& action, const std::string& word);

/// Runs an action in this process's own engines, in the same jail as a worker does; a line on stderr tells of its progress.
/// `unneeded`: engines that this call cannot come to, so that none is warmed up for nothing.
/// Errors: BadRequest (a value that a field does not take, a document that is missing), those of worker::run_action().
Result<engines::StepResult> run_here(const config::Settings& settings, const model::Action& action, Given given,
                                     const std::set<std::string_view>& unneeded = {});

/// Writes a document into a file, or to stdout for "-". Errors: BadRequest (it cannot be written), StorageFull.
Result<void> write_output(const engines::Document& document, const std::string& path);

/// Prints on stderr what the customer should know: fonts that were not there, warnings.
void tell_of(const engines::StepResult& result);

}  // namespace docmill::cli
