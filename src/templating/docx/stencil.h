#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "templating/docx/printing.h"
#include "templating/fill.h"

namespace docmill::templating::docx {

class DocxAdapter;

/// Rows of a table or items of a list, printed between a first and a last copy that stand in the tree.
class DocxStencil final : public Stencil {
 public:
  /// The adapter is borrowed. `model`: the last copy, which is not filled before the others are made.
  DocxStencil(DocxAdapter& adapter, Area first, Area last, const Stretch& model);
  ~DocxStencil() override;

  Area first() override { return std::move(first_); }
  Area last() override;
  void begin() override { copies_.take_back(); }
  void put(std::string_view text) override { copies_.put(text); }
  bool put(const Slot& slot, const Outcome& outcome) override;
  void end() override { copies_.end(); }
  Result<Area> grow() override;

 private:
  void flush();

  DocxAdapter& adapter_;
  Area first_;
  Area last_;
  Stretch model_;
  std::uint64_t weight_;  // of one copy
  Copies copies_;         // that are in no tree yet
};

}  // namespace docmill::templating::docx
