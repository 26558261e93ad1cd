#include "engines/image/child/edit.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <functional>
#include <utility>
#include <vector>

#include "engines/image/child/encode.h"
#include "engines/image/child/picture.h"

namespace docmill::engines::image {
namespace {

using vips::VImage;
using Change = std::function<Result<VImage>(const VImage&)>;

/// What is read of a picture for a target, and what must be said about it.
struct Source {
  VImage image;
  std::vector<std::string> warnings;
};

/// `in_order`: what is done to it reads it from the top, so that it need not be held in memory.
Result<Source> read_source(const Picture& picture, Format target, bool in_order) {
  const auto facts = picture.facts(0);
  if (!facts) return Failed(facts.error());
  if (auto small = check_size(picture.label(), facts->width, facts->height); !small) return Failed(small.error());
  const auto pages = static_cast<std::uint64_t>(picture.pages());
  const auto left_out = [&](const char* why) {
    return fmt::format("{} holds {} pictures; the first was taken{}.", picture.label(), pages, why);
  };
  const auto first = [&] { return in_order && facts->orientation == 1 ? picture.page(0) : picture.whole(0); };
  if (pages == 1) return Source{first(), {}};
  if (!holds_several(target) || !holds_several(picture.format())) return Source{first(), {left_out("")}};
  if (pages * facts->width * facts->height > kMostPixelsTogether)
    return Failed(fail(ErrorCode::InputTooComplex,
                       fmt::format("{} has {} pictures of {} × {} pixels; the limit is {} million in all.", picture.label(), pages,
                                   facts->width, facts->height, kMostPixelsTogether / 1'000'000)));
  try {
    return Source{picture.all_pages(), {}};
  } catch (const vips::VError&) {
    // Pages of several sizes; where it is damage, the first page shows it.
    return Source{picture.whole(0), {left_out(", since they differ")}};
  }
}

VImage frame_of(const VImage& image, int number, int height) {
  return image.extract_area(0, number * height, image.width(), height).copy();
}

/// Applies the change to every frame, upright.
Result<VImage> changed(const VImage& image, const Change& change) {
  const int height = vips_image_get_page_height(image.get_image());
  const int count = height > 0 ? image.height() / height : 1;
  if (count <= 1) return change(image.autorot());
  std::vector<VImage> frames;
  for (int i = 0; i < count; ++i) {
    auto frame = change(frame_of(image, i, height).autorot());
    if (!frame) return Failed(frame.error());
    frames.push_back(*std::move(frame));
  }
  auto joined = VImage::arrayjoin(frames, VImage::option()->set("across", 1)).copy();
  joined.set(VIPS_META_PAGE_HEIGHT, frames.front().height());
  joined.set(VIPS_META_N_PAGES, count);
  return joined;
}

Result<Finished> edit(child::Work& work, bool in_order, const Change& change) {
  const auto picture = Picture::open(work);
  if (!picture) return Failed(picture.error());
  const auto target = target_of(work, picture->format());
  if (!target) return Failed(target.error());
  auto source = read_source(*picture, target->format, in_order);
  if (!source) return Failed(source.error());
  work.begin(Phase::Layout);
  const auto image = changed(source->image, change);
  if (!image) return Failed(image.error());
  work.begin(Phase::Export);
  const auto bytes = encode(*image, *target);
  if (auto given = work.give(bytes, {.extension = std::string(extension_of(target->format)), .name = {}}); !given)
    return Failed(given.error());
  return Finished{.pages = 0, .fonts = {}, .warnings = std::move(source->warnings), .peak_memory = 0};
}

Error too_large(double width, double height) {
  return fail(ErrorCode::InputTooComplex, fmt::format("The result would have {:.0f} × {:.0f} pixels; the limit is {} million in all.",
                                                      width, height, kMostPixels / 1'000'000));
}

struct Wanted {
  int width = 0;  // 0: not said
  int height = 0;
  bool cover = false;
  bool stretch = false;
  bool enlarge = false;
};

/// The factor by which a picture is scaled to lie inside, or to cover.
double factor(const VImage& image, const Wanted& wanted) {
  const double across = wanted.width > 0 ? static_cast<double>(wanted.width) / image.width() : 0;
  const double down = wanted.height > 0 ? static_cast<double>(wanted.height) / image.height() : 0;
  if (across == 0 || down == 0) return std::max(across, down);
  return wanted.cover ? std::max(across, down) : std::min(across, down);
}

Result<VImage> resized(const VImage& image, const Wanted& wanted) {
  const auto most = [&](int asked, int own) { return asked == 0 ? own : wanted.enlarge ? asked : std::min(asked, own); };
  if (wanted.stretch) {
    const int width = most(wanted.width, image.width());
    const int height = most(wanted.height, image.height());
    if (static_cast<double>(width) * height > static_cast<double>(kMostPixels)) return Failed(too_large(width, height));
    return image.thumbnail_image(width, VImage::option()->set("height", height)->set("size", VIPS_SIZE_FORCE));
  }
  double scale = factor(image, wanted);
  if (!wanted.enlarge) scale = std::min(scale, 1.0);
  const double width = std::max(1.0, image.width() * scale);
  const double height = std::max(1.0, image.height() * scale);
  if (width * height > static_cast<double>(kMostPixels)) return Failed(too_large(width, height));
  const auto whole = [](double pixels) { return std::max(1, static_cast<int>(pixels + 0.5)); };
  auto scaled = image.thumbnail_image(whole(width), VImage::option()->set("height", whole(height))->set("size", VIPS_SIZE_FORCE));
  if (!wanted.cover || wanted.width == 0 || wanted.height == 0) return scaled;
  const int cut_width = std::min(wanted.width, scaled.width());
  const int cut_height = std::min(wanted.height, scaled.height());
  return scaled.extract_area((scaled.width() - cut_width) / 2, (scaled.height() - cut_height) / 2, cut_width, cut_height);
}

}  // namespace

Result<Finished> convert_picture(child::Work& work) {
  return edit(work, true, [](const VImage& image) -> Result<VImage> { return image; });
}

Result<Finished> resize_picture(child::Work& work) {
  const Wanted wanted{.width = work.integer("Width").value_or(0),
                      .height = work.integer("Height").value_or(0),
                      .cover = work.param("Fit") == "Cover",
                      .stretch = work.param("Fit") == "Stretch",
                      .enlarge = work.flag("Enlarge")};
  if (wanted.width <= 0 && wanted.height <= 0)
    return Failed(fail(ErrorCode::BadRequest, "Say how large the picture is to be: Width, Height or both."));
  return edit(work, true, [&](const VImage& image) { return resized(image, wanted); });
}

Result<Finished> rotate_picture(child::Work& work) {
  const auto angle = work.integer("Angle").value_or(0);
  const auto& flip = work.param("Flip");
  return edit(work, false, [&](const VImage& image) -> Result<VImage> {
    auto out = angle == 90 ? image.rot90() : angle == 180 ? image.rot180() : angle == 270 ? image.rot270() : image;
    if (flip == "Horizontal") out = out.flip(VIPS_DIRECTION_HORIZONTAL);
    if (flip == "Vertical") out = out.flip(VIPS_DIRECTION_VERTICAL);
    return out;
  });
}

Result<Finished> crop_picture(child::Work& work) {
  const int left = work.integer("Left").value_or(0);
  const int top = work.integer("Top").value_or(0);
  const int width = work.integer("Width").value_or(0);
  const int height = work.integer("Height").value_or(0);
  if (left < 0 || top < 0 || width < 1 || height < 1)
    return Failed(fail(ErrorCode::BadRequest, "Width and Height must be 1 or more, Left and Top 0 or more."));
  return edit(work, true, [&](const VImage& image) -> Result<VImage> {
    if (left >= image.width() || top >= image.height())
      return Failed(fail(ErrorCode::NotApplicable, fmt::format("The picture has {} × {} pixels; nothing of it lies at Left {} and Top {}.",
                                                               image.width(), image.height(), left, top)));
    return image.extract_area(left, top, std::min(width, image.width() - left), std::min(height, image.height() - top));
  });
}

}  // namespace docmill::engines::image
