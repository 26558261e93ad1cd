#include "engines/raster/child/compare.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <cstdlib>
#include <optional>

#include "engines/child/json_text.h"
#include "engines/raster/child/drawing.h"
#include "engines/raster/child/open_pdf.h"
#include "engines/raster/child/picture.h"

namespace docmill::engines::raster {
namespace {

namespace json = boost::json;

constexpr std::uint64_t kMostComparedPixels = 50'000'000;  // of a page; one picture is held whole
constexpr std::uint32_t kLongestComparedSide = 65'000;
constexpr std::size_t kMostListedPages = 5'000;

struct Drawn {
  Canvas canvas;
  std::vector<std::uint8_t> pixels;

  /// nullptr outside.
  const std::uint8_t* at(std::uint32_t x, std::uint32_t y) const {
    if (x >= canvas.width || y >= canvas.height) return nullptr;
    return pixels.data() + (std::size_t{y} * canvas.width + x) * 3;
  }
};

struct Difference {
  std::uint64_t pixels = 0;
  std::uint32_t left = UINT32_MAX, top = UINT32_MAX, right = 0, bottom = 0;  // first and last pixel that differs
  std::uint32_t width = 0, height = 0;                                       // of what both pages cover

  void add(std::uint32_t x, std::uint32_t y) {
    ++pixels;
    left = std::min(left, x);
    right = std::max(right, x);
    top = std::min(top, y);
    bottom = std::max(bottom, y);
  }
};

struct Comparison {
  const Pdf& first;
  const Pdf& second;
  double dpi;
  int tolerance;
};

Result<Drawn> drawn(const Pdf& pdf, std::uint32_t number, double dpi) {
  const auto page = pdf.page(number);
  if (!page) return Failed(page.error());
  const auto canvas = canvas_for(size_of(**page), number, dpi, kMostComparedPixels, kLongestComparedSide);
  if (!canvas) return Failed(canvas.error());
  Drawn out{*canvas, {}};
  out.pixels.reserve(canvas->pixels() * 3);
  const auto keep = [&](const std::uint8_t* row) -> Result<void> {
    out.pixels.insert(out.pixels.end(), row, row + std::size_t{canvas->width} * 3);
    return {};
  };
  if (auto done = draw(**page, *canvas, keep); !done) return Failed(done.error());
  return out;
}

bool differ(const std::uint8_t* a, const std::uint8_t* b, int tolerance) {
  if (a == nullptr || b == nullptr) return a != b;
  for (int c = 0; c < 3; ++c) {
    if (std::abs(a[c] - b[c]) > tolerance) return true;
  }
  return false;
}

Difference difference_of(const Drawn& a, const Drawn& b, int tolerance) {
  Difference out;
  out.width = std::max(a.canvas.width, b.canvas.width);
  out.height = std::max(a.canvas.height, b.canvas.height);
  if (a.pixels == b.pixels && a.canvas.width == b.canvas.width) return out;
  for (std::uint32_t y = 0; y < out.height; ++y) {
    for (std::uint32_t x = 0; x < out.width; ++x) {
      if (differ(a.at(x, y), b.at(x, y), tolerance)) out.add(x, y);
    }
  }
  return out;
}

/// Grey for what is alike, pale enough that the red of a difference stands out.
Result<UniqueFd> difference_picture(const Drawn& a, const Drawn& b, const Difference& difference, const Comparison& how) {
  auto file = PictureFile::make();
  if (!file) return Failed(file.error());
  const Canvas canvas{.width = difference.width, .height = difference.height, .dpi = how.dpi};
  const auto writer = png_writer(*file, canvas, 0);
  std::vector<std::uint8_t> row(std::size_t{canvas.width} * 3);
  for (std::uint32_t y = 0; y < canvas.height; ++y) {
    for (std::uint32_t x = 0; x < canvas.width; ++x) {
      const auto* from = a.at(x, y);
      auto* to = row.data() + std::size_t{x} * 3;
      const bool off = differ(from, b.at(x, y), how.tolerance);
      const int grey = from == nullptr ? 255 : 192 + (from[0] + from[1] + from[2]) / 12;
      to[0] = static_cast<std::uint8_t>(off ? 220 : grey);
      to[1] = to[2] = static_cast<std::uint8_t>(off ? 0 : grey);
    }
    writer->row(row.data());
  }
  writer->end();
  return file->finish();
}

json::object written(std::uint32_t page, const Difference& difference, double dpi) {
  const auto points = [&](std::uint32_t pixels) { return number_json(pixels * 72 / dpi); };
  const auto all = static_cast<double>(difference.width) * difference.height;
  return {{"page", page},
          {"pixels", difference.pixels},
          {"share", static_cast<double>(difference.pixels) / all},
          {"area",
           {{"left", points(difference.left)},
            {"top", points(difference.top)},
            {"right", points(difference.right + 1)},
            {"bottom", points(difference.bottom + 1)}}}};
}

using GivePicture = std::function<Result<void>(std::uint32_t page, UniqueFd picture)>;

/// One page of both; nullopt when they are the same. `give` gets a picture of what differs, unless it is empty.
Result<std::optional<json::object>> compare_page(const Comparison& how, std::uint32_t number, const GivePicture& give) {
  if (number > how.first.pages()) return json::object{{"page", number}, {"missingIn", "File"}};
  if (number > how.second.pages()) return json::object{{"page", number}, {"missingIn", "OtherFile"}};
  const auto a = drawn(how.first, number, how.dpi);
  if (!a) return Failed(a.error());
  const auto b = drawn(how.second, number, how.dpi);
  if (!b) return Failed(b.error());
  const auto difference = difference_of(*a, *b, how.tolerance);
  if (difference.pixels == 0) return std::nullopt;
  if (give) {
    auto picture = difference_picture(*a, *b, difference, how);
    if (!picture) return Failed(picture.error());
    if (auto given = give(number, *std::move(picture)); !given) return Failed(given.error());
  }
  return written(number, difference, how.dpi);
}

Result<json::object> compare_all(const Comparison& how, const GivePicture& give) {
  json::array differing;
  for (std::uint32_t number = 1; number <= std::max(how.first.pages(), how.second.pages()); ++number) {
    auto entry = compare_page(how, number, give);
    if (!entry) return Failed(entry.error());
    if (*entry && differing.size() < kMostListedPages) differing.push_back(**std::move(entry));
  }
  return json::object{{"same", differing.empty()},
                      {"dpi", number_json(how.dpi)},
                      {"pages", json::array{how.first.pages(), how.second.pages()}},
                      {"differing", std::move(differing)}};
}

Result<Finished> compare_inputs(child::Work& work, bool pictures) {
  if (work.input_count() != 2) return Failed(fail(ErrorCode::BadRequest, "Send two PDFs: File and OtherFile."));
  const auto first = open_pdf(work, 0);
  if (!first) return Failed(first.error());
  const auto second = open_pdf(work, 1);
  if (!second) return Failed(second.error());
  const Comparison how{.first = *first,
                       .second = *second,
                       .dpi = static_cast<double>(work.count("Dpi", 72)),
                       .tolerance = static_cast<int>(work.count("Tolerance", 0))};
  work.begin(Phase::Export);
  GivePicture give;
  if (pictures) {
    give = [&](std::uint32_t page, UniqueFd picture) {
      return work.give(std::move(picture), {.extension = "png", .name = fmt::format("page-{}", page)});
    };
  }
  auto answer = compare_all(how, give);
  if (!answer) return Failed(answer.error());
  if (auto given = work.give(child::json_text(*answer), {.extension = "json", .name = pictures ? "differences" : ""}); !given)
    return Failed(given.error());
  return finished(std::max(first->pages(), second->pages()));
}

}  // namespace

Result<Finished> compare(child::Work& work) {
  return compare_inputs(work, false);
}

Result<Finished> difference_images(child::Work& work) {
  return compare_inputs(work, true);
}

}  // namespace docmill::engines::raster
