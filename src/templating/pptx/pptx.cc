#include "templating/pptx/pptx.h"

#include <fmt/format.h>

#include "ooxml/xml_walk.h"
#include "templating/docx/finish.h"
#include "templating/parts/look.h"
#include "templating/parts/properties.h"
#include "templating/pptx/adapter.h"
#include "templating/pptx/bullets.h"
#include "templating/pptx/names.h"
#include "templating/pptx/paragraph.h"
#include "templating/pptx/settle.h"

namespace docmill::templating::pptx {
namespace {

/// One filling, from the marks to the parts.
class Presentation {
 public:
  Presentation(ooxml::Package& package, Context& context, const FillLimits& limits)
      : package_(package),
        context_(context),
        budget_{.limits = limits},
        show_(package),
        tokens_(package, context),
        pictures_(package, context),
        adapter_(package, context, budget_, tokens_, show_, pictures_) {}

  Result<void> fill() {
    if (auto marked = mark(); !marked) return marked;
    auto all = adapter_.whole();
    if (auto prepared = prepare(all, adapter_, context_); !prepared) return prepared;
    const Scope scope(context_.data);
    if (auto filled = templating::fill(std::move(all), scope, adapter_, context_, budget_); !filled) return filled;
    if (auto filled = fill_properties(package_, scope, context_); !filled) return filled;
    return finish();
  }

  Result<void> look(Findings& findings) {
    if (auto marked = mark(); !marked) return marked;
    if (auto added = findings.add(adapter_.whole(), adapter_); !added) return added;
    return look_at_properties(package_, context_, findings);
  }

 private:
  Result<void> mark() {
    if (auto loaded = show_.load(); !loaded) return loaded;
    std::size_t number = 0;
    for (const auto slide : show_.root().children(kSlide)) {
      ++number;
      for (const auto half : slide.children()) {
        const auto part = part_of(half);
        mark_items(half, package_, part);
        tokens_.mark(half, part, fmt::format(fmt::runtime(is(half, "p:notes") ? "notes of slide {}" : "slide {}"), number));
      }
    }
    context_.part.clear();
    context_.place.clear();
    return {};
  }

  Result<void> finish() {
    settle(show_.root());
    docx::UniqueNumbers numbers;
    for (const auto slide : show_.root().children(kSlide)) {
      if (!slide.attribute(kFilled)) continue;
      for (const auto half : slide.children()) {
        const auto part = part_of(half);
        pictures_.place(half, part);
        if (auto separated = docx::separate(half, package_, part, numbers); !separated) return separated;
        tidy(half);
      }
    }
    return show_.put_back();
  }

  ooxml::Package& package_;
  Context& context_;
  FillBudget budget_;
  Show show_;
  Tokens tokens_;
  Pictures pictures_;
  PptxAdapter adapter_;
};

}  // namespace

Result<void> fill(ooxml::Package& package, Context& context, const FillLimits& limits) {
  return Presentation(package, context, limits).fill();
}

Result<void> look_at(ooxml::Package& package, Context& context, Findings& findings) {
  return Presentation(package, context, {}).look(findings);
}

Result<std::string> text_of(ooxml::Package& package) {
  Show show(package);
  if (auto loaded = show.load(); !loaded) return Failed(loaded.error());
  std::string text;
  ooxml::for_each_element(show.root(), [&](pugi::xml_node node) {
    if (is(node, "a:p")) text += Paragraph(node).text() + '\n';
    if (is(node, "p:cNvPr")) text += node.attribute("descr").value() + std::string("\n");
  });
  return text;
}

}  // namespace docmill::templating::pptx
