#include "actions/browser.h"
#include "base/paper.h"

#include <iterator>

#include "actions/fields.h"

namespace docmill::actions {
namespace {

using model::FieldType;
using Fields = std::vector<model::Field>;

constexpr const char* kEngine = "browser";

void append(Fields& fields, Fields more) {
  fields.insert(fields.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

model::Field truth(std::string_view name, std::string_view fallback, std::string_view summary) {
  return {.name = name, .type = FieldType::Boolean, .summary = summary, .fallback = fallback};
}

model::Field line(std::string_view name, std::string_view summary, std::size_t longest) {
  return {.name = name, .type = FieldType::Text, .summary = summary, .longest = longest};
}

std::vector<std::string_view> page_types() {
  return {"html", "htm", "xhtml"};
}

Fields page_fields() {
  auto page = source_file("The page, as a file or as text.");
  page.alias = "Html";
  return {std::move(page),
          {.name = "Assets",
           .type = FieldType::File,
           .summary = "What the page refers to by relative addresses: pictures, style sheets, fonts, scripts, each by its file name.",
           .many = true,
           .accepts = {"bin"}}};
}

Fields address_fields() {
  return {{.name = "Url", .type = FieldType::Text, .required = true, .summary = "The page's address, http or https.", .longest = 2048}};
}

Fields paper_fields() {
  return {{.name = "Size", .type = FieldType::Choice, .summary = "The paper.", .fallback = "A4", .choices = paper_names()},
          line("Width", "The paper's width where Size does not do: 210mm, 8.5in, 20cm, 600pt, or pixels without a unit.", 40),
          line("Height", "The paper's height, likewise.", 40),
          {.name = "Orientation",
           .type = FieldType::Choice,
           .summary = "How the paper stands.",
           .fallback = "Portrait",
           .choices = {"Portrait", "Landscape"}},
          line("Margins",
               "One to four lengths, in the order of CSS: top, right, bottom, left; in pixels where no unit is given: 10mm 20mm. Without "
               "them about 1 cm, and as much more as a header and a footer need.",
               100),
          {.name = "Header",
           .type = FieldType::File,
           .summary = "A whole HTML document that stands on top of each page, with its styles and pictures. Elements of the classes "
                      "pageNumber, totalPages, date, title and url are filled in. Its fonts are those of the system.",
           .accepts = page_types()},
          {.name = "Footer", .type = FieldType::File, .summary = "The same for the bottom of each page.", .accepts = page_types()},
          {.name = "PageRanges", .type = FieldType::Pages, .summary = "Which pages, 1-3;5, in the page's own order; all when not given."},
          {.name = "Scale", .type = FieldType::Integer, .summary = "Per cent.", .fallback = "100", .least = 10, .most = 200},
          truth("Background", "true", "Whether backgrounds are printed."),
          truth("PreferCssPageSize", "false", "Whether the page's own @page size goes before Size."),
          truth("Outline", "false", "Whether headings become bookmarks."),
          truth("Tagged", "true", "Whether the PDF is tagged, for screen readers."),
          {.name = "MediaType",
           .type = FieldType::Choice,
           .summary = "Whose style rules apply.",
           .fallback = "Print",
           .choices = {"Print", "Screen"}}};
}

Fields wait_fields() {
  return {
      {.name = "WaitDelay",
       .type = FieldType::Integer,
       .summary = "Milliseconds to wait after the page has loaded.",
       .fallback = "0",
       .least = 0,
       .most = 30'000},
      line("WaitSelector", "Wait until an element matches this CSS selector.", 1024),
      line("WaitExpression", "Wait until this JavaScript is true.", 4096),
      truth("WaitNetworkIdle", "false", "Wait until the page has fetched nothing for half a second."),
      truth("JavaScript", "true", "Whether the page's scripts run."),
      truth("Strict", "false", "Whether a picture, style sheet, font or script that cannot be loaded fails the job; else it is a warning."),
      {.name = "ExtraHeaders",
       .type = FieldType::Text,
       .summary =
           "JSON: headers for requests to certain hosts, {\"https://host\": {\"Name\": \"value\"}}; those without a host go to Url's.",
       .longest = 64 * 1024,
       .secret = true},
      line("Timezone", "The page's time zone, Europe/Berlin; else UTC.", 100),
      line("Locale", "The page's language, de-DE; else en-US.", 100)};
}

Fields picture_fields() {
  return {
      {.name = "Format",
       .type = FieldType::Choice,
       .summary = "The kind of picture.",
       .fallback = "Png",
       .choices = {"Png", "Jpeg", "Webp"}},
      {.name = "Quality", .type = FieldType::Integer, .summary = "Of Jpeg and Webp, per cent.", .fallback = "85", .least = 1, .most = 100},
      {.name = "Width", .type = FieldType::Integer, .summary = "Of the window, pixels.", .fallback = "1280", .least = 16, .most = 8192},
      {.name = "Height", .type = FieldType::Integer, .summary = "Of the window, pixels.", .fallback = "1024", .least = 16, .most = 8192},
      {.name = "Scale",
       .type = FieldType::Integer,
       .summary = "Pixels of the picture for each of the window's.",
       .fallback = "1",
       .least = 1,
       .most = 3},
      truth("FullPage", "true", "Whether the picture shows the whole page, or what fits the window."),
      line("Selector", "Only the element that matches this CSS selector.", 1024),
      truth("OmitBackground", "false", "Whether a page without a background of its own is transparent (Png and Webp)."),
      {.name = "MediaType",
       .type = FieldType::Choice,
       .summary = "Whose style rules apply.",
       .fallback = "Screen",
       .choices = {"Print", "Screen"}}};
}

Fields joined(Fields first, Fields second, Fields third) {
  append(first, std::move(second));
  append(first, std::move(third));
  return first;
}

std::vector<model::Step> printed() {
  return {{.engine = kEngine, .operation = "print", .target = "pdf"}};
}

std::vector<model::Step> pictured() {
  return {{.engine = kEngine, .operation = "picture", .target = "png"}};
}

}  // namespace

std::vector<model::Field> printed_fields(model::Field file) {
  auto fields = paper_fields();
  fields.insert(fields.begin(), std::move(file));
  return fields;
}

model::Action html_to_pdf() {
  return {
      .id = "convert/html-to-pdf",
      .title = "HTML to PDF",
      .summary = "Turns an HTML page into a PDF as Chromium prints it, with the pictures, styles and fonts it refers to.",
      .accepts = page_types(),
      .makes = "pdf",
      .fields = joined(page_fields(), paper_fields(), wait_fields()),
      .documents = 1,
      .steps = printed(),
  };
}

model::Action url_to_pdf() {
  return {
      .id = "convert/url-to-pdf",
      .title = "Web page to PDF",
      .summary = "Turns the page at an address into a PDF as Chromium prints it. The page is fetched without cookies.",
      .accepts = page_types(),
      .makes = "pdf",
      .fields = joined(address_fields(), paper_fields(), wait_fields()),
      .documents = 1,
      .steps = printed(),
  };
}

model::Action html_to_image() {
  return {
      .id = "convert/html-to-image",
      .title = "HTML to picture",
      .summary = "Turns an HTML page into a picture as Chromium shows it.",
      .accepts = page_types(),
      .makes = "png",
      .fields = joined(page_fields(), picture_fields(), wait_fields()),
      .documents = 1,
      .steps = pictured(),
  };
}

model::Action url_to_image() {
  return {
      .id = "convert/url-to-image",
      .title = "Web page to picture",
      .summary = "Turns the page at an address into a picture as Chromium shows it. The page is fetched without cookies.",
      .accepts = page_types(),
      .makes = "png",
      .fields = joined(address_fields(), picture_fields(), wait_fields()),
      .documents = 1,
      .steps = pictured(),
  };
}

}  // namespace docmill::actions
