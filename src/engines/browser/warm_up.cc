#include "engines/browser/warm_up.h"

namespace docmill::engines::browser {
namespace {

// A little of what documents are made of: headings, paragraphs, a table, a drawing, in the fonts that the generic names stand for.
constexpr std::string_view kDocument =
    "<!doctype html><html lang=en><meta charset=utf-8><title>Ready</title><style>body { font: 10pt sans-serif }"
    " header { display: flex } table { width: 100%; border-collapse: collapse } th, td { background: #eee; padding: 5px; border: 1px solid "
    "}"
    " tr:nth-child(even) td { text-align: right }</style><header><svg width=40 height=40 viewBox='0 0 40 40'><rect width=30 height=30 rx=4"
    " fill=#258 /><path d='M1 1 L8 8 Z'/><text x=1 y=9>Ab</text></svg><div>One<br>Two</div></header><h1>Heading</h1>"
    "<p>Text with <b>bold</b>, <i>italic</i>, <a href=#here>here</a>: 0123456789.<ul><li>one</ul><p style='font-family: serif'>Serif"
    " <b>bold</b> <i>italic</i><p style='font-family: monospace'>Code<p style='font-family: Arial'>Other<table><thead><tr><th>No.<th>Sum"
    "<tbody><tr><td>1<td>2.50<tr><td>3<td>4.50</table>";

}  // namespace

Async<Result<void>> warm_up(Page& page, Deadline until) {
  CdpClient::Params content{{"frameId", page.target()}, {"html", kDocument}};
  auto given = co_await page.call("Page.setDocumentContent", std::move(content), until);
  if (!given) co_return Failed(std::move(given.error()).at("browser.warm_up"));
  CdpClient::Params print{{"printBackground", true}, {"generateTaggedPDF", true}, {"transferMode", "ReturnAsBase64"}};
  auto printed = co_await page.call("Page.printToPDF", std::move(print), until);
  if (!printed) co_return Failed(std::move(printed.error()).at("browser.warm_up"));
  page.warmed_up();
  co_return Result<void>{};
}

}  // namespace docmill::engines::browser
