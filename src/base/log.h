#pragma once
#include <fmt/format.h>

#include <initializer_list>
#include <string>
#include <string_view>

#include "base/error.h"
#include "base/ids.h"

namespace docmill::log {

enum class Level { Debug, Info, Warn, Error };
enum class Format { Text, Json };

struct Field {
  Field(std::string_view name, std::string_view value) : name(name), value(value) {}
  Field(std::string_view name, const char* value) : name(name), value(value) {}
  Field(std::string_view name, const JobId& id) : name(name), value(id.text()) {}
  Field(std::string_view name, const TenantId& id) : name(name), value(id.text()) {}
  Field(std::string_view name, const KeyId& id) : name(name), value(id.text()) {}
  template <class Number>
    requires std::is_arithmetic_v<Number>
  Field(std::string_view name, Number number) : name(name), value(fmt::format("{}", number)), number(std::is_integral_v<Number>) {}

  std::string_view name;
  std::string value;
  bool number = false;  // written without quotes
};

/// Chooses where lines go (stderr) and how. Called once by main; the default is text at Info.
void configure(Level level, Format format);

/// One event with its fields. `event` is a fixed phrase: customer text (file names, document content) never goes
/// into a log; log its size or digest instead. A field without a value is left out.
/// As JSON: {"time","level","message", fields…}. Fields that have one name everywhere: "request" (X-Request-Id), "job", "tenant",
/// "trace_id" and "span_id" (W3C, OpenTelemetry's names for them in logs).
void write(Level level, std::string_view event, std::initializer_list<Field> fields = {});

inline void debug(std::string_view event, std::initializer_list<Field> fields = {}) {
  write(Level::Debug, event, fields);
}
inline void info(std::string_view event, std::initializer_list<Field> fields = {}) {
  write(Level::Info, event, fields);
}
inline void warn(std::string_view event, std::initializer_list<Field> fields = {}) {
  write(Level::Warn, event, fields);
}
inline void error(std::string_view event, std::initializer_list<Field> fields = {}) {
  write(Level::Error, event, fields);
}
/// Logs the private face of `failure` under `event`.
void failure(std::string_view event, const Error& failure, std::initializer_list<Field> fields = {});

}  // namespace docmill::log
