#include "actions/fields.h"
#include "actions/pdf.h"

namespace docmill::actions {
namespace {

model::Field range(std::string_view name, std::string_view summary) {
  return {.name = name, .type = model::FieldType::Pages, .summary = summary, .longest = 10'000};
}

model::Field number(std::string_view name, std::string_view summary) {
  return {.name = name, .type = model::FieldType::Integer, .summary = summary, .least = 1, .most = 1'000'000};
}

model::Field flag(std::string_view name, std::string_view summary) {
  return {.name = name, .type = model::FieldType::Boolean, .summary = summary, .fallback = "false"};
}

model::Field with(std::string_view type, model::Field field) {
  field.goes_with = type;
  return field;
}

model::Field prefix() {
  return {.name = "FilenamePrefix",
          .type = model::FieldType::Text,
          .summary = "What the names of the parts begin with; a number follows.",
          .longest = 100};
}

}  // namespace

std::vector<model::Step> pdf_step(std::string_view operation) {
  return {{.engine = "pdf", .operation = operation, .target = "pdf"}};
}

model::Field page_list(std::string_view summary) {
  return range("Pages", summary);
}

model::Field generated_bookmarks() {
  return flag("GenerateBookmarks", "A bookmark for each document, named like it.");
}

model::Field preserved_bookmarks() {
  return flag("PreserveBookmarks", "The documents' own bookmarks are kept.");
}

model::Action pdf_merge() {
  return {
      .id = "pdf/merge",
      .title = "Merge PDF",
      .summary = "Puts several PDFs together, in the order they are sent.",
      .accepts = {"pdf"},
      .makes = "pdf",
      .fields = {source_files("The PDFs, in order."),
                 {.name = "Pages",
                  .type = model::FieldType::Text,
                  .summary = "Which pages of each document, one list for each with a bar between them: \"1-3|all|2;1\". All by default.",
                  .longest = 10'000},
                 generated_bookmarks(),
                 preserved_bookmarks(),
                 source_password()},
      .documents = 1,
      .steps = pdf_step("merge"),
  };
}

model::Action pdf_split() {
  return {
      .id = "pdf/split",
      .title = "Split PDF",
      .summary = "Makes several PDFs of one: chosen pages, every so many pages, ranges, or a part for each bookmark.",
      .accepts = {"pdf"},
      .makes = "pdf",
      .fields = {source_file("The PDF."),
                 {.name = "Type",
                  .type = model::FieldType::Choice,
                  .summary = "How to split. Without it the field that is given decides.",
                  .choices = {"ExtractPages", "SplitByPages", "SplitByRanges", "SplitByBookmarks"}},
                 with("ExtractPages", range("ExtractRange", "the pages of the one document to make, in their order, like 1-3;9;5.")),
                 with("SplitByPages", number("PagesInChunk", "how many pages a part has; the last may have fewer.")),
                 with("SplitByPages", number("StartPage", "the first page that counts.")),
                 with("SplitByPages", number("EndPage", "the last page that counts.")),
                 with("SplitByRanges", range("ChunksRange", "a document for each item, like 1-3;4-9.")),
                 with("SplitByBookmarks", number("BookmarkDepth", "down to which level; 1 by default.")),
                 with("SplitByBookmarks", flag("UseBookmarksForFileNames", "parts are named like their bookmark.")),
                 prefix(),
                 source_password()},
      .documents = 1,
      .steps = pdf_step("split"),
      .answer = model::Answer::Links,
  };
}

model::Action pdf_extract_pages() {
  auto pages = range("ExtractRange", "The pages, in the order wanted, like 1-3;9;5.");
  pages.required = true;
  pages.alias = "Pages";
  return {
      .id = "pdf/extract-pages",
      .title = "Extract pages from PDF",
      .summary = "Makes a PDF of chosen pages, in the order given; a page may be named twice.",
      .accepts = {"pdf"},
      .makes = "pdf",
      .fields = {source_file("The PDF."), std::move(pages), source_password()},
      .documents = 1,
      .steps = pdf_step("split"),
  };
}

model::Action pdf_delete_pages() {
  auto pages = page_list("The pages to leave out, like 1;4-6.");
  pages.required = true;
  return {
      .id = "pdf/delete-pages",
      .title = "Delete pages from PDF",
      .summary = "Leaves pages out of a PDF.",
      .accepts = {"pdf"},
      .makes = "pdf",
      .fields = {source_file("The PDF."), std::move(pages), source_password()},
      .documents = 1,
      .steps = pdf_step("delete-pages"),
  };
}

model::Action pdf_reorder_pages() {
  auto pages = page_list("The new order, like 3;1-2. Pages that are not named follow in their old order.");
  pages.required = true;
  return {
      .id = "pdf/reorder-pages",
      .title = "Reorder pages of PDF",
      .summary = "Puts the pages of a PDF into another order.",
      .accepts = {"pdf"},
      .makes = "pdf",
      .fields = {source_file("The PDF."), std::move(pages), source_password()},
      .documents = 1,
      .steps = pdf_step("reorder-pages"),
  };
}

model::Action pdf_rotate() {
  return {
      .id = "pdf/rotate",
      .title = "Rotate PDF",
      .summary = "Turns pages clockwise.",
      .accepts = {"pdf"},
      .makes = "pdf",
      .fields = {source_file("The PDF."),
                 {.name = "Angle",
                  .type = model::FieldType::Choice,
                  .summary = "Degrees to turn clockwise, beside how the page stands.",
                  .fallback = "90",
                  .choices = {"90", "180", "270"}},
                 page_list("The pages to turn, like 1;4-6. All by default."),
                 source_password()},
      .documents = 1,
      .steps = pdf_step("rotate"),
  };
}

}  // namespace docmill::actions
