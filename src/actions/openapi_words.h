#pragma once
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <initializer_list>
#include <string>
#include <string_view>

#include "model/action.h"

/// The pieces that the description of the API is put together from, and its parts; used by openapi.cc.
namespace docmill::actions::openapi {

namespace json = boost::json;

/// {"$ref": "#/components/<kind>/<name>"}
json::object ref(std::string_view kind, std::string_view name);

json::object text_schema(std::string_view description);
json::object list_of(json::object schema);
json::object header(std::string_view description, json::object schema);
json::object content(std::string_view type, json::object schema);
json::object content(std::string_view type, json::object schema, json::value example);

/// `pattern` limits what the parameter may be; `example` is a value that it may have.
json::object path_parameter(std::string_view name, std::string_view description, std::string_view pattern, std::string_view example);
json::object query_parameter(std::string_view name, std::string_view description, json::object schema, bool required);

/// An answer with nothing in it but the headers that every answer has.
json::object bare_answer(std::string_view description);
/// An answer in JSON: what it is, its schema and an example.
json::object json_answer(std::string_view description, json::object schema, json::value example);

/// The problem answers of these statuses, by status, and "default" for any other.
json::object problems(std::initializer_list<int> statuses);

/// What any submission may be refused with.
constexpr std::initializer_list<int> kSubmitProblems{400, 401, 402, 403, 404, 408, 409, 413, 415, 422, 429, 500, 503, 507};

/// An operation with its answers; those of `trouble` are added.
struct Operation {
  std::string_view id;
  std::string_view tag;
  std::string_view summary;
  std::string_view description = {};
};
json::object operation(const Operation& what, json::object responses, std::initializer_list<int> trouble);

/// The schema of an action's form: its fields, the addresses in place of files, and the common fields.
json::object form_schema(const model::Action& action);

/// The parameters of a job's address, as every path with a job names them.
json::object job_id_parameter();

// Each adds its paths.
void add_action(json::object& paths, const model::Action& action);
void add_processes(json::object& paths);
void add_flow_processes(json::object& paths);
void add_service(json::object& paths);

json::object components();

}  // namespace docmill::actions::openapi
