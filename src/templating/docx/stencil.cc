#include "templating/docx/stencil.h"

#include <utility>

#include "templating/docx/adapter.h"
#include "templating/docx/nodes.h"

namespace docmill::templating::docx {

DocxStencil::DocxStencil(DocxAdapter& adapter, Area first, Area last, const Stretch& model)
    : adapter_(adapter),
      first_(std::move(first)),
      last_(std::move(last)),
      model_(model),
      weight_(count_nodes(model.first, model.last)),
      copies_(model) {}

DocxStencil::~DocxStencil() {
  flush();
}

Area DocxStencil::last() {
  flush();
  return std::move(last_);
}

bool DocxStencil::put(const Slot& slot, const Outcome& outcome) {
  using Kind = Outcome::Kind;
  switch (outcome.kind) {
    case Kind::Nothing:
    case Kind::Text:
    case Kind::Number:
    case Kind::Boolean:
    case Kind::Date: put(outcome.printed()); return true;
    case Kind::Keep: put(adapter_.tokens_.entry(adapter_.tokens_.number(slot)).source); return true;
    default: return false;
  }
}

void DocxStencil::flush() {
  copies_.take_back();
  const auto count = copies_.count();
  if (count != 0) adapter_.printed_.put_before(model_.first, copies_.hand_over(), weight_ * count);
}

Result<Area> DocxStencil::grow() {
  flush();
  return adapter_.copy_of(model_, model_.first.previous_sibling());
}

Result<std::unique_ptr<Stencil>> DocxAdapter::stencil(const Area& scope, const Block& block) {
  const Stretch stretch = stretches_[block.place];
  const bool in_list = stretch.kind == Kind::Items;
  if (stretch.kind != Kind::Rows && !in_list) return nullptr;
  // What is around it may want to count such a list anew, and looks at its items for that.
  if (in_list && stretches_[scope.place].kind != Kind::Section && stretches_[scope.place].kind != Kind::Text) return nullptr;
  if (!in_list && !lists_in_cells(stretch).empty()) return nullptr;  // each copy counts them anew
  for (const auto& [note, part] : notes_) {
    if (around(stretch.parent, note.c_str())) return nullptr;  // its text goes to another part
  }
  if (has_own_name(stretch.parent.root().first_child()) || !may_be_printed(stretch, block.slots.size())) return nullptr;
  auto areas = grow_plain(scope, block, 2);
  if (!areas) return Failed(areas.error());
  const auto model = stretches_[areas->back().place];
  return std::make_unique<DocxStencil>(*this, std::move(areas->front()), std::move(areas->back()), model);
}

}  // namespace docmill::templating::docx
