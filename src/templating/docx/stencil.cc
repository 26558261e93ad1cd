#include "templating/docx/stencil.h"

#include <algorithm>
#include <utility>

#include "templating/docx/adapter.h"
#include "templating/docx/nodes.h"

namespace docmill::templating::docx {
namespace {

/// Bytes; a text that becomes longer grows by itself.
constexpr std::size_t kMostReserved = 64UL << 20;

/// A guess of what a token prints, with its element.
constexpr std::size_t kUsualText = 32;

}  // namespace

DocxStencil::DocxStencil(DocxAdapter& adapter, Area first, Area last, const Stretch& model, std::size_t copies)
    : adapter_(adapter),
      first_(std::move(first)),
      last_(std::move(last)),
      model_(model),
      weight_(count_nodes(model.first, model.last)),
      pieces_(Pieces::of(model)) {
  text_.reserve(std::min((pieces_.size() + pieces_.gaps() * kUsualText) * copies, kMostReserved));
}

DocxStencil::~DocxStencil() {
  flush();
}

Area DocxStencil::last() {
  flush();
  return std::move(last_);
}

void DocxStencil::begin() {
  begun_ = text_.size();
  gap_ = 0;
}

void DocxStencil::put(std::string_view text) {
  text_ += pieces_.before(gap_++);
  write_text(text_, text);
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

void DocxStencil::end() {
  text_ += pieces_.before(pieces_.gaps());
  ++copies_;
}

void DocxStencil::flush() {
  if (copies_ != 0) adapter_.printed_.put_before(model_.first, std::exchange(text_, {}), weight_ * copies_);
  copies_ = 0;
}

Result<Area> DocxStencil::grow() {
  text_.resize(begun_);
  flush();
  return adapter_.copy_of(model_, model_.first.previous_sibling());
}

Result<std::unique_ptr<Stencil>> DocxAdapter::stencil(const Area& scope, const Block& block, std::size_t copies) {
  const Stretch stretch = stretches_[block.place];
  const bool in_list = stretch.kind == Kind::Items;
  if (stretch.kind != Kind::Rows && !in_list) return nullptr;
  // What is around it may want to count such a list anew, and looks at its items for that.
  if (in_list && stretches_[scope.place].kind != Kind::Section && stretches_[scope.place].kind != Kind::Text) return nullptr;
  for (const auto& [note, part] : notes_) {
    if (around(stretch.parent, note.c_str())) return nullptr;  // its text goes to another part
  }
  if (has_own_name(stretch.parent.root().first_child()) || !may_be_printed(stretch, block.slots.size())) return nullptr;
  auto areas = grow_plain(scope, block, 2);
  if (!areas) return Failed(areas.error());
  const auto model = stretches_[areas->back().place];
  return std::make_unique<DocxStencil>(*this, std::move(areas->front()), std::move(areas->back()), model, copies);
}

}  // namespace docmill::templating::docx
