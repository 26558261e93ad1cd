#include <string>
#include <vector>

#include "ooxml/xml_walk.h"
#include "templating/docx/docx.h"
#include "templating/docx/field_code.h"
#include "templating/docx/nodes.h"
#include "templating/docx/text.h"

namespace docmill::templating::docx {
namespace {

constexpr std::size_t kMostNestedFields = 64;

/// A field on the way through a text: begin, instruction, separate, result, end; each in runs of its own, other fields inside.
struct OpenField {
  std::string instruction;
  pugi::xml_node separator;             // the run with it
  std::vector<pugi::xml_node> results;  // w:t, w:br, w:tab
};

/// Gives a result its text: in its first run, whose format it keeps.
void show(const OpenField& field, pugi::xml_node end_run, const std::string& text) {
  pugi::xml_node mark;
  if (!field.results.empty()) {
    auto run = field.results.front().parent();
    mark = run.insert_child_before(kTokenMark, field.results.front());
  } else {
    auto parent = end_run.parent();
    if (!field.separator) {
      parent.insert_child_before("w:r", end_run).append_child("w:fldChar").append_attribute("w:fldCharType").set_value("separate");
    }
    auto run = parent.insert_child_before("w:r", end_run);
    if (const auto look = end_run.child("w:rPr")) run.append_copy(look);
    mark = run.append_child(kTokenMark);
  }
  for (auto result : field.results) result.parent().remove_child(result);
  put_text(mark, text);
}

class FieldFilling {
 public:
  explicit FieldFilling(Context& context) : context_(context) {}

  Result<void> run(pugi::xml_node tree) {
    std::vector<pugi::xml_node> nodes;
    ooxml::for_each_element(tree, [&](pugi::xml_node node) {
      if (is(node, "w:fldChar") || is(node, "w:instrText") || is(node, "w:t") || is(node, "w:br") || is(node, "w:tab") ||
          is(node, "w:fldSimple"))
        nodes.push_back(node);
    });
    for (const auto node : nodes) {
      if (!is(node, "w:fldSimple") && !is(node.parent(), "w:r")) continue;  // w:tab of w:tabs
      if (auto done = visit(node); !done) return done;
    }
    return {};
  }

 private:
  Result<void> visit(pugi::xml_node node) {
    if (is(node, "w:fldSimple")) return fill_simple(node);
    if (is(node, "w:fldChar")) return turn(node);
    if (open_.empty()) return {};
    auto& field = open_.back();
    if (is(node, "w:instrText")) {
      if (!field.separator) field.instruction += text_of(node);
    } else if (field.separator) {
      field.results.push_back(node);
    }
    return {};
  }

  Result<void> turn(pugi::xml_node character) {
    const std::string_view type = character.attribute("w:fldCharType").value();
    const auto run = character.parent();
    if (type == "begin") {
      if (open_.size() == kMostNestedFields)
        return Failed(
            fail(ErrorCode::InputTooComplex, "Fields of the document stand in each other more than 64 deep. Take some of them out."));
      open_.emplace_back();
    } else if (type == "separate" && !open_.empty()) {
      open_.back().separator = run;
    } else if (type == "end" && !open_.empty()) {
      const auto field = std::move(open_.back());
      open_.pop_back();
      auto text = text_for(field.instruction);
      if (!text) return Failed(text.error());
      if (*text) show(field, run, **text);
    }
    return {};
  }

  Result<std::optional<std::string>> text_for(const std::string& instruction) {
    const auto field = parse_merge_field(instruction);
    if (!field) return std::optional<std::string>();
    auto shown = shown_by(*field, context_);
    if (!shown || *shown) return shown;
    return without_value(field->name);
  }

  /// The data has no such property.
  Result<std::optional<std::string>> without_value(const std::string& name) {
    if (context_.missing == MissingValue::Keep) return std::optional<std::string>();
    if (context_.missing == MissingValue::Remove) return std::optional(std::string());
    return Failed(fail(ErrorCode::BadRequest, "The data has no “" + name + "”, which a merge field in " + context_.part +
                                                  " names. Add it to the data or correct the document."));
  }

  Result<void> fill_simple(pugi::xml_node field) {
    auto text = text_for(field.attribute("w:instr").value());
    if (!text) return Failed(text.error());
    if (!*text) return {};
    auto run = field.child("w:r");
    if (!run) run = field.append_child("w:r");
    while (field.last_child() != run) field.remove_child(field.last_child());
    for (auto child = run.first_child(); child;) {
      const auto next = child.next_sibling();
      if (!is(child, "w:rPr")) run.remove_child(child);
      child = next;
    }
    put_text(run.append_child(kTokenMark), **text);
    return {};
  }

  Context& context_;
  std::vector<OpenField> open_;
};

/// The names of merge fields in the order of their ends.
class FieldNames {
 public:
  std::vector<std::string> of(pugi::xml_node tree) {
    ooxml::for_each_element(tree, [&](pugi::xml_node node) {
      if (is(node, "w:fldSimple")) add(node.attribute("w:instr").value());
      if (is(node, "w:instrText") && !open_.empty()) open_.back() += text_of(node);
      if (!is(node, "w:fldChar")) return;
      const std::string_view type = node.attribute("w:fldCharType").value();
      if (type == "begin" && open_.size() < kMostNestedFields) open_.emplace_back();
      if (type != "end" || open_.empty()) return;
      add(open_.back());
      open_.pop_back();
    });
    return std::move(names_);
  }

 private:
  void add(const std::string& instruction) {
    if (const auto field = parse_merge_field(instruction)) names_.push_back(field->name);
  }

  std::vector<std::string> open_;
  std::vector<std::string> names_;
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

bool names_merge_fields(const std::string& bytes) {
  return bytes.find("MERGEFIELD") != std::string::npos || bytes.find("mergefield") != std::string::npos;
}

}  // namespace

Result<void> fill_merge_fields(ooxml::Package& package, Context& context) {
  auto parts = parts_with_fields(package);
  if (!parts) return Failed(parts.error());
  for (const auto& part : *parts) {
    auto bytes = package.bytes(part);
    if (!bytes) return Failed(bytes.error());
    if (!names_merge_fields(*bytes) && part != parts->front()) continue;
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
    if (!names_merge_fields(*bytes)) continue;
    auto tree = package.xml(part);
    if (!tree) return Failed(tree.error());
    for (const auto& name : FieldNames().of((*tree)->document_element())) {
      Token token;
      token.source = "MERGEFIELD " + name;
      token.body = name;
      token.path = {name};
      token.paths = {token.path};
      findings.add(token, {.part = part, .place = "merge field", .block = 0});
    }
  }
  return {};
}

}  // namespace docmill::templating::docx
