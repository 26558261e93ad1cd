#include "actions/fields.h"
#include "actions/pdf.h"
#include "actions/raster.h"

namespace docmill::actions {
namespace {

std::vector<model::Field> comparison_fields() {
  auto other = source_file("The PDF to compare it with.");
  other.name = "OtherFile";
  return {source_file("The first PDF."),
          std::move(other),
          {.name = "Dpi",
           .type = model::FieldType::Integer,
           .summary = "Pixels an inch of the pictures that are compared.",
           .fallback = "72",
           .least = 10,
           .most = 600},
          {.name = "Tolerance",
           .type = model::FieldType::Integer,
           .summary = "How far a colour of a pixel may be off, of 255, and still count as the same.",
           .fallback = "0",
           .least = 0,
           .most = 255},
          source_password()};
}

}  // namespace

model::Action pdf_info() {
  auto action = pdf_question(
      "pdf/info", "PDF information",
      "Answers version, number and sizes of pages, the fonts and whether they are embedded, and whether there is text.", "info");
  action.steps.front().engine = "raster";
  return action;
}

model::Action pdf_compare() {
  return {
      .id = "pdf/compare",
      .title = "Compare PDFs",
      .summary = "Answers which pages of two PDFs look different, where, and by how many pixels.",
      .accepts = {"pdf"},
      .makes = "json",
      .fields = comparison_fields(),
      .documents = 1,
      .steps = {{.engine = "raster", .operation = "compare", .target = "json"}},
      .answer = model::Answer::Json,
  };
}

model::Action pdf_difference_images() {
  return {
      .id = "pdf/difference-images",
      .title = "Pictures of the differences between PDFs",
      .summary = "Draws the pages of two PDFs that look different, with the differences in red, and lists them in a JSON file.",
      .accepts = {"pdf"},
      .makes = "png",
      .fields = comparison_fields(),
      .documents = 1,
      .steps = {{.engine = "raster", .operation = "difference-images", .target = "png"}},
      .answer = model::Answer::Links,
  };
}

}  // namespace docmill::actions
