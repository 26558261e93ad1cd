#include <set>
#include <string>

#include "ooxml/xml_walk.h"
#include "templating/findings.h"
#include "templating/parts/look.h"
#include "templating/xlsx/comments.h"
#include "templating/xlsx/load_cells.h"
#include "templating/xlsx/sheet_adapter.h"
#include "templating/xlsx/xlsx.h"

// A workbook's tokens without data: those of cells and names come from the adapter, those of what is filled when it is written from here.

namespace docmill::templating::xlsx {
namespace {

using namespace std::string_view_literals;

class Looking {
 public:
  Looking(ooxml::Package& package, const Book& book, Context& context, Findings& findings)
      : package_(package), book_(book), context_(context), findings_(findings) {}

  Result<void> run() {
    for (const auto& sheet : book_.sheets) {
      look_at_rules(sheet);
      for (const auto& link : sheet.links) {
        for (const auto* name : {"display", "tooltip", "location"})
          add(link.node.attribute(name).value(), sheet.part, at(sheet, to_text(link.rect), "link"));
      }
      if (auto looked = look_at_comments(sheet); !looked) return looked;
      if (auto looked = look_at_drawings(sheet); !looked) return looked;
    }
    for (const auto& name : book_.tree->document_element().child("definedNames").children("definedName"))
      add(name.text().get(), book_.part, "name " + std::string(name.attribute("name").value()));
    return look_at_chart_sheets();
  }

 private:
  static std::string at(const TemplateSheet& sheet, const std::string& cells, const char* what) {
    return sheet.name + "!" + cells + ", " + what;
  }

  void add(std::string_view text, const std::string& part, const std::string& place) {
    look_at_text(text, {.part = part, .place = place, .block = 0}, context_, findings_);
  }

  void look_at_rules(const TemplateSheet& sheet) {
    const auto root = sheet.tree->document_element();
    for (const auto format : root.children("conditionalFormatting")) {
      const auto place = at(sheet, format.attribute("sqref").value(), "conditional format");
      for (const auto rule : format.children("cfRule")) {
        for (const auto formula : rule.children("formula")) add(formula.text().get(), sheet.part, place);
      }
    }
    for (const auto validation : root.child("dataValidations").children("dataValidation")) {
      const auto place = at(sheet, validation.attribute("sqref").value(), "validation");
      for (const auto* name : {"promptTitle", "prompt", "errorTitle", "error"}) add(validation.attribute(name).value(), sheet.part, place);
      for (const auto* name : {"formula1", "formula2"}) add(validation.child(name).text().get(), sheet.part, place);
    }
  }

  Result<void> look_at_comments(const TemplateSheet& sheet) {
    return for_each_comment(package_, sheet.part, [&](const SheetComment& comment) {
      const auto text = comment.node.child("text");
      add(comment.threaded ? text.text().get() : read_text(text).text, comment.part,
          at(sheet, comment.node.attribute("ref").value(), "comment"));
    });
  }

  Result<void> look_at_drawings(const TemplateSheet& sheet) {
    auto relations = package_.relationships(sheet.part);
    if (!relations) return Failed(relations.error());
    for (const auto& relation : *relations) {
      if (relation.kind() != "drawing" || relation.external || !package_.has(relation.target)) continue;
      if (auto looked = look_at_drawing(relation.target, sheet.name); !looked) return looked;
      auto within = package_.relationships(relation.target);
      if (!within) return Failed(within.error());
      for (const auto& chart : *within) {
        if (!chart.kind().starts_with("chart") || chart.external || !package_.has(chart.target)) continue;
        if (auto looked = look_at_drawing(chart.target, sheet.name); !looked) return looked;
      }
    }
    return {};
  }

  /// Text boxes and shapes of a drawing, titles of a chart.
  Result<void> look_at_drawing(const std::string& part, const std::string& place) {
    if (!seen_.insert(part).second) return {};
    auto tree = package_.xml(part);
    if (!tree) return Failed(tree.error());
    const auto root = (*tree)->document_element();
    ooxml::for_each_element(root, [&](pugi::xml_node node) {
      if (node.name() != "xdr:cNvPr"sv) return;
      for (const auto* name : {"descr", "title"}) add(node.attribute(name).value(), part, place);
    });
    look_at_drawing_texts(root, {.part = part, .place = place, .block = 0}, context_, findings_);
    return {};
  }

  Result<void> look_at_chart_sheets() {
    for (const auto& part : package_.parts()) {
      if (!package_.content_type(part).ends_with("drawingml.chart+xml")) continue;
      if (auto looked = look_at_drawing(part, {}); !looked) return looked;
    }
    return {};
  }

  ooxml::Package& package_;
  const Book& book_;
  Context& context_;
  Findings& findings_;
  std::set<std::string> seen_;
};

}  // namespace

Result<void> look_at_workbook(ooxml::Package& package, Context& context, Findings& findings) {
  auto book = load_book(package, context);
  if (!book) return Failed(book.error());
  Plan plan(*book);
  SheetAdapter adapter(plan, context);
  if (auto added = findings.add(adapter.whole(), adapter); !added) return added;
  return Looking(package, *book, context, findings).run();
}

Result<void> look_at(ooxml::Package& package, Context& context, Findings& findings) {
  auto looked = look_at_workbook(package, context, findings);
  return looked ? look_at_properties(package, context, findings) : looked;
}

}  // namespace docmill::templating::xlsx
