#pragma once
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/action.h"

/// The catalogue as automation platforms call it: JSON with documents as base64 both ways, under the names that the connectors of
/// Power Automate and Logic Apps send (Azure/Connectors-NET-SDK, the generated client for the operations' wire names).
namespace docmill::actions {

/// How an operation gives its documents back.
enum class WireAnswer {
  Bytes,        // the document as the body
  FileContent,  // {"fileContent": base64}
  NamedFile,    // {"filename", "fileContent": base64}
  ResultFiles,  // {"resultFiles": [{"filename", "fileContent": base64}]}
  Contents,     // {"resultFilesContents": [base64, …]}
  HtmlResult,   // {"htmlResult": text}
  Json,         // what the action answers in JSON
};

/// How a member of the request carries a value.
enum class WireValue {
  Plain,   // as it is: text, a number, true or false; an object or array becomes its JSON text
  Base64,  // a document's bytes
  Either,  // a document's bytes as base64, or its text
};

/// A member of the request whose name or form does not follow from the field's.
struct WireName {
  std::string_view wire;   // "documentContent"
  std::string_view field;  // "File"
  WireValue value = WireValue::Base64;
};

struct ConnectorOperation {
  std::string_view name;       // "Docx2Pdf", as in the address
  std::string_view type = {};  // which of several of that name: the value of ?type=, or of the member "type"; empty: the only one
  std::string_view action;     // "convert/docx-to-pdf"
  WireAnswer answer = WireAnswer::FileContent;
  std::vector<WireName> names = {};
  std::vector<std::pair<std::string_view, std::string_view>> fixed = {};  // values that the name implies: {"Type", "ExtractPages"}
};

/// Every operation whose action is in the catalogue.
std::span<const ConnectorOperation> connector_operations();

/// Name and type are compared without regard to case. Without a type the first of that name; nullptr when there is none.
const ConnectorOperation* find_connector_operation(std::string_view name, std::string_view type = {});

/// Where a member of the request goes: the field's name and how its value is to be read. An unknown name leads to no field.
struct WireTarget {
  const model::Field* field = nullptr;
  bool is_url = false;  // the member is "fileUrl"
  WireValue value = WireValue::Plain;
};
WireTarget find_wire_target(const ConnectorOperation& operation, const model::Action& action, std::string_view member);

}  // namespace docmill::actions
