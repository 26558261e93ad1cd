#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace docmill::engines::image {

/// Points.
struct Extent {
  double width = 0;
  double height = 0;
};

/// Points from the lower left corner of the page.
struct Box {
  double x = 0;
  double y = 0;
  double width = 0;
  double height = 0;
};

enum class Turn { Auto, Portrait, Landscape };
enum class Fit { Contain, Cover, None };

struct LayoutOptions {
  bool one_each = true;
  std::string paper = "Fit";  // "Fit": the page is as large as the picture
  Turn turn = Turn::Auto;
  double margin = 0;
  Fit fit = Fit::Contain;
};

struct Placed {
  std::size_t picture = 0;
  Box box;   // where the whole picture would be
  Box seen;  // what of the page it may cover
};

struct Sheet {
  Extent size;
  std::vector<Placed> pictures;
};

/// Puts pictures of these sizes on pages, in their order.
/// Errors: BadRequest when the margins leave no room.
Result<std::vector<Sheet>> lay_out(const std::vector<Extent>& pictures, const LayoutOptions& options);

}  // namespace docmill::engines::image
