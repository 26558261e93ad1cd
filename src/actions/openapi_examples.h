#pragma once
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "model/action.h"

/// Requests and answers that could be real, for the description of the API and what is made from it.
namespace docmill::actions::openapi {

namespace json = boost::json;

/// A field of an example form: its value, or the name of the file that is sent.
struct ExampleField {
  std::string_view name;
  std::string value;
  bool is_file = false;
  model::FieldType type = model::FieldType::Text;
};

/// A form that the action takes: what is required, and the options that show what the action is for.
std::vector<ExampleField> example_form(const model::Action& action);

/// The same as an object: files by name, lists of them where there are several, numbers and booleans as such.
json::object example_object(const model::Action& action);

/// The same as a command: "curl -H … -F File=@invoice.docx https://docs.example.com/api/v2/…". `path` is the address behind the host.
std::string example_curl(const model::Action& action, std::string_view path);

/// {"link": …} or {"links": […]} as the action answers.
json::object example_result(const model::Action& action);

/// The same for any one document of this type, "pdf".
json::object example_link_result(std::string_view extension);

/// The name of a document of that type: "invoice.docx".
std::string example_filename(std::string_view extension);

/// What an action that answers in JSON answers: JSON Schema and example, both as JSON text.
struct AnswerShape {
  std::string_view action;
  std::string_view schema;
  std::string_view example;
};

/// nullptr when the action answers with links.
const AnswerShape* answer_shape(std::string_view action);

/// A job, as every example names it.
constexpr std::string_view kExampleJob = "5p4k9pfm2e7x";
constexpr std::string_view kExampleHost = "https://docs.example.com";

}  // namespace docmill::actions::openapi
