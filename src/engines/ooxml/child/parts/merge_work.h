#pragma once
#include <string>

#include "engines/child/work.h"
#include "ooxml/package.h"

namespace docmill::engines::ooxml {

/// What one of a step's packages may cost.
docmill::ooxml::Limits limits_of(const child::Work& work);
/// How an input is called in messages: by its name, or "Document 2".
std::string label_of(const child::Work& work, std::size_t input);
/// Hands the one output over, with what the customer should know.
Result<Finished> give_package(child::Work& work, std::string_view bytes, std::string_view extension, std::vector<std::string> warnings);

}  // namespace docmill::engines::ooxml
