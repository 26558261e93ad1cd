#include "templating/check/samples.h"

namespace docmill::templating {
namespace {

using ShapeNode = DataShape::Node;

Value texts(std::initializer_list<const char*> words) {
  std::vector<Value> list;
  for (const auto* word : words) list.push_back(Value::of(word));
  return Value::list(std::move(list));
}

Value typed(const char* type, const char* key = nullptr, const char* value = nullptr) {
  std::vector<Member> members{{"type", Value::of(type)}};
  if (key != nullptr) members.emplace_back(key, Value::of(value));
  return Value::object(std::move(members));
}

Value schema_of_value(const ShapeNode& node) {
  switch (node.guess) {
    case Guess::Text: return typed("string");
    case Guess::Number: return typed("number");
    case Guess::Boolean: return typed("boolean");
    case Guess::Date: return typed("string", "format", "date-time");
    case Guess::Link: return typed("string", "format", "uri");
    case Guess::Picture: return typed("string", "description", "A picture: its address, base64, or a data URI.");
    case Guess::Unknown: break;
  }
  return Value::object({{"type", texts({"string", "number", "boolean", "null"})}});
}

Value schema_of_node(const ShapeNode& node);

Value schema_of_object(const ShapeNode& node) {
  std::vector<Member> properties;
  std::vector<Value> required;
  for (const auto& child : node.children) {
    properties.emplace_back(child->name, schema_of_node(*child));
    if (child->needed || !child->is_value()) required.push_back(Value::of(child->name));
  }
  std::vector<Member> members{{"type", Value::of("object")}, {"properties", Value::object(std::move(properties))}};
  if (!required.empty()) members.emplace_back("required", Value::list(std::move(required)));
  return Value::object(std::move(members));
}

/// Paths have at most kMostNames names, so this goes no deeper.
Value schema_of_node(const ShapeNode& node) {
  auto one = node.is_value() ? schema_of_value(node) : schema_of_object(node);
  if (!node.list) return one;
  return Value::object({{"type", Value::of("array")}, {"items", std::move(one)}});
}

void add_lists(const ShapeNode& node, const std::string& prefix, std::vector<std::string>& lists) {
  for (const auto& child : node.children) {
    const auto path = prefix.empty() ? child->name : prefix + "." + child->name;
    if (child->list) lists.push_back(path);
    add_lists(*child, path, lists);
  }
}

}  // namespace

Value schema_of(const DataShape& shape) {
  const auto object = schema_of_object(shape.root());
  std::vector<Member> members{{"$schema", Value::of("https://json-schema.org/draft/2020-12/schema")}};
  for (const auto& member : object.members()) members.push_back(member);
  return Value::object(std::move(members));
}

std::vector<std::string> lists_of(const DataShape& shape) {
  std::vector<std::string> lists;
  add_lists(shape.root(), {}, lists);
  return lists;
}

}  // namespace docmill::templating
