#include "templating/docx/docx.h"

#include <string>
#include <vector>

#include "ooxml/xml_walk.h"
#include "templating/docx/adapter.h"
#include "templating/docx/contents.h"
#include "templating/docx/finish.h"
#include "templating/docx/marked.h"
#include "templating/docx/nodes.h"
#include "templating/parts/look.h"
#include "templating/parts/properties.h"

namespace docmill::templating::docx {
namespace {

/// A part with tokens and its area.
struct Filled {
  std::string part;
  pugi::xml_node root;
  Area area;
};

/// One filling of a marked package, from the areas to the last number.
class DocumentFilling {
 public:
  DocumentFilling(ooxml::Package& package, Marked& marked, Context& context, const FillLimits& limits)
      : package_(package),
        context_(context),
        marked_(marked),
        main_(marked.main()),
        budget_{.limits = limits},
        lists_(marked.lists(), package),
        footnotes_(package, Notes::Sort::Footnotes),
        endnotes_(package, Notes::Sort::Endnotes),
        comments_(package, Notes::Sort::Comments),
        adapter_(package, context, budget_, marked.tokens(), lists_) {}

  Result<void> run() {
    if (auto done = find_areas(); !done) return done;
    for (auto& filled : parts_) {
      context_.part = filled.part;
      if (auto done = prepare(filled.area, adapter_, context_); !done) return done;
    }
    const Scope all(context_.data);
    for (auto& filled : parts_) {
      context_.part = filled.part;
      if (auto done = templating::fill(std::move(filled.area), all, adapter_, context_, budget_); !done) return done;
    }
    if (auto done = fill_properties(package_, all, context_); !done) return done;
    return finish();
  }

  Result<void> look(Findings& findings) {
    if (auto done = find_areas(); !done) return done;
    for (const auto& filled : parts_) {
      context_.part = filled.part;
      if (auto added = findings.add(filled.area, adapter_); !added) return added;
    }
    if (auto looked = look_at_merge_fields(package_, findings); !looked) return looked;
    return look_at_properties(package_, context_, findings);
  }

 private:
  Result<void> find_areas() {
    if (auto taken = footnotes_.take_up(marked_.footnotes()); !taken) return taken;
    if (auto taken = endnotes_.take_up(marked_.endnotes()); !taken) return taken;
    if (auto taken = comments_.take_up(marked_.comments()); !taken) return taken;
    for (const auto* notes : {&footnotes_, &endnotes_, &comments_}) adapter_.add_notes(*notes);
    for (const auto& [name, kind] : marked_.parts()) {
      auto tree = package_.edit(name);
      if (!tree) return Failed(tree.error());
      const auto root = (*tree)->document_element();
      parts_.push_back({name, root, adapter_.area_of(kind == Kind::Section ? root.child("w:body") : root, kind, name)});
    }
    return {};
  }

  Result<void> finish() {
    for (const auto& filled : parts_) {
      settle(filled.root);
      if (auto written = adapter_.write_rich(filled.root); !written) return written;
    }
    const auto document = parts_.front().root;
    for (auto* notes : {&footnotes_, &endnotes_, &comments_}) {
      if (auto moved = notes->move_out(document); !moved) return moved;
    }
    bring_contents_up_to_date(document.child("w:body"), adapter_.bookmarks());
    UniqueNumbers numbers;
    for (const auto& filled : parts_) {
      if (auto done = separate(filled.root, package_, filled.part, numbers); !done) return done;
    }
    for (const auto* notes : {&footnotes_, &endnotes_, &comments_}) {
      if (notes->part().empty()) continue;
      if (auto done = separate(notes->root(), package_, notes->part(), numbers); !done) return done;
    }
    if (marked_.has_contents()) {
      if (auto asked = ask_for_update(); !asked) return asked;
    }
    return write_printed();
  }

  /// Parts with printed copies are text from now on; who asks for their tree has it read anew.
  Result<void> write_printed() {
    for (const auto& filled : parts_) {
      if (!adapter_.printed().has(filled.root)) continue;
      auto tree = package_.edit(filled.part);
      if (!tree) return Failed(tree.error());
      package_.put(filled.part, adapter_.printed().written(**tree));
    }
    return {};
  }

  /// Word asks whether to bring the table of contents up to date when it opens the document (ECMA-376 part 1, 17.15.1.81).
  Result<void> ask_for_update() {
    const auto settings = package_.find(main_, "settings");
    if (!settings || !package_.has(settings->target)) return {};
    auto tree = package_.edit(settings->target);
    if (!tree) return Failed(tree.error());
    auto root = (*tree)->document_element();
    if (root.child("w:updateFields")) return {};
    pugi::xml_node place;
    // It stands behind these, of which documents have some.
    for (const auto* before : {"w:writeProtection",
                               "w:view",
                               "w:zoom",
                               "w:removePersonalInformation",
                               "w:embedTrueTypeFonts",
                               "w:saveSubsetFonts",
                               "w:mirrorMargins",
                               "w:proofState",
                               "w:attachedTemplate",
                               "w:linkStyles",
                               "w:stylePaneFormatFilter",
                               "w:trackRevisions",
                               "w:documentProtection",
                               "w:autoFormatOverride",
                               "w:defaultTabStop",
                               "w:autoHyphenation",
                               "w:hyphenationZone",
                               "w:evenAndOddHeaders",
                               "w:drawingGridHorizontalSpacing",
                               "w:drawingGridVerticalSpacing",
                               "w:displayHorizontalDrawingGridEvery",
                               "w:displayVerticalDrawingGridEvery",
                               "w:characterSpacingControl",
                               "w:noLineBreaksAfter",
                               "w:noLineBreaksBefore"}) {
      if (const auto found = root.child(before)) place = found;
    }
    auto update = place ? root.insert_child_after("w:updateFields", place) : root.prepend_child("w:updateFields");
    update.append_attribute("w:val").set_value("true");
    return {};
  }

  ooxml::Package& package_;
  Context& context_;
  Marked& marked_;
  const std::string& main_;
  FillBudget budget_;
  Lists lists_;
  Notes footnotes_;
  Notes endnotes_;
  Notes comments_;
  DocxAdapter adapter_;
  std::vector<Filled> parts_;
};

}  // namespace

Result<void> fill(ooxml::Package& package, Context& context, const FillLimits& limits) {
  auto marked = Marked::of(package, context);
  if (!marked) return Failed(marked.error());
  return DocumentFilling(package, **marked, context, limits).run();
}

Result<void> look_at(ooxml::Package& package, Context& context, Findings& findings) {
  auto marked = Marked::of(package, context);
  if (!marked) return Failed(marked.error());
  return DocumentFilling(package, **marked, context, {}).look(findings);
}

struct Template::State {
  explicit State(ooxml::Package of) : package(std::move(of)) {}
  ooxml::Package package;
  Context reading;
  std::unique_ptr<Marked> marked;
};

Template::Template(std::unique_ptr<State> state) : state_(std::move(state)) {}
Template::Template(Template&&) noexcept = default;
Template& Template::operator=(Template&&) noexcept = default;
Template::~Template() = default;

Result<Template> Template::of(ooxml::Package package, Dialect dialect) {
  auto state = std::make_unique<State>(std::move(package));
  state->reading.dialect = dialect;
  auto marked = Marked::of(state->package, state->reading);
  if (!marked) return Failed(marked.error());
  state->marked = *std::move(marked);
  return Template(std::move(state));
}

Result<ooxml::Package> Template::fill(Context& context, const FillLimits& limits) {
  auto copy = state_->package.copy();
  if (auto done = DocumentFilling(copy, *state_->marked, context, limits).run(); !done) return Failed(done.error());
  return copy;
}

const Warnings& Template::warnings() const {
  return state_->reading.warnings;
}

Result<std::string> text_of(ooxml::Package& package) {
  auto main = package.main_part();
  if (!main) return Failed(main.error());
  std::vector<std::string> parts{*main};
  for (const auto* kind : {"header", "footer"}) {
    if (const auto found = package.find(*main, kind); found && package.has(found->target)) parts.push_back(found->target);
  }
  std::string text;
  for (const auto& part : parts) {
    auto tree = package.xml(part);
    if (!tree) return Failed(tree.error());
    ooxml::for_each_element((*tree)->document_element(), [&](pugi::xml_node node) {
      if (is(node, "w:t")) text += text_of(node);
      if (is(node, "w:p")) text += '\n';
    });
  }
  return text;
}

}  // namespace docmill::templating::docx
