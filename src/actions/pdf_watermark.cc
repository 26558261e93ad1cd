#include "actions/document_types.h"
#include "actions/fields.h"
#include "actions/pdf.h"

namespace docmill::actions {
namespace {

constexpr std::int64_t kFar = 20'000;  // points; more than the largest page a viewer shows

model::Field font_size(std::string_view fallback) {
  return decimal("FontSize", "Points.", 1, 2000, fallback);
}

model::Field ink(std::string_view summary) {
  return {.name = "Color", .type = model::FieldType::Text, .summary = summary, .fallback = "000000", .longest = 32};
}

model::Field mark_margin(std::string_view fallback) {
  return decimal("Margin", "Points that Position keeps from the edges.", 0, kFar, fallback);
}

model::Field mark_position(std::string_view fallback) {
  return {
      .name = "Position",
      .type = model::FieldType::Choice,
      .summary = "Where on the page, as its reader sees it.",
      .fallback = fallback,
      .choices = {"TopLeft", "TopMiddle", "TopRight", "MiddleLeft", "Center", "MiddleRight", "BottomLeft", "BottomMiddle", "BottomRight"}};
}

model::Field layer(std::string_view fallback) {
  return {.name = "LayerPosition",
          .type = model::FieldType::Choice,
          .summary = "In front of the page's content, or behind it.",
          .fallback = fallback,
          .choices = {"Background", "Foreground"}};
}

model::Field font_family_field() {
  return {.name = "FontFamily",
          .type = model::FieldType::Choice,
          .summary = "Which font. Characters it lacks are taken from others.",
          .fallback = "Sans",
          .choices = {"Sans", "Serif", "Mono"}};
}

model::Field opacity() {
  return {.name = "Opacity",
          .type = model::FieldType::Integer,
          .summary = "Percent; 100 covers what lies below, 0 cannot be seen.",
          .fallback = "100",
          .least = 0,
          .most = 100};
}

model::Field tile() {
  return {.name = "Tile", .type = model::FieldType::Boolean, .summary = "Repeats the watermark over the whole page.", .fallback = "false"};
}

model::Field owner_password() {
  return {.name = "OwnerPassword",
          .type = model::FieldType::Text,
          .summary = "The owner's password of a protected document, instead of Password.",
          .longest = 1024,
          .secret = true};
}

model::Field from_left() {
  return decimal("X", "Points from the left edge of the page to that of the watermark. With X or Y, Position does not count.", -kFar, kFar);
}

model::Field from_bottom() {
  return decimal("Y", "Points from the bottom edge of the page to that of the watermark.", -kFar, kFar);
}

model::Field angle() {
  return decimal("Angle", "Degrees to turn it against the clock.", -3600, 3600, "0");
}

model::Field auto_scale() {
  return {.name = "AutoScale",
          .type = model::FieldType::Boolean,
          .summary = "Fits it into Width and Height and keeps its ratio; false stretches it.",
          .fallback = "true"};
}

model::Field watermark_pages() {
  return page_list("The pages to mark, like 1;4-6. All by default.");
}

/// Fields that overlays of all kinds share, behind their own.
std::vector<model::Field> overlay_fields(std::vector<model::Field> own, std::string_view layer_fallback) {
  for (auto& field : std::vector{layer(layer_fallback), mark_position("Center"), from_left(), from_bottom(),
                                 decimal("Width", "Points; its own width by default.", 1, kFar),
                                 decimal("Height", "Points; its own height by default.", 1, kFar), auto_scale(), angle(), opacity(), tile(),
                                 watermark_pages(), source_password(), owner_password()})
    own.push_back(std::move(field));
  return own;
}

}  // namespace

model::Action watermark_text_to_pdf() {
  return {
      .id = "watermark/text-to-pdf",
      .title = "Text watermark",
      .summary = "Writes a text on the pages of a PDF, in any script, with the font embedded.",
      .accepts = {"pdf"},
      .makes = "pdf",
      .fields = {source_file("The PDF."),
                 {.name = "Text",
                  .type = model::FieldType::Text,
                  .required = true,
                  .summary = "What to write; line ends make several lines.",
                  .longest = 10'000},
                 font_family_field(),
                 font_size("36"),
                 ink("Six hexadecimal digits, red, green and blue, like FF8000."),
                 angle(),
                 mark_position("Center"),
                 mark_margin("18"),
                 from_left(),
                 from_bottom(),
                 opacity(),
                 tile(),
                 layer("Foreground"),
                 watermark_pages(),
                 source_password(),
                 owner_password()},
      .documents = 1,
      .steps = pdf_step("watermark-text"),
  };
}

model::Action watermark_pdf_to_pdf() {
  return {
      .id = "watermark/pdf-to-pdf",
      .title = "PDF watermark",
      .summary = "Lays the pages of one PDF under or over those of another: a letterhead, a stamp. The last one serves all that follow.",
      .accepts = {"pdf"},
      .makes = "pdf",
      .fields = overlay_fields(
          {source_file("The PDF."),
           {.name = "OverlayFile",
            .type = model::FieldType::File,
            .required = true,
            .summary = "The PDF to lay under or over it; larger than a page, it is made to fit.",
            .accepts = {"pdf"}},
           {.name = "StartPage", .type = model::FieldType::Integer, .summary = "The first page to mark.", .least = 1, .most = 1'000'000},
           {.name = "EndPage", .type = model::FieldType::Integer, .summary = "The last page to mark.", .least = 1, .most = 1'000'000}},
          "Background"),
      .documents = 1,
      .steps = pdf_step("watermark-pdf"),
  };
}

model::Action watermark_image_to_pdf() {
  const std::vector<std::string_view> pictures = types_paged_by("image");
  return {
      .id = "watermark/image-to-pdf",
      .title = "Image watermark",
      .summary = "Puts a picture on the pages of a PDF.",
      .accepts = {"pdf"},
      .makes = "pdf",
      .fields = overlay_fields({source_file("The PDF."),
                                {.name = "WatermarkImage",
                                 .type = model::FieldType::File,
                                 .required = true,
                                 .summary = "The picture; larger than a page, it is made to fit.",
                                 .accepts = pictures}},
                               "Foreground"),
      .documents = 1,
      .steps = {{.engine = "image", .operation = "to-pdf", .target = "pdf", .only = pictures},
                {.engine = "pdf", .operation = "watermark-image", .target = "pdf"}},
  };
}

model::Action watermark_html_to_pdf() {
  const std::vector<std::string_view> pages{"html", "htm", "xhtml"};
  return {
      .id = "watermark/html-to-pdf",
      .title = "HTML watermark",
      .summary = "Lays an HTML page over or under the pages of a PDF. What the page leaves free lets the PDF show.",
      .accepts = {"pdf"},
      .makes = "pdf",
      .fields = overlay_fields({source_file("The PDF."),
                                {.name = "Html",
                                 .type = model::FieldType::File,
                                 .required = true,
                                 .summary = "The HTML page, printed on A4; larger than a page, it is made to fit.",
                                 .accepts = pages},
                                {.name = "Margins",
                                 .type = model::FieldType::Text,
                                 .summary = "Of the HTML page in pixels, like 25 50 75 100: top, right, bottom, left.",
                                 .fallback = "0",
                                 .longest = 100}},
                               "Foreground"),
      .documents = 1,
      .steps = {{.engine = "browser", .operation = "print", .target = "pdf", .only = pages},
                {.engine = "pdf", .operation = "watermark-pdf", .target = "pdf"}},
  };
}

model::Action pdf_add_page_numbers() {
  return {
      .id = "pdf/add-page-numbers",
      .title = "Number the pages of PDF",
      .summary = "Writes each page's number on it.",
      .accepts = {"pdf"},
      .makes = "pdf",
      .fields = {source_file("The PDF."),
                 {.name = "Format",
                  .type = model::FieldType::Text,
                  .summary = "What to write: {page} stands for the page's number, {pages} for the last one.",
                  .fallback = "{page} / {pages}",
                  .longest = 1000},
                 {.name = "Start",
                  .type = model::FieldType::Integer,
                  .summary = "The number of the document's first page.",
                  .fallback = "1",
                  .least = 0,
                  .most = 1'000'000},
                 page_list("The pages to write on, like 2-9. All by default."),
                 mark_position("BottomMiddle"),
                 mark_margin("28"),
                 from_left(),
                 from_bottom(),
                 font_family_field(),
                 font_size("10"),
                 ink("Six hexadecimal digits, like 808080."),
                 source_password()},
      .documents = 1,
      .steps = pdf_step("add-page-numbers"),
  };
}

}  // namespace docmill::actions
