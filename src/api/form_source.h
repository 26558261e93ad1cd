#pragma once
#include <memory>
#include <optional>
#include <string>

#include "actions/connector.h"
#include "base/async.h"
#include "base/result.h"
#include "model/action.h"
#include "net/http.h"

namespace docmill::api {

/// One value or one document of a request, however the request says it.
struct FormPart {
  const model::Field* field = nullptr;  // nullptr: nothing known by its name
  bool is_url = false;                  // the address of a document
  std::string filename = {};            // of a document; empty when it has none
  bool names_last = false;              // no document, but the name of the one before, which came after its bytes
};

/// A request's values and documents one after the other, as they arrive.
class FormSource {
 public:
  virtual ~FormSource() = default;
  /// Skips the rest of the current part and returns the next; nullopt after the last.
  /// Errors: BadRequest (the message says what is wrong with the body), and those of net::Body.
  virtual Async<Result<std::optional<FormPart>>> next() = 0;
  /// More bytes of the current part, "" at its end. Errors: the same.
  virtual Async<Result<std::string>> read() = 0;
};

/// A form of type multipart/form-data. `action` and `body` are borrowed.
/// Errors: UnsupportedType, BadRequest.
Result<std::unique_ptr<FormSource>> multipart_source(std::string_view content_type, net::Body& body, const model::Action& action);

/// A JSON object whose members are the fields, documents in base64, as the connectors send it. Memory is a few chunks whatever the
/// size. `query`'s values count as members that come first. All but `query` are borrowed.
/// Errors: UnsupportedType.
Result<std::unique_ptr<FormSource>> json_source(std::string_view content_type, net::Body& body, const model::Action& action,
                                                const actions::ConnectorOperation& operation, std::string query);

}  // namespace docmill::api
