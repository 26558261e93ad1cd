#include "templating/print.h"

#include "templating/date_format.h"
#include "templating/number_format.h"

namespace docmill::templating {

std::string print(const Value& value, const Region& region) {
  switch (value.kind()) {
    case Value::Kind::Null:
    case Value::Kind::Object: break;
    case Value::Kind::Bool: return value.boolean() ? "True" : "False";
    case Value::Kind::Number: return format_number(value.number(), "R", region.culture->number()).value_or(std::string());
    case Value::Kind::Text: return std::string(value.text());
    case Value::Kind::DateTime: return format_date_time(value.date_time(), "G", region).value_or(std::string());
    case Value::Kind::List: {
      std::string text;
      bool first = true;
      for (const auto& item : value.items()) {
        if (item.is_object()) continue;
        if (!first) text += ", ";
        text += print(item, region);
        first = false;
      }
      return text;
    }
  }
  return {};
}

std::string print_invariant(const Value& value) {
  return print(value, {.culture = &Culture::invariant(), .zone = &TimeZone::utc()});
}

}  // namespace docmill::templating
