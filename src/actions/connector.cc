#include "actions/connector.h"

#include <algorithm>

#include "actions/catalogue.h"
#include "actions/fields.h"

namespace docmill::actions {
namespace {

using enum WireAnswer;
using enum WireValue;

const WireName kDocument{"documentContent", "File"};
const WireName kDocuments{"documentsContents", "File"};
const WireName kFile{"fileContent", "File"};
const WireName kData{"data", "Data", Plain};  // an object, a list, or their JSON as text

/// The whole surface, in the order of the catalogue; "Xslx2Pdf" is how the connectors spell it.
std::vector<ConnectorOperation> every_operation() {
  return {
      {.name = "ApplyDocxTemplate", .action = "generate/from-docx", .answer = Bytes, .names = {kDocument, kData}},
      {.name = "ApplyXlsxTemplate", .action = "generate/from-xlsx", .answer = Bytes, .names = {kDocument, kData}},
      {.name = "ApplyPptx", .action = "generate/from-pptx", .names = {kDocument, kData}},
      {.name = "ApplyHtml", .action = "generate/from-html", .answer = HtmlResult, .names = {{"html", "File", Plain}, kData}},
      {.name = "ApplyDocx", .action = "generate/from-fillable-docx", .names = {{"docxDocument", "File"}, kData}},
      {.name = "Docx2Pdf", .action = "convert/docx-to-pdf", .names = {kDocument}},
      {.name = "Xslx2Pdf", .action = "convert/xlsx-to-pdf", .answer = Bytes, .names = {kDocument}},
      {.name = "Xlsx2Pdf", .action = "convert/xlsx-to-pdf", .answer = Bytes, .names = {kDocument}},
      {.name = "Pptx2Pdf", .action = "convert/pptx-to-pdf", .answer = Bytes, .names = {kDocument}},
      {.name = "Html2Pdf",
       .action = "convert/html-to-pdf",
       .names = {{"html", "File", Plain}, {"headerHtml", "Header", Plain}, {"footerHtml", "Footer", Plain}}},
      {.name = "Html2Docx", .action = "convert/html-to-docx", .names = {kFile, {"rawHtml", "File", Plain}, {"htmlUrl", "FileUrl", Plain}}},
      {.name = "Any2PdfV2", .action = "convert/any-to-pdf", .answer = Bytes, .names = {kDocument}},
      {.name = "Any2Pdf", .action = "convert/any-to-pdf", .answer = Bytes, .names = {kDocument}},
      {.name = "Email2Pdf", .action = "convert/email-to-pdf", .answer = Bytes, .names = {kDocument}},
      {.name = "Image2Pdf", .action = "convert/image-to-pdf", .answer = Bytes, .names = {{"imageContent", "File"}}},
      {.name = "Doc2Docx", .action = "convert/doc-to-docx", .answer = Bytes, .names = {kDocument}},
      {.name = "Xls2Xlsx", .action = "convert/xls-to-xlsx", .answer = Bytes, .names = {kDocument}},
      {.name = "Ppt2Pptx", .action = "convert/ppt-to-pptx", .answer = Bytes, .names = {kDocument}},
      {.name = "ExtractTextFromPdf", .action = "convert/pdf-to-text", .names = {kDocument}},
      {.name = "Pdf2ImageV2", .action = "convert/pdf-to-image", .answer = ResultFiles, .names = {kDocument}},
      {.name = "Pdf2Image", .action = "convert/pdf-to-image", .answer = Contents, .names = {kDocument}},
      {.name = "MergeAnyToPdfV2", .action = "pdf/merge-any", .answer = Bytes, .names = {kDocuments}},
      {.name = "MergeAnyToPdf", .action = "pdf/merge-any", .answer = Bytes, .names = {{"files", "File"}}},
      {.name = "ParseCsv", .action = "convert/csv-to-json", .answer = Json, .names = {{"content", "File", Either}}},
      {.name = "Csv2Xlsx", .action = "convert/csv-to-xlsx", .answer = Bytes, .names = {{"content", "File", Either}}},
      {.name = "Json2Xlsx",
       .action = "convert/json-to-xlsx",
       .answer = Bytes,
       .names = {{"content", "File", Either}, {"jsonData", "File", Plain}}},
      {.name = "Json2Csv",
       .action = "convert/json-to-csv",
       .answer = Bytes,
       .names = {{"content", "File", Either}, {"jsonData", "File", Plain}}},
      {.name = "MergePdf", .action = "pdf/merge", .names = {kDocuments}},
      {.name = "MergeDocx", .action = "convert/merge-docx", .names = {kDocuments}},
      {.name = "MergeXlsx", .action = "convert/merge-xlsx", .names = {kDocuments}},
      {.name = "SplitPdfV2", .action = "pdf/split", .answer = ResultFiles, .names = {kDocument}},
      {.name = "SplitPdf",
       .action = "pdf/split",
       .answer = Contents,
       .names = {kDocument, {"splitAtPage", "PagesInChunk", Plain}},
       .fixed = {{"Type", "SplitByPages"}}},
      {.name = "FillInPdfForm", .action = "pdf/fill-form", .names = {kDocument, {"jsonData", "Data", Plain}}},
      {.name = "GetPdfForm", .action = "pdf/get-form", .answer = Json, .names = {kDocument}},
      {.name = "ProtectPdf", .action = "pdf/protect", .names = {kDocument}},
      {.name = "GetPdfProtectionInfo", .action = "pdf/protection-info", .answer = Json, .names = {kDocument}},
      {.name = "CompressPdf", .action = "pdf/compress", .answer = Bytes, .names = {kDocument}},
      {.name = "AddWatermarkToPdf", .type = "Text", .action = "watermark/text-to-pdf", .names = {kDocument}},
      {.name = "AddWatermarkToPdf",
       .type = "Image",
       .action = "watermark/image-to-pdf",
       .names = {kDocument, {"imageContent", "WatermarkImage"}, {"watermarkImage", "WatermarkImage"}}},
      {.name = "AddWatermarkToPdf",
       .type = "Pdf",
       .action = "watermark/pdf-to-pdf",
       .names = {kDocument, {"overlayFile", "OverlayFile"}, {"watermarkPdf", "OverlayFile"}}},
      {.name = "AddWatermarkToPdf", .type = "Html", .action = "watermark/html-to-pdf", .names = {kDocument, {"html", "Html", Plain}}},
      {.name = "RegExpMatch", .action = "regex/match", .answer = Json, .names = {{"text", "Text", Plain}}},
      {.name = "RegExpReplace", .action = "regex/replace", .answer = Json, .names = {{"text", "Text", Plain}}},
      {.name = "RegExpTest", .action = "regex/test", .answer = Json, .names = {{"text", "Text", Plain}}},
      {.name = "CreateArchive", .action = "archive/create", .answer = NamedFile, .names = {{"data", "File"}}},
      {.name = "ExtractArchive", .action = "archive/extract", .answer = ResultFiles, .names = {kFile}},
  };
}

bool is_type(const ConnectorOperation& operation, std::string_view type) {
  return type.empty() || operation.type.empty() || same_ignoring_case(operation.type, type);
}

}  // namespace

std::span<const ConnectorOperation> connector_operations() {
  static const auto known = [] {
    auto all = every_operation();
    std::erase_if(all, [](const auto& operation) { return find_action(operation.action) == nullptr; });
    return all;
  }();
  return known;
}

const ConnectorOperation* find_connector_operation(std::string_view name, std::string_view type) {
  const auto all = connector_operations();
  const auto fits = [&](const auto& operation) { return same_ignoring_case(operation.name, name) && is_type(operation, type); };
  const auto found = std::ranges::find_if(all, fits);
  return found == all.end() ? nullptr : &*found;
}

WireTarget find_wire_target(const ConnectorOperation& operation, const model::Action& action, std::string_view member) {
  const auto named = std::ranges::find_if(operation.names, [&](const auto& name) { return same_ignoring_case(name.wire, member); });
  const bool listed = named != operation.names.end();
  const auto known = find_field(action, listed ? named->field : member);
  if (known.field == nullptr) return {};
  if (listed) return {.field = known.field, .is_url = known.is_url, .value = named->value};
  const bool document = known.field->type == model::FieldType::File && !known.is_url;
  return {.field = known.field, .is_url = known.is_url, .value = document ? Either : Plain};
}

}  // namespace docmill::actions
