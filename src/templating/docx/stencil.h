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
  /// The adapter is borrowed. `model`: the last copy, which is not filled before the others are made. `copies`: how many there will be.
  DocxStencil(DocxAdapter& adapter, Area first, Area last, const Stretch& model, std::size_t copies);
  ~DocxStencil() override;

  Area first() override { return std::move(first_); }
  Area last() override;
  void begin() override;
  void put(std::string_view text) override;
  bool put(const Slot& slot, const Outcome& outcome) override;
  void end() override;
  Result<Area> grow() override;

 private:
  void flush();

  DocxAdapter& adapter_;
  Area first_;
  Area last_;
  Stretch model_;
  std::uint64_t weight_;  // of one copy
  Pieces pieces_;
  std::string text_;  // copies that are in no tree yet
  std::uint64_t copies_ = 0;
  std::size_t begun_ = 0;  // where the copy begins that is being printed
  std::size_t gap_ = 0;    // of it
};

}  // namespace docmill::templating::docx
