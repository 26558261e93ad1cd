#include "templating/docx/docx.h"

#include <algorithm>
#include <string>
#include <vector>

#include "ooxml/xml_walk.h"
#include "templating/docx/adapter.h"
#include "templating/docx/finish.h"
#include "templating/docx/nodes.h"
#include "templating/docx/notes.h"
#include "templating/docx/places.h"

namespace docmill::templating::docx {
namespace {

/// A part with tokens and its area.
struct Filled {
  std::string part;
  pugi::xml_node root;
  Area area;
};

/// One filling, from the marks to the last number.
class DocumentFilling {
 public:
  DocumentFilling(ooxml::Package& package, Context& context, const FillLimits& limits, std::string main, Lists& lists)
      : package_(package),
        context_(context),
        main_(std::move(main)),
        budget_{.limits = limits},
        tokens_(package, context),
        footnotes_(package, Notes::Sort::Footnotes),
        endnotes_(package, Notes::Sort::Endnotes),
        adapter_(package, context, budget_, tokens_, lists) {}

  Result<void> run() {
    if (auto done = mark_all(); !done) return done;
    for (auto& filled : parts_) {
      context_.part = filled.part;
      if (auto done = prepare(filled.area, adapter_, context_); !done) return done;
    }
    const Scope all(context_.data);
    for (auto& filled : parts_) {
      context_.part = filled.part;
      if (auto done = templating::fill(std::move(filled.area), all, adapter_, context_, budget_); !done) return done;
    }
    return finish();
  }

 private:
  Result<void> mark_all() {
    auto document = package_.edit(main_);
    if (!document) return Failed(document.error());
    const auto root = (*document)->document_element();
    auto body = root.child("w:body");
    if (!body)
      return Failed(fail(ErrorCode::InputDamaged,
                         "The document has no body: it is no Word document, or it is damaged. Save it anew in Word and send it again."));
    has_contents_ = has_contents(body);
    context_.part = main_;
    if (auto marked = tokens_.mark(root, main_); !marked) return marked;
    if (auto moved = footnotes_.move_in(root, main_, tokens_); !moved) return moved;
    if (auto moved = endnotes_.move_in(root, main_, tokens_); !moved) return moved;
    adapter_.set_notes_part(true, footnotes_.part());
    adapter_.set_notes_part(false, endnotes_.part());
    parts_.push_back({main_, root, adapter_.area_of(body, Kind::Section, main_)});
    return mark_margins();
  }

  Result<void> mark_margins() {
    auto relationships = package_.relationships(main_);
    if (!relationships) return Failed(relationships.error());
    std::vector<std::string> margins;
    for (const auto& relationship : *relationships) {
      const bool margin = relationship.kind() == "header" || relationship.kind() == "footer";
      if (margin && !relationship.external && package_.has(relationship.target)) margins.push_back(relationship.target);
    }
    std::ranges::sort(margins);
    const auto twice = std::ranges::unique(margins);
    margins.erase(twice.begin(), twice.end());
    for (const auto& part : margins) {
      auto bytes = package_.bytes(part);
      if (!bytes) return Failed(bytes.error());
      // A header without braces or links stays as it is, byte for byte.
      if (bytes->find('{') == std::string::npos && bytes->find('[') == std::string::npos && bytes->find("r:id") == std::string::npos)
        continue;
      auto tree = package_.edit(part);
      if (!tree) return Failed(tree.error());
      const auto root = (*tree)->document_element();
      context_.part = part;
      if (auto marked = tokens_.mark(root, part); !marked) return marked;
      parts_.push_back({part, root, adapter_.area_of(root, Kind::Text, part)});
    }
    return {};
  }

  Result<void> finish() {
    for (const auto& filled : parts_) settle(filled.root);
    const auto document = parts_.front().root;
    for (auto* notes : {&footnotes_, &endnotes_}) {
      if (auto moved = notes->move_out(document); !moved) return moved;
    }
    UniqueNumbers numbers;
    for (const auto& filled : parts_) {
      if (auto done = separate(filled.root, package_, filled.part, numbers); !done) return done;
    }
    for (const auto* notes : {&footnotes_, &endnotes_}) {
      if (notes->part().empty()) continue;
      if (auto done = separate(notes->root(), package_, notes->part(), numbers); !done) return done;
    }
    return has_contents_ ? ask_for_update() : Result<void>{};
  }

  static bool has_contents(pugi::xml_node body) {
    bool found = false;
    ooxml::for_each_element(body, [&](pugi::xml_node node) { found = found || is_contents(node); });
    return found;
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
  std::string main_;
  FillBudget budget_;
  Tokens tokens_;
  Notes footnotes_;
  Notes endnotes_;
  DocxAdapter adapter_;
  std::vector<Filled> parts_;
  bool has_contents_ = false;
};

}  // namespace

Result<void> fill(ooxml::Package& package, Context& context, const FillLimits& limits) {
  auto main = package.main_part();
  if (!main) return Failed(main.error());
  auto lists = Lists::of(package, *main);
  if (!lists) return Failed(lists.error());
  return DocumentFilling(package, context, limits, *main, *lists).run();
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
