#include "engines/image/child/layout.h"

#include <algorithm>
#include <utility>

#include "base/paper.h"

namespace docmill::engines::image {
namespace {

// Sides of a page (ISO 32000-1, annex C).
constexpr double kShortestSide = 3;
constexpr double kLongestSide = 14'400;
constexpr double kGap = 9;  // between pictures that share a page
constexpr double kPointsPerInch = 72;

Extent paper_of(const LayoutOptions& options, bool wide) {
  const auto* found = find_paper(options.paper);
  const auto& paper = found == nullptr ? papers().front() : *found;
  Extent size{paper.width * kPointsPerInch, paper.height * kPointsPerInch};
  const bool lying = options.turn == Turn::Landscape || (options.turn == Turn::Auto && wide);
  if (options.paper == "Ledger" && options.turn == Turn::Auto) return size;
  if ((size.width > size.height) != lying) std::swap(size.width, size.height);
  return size;
}

Box within_margins(Extent sheet, double margin) {
  return {margin, margin, sheet.width - 2 * margin, sheet.height - 2 * margin};
}

Box centred(Extent size, double scale, const Box& room) {
  const Extent scaled{size.width * scale, size.height * scale};
  return {room.x + (room.width - scaled.width) / 2, room.y + (room.height - scaled.height) / 2, scaled.width, scaled.height};
}

double scale_for(Extent size, const Box& room, Fit fit) {
  const double across = room.width / size.width;
  const double up = room.height / size.height;
  switch (fit) {
    case Fit::Contain: return std::min(across, up);
    case Fit::Cover: return std::max(across, up);
    case Fit::None: return 1;
  }
  return 1;
}

/// A page as large as its picture, within what a page may be.
Sheet fitting_sheet(std::size_t number, Extent size, double margin) {
  const double most = (kLongestSide - 2 * margin) / std::max(size.width, size.height);
  const double least = kShortestSide / std::min(size.width, size.height);
  const double scale = std::min(std::max(1.0, least), most);
  const Box box{margin, margin, size.width * scale, size.height * scale};
  return {{std::max(kShortestSide, box.width + 2 * margin), std::max(kShortestSide, box.height + 2 * margin)}, {{number, box, box}}};
}

Error no_room() {
  return fail(ErrorCode::BadRequest, "Margin leaves no room on the page; choose a smaller one or a larger PageSize.");
}

Result<std::vector<Sheet>> one_a_page(const std::vector<Extent>& pictures, const LayoutOptions& options) {
  std::vector<Sheet> sheets;
  for (std::size_t i = 0; i < pictures.size(); ++i) {
    if (options.paper == "Fit") {
      sheets.push_back(fitting_sheet(i, pictures[i], options.margin));
      continue;
    }
    const auto paper = paper_of(options, pictures[i].width > pictures[i].height);
    const auto room = within_margins(paper, options.margin);
    if (room.width < kShortestSide || room.height < kShortestSide) return Failed(no_room());
    sheets.push_back({paper, {{i, centred(pictures[i], scale_for(pictures[i], room, options.fit), room), room}}});
  }
  return sheets;
}

/// Fills pages from the top in rows, as text is set.
class Rows {
 public:
  Rows(Extent paper, Box room) : paper_(paper), room_(room) {}

  void add(std::size_t number, Extent size) {
    const double scale = std::min(1.0, scale_for(size, room_, Fit::Contain));
    size = {size.width * scale, size.height * scale};
    constexpr double kNearly = 1e-6;
    if (x_ > 0 && x_ + size.width > room_.width + kNearly) next_row();
    if (sheets_.empty() || (y_ > 0 && y_ + size.height > room_.height + kNearly)) next_sheet();
    sheets_.back().pictures.push_back({number, {room_.x + x_, room_.y + room_.height - y_ - size.height, size.width, size.height}, room_});
    x_ += size.width + kGap;
    row_height_ = std::max(row_height_, size.height);
  }
  std::vector<Sheet> take() { return std::move(sheets_); }

 private:
  void next_row() {
    y_ += row_height_ + kGap;
    x_ = row_height_ = 0;
  }
  /// A picture too high for what is left moves on alone; those before it in its row stay.
  void next_sheet() {
    sheets_.push_back({paper_, {}});
    x_ = y_ = row_height_ = 0;
  }

  Extent paper_;
  Box room_;
  std::vector<Sheet> sheets_;
  double x_ = 0;  // from the left and the top of the room
  double y_ = 0;
  double row_height_ = 0;
};

}  // namespace

Result<std::vector<Sheet>> lay_out(const std::vector<Extent>& pictures, const LayoutOptions& options) {
  if (options.one_each) return one_a_page(pictures, options);
  const auto paper = paper_of(options, false);
  const auto room = within_margins(paper, options.margin);
  if (room.width < kShortestSide || room.height < kShortestSide) return Failed(no_room());
  Rows rows(paper, room);
  for (std::size_t i = 0; i < pictures.size(); ++i) rows.add(i, pictures[i]);
  return rows.take();
}

}  // namespace docmill::engines::image
