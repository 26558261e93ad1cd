// What strangers send as the head of a document, a file name, a form value, a Range or an idempotency key: every one of them is read
// outside the jail, so none may lead anywhere but to an answer. The first byte chooses which.
#include <cstdint>
#include <string>
#include <string_view>

#include "actions/catalogue.h"
#include "actions/fields.h"
#include "actions/sniff.h"
#include "actions/validate.h"
#include "api/answers.h"
#include "api/range.h"
#include "api/route.h"
#include "base/check.h"

namespace {

using namespace docmill;

/// The first line is the name, the rest the document.
void check_document(std::string_view text) {
  const auto end = std::min(text.find('\n'), text.size());
  const auto filename = text.substr(0, end);
  const auto sniffed = actions::sniff(text.substr(end));
  for (const auto& action : actions::catalogue()) {
    for (const auto& field : action.fields) {
      if (field.type != model::FieldType::File) continue;
      const auto begins = actions::check_beginning(action, field, sniffed);
      const auto type = actions::recognise(action, field, sniffed, filename);
      // The door and the worker must agree: what cannot begin like this is never recognised.
      if (!type) continue;
      DOCMILL_CHECK(begins.has_value());
      const auto& taken = actions::types_taken(action, field);
      const bool any = std::ranges::find(taken, actions::kAnyType) != taken.end();
      DOCMILL_CHECK(any || std::ranges::find(taken, (*type)->extension) != taken.end());
    }
  }
}

/// The first line is the field, the rest its value.
void check_value(std::string_view text) {
  const auto end = std::min(text.find('\n'), text.size());
  for (const auto& action : actions::catalogue()) {
    const auto params = actions::validate(action, {{std::string(text.substr(0, end)), std::string(text.substr(end))}});
    if (!params) continue;
    for (const auto& [name, value] : *params) DOCMILL_CHECK(actions::find_field(action, name).field != nullptr);
  }
}

void check_range(std::string_view text) {
  for (const std::uint64_t size : {std::uint64_t{0}, std::uint64_t{1}, std::uint64_t{1000}, ~std::uint64_t{0}}) {
    const auto range = api::parse_range(text, size);
    if (range.kind == api::ByteRange::Kind::Part)
      DOCMILL_CHECK(range.length > 0 && range.first < size && range.length <= size - range.first);
  }
}

void check_disposition(std::string_view text) {
  const auto header = api::content_disposition("attachment", text);
  for (const char c : header) DOCMILL_CHECK(c >= 0x20 && c < 0x7F);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string text(reinterpret_cast<const char*>(data) + 1, size - 1);
  switch (data[0] % 5) {
    case 0: check_document(text); break;
    case 1: check_value(text); break;
    case 2: check_range(text); break;
    case 3: check_disposition(text); break;
    default: (void)api::find_route("GET", text); break;
  }
  return 0;
}
