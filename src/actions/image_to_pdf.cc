#include "actions/fields.h"
#include "actions/image.h"

namespace docmill::actions {

std::vector<std::string_view> picture_types() {
  return {"png", "jpg", "jpeg", "gif", "bmp", "tiff", "tif", "webp", "heic", "heif", "avif", "svg"};
}

model::Action image_to_pdf() {
  return {
      .id = "convert/image-to-pdf",
      .title = "Images to PDF",
      .summary =
          "Makes one PDF of pictures, in the order they are sent. JPEG pictures are taken as they are, others without loss; SVG stays a "
          "drawing. Of TIFF every page is taken, of a moving picture the first frame.",
      .accepts = picture_types(),
      .makes = "pdf",
      .fields = {source_files("The pictures, in order."),
                 {.name = "ImagePerPage",
                  .type = model::FieldType::Boolean,
                  .summary = "A page for each picture; otherwise as many on a page as there is room for, in rows.",
                  .fallback = "true"},
                 {.name = "PageSize",
                  .type = model::FieldType::Choice,
                  .summary = "Fit makes each page as large as its picture. Pictures that share pages are put on A4 then.",
                  .fallback = "Fit",
                  .choices = {"Fit", "A4", "Letter", "A2", "A3", "A5", "B4", "B5", "Legal", "Tabloid", "Ledger", "Statement", "Executive"}},
                 {.name = "Orientation",
                  .type = model::FieldType::Choice,
                  .summary = "How the paper lies; Auto: like the picture.",
                  .fallback = "Auto",
                  .choices = {"Auto", "Portrait", "Landscape"}},
                 {.name = "Margin",
                  .type = model::FieldType::Integer,
                  .summary =
                      "Points that stay free on every side. 28, a centimetre, by default; 0 where the page is as large as its picture.",
                  .least = 0,
                  .most = 1'000},
                 {.name = "Fit",
                  .type = model::FieldType::Choice,
                  .summary =
                      "On paper: Contain shows all of the picture as large as it goes, Cover fills the paper and cuts off what sticks out, "
                      "None keeps its size.",
                  .fallback = "Contain",
                  .choices = {"Contain", "Cover", "None"}},
                 {.name = "Dpi",
                  .type = model::FieldType::Integer,
                  .summary = "Pixels an inch of pictures that do not say.",
                  .fallback = "96",
                  .least = 10,
                  .most = 9'600}},
      .documents = 1,
      .steps = {{.engine = "image", .operation = "to-pdf", .target = "pdf"}},
  };
}

}  // namespace docmill::actions
