#include "model/json_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/parse.hpp>

#include "base/units.h"
#include "base/utf8.h"
#include "model/job.h"

namespace docmill::model {
namespace {

namespace json = boost::json;

constexpr std::size_t kLongestRecord = 8 * kMiB;
constexpr std::size_t kDeepestRecord = 16;

std::optional<std::uint64_t> as_number(const json::value& value) {
  if (value.is_uint64()) return value.get_uint64();
  if (value.is_int64() && value.get_int64() >= 0) return static_cast<std::uint64_t>(value.get_int64());
  return std::nullopt;
}

}  // namespace

JsonReader::JsonReader(const json::object& object, std::string path, std::string& fault)
    : object_(object), path_(path.empty() ? "" : std::move(path) + "."), fault_(fault) {}

void JsonReader::fault(std::string_view name, std::string_view what) {
  if (fault_.empty()) fault_ = fmt::format("{}{} {}", path_, name, what);
}

const json::value* JsonReader::find(std::string_view name, Presence presence) {
  if (!fault_.empty()) return nullptr;
  const auto* value = object_.if_contains(name);
  if (value == nullptr || value->is_null()) {
    if (presence == Needed) fault(name, "is missing");
    return nullptr;
  }
  return value;
}

const json::array* JsonReader::array_of(std::string_view name, Presence presence) {
  const auto* value = find(name, presence);
  if (value != nullptr && !value->is_array()) fault(name, "is not an array");
  return value == nullptr ? nullptr : value->if_array();
}

const json::object* JsonReader::object_of(std::string_view name) {
  const auto* value = find(name, Optional);
  if (value != nullptr && !value->is_object()) fault(name, "is not an object");
  return value == nullptr ? nullptr : value->if_object();
}

std::string JsonReader::text(std::string_view name, Presence presence) {
  const auto* value = find(name, presence);
  if (value == nullptr) return {};
  if (!value->is_string()) {
    fault(name, "is not a text");
    return {};
  }
  return std::string(value->get_string());
}

std::uint64_t JsonReader::number(std::string_view name, Presence presence, std::uint64_t most) {
  const auto* value = find(name, presence);
  if (value == nullptr) return 0;
  const auto number = as_number(*value);
  if (!number || *number > most) fault(name, "is not a whole number in range");
  return number.value_or(0);
}

std::uint32_t JsonReader::number32(std::string_view name, Presence presence, std::uint32_t fallback) {
  if (presence == Optional && find(name, Optional) == nullptr) return fallback;
  return static_cast<std::uint32_t>(number(name, presence, std::numeric_limits<std::uint32_t>::max()));
}

bool JsonReader::flag(std::string_view name) {
  const auto* value = find(name, Optional);
  if (value == nullptr) return false;
  if (!value->is_bool()) fault(name, "is not true or false");
  return value->is_bool() && value->get_bool();
}

Timestamp JsonReader::moment(std::string_view name) {
  const auto moment = from_iso(text(name));
  if (!moment) fault(name, "is not a moment");
  return moment.value_or(Timestamp{});
}

std::map<std::string, std::string> JsonReader::texts(std::string_view name) {
  std::map<std::string, std::string> all;
  const auto* object = object_of(name);
  if (object == nullptr) return all;
  for (const auto& [key, value] : *object) {
    if (!value.is_string()) {
      fault(name, "holds something that is not a text");
      break;
    }
    all.emplace(key, value.get_string());
  }
  return all;
}

std::map<std::string, std::uint64_t> JsonReader::numbers(std::string_view name) {
  std::map<std::string, std::uint64_t> all;
  const auto* object = object_of(name);
  if (object == nullptr) return all;
  for (const auto& [key, value] : *object) {
    const auto number = as_number(value);
    if (!number) {
      fault(name, "holds something that is not a whole number");
      break;
    }
    all.emplace(key, *number);
  }
  return all;
}

std::vector<std::string> JsonReader::text_list(std::string_view name) {
  std::vector<std::string> all;
  const auto* array = array_of(name, Optional);
  if (array == nullptr) return all;
  for (const auto& value : *array) {
    if (!value.is_string()) {
      fault(name, "holds something that is not a text");
      break;
    }
    all.emplace_back(value.get_string());
  }
  return all;
}

std::optional<JsonReader> JsonReader::object(std::string_view name) {
  const auto* object = object_of(name);
  if (object == nullptr) return std::nullopt;
  return JsonReader(*object, path_ + std::string(name), fault_);
}

Error corrupt_record(std::string_view what, std::string_view fault) {
  return fail(ErrorCode::Corrupt, "A stored record cannot be read.").cause(fmt::format("{}: {}", what, fault));
}

Result<json::object> parse_record(std::string_view text, std::string_view what) {
  if (text.size() > kLongestRecord) return Failed(corrupt_record(what, "is longer than 8 MiB"));
  json::parse_options limits;
  limits.max_depth = kDeepestRecord;
  boost::system::error_code error;
  auto value = json::parse(text, error, {}, limits);
  if (error) return Failed(corrupt_record(what, fmt::format("is not JSON: {}", error.message())));
  if (!value.is_object()) return Failed(corrupt_record(what, "is not an object"));
  auto& object = value.get_object();
  const auto* schema = object.if_contains("schema");
  const auto number = schema == nullptr ? std::nullopt : as_number(*schema);
  if (!number) return Failed(corrupt_record(what, "has no schema number: it is not ours"));
  constexpr auto kNewest = static_cast<std::uint64_t>(kSchema);
  if (*number > kNewest) {
    const auto cause = fmt::format("schema {} is from a newer release; this one reads up to {}. Upgrade this process.", *number, kSchema);
    return Failed(corrupt_record(what, cause));
  }
  if (*number + 1 < kNewest) return Failed(corrupt_record(what, fmt::format("schema {} is older than this release reads", *number)));
  return std::move(object);
}

std::string as_utf8(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const auto length = utf8_length(text, 0);
    out += length == 0 ? std::string_view("\xEF\xBF\xBD") : text.substr(0, length);
    text.remove_prefix(std::max<std::size_t>(length, 1));
  }
  return out;
}

}  // namespace docmill::model
