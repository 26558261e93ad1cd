#pragma once
#include <span>
#include <string>
#include <string_view>

#include "model/action.h"

namespace docmill::actions {

/// Every operation Docmill offers, in the order the docs show them. Routes, validation, OpenAPI, CLI and docs derive from it.
/// Adding one: write its declaration beside those of its family and name it in the list in catalogue.cc.
std::span<const model::Action> catalogue();

/// "convert/docx-to-pdf": one of the catalogue, or nullptr.
const model::Action* find_offered(std::string_view id);
/// The same, and what runs a process or makes a preview, which have no address of their own.
const model::Action* find_action(std::string_view id);

/// What `docmill actions --json` prints: an array of {id, title, summary, accepts, makes, answer, documents, fields}.
std::string catalogue_json();

}  // namespace docmill::actions
