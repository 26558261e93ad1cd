#pragma once
#include <span>
#include <string_view>

#include "actions/validate.h"
#include "model/action.h"

/// What stored templates need: the form they are described with, and the actions their runs are. These are found by find_action(), as a
/// worker does, but stand in no list: nobody calls them but a process.
namespace docmill::actions {

/// The form that makes a process: its template and all of its settings. With `fresh` the template and the name must be given.
const model::Action& process_form(bool fresh);

/// One for each kind of template: "process/docx", "process/xlsx", "process/pptx", "process/html", "process/pdf".
std::span<const model::Action> process_actions();

/// The action that runs processes of a kind; nullptr when there is no such kind.
const model::Action* process_action(std::string_view kind);

/// The kind of a template by its type: "dotx" is "docx", "txt" is "html". Empty for other documents.
std::string_view process_kind(std::string_view extension);

/// What a job of a process is asked: its settings in the words of its action's steps. `active`: otherwise a PDF is marked as a test.
Params process_params(const Params& settings, bool active);

/// The action that tells what data a template of this kind asks for.
std::string_view process_check(std::string_view kind);

}  // namespace docmill::actions
