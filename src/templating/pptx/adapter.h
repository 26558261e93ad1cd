#pragma once
#include <deque>
#include <pugixml.hpp>
#include <string>
#include <vector>

#include "templating/charts/chart.h"
#include "templating/fill.h"
#include "templating/pptx/diagrams.h"
#include "templating/pptx/pictures.h"
#include "templating/pptx/places.h"
#include "templating/pptx/show.h"
#include "templating/pptx/tokens.h"

namespace docmill::templating::pptx {

/// The places of a presentation: paragraphs, rows, slides.
class PptxAdapter : public Adapter {
 public:
  /// All are borrowed.
  PptxAdapter(ooxml::Package& package, Context& context, FillBudget& budget, Tokens& tokens, Show& show, Pictures& pictures);

  /// The area of all slides. Marks those that have anything to fill.
  Area whole();

  Result<std::vector<Block>> choose(const Area& scope, std::span<const std::size_t> tokens) override;
  Result<std::vector<Area>> grow(const Area& scope, const Block& block, std::size_t copies) override;
  Result<void> replace(const Slot& slot, const Outcome& outcome) override;
  Result<void> grid(const Slot& slot, const std::vector<std::vector<Outcome>>& rows, const std::string& text) override;
  Result<void> hide(const Area& scope, const Slot& slot) override;
  Result<void> drop(const Slot& slot) override;
  Result<void> cut(const Area& scope, const Slot& from, const Slot& to) override;
  Result<void> enter(const Slot& slot, const Scope& scope) override;
  Result<void> look_into(const Slot& slot, Findings& findings) override;
  Where where(const Slot& slot) const override;

 private:
  Result<Stretch> copy_after(const Stretch& block, pugi::xml_node place, std::size_t number);
  static void vanish(const Stretch& stretch);
  bool covers_all(const Stretch& stretch) const;
  Result<void> put_into(pugi::xml_node mark, std::size_t number, const Outcome& outcome);
  Result<void> put_into_attribute(pugi::xml_node node, std::size_t number, const Outcome& outcome);

  ooxml::Package& package_;
  Context& context_;
  FillBudget& budget_;
  Tokens& tokens_;
  Show& show_;
  Pictures& pictures_;
  Charts charts_;
  Diagrams diagrams_;
  std::deque<Stretch> stretches_;
};

/// Whose relationships a node of the tree of slides uses.
std::string part_of(pugi::xml_node node);

/// Takes out what stands between two marks: text, shapes, rows and slides, but nothing that these need to be what they are (cut.cc).
void cut_between(pugi::xml_node from, pugi::xml_node to);

}  // namespace docmill::templating::pptx
