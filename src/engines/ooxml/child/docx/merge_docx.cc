#include "engines/ooxml/child/docx/merge_docx.h"

#include <fmt/format.h>

#include "engines/ooxml/child/docx/notes.h"
#include "engines/ooxml/child/docx/numbering.h"
#include "engines/ooxml/child/docx/theme.h"
#include "engines/ooxml/child/parts/schema_order.h"
#include "engines/ooxml/child/parts/theme_colours.h"
#include "ooxml/namespaces.h"

namespace docmill::engines::ooxml {
namespace {

using Text = std::string_view;

bool is_contents(Text instruction) {
  instruction.remove_prefix(std::min(instruction.find_first_not_of(' '), instruction.size()));
  return instruction.starts_with("TOC") && (instruction.size() == 3 || instruction[3] == ' ');
}

/// Whether there is a table of contents.
bool has_contents(pugi::xml_node body) {
  bool found = false;
  for_each_element(body, [&](pugi::xml_node node) {
    const Text name = node.name();
    if (name == "w:instrText" && is_contents(node.text().get())) found = true;
    if (name == "w:fldSimple" && is_contents(node.attribute("w:instr").value())) found = true;
  });
  return found;
}

/// Diagrams name the drawing that shows them by the relationship of the text they stand in, in a place where none would be looked for.
Result<void> bring_drawing(PartImport& import, Document& other, Document& base, const std::string& part) {
  const auto tree = base.package().edit(part);
  if (!tree) return Failed(tree.error());
  std::vector<pugi::xml_node> found;
  for_each_element((*tree)->document_element(), [&](pugi::xml_node node) {
    if (Text(node.name()) == "dsp:dataModelExt" && node.attribute("relId")) found.push_back(node);
  });
  for (const auto node : found) {
    const auto id = import.bring(other.main(), node.attribute("relId").value(), base.main());
    if (!id) return Failed(id.error());
    set_value(node, *id, "relId");
  }
  return {};
}

/// A chart draws with the colours of the document it stands in.
Result<void> keep_colours(Document& other, Document& base, const std::string& part) {
  const auto mine = base.part("theme");
  const auto theirs = other.part("theme");
  if (!mine || !theirs) return Failed(mine ? theirs.error() : mine.error());
  if (!*theirs || same_colours(*mine, *theirs)) return {};
  const auto tree = base.package().edit(part);
  if (!tree) return Failed(tree.error());
  write_drawing_colours((*tree)->document_element(), *theirs);
  return {};
}

}  // namespace

Result<std::unique_ptr<DocxMerge>> DocxMerge::begin(Document base, MergeOptions options) {
  std::unique_ptr<DocxMerge> merge(new DocxMerge(std::move(base), options));
  if (auto ready = merge->prepare(); !ready) return Failed(std::move(ready.error()));
  return merge;
}

Result<void> DocxMerge::prepare() {
  auto root = base_.root();
  if (!root.attribute("xmlns:r"))
    root.append_attribute("xmlns:r").set_value("http://schemas.openxmlformats.org/officeDocument/2006/relationships");
  auto styles = Styles::of(base_);
  if (!styles) return Failed(std::move(styles.error()));
  styles_ = std::make_unique<Styles>(*std::move(styles));
  sections_ = std::make_unique<Sections>(base_, options_);
  for (const auto& part : base_.package().parts()) {
    if (!base_.package().content_type(part).starts_with("image/")) continue;
    if (const auto bytes = base_.package().bytes(part)) pictures_.add(*bytes, part);
  }
  return take_ids(base_, taken_);
}

Result<void> DocxMerge::add(Document other) {
  auto taken = take(other);
  if (taken) return taken;
  const auto& error = taken.error();
  return Failed(fail(error.code(), fmt::format("{}: {}", other.label(), error.message())).cause(error.cause()).at(error.where()));
}

Result<void> DocxMerge::take(Document& other) {
  Names names;
  if (auto done = leave_theme(base_, other); !done) return done;
  sections_->prepare(other);
  if (auto done = choose_numbers(base_, other, names); !done) return done;
  if (auto done = styles_->plan(other, names); !done) return done;
  if (auto done = choose_notes(base_, other, names); !done) return done;
  if (auto done = choose_names(other, taken_, names); !done) return done;
  PartImport* self = nullptr;
  PartImport import(other.package(), base_.package(), pictures_, [&](Text kind, Text, Text as) -> Result<void> {
    if (kind == "chart") return keep_colours(other, base_, std::string(as));
    if (kind == "diagramData") return bring_drawing(*self, other, base_, std::string(as));
    if (kind != "header" && kind != "footer") return {};
    const auto tree = base_.package().edit(as);
    if (!tree) return Failed(tree.error());
    rename_story((*tree)->document_element(), names, taken_);
    return {};
  });
  self = &import;
  import.leave(other.main());
  if (auto done = add_numbering(base_, other, names, import); !done) return done;
  if (auto done = styles_->add(other, names); !done) return done;
  if (auto done = note_separators(other); !done) return done;
  if (auto done = add_notes(base_, other, names, taken_, import); !done) return done;
  if (auto done = add_fonts(other, import); !done) return done;
  if (auto done = import.bring_all(other.body(), other.main(), base_.main()); !done) return done;
  rename_story(other.body(), names, taken_);
  return sections_->append(other);
}

/// The lines above notes are named in the settings; a document that gets its first notes here needs that too.
Result<void> DocxMerge::note_separators(Document& other) {
  const auto mine = base_.part("settings");
  const auto theirs = other.part("settings");
  if (!mine || !theirs) return Failed(mine ? theirs.error() : mine.error());
  if (!*mine) return {};
  for (const auto* kind : {"footnotes", "endnotes"}) {
    const auto* const name = Text(kind) == "footnotes" ? "w:footnotePr" : "w:endnotePr";
    const auto separators = theirs->child(name);
    if (separators && !mine->child(name) && base_.part_name(kind).empty() && !other.part_name(kind).empty())
      copy_in_order(*mine, separators, order_in_settings());
  }
  return {};
}

Result<void> DocxMerge::add_fonts(Document& other, PartImport& import) {
  const auto mine = base_.part("fontTable");
  const auto theirs = other.part("fontTable");
  if (!mine || !theirs) return Failed(mine ? theirs.error() : mine.error());
  if (!*mine) return {};
  auto list = *mine;
  for (const auto font : theirs->children("w:font")) {
    if (list.find_child_by_attribute("w:font", "w:name", font.attribute("w:name").value())) continue;
    if (auto brought = import.bring_all(font, other.part_name("fontTable"), base_.part_name("fontTable")); !brought) return brought;
    list.append_copy(font);
  }
  docmill::ooxml::take_namespaces(list, *theirs);
  return {};
}

Result<std::string> DocxMerge::end() {
  if (has_contents(base_.body())) {
    const auto settings =
        base_.part_or_new("settings", "settings.xml", "application/vnd.openxmlformats-officedocument.wordprocessingml.settings+xml",
                          "<w:settings xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"/>");
    if (!settings) return Failed(settings.error());
    set_value(child_in_order(*settings, "w:updateFields", order_in_settings()), "true");
  }
  return base_.package().write();
}

}  // namespace docmill::engines::ooxml
