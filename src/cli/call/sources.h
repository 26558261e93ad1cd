#pragma once
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/fd.h"
#include "base/result.h"
#include "cli/call/call_options.h"
#include "cli/call/transfer.h"
#include "cli/call/trouble.h"
#include "model/action.h"

namespace docmill::cli {

/// A file that is sent for a field.
struct Source {
  std::string path;                   // "-": stdin
  std::string name;                   // under which it is sent
  const model::Field* field;          // of the action's
  std::shared_ptr<UniqueFd> already;  // stdin, copied into an unnamed file so that it can be sent again; shared by copies of this
};

/// What is sent with every call besides the files it is about.
struct Given {
  std::map<std::string, std::string> values;  // by field; those of File fields too, when they are texts
  std::vector<Source> files;                  // of other fields: a template, a watermark
};

/// Reads "Field=Value" and "Field=@FILE". Errors: BadRequest (an unknown field, with those that may be meant; not of this form; a file that
/// cannot be read; a value the field does not take).
Result<Given> read_given(const model::Action& action, const std::vector<std::string>& words);

/// The names of an action's fields that --set takes, with the twins of files ("FileUrl").
std::vector<std::string> field_names(const model::Action& action);

/// The field that the files are for. Errors: BadRequest.
Result<const model::Field*> field_of_files(const model::Action& action, const CallOptions& options);

/// The files meant by paths and patterns, in order, each once. A pattern is expanded when no file has that very name.
/// Errors: BadRequest (nothing there, a folder), naming it.
Result<std::vector<Source>> find_sources(const std::vector<std::string>& words, const model::Field& field, const std::string& stdin_name);

/// Files opened to be sent; they stay open as long as this.
struct OpenForm {
  std::vector<FormPart> parts;
  std::vector<std::shared_ptr<UniqueFd>> files;
};
/// Opens the files and looks at how they begin. Errors: kFailed (one cannot be read), kRefused (a type that the field does not take).
Outcome<OpenForm> open_form(const model::Action& action, const Given& given, const std::vector<Source>& files);

}  // namespace docmill::cli
