#include "actions/fields.h"
#include "actions/pdf.h"
#include "actions/raster.h"

namespace docmill::actions {
namespace {

model::Field page_number(std::string_view name, std::string_view summary, std::string_view fallback = {}) {
  return {.name = name, .type = model::FieldType::Integer, .summary = summary, .fallback = fallback, .least = 1, .most = 1'000'000};
}

model::Field quality(std::string_view summary) {
  return {.name = "Quality", .type = model::FieldType::Integer, .summary = summary, .fallback = "85", .least = 1, .most = 100};
}

model::Field pixels(std::string_view name, std::string_view summary) {
  return {.name = name, .type = model::FieldType::Integer, .summary = summary, .fallback = "256", .least = 1, .most = 5'000};
}

model::Field look(std::string_view name, std::string_view summary) {
  return {.name = name, .type = model::FieldType::Boolean, .summary = summary, .fallback = "false"};
}

}  // namespace

model::Action pdf_to_image() {
  return {
      .id = "convert/pdf-to-image",
      .title = "PDF to images",
      .summary = "Makes a picture of each page of a PDF.",
      .accepts = {"pdf"},
      .makes = "png",
      .fields = {source_file("The PDF."),
                 {.name = "FilenamePrefix",
                  .type = model::FieldType::Text,
                  .summary = "What the names of the pictures begin with; the page's number follows. The PDF's own name by default.",
                  .longest = 100},
                 page_number("StartPage", "The first page to draw."),
                 page_number("EndPage", "The last page to draw."),
                 page_list("Which pages, in this order, like 1-3;9;5. All by default, up to 1,000."),
                 {.name = "Format",
                  .type = model::FieldType::Choice,
                  .summary = "The pictures' format.",
                  .fallback = "Png",
                  .choices = {"Jpeg", "Png", "Gif", "Bmp", "Tiff", "Webp"}},
                 {.name = "Dpi",
                  .type = model::FieldType::Integer,
                  .summary = "Pixels an inch. A picture may have 150 million pixels; 50 million as Gif or Webp.",
                  .fallback = "150",
                  .least = 1,
                  .most = 1'200},
                 quality("How much of the picture Jpeg and Webp keep."),
                 look("Grayscale", "Pictures in shades of grey."),
                 look("Transparent", "The paper is left out; Png and Webp only."),
                 source_password()},
      .documents = 1,
      .steps = {{.engine = "raster", .operation = "pdf-to-image", .target = "png"}},
      .answer = model::Answer::Links,
  };
}

model::Action pdf_to_text() {
  return {
      .id = "convert/pdf-to-text",
      .title = "PDF to text",
      .summary = "Gives the text of a PDF, plain or as HTML. Nothing is recognised in pictures.",
      .accepts = {"pdf"},
      .makes = "txt",
      .fields = {source_file("The PDF."),
                 page_number("StartPage", "The first page to read."),
                 page_number("EndPage", "The last page to read."),
                 page_list("Which pages, in this order, like 1-3;9;5. All by default."),
                 {.name = "ResultType",
                  .type = model::FieldType::Choice,
                  .summary = "Raw: plain text in UTF-8, a form feed after each page. HTML: with paragraphs and bold words.",
                  .fallback = "Raw",
                  .choices = {"Raw", "HTML"}},
                 {.name = "Layout",
                  .type = model::FieldType::Choice,
                  .summary = "Raw text in the order of reading, kept in place with spaces (Physical), or as the PDF draws it (Raw).",
                  .fallback = "Reading",
                  .choices = {"Raw", "Physical", "Reading"}},
                 source_password()},
      .documents = 1,
      .steps = {{.engine = "raster", .operation = "pdf-to-text", .target = "txt"}},
  };
}

model::Action pdf_thumbnail() {
  return {
      .id = "pdf/thumbnail",
      .title = "PDF thumbnail",
      .summary = "Makes a small picture of one page.",
      .accepts = {"pdf"},
      .makes = "png",
      .fields = {source_file("The PDF."),
                 page_number("Page", "Which page.", "1"),
                 pixels("Width", "The picture is at most so many pixels wide."),
                 pixels("Height", "The picture is at most so many pixels high."),
                 {.name = "Format",
                  .type = model::FieldType::Choice,
                  .summary = "The picture's format.",
                  .fallback = "Png",
                  .choices = {"Png", "Jpeg"}},
                 quality("How much of the picture Jpeg keeps."),
                 source_password()},
      .documents = 1,
      .steps = {{.engine = "raster", .operation = "thumbnail", .target = "png"}},
  };
}

}  // namespace docmill::actions
