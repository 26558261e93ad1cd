#include <fmt/format.h>

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "templating/docx/docx.h"
#include "templating/docx/field_code.h"
#include "templating/docx/field_marks.h"
#include "templating/docx/if_field.h"

namespace docmill::templating::docx {
namespace {

class FieldFilling {
 public:
  explicit FieldFilling(Context& context) : context_(context) {}

  Result<void> run(pugi::xml_node tree) {
    auto found = fields_of(tree);
    if (!found) return Failed(found.error());
    const auto& fields = found->fields;
    auto texts = texts_of(*found);
    if (!texts) return Failed(texts.error());
    enum class State : std::uint8_t { Left, Filled, Unlinked, Gone };
    std::vector<State> states(fields.size(), State::Left);
    for (std::size_t i = 0; i < fields.size(); ++i) {
      const auto& field = fields[i];
      if (field.parent != kNoField) {
        const auto around = states[field.parent];
        if (around == State::Gone || around == State::Unlinked || (around == State::Filled && field.in_result)) {
          states[i] = State::Gone;
          continue;
        }
      }
      const auto& text = (*texts)[i];
      if (!text) continue;
      show_in_field(*found, field, *text);
      // Word would ask an IF again and find no values, and other programs show none.
      const bool done = !parse_merge_field(field.instruction) && unlink_field(*found, i);
      states[i] = done ? State::Unlinked : State::Filled;
    }
    return {};
  }

 private:
  using Texts = std::vector<std::optional<std::string>>;

  /// What each field shall show. Those within an IF come before it.
  Result<Texts> texts_of(const Fields& all) {
    const auto& fields = all.fields;
    Texts texts(fields.size());
    std::vector<bool> decided(fields.size());  // a field whose condition is made of values
    std::vector<bool> lacks(fields.size());    // and of some that there are not
    std::optional<Error> wrong;
    const std::function<std::string(std::size_t)> shown = [&](std::size_t i) { return texts[i] ? *texts[i] : shown_text(all, i, shown); };
    for (auto i = fields.size(); i-- > 0;) {
      const auto& field = fields[i];
      if (!field.complete()) continue;
      const auto merge = parse_merge_field(field.instruction);
      if (merge) {
        auto text = text_for(*merge);
        if (!text) wrong = text.error();
        if (text) texts[i] = *std::move(text);
      } else if (decided[i] && !lacks[i] && is_if_field(field.instruction)) {
        texts[i] = shown_by_if(whole_instruction(all, i, shown));
      }
      if (field.parent == kNoField || field.in_result) continue;
      decided[field.parent] = decided[field.parent] || texts[i];
      lacks[field.parent] = lacks[field.parent] || (merge && !texts[i]);
    }
    if (wrong) return Failed(*wrong);
    return texts;
  }

  Result<std::optional<std::string>> text_for(const MergeField& field) {
    auto shown = shown_by(field, context_);
    if (!shown || *shown) return shown;
    return without_value(field.name);
  }

  /// The data has no such property.
  Result<std::optional<std::string>> without_value(const std::string& name) {
    if (context_.missing == MissingValue::Keep) return std::optional<std::string>();
    if (context_.missing == MissingValue::Remove) return std::optional(std::string());
    return Failed(fail(ErrorCode::BadRequest, "The data has no “" + name + "”, which a merge field in " + context_.part +
                                                  " names. Add it to the data or correct the document."));
  }

  Context& context_;
};

/// The document and what is around it.
Result<std::vector<std::string>> parts_with_fields(ooxml::Package& package) {
  auto main = package.main_part();
  if (!main) return Failed(main.error());
  auto relationships = package.relationships(*main);
  if (!relationships) return Failed(relationships.error());
  std::vector<std::string> parts{*main};
  for (const auto& relationship : *relationships) {
    const auto kind = relationship.kind();
    const bool text = kind == "header" || kind == "footer" || kind == "footnotes" || kind == "endnotes";
    if (text && !relationship.external && package.has(relationship.target)) parts.push_back(relationship.target);
  }
  return parts;
}

/// An instruction may be cut over runs, so its name says nothing.
bool has_fields(const std::string& bytes) {
  return bytes.find("instrText") != std::string::npos || bytes.find("fldSimple") != std::string::npos;
}

/// The record the fields are filled with.
Result<void> check_record(const Value& data) {
  if (data.is_object() || (data.is_list() && data.size() == 1 && data.items().front().is_object())) return {};
  return Failed(fail(
      ErrorCode::BadRequest,
      data.is_list() ? fmt::format("Data is a list of {} items, but merge fields show one: send an object, or a list of one.", data.size())
                     : "Data: send a JSON object whose names are those of the merge fields."));
}

}  // namespace

Result<void> fill_merge_fields(ooxml::Package& package, Context& context) {
  if (auto record = check_record(context.data); !record) return record;
  auto parts = parts_with_fields(package);
  if (!parts) return Failed(parts.error());
  for (const auto& part : *parts) {
    auto bytes = package.bytes(part);
    if (!bytes) return Failed(bytes.error());
    if (!has_fields(*bytes) && part != parts->front()) continue;
    auto tree = package.edit(part);
    if (!tree) return Failed(tree.error());
    context.part = part;
    if (auto filled = FieldFilling(context).run((*tree)->document_element()); !filled) return filled;
  }
  return {};
}

Result<void> look_at_merge_fields(ooxml::Package& package, Findings& findings) {
  auto parts = parts_with_fields(package);
  if (!parts) return Failed(parts.error());
  for (const auto& part : *parts) {
    auto bytes = package.bytes(part);
    if (!bytes) return Failed(bytes.error());
    if (!has_fields(*bytes)) continue;
    auto tree = package.xml(part);
    if (!tree) return Failed(tree.error());
    auto found = fields_of((*tree)->document_element());
    if (!found) return Failed(found.error());
    for (const auto& field : found->fields) {
      const auto parsed = parse_merge_field(field.instruction);
      if (!parsed || !field.complete()) continue;
      Token token;
      token.source = "MERGEFIELD " + parsed->name;
      token.body = parsed->name;
      token.path = {parsed->name};
      token.paths = {token.path};
      findings.add(token, {.part = part, .place = "merge field", .block = 0});
    }
  }
  return {};
}

}  // namespace docmill::templating::docx
