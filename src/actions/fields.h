#pragma once
#include <span>
#include <string>
#include <string_view>

#include "model/action.h"

namespace docmill::actions {

/// The field "File", required, with its twin "FileUrl".
model::Field source_file(std::string_view summary);

/// The same, to be sent several times; "Files" names it too.
model::Field source_files(std::string_view summary);

/// The field "Filename" of an action that goes by a document's name.
model::Field name_of_document();

/// The File field that documents belong to when nothing is said; nullptr when the action takes none.
const model::Field* main_file(const model::Action& action);

/// The field "Password", which opens a protected document.
model::Field source_password();

/// A field of numbers that need not be whole, from `least` to `most`.
model::Field decimal(std::string_view name, std::string_view summary, std::int64_t least, std::int64_t most,
                     std::string_view fallback = {});

/// The extensions that a File field of an action takes; "bin" among them: files of any kind.
const std::vector<std::string_view>& types_taken(const model::Action& action, const model::Field& field);

/// What every action takes besides its own fields: CallbackUrl.
std::span<const model::Field> common_fields();

/// Equal when A to Z and a to z count alike: how field names, choices and booleans are compared.
bool same_ignoring_case(std::string_view a, std::string_view b);

/// What a form field's name means to an action.
struct KnownField {
  const model::Field* field = nullptr;  // nullptr: nothing known by that name, to be ignored
  bool is_url = false;                  // the name was that of the twin, "FileUrl"
};

/// Looks `name` up among the action's and the common fields, without regard to case, as clients have come to expect.
/// "File[]" and "File[0]" name "File" too.
KnownField find_field(const model::Action& action, std::string_view name);

/// "CallbackUrl"
constexpr std::string_view kCallbackUrl = "CallbackUrl";

/// "Filename": an action that has this field takes the document's name from it rather than from the upload.
constexpr std::string_view kFilename = "Filename";

/// The name of a File field's twin: "FileUrl".
std::string url_name(const model::Field& field);

}  // namespace docmill::actions
