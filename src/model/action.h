#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace docmill::model {

enum class FieldType { File, Text, Integer, Decimal, Boolean, Choice, Pages };

/// One form field of an action. `File` also accepts `<Name>Url`, fetched by the worker.
struct Field {
  std::string_view name;  // PascalCase, as on the wire
  FieldType type = FieldType::Text;
  bool required = false;
  std::string_view summary;        // one sentence for the docs
  std::string_view fallback = {};  // default value as text
  std::vector<std::string_view> choices = {};
  std::int64_t least = 0;  // Integer, Decimal
  std::int64_t most = 0;
  std::size_t longest = 1024;                  // Text, bytes
  bool many = false;                           // File: may be given several times, kept in the caller's order
  std::string_view alias = {};                 // another name by which clients may send it: "Files"
  bool secret = false;                         // Text: a password, which no page or log shows
  std::vector<std::string_view> accepts = {};  // File: extensions; none: those of the action
  std::string_view goes_with = {};             // the value of the action's field "Type" that it belongs to; none: to all
};

/// A document type: how it is recognised and named.
struct DocumentType {
  std::string_view extension;  // "docx"
  std::string_view content_type;
  std::string_view title;  // "Word document"
};

/// A value that a field must have.
struct When {
  std::string_view field;  // empty: nothing is asked
  std::string_view value;
};

/// One engine call, or one for each of certain documents. Steps run in order; what one makes, the next ones read.
struct Step {
  std::string_view engine;     // "office", "pdf"
  std::string_view operation;  // "convert", "merge"
  std::string_view target;     // extension of what it makes, "pdf"
  /// Extensions. When there are any, the step runs once for each document of these types, and what it makes takes that document's
  /// place; other documents stay as they are. When there are none, it runs once, for all documents.
  /// Of several documents made of one, all but the first came along with it (the attachments of a message): when a later step refuses one
  /// of those, it is left out with a warning.
  std::vector<std::string_view> only = {};
  bool if_several = false;  // it runs only when there are two documents or more
  When when = {};           // it runs only when the job has this value
  bool names = false;       // the name that it gives its document is that of the action's one result
};

/// How a finished job answers: one link, one for each output, or its output itself, which is JSON.
enum class Answer { Link, Links, Json };

/// A named operation: the one declaration that routes, validation, OpenAPI, CLI and docs derive from.
struct Action {
  std::string_view id;                    // "convert/docx-to-pdf": group/operation
  std::string_view title;                 // "DOCX to PDF"
  std::string_view summary;               // one or two sentences
  std::vector<std::string_view> accepts;  // extensions; "bin" is a file of any kind
  std::string_view makes;                 // extension
  std::vector<Field> fields;
  std::uint32_t documents = 1;  // price
  std::vector<Step> steps;
  Answer answer = Answer::Link;

  std::string_view group() const { return id.substr(0, id.find('/')); }
  std::string_view operation() const { return id.substr(id.find('/') + 1); }
};

}  // namespace docmill::model
