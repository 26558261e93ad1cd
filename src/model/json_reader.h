#pragma once
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/ids.h"
#include "base/result.h"

namespace docmill::model {

/// Reads the members of one JSON object of a stored record: a member of the wrong type or out of bounds is a fault, an unknown
/// member is ignored (a newer release may have written it), an absent one is a fault only where the caller says `Needed`.
/// The first fault is kept; after it every read returns an empty value, so callers read everything and look once.
class JsonReader {
 public:
  enum Presence { Needed, Optional };

  /// `fault` outlives the reader and is shared by the readers of one record. `path` names the object in a fault.
  JsonReader(const boost::json::object& object, std::string path, std::string& fault);

  std::string text(std::string_view name, Presence presence = Needed);
  std::uint64_t number(std::string_view name, Presence presence = Needed, std::uint64_t most = std::numeric_limits<std::uint64_t>::max());
  std::uint32_t number32(std::string_view name, Presence presence, std::uint32_t fallback);
  bool flag(std::string_view name);  // optional, false when absent
  Timestamp moment(std::string_view name);
  std::map<std::string, std::string> texts(std::string_view name);
  std::map<std::string, std::uint64_t> numbers(std::string_view name);
  std::vector<std::string> text_list(std::string_view name);

  template <class AnId>
  AnId id(std::string_view name) {
    auto parsed = AnId::parse(text(name));
    if (!parsed) fault(name, "is not an id");
    return parsed ? *std::move(parsed) : AnId{};
  }

  /// Reads an array of objects: `read_one(JsonReader&)` for each.
  template <class T, class ReadOne>
  std::vector<T> list(std::string_view name, Presence presence, ReadOne read_one) {
    std::vector<T> items;
    const auto* array = array_of(name, presence);
    if (array == nullptr) return items;
    items.reserve(array->size());
    for (const auto& value : *array) {
      if (!value.is_object()) {
        fault(name, "holds something that is not an object");
        break;
      }
      JsonReader reader(value.get_object(), path_ + std::string(name) + "[]", fault_);
      items.push_back(read_one(reader));
    }
    return items;
  }

  /// The object under `name`, or nullopt when it is absent or null.
  std::optional<JsonReader> object(std::string_view name);

  /// Records a fault about `name`, unless there is one already.
  void fault(std::string_view name, std::string_view what);

 private:
  const boost::json::value* find(std::string_view name, Presence presence);
  const boost::json::array* array_of(std::string_view name, Presence presence);
  const boost::json::object* object_of(std::string_view name);

  const boost::json::object& object_;
  std::string path_;
  std::string& fault_;
};

/// Parses `text` as one JSON object of at most 8 MiB and 16 levels whose "schema" this build reads.
/// Errors: Corrupt; the cause names `what` and says whether it is broken or from a newer release.
Result<boost::json::object> parse_record(std::string_view text, std::string_view what);

/// The error for a record whose reader found `fault`.
Error corrupt_record(std::string_view what, std::string_view fault);

/// parse_record, then `read(JsonReader&)`, then Corrupt if a fault was found.
template <class T, class Read>
Result<T> read_record(std::string_view text, std::string_view what, Read read) {
  const auto object = parse_record(text, what);
  if (!object) return Failed(object.error());
  std::string fault;
  JsonReader reader(*object, "", fault);
  T value = read(reader);
  if (!fault.empty()) return Failed(corrupt_record(what, fault));
  return value;
}

/// `text` as it may stand in a record: customer text (file names, font names) is not always UTF-8, and a record that holds
/// anything else could never be read again. Broken bytes become U+FFFD.
std::string as_utf8(std::string_view text);

}  // namespace docmill::model
