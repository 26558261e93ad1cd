#pragma once
#include <cstddef>
#include <string>
#include <string_view>

#include "actions/document_types.h"
#include "base/result.h"
#include "model/action.h"

namespace docmill::actions {

/// How many of the first bytes sniff() can make use of; fewer are fine.
constexpr std::size_t kSniffBytes = 8 * 1024;

/// What a document looks like.
struct Sniffed {
  Family family = Family::Empty;
  std::string_view extension;  // when the bytes prove the type: "pdf", "odt", "png"; else empty
};

/// Reads nothing but the bytes it is given, never unpacks: safe to call outside the jail.
Sniffed sniff(std::string_view head);

/// "a PDF document", "a ZIP archive or a modern Office file": for messages.
std::string describe(const Sniffed& sniffed);

/// Whether some type the field accepts may begin like this; asked before a byte is stored, when the name may still be unknown.
/// Errors: UnsupportedType, saying what the document looks like and what the action takes.
Result<void> check_beginning(const model::Action& action, const model::Field& field, const Sniffed& sniffed);

/// Decides the type of a document: what its bytes prove first, then its name, then what the field takes.
/// A document without a name is fine where its bytes suffice or the field takes one kind only, or files of any kind.
/// Errors: UnsupportedType, saying what to do.
Result<const model::DocumentType*> recognise(const model::Action& action, const model::Field& field, const Sniffed& sniffed,
                                             std::string_view filename);

}  // namespace docmill::actions
