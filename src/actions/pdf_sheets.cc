#include "actions/fields.h"
#include "actions/pdf.h"
#include "base/paper.h"

namespace docmill::actions {
namespace {

model::Field paper_size() {
  return {.name = "PaperSize",
          .type = model::FieldType::Choice,
          .summary = "The sheet. It lies or stands as the pages need it.",
          .fallback = "A4",
          .choices = paper_names()};
}

/// What stays free at the edges of a sheet or between its pages.
model::Field room(std::string_view name, std::string_view summary, std::string_view fallback) {
  return decimal(name, summary, 0, 1000, fallback);
}

model::Field cut(std::string_view name, std::string_view summary) {
  return decimal(name, summary, 0, 20'000, "0");
}

}  // namespace

model::Action pdf_nup() {
  return {
      .id = "pdf/nup",
      .title = "Several pages of PDF on a sheet",
      .summary = "Puts 2, 4, 6, 8, 9 or 16 pages of a PDF on each sheet.",
      .accepts = {"pdf"},
      .makes = "pdf",
      .fields = {source_file("The PDF."),
                 {.name = "PagesPerSheet",
                  .type = model::FieldType::Choice,
                  .summary = "How many pages a sheet has.",
                  .fallback = "2",
                  .choices = {"2", "4", "6", "8", "9", "16"}},
                 paper_size(),
                 room("Margin", "Points at the edges of the sheet.", "18"),
                 room("Gap", "Points between pages.", "9"),
                 {.name = "Border", .type = model::FieldType::Boolean, .summary = "A thin line around each page.", .fallback = "false"},
                 source_password()},
      .documents = 1,
      .steps = pdf_step("nup"),
  };
}

model::Action pdf_booklet() {
  return {
      .id = "pdf/booklet",
      .title = "Booklet from PDF",
      .summary = "Arranges the pages of a PDF, two on each side, so that the printed sheets can be folded into a booklet.",
      .accepts = {"pdf"},
      .makes = "pdf",
      .fields = {source_file("The PDF."), paper_size(), room("Margin", "Points at the edges of the sheet.", "18"),
                 room("Gap", "Points at the fold.", "9"), source_password()},
      .documents = 1,
      .steps = pdf_step("booklet"),
  };
}

model::Action pdf_resize() {
  return {
      .id = "pdf/resize",
      .title = "Change the paper size of PDF",
      .summary = "Puts the pages of a PDF on paper of one size, as large as they fit.",
      .accepts = {"pdf"},
      .makes = "pdf",
      .fields = {source_file("The PDF."),
                 paper_size(),
                 decimal("Margin", "Points at the edges of the sheet.", 0, 150, "0"),
                 {.name = "Upscale", .type = model::FieldType::Boolean, .summary = "Smaller pages grow too.", .fallback = "true"},
                 page_list("The pages to change, like 1;4-6. All by default."),
                 source_password()},
      .documents = 1,
      .steps = pdf_step("resize"),
  };
}

model::Action pdf_crop() {
  return {
      .id = "pdf/crop",
      .title = "Crop PDF",
      .summary = "Cuts the edges of pages off. What is cut is hidden, not removed.",
      .accepts = {"pdf"},
      .makes = "pdf",
      .fields = {source_file("The PDF."), cut("Left", "Points to cut off at the left, as the page is seen."),
                 cut("Top", "Points to cut off at the top."), cut("Right", "Points to cut off at the right."),
                 cut("Bottom", "Points to cut off at the bottom."), page_list("The pages to crop, like 1;4-6. All by default."),
                 source_password()},
      .documents = 1,
      .steps = pdf_step("crop"),
  };
}

}  // namespace docmill::actions
