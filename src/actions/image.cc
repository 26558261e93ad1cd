#include "actions/image.h"

#include "actions/fields.h"

namespace docmill::actions {
namespace {

constexpr std::int64_t kMostPixels = 50'000;  // a side

model::Field format(std::string_view summary) {
  return {
      .name = "Format", .type = model::FieldType::Choice, .summary = summary, .choices = {"Png", "Jpeg", "Webp", "Tiff", "Gif", "Avif"}};
}

model::Field same_format() {
  return format("The result's format; that of the picture by default. HEIC becomes Jpeg, BMP and SVG become Png.");
}

model::Field quality() {
  return {.name = "Quality",
          .type = model::FieldType::Integer,
          .summary = "How much of the picture Jpeg, Webp and Avif keep; 85, 80 and 60 by default.",
          .least = 1,
          .most = 100};
}

model::Field background() {
  return {.name = "Background",
          .type = model::FieldType::Text,
          .summary = "Colour behind what is transparent, like ffffff; white by default where the format knows no transparency.",
          .longest = 7};
}

model::Field pixels(std::string_view name, std::string_view summary, std::int64_t least) {
  return {.name = name, .type = model::FieldType::Integer, .summary = summary, .least = least, .most = kMostPixels};
}

model::Field needed(model::Field field) {
  field.required = true;
  return field;
}

/// An action that makes a picture of a picture; `own`: its fields beside those that all have.
model::Action picture(std::string_view id, std::string_view title, std::string_view summary, std::string_view operation,
                      std::vector<model::Field> own) {
  std::vector<model::Field> fields{source_file("The picture.")};
  fields.insert(fields.end(), own.begin(), own.end());
  fields.push_back(quality());
  fields.push_back(background());
  return {
      .id = id,
      .title = title,
      .summary = summary,
      .accepts = picture_types(),
      .makes = "png",
      .fields = std::move(fields),
      .documents = 1,
      .steps = {{.engine = "image", .operation = operation, .target = "png"}},
  };
}

}  // namespace

model::Action image_convert() {
  auto wanted = needed(format("The result's format."));
  return picture(
      "image/convert", "Convert image",
      "Puts a picture into another format, upright. Frames and pages are kept between Gif, Webp and Tiff; else the first is taken.",
      "convert-image", {wanted});
}

model::Action image_resize() {
  return picture("image/resize", "Resize image", "Makes a picture smaller or larger.", "resize",
                 {pixels("Width", "Pixels; without it Height decides.", 1),
                  pixels("Height", "Pixels; without it Width decides.", 1),
                  {.name = "Fit",
                   .type = model::FieldType::Choice,
                   .summary = "Inside keeps the proportions, Cover fills both sides and cuts off what sticks out, Stretch distorts.",
                   .fallback = "Inside",
                   .choices = {"Inside", "Cover", "Stretch"}},
                  {.name = "Enlarge",
                   .type = model::FieldType::Boolean,
                   .summary = "Makes a picture larger than it is, where that is asked.",
                   .fallback = "false"},
                  same_format()});
}

model::Action image_rotate() {
  return picture("image/rotate", "Rotate image", "Turns a picture clockwise, then mirrors it.", "rotate",
                 {{.name = "Angle",
                   .type = model::FieldType::Choice,
                   .summary = "Degrees clockwise, beside how the picture is seen.",
                   .fallback = "0",
                   .choices = {"0", "90", "180", "270"}},
                  {.name = "Flip",
                   .type = model::FieldType::Choice,
                   .summary = "Horizontal changes left and right, Vertical top and bottom.",
                   .fallback = "None",
                   .choices = {"None", "Horizontal", "Vertical"}},
                  same_format()});
}

model::Action image_crop() {
  auto left = pixels("Left", "Pixels to the left of the part.", 0);
  auto top = pixels("Top", "Pixels above the part.", 0);
  left.fallback = top.fallback = "0";
  return picture("image/crop", "Crop image", "Cuts a part out of a picture, measured as the picture is seen.", "crop",
                 {left, top, needed(pixels("Width", "The part's width in pixels.", 1)),
                  needed(pixels("Height", "The part's height in pixels.", 1)), same_format()});
}

model::Action image_info() {
  return {
      .id = "image/info",
      .title = "Image information",
      .summary = "Tells a picture's format, size in pixels, channels, density, pages and how it is turned.",
      .accepts = picture_types(),
      .makes = "json",
      .fields = {source_file("The picture.")},
      .documents = 1,
      .steps = {{.engine = "image", .operation = "info", .target = "json"}},
      .answer = model::Answer::Json,
  };
}

model::Action image_strip_metadata() {
  return {
      .id = "image/strip-metadata",
      .title = "Strip metadata from image",
      .summary =
          "Removes what a picture tells beside itself: place, camera, author, comments, previews. The picture itself is not touched.",
      .accepts = {"jpg", "jpeg", "png", "webp", "tiff", "tif", "gif"},
      .makes = "png",
      .fields = {source_file("The picture.")},
      .documents = 1,
      .steps = {{.engine = "image", .operation = "strip-metadata", .target = "png"}},
  };
}

}  // namespace docmill::actions
