#include "base/log.h"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <boost/json.hpp>
#include <memory>
#include <vector>

#include "base/utf8.h"

namespace docmill::log {
namespace {

struct Target {
  Format format = Format::Text;
  std::shared_ptr<spdlog::logger> logger;  // spdlog hands its loggers out shared
};

spdlog::level::level_enum to_spdlog(Level level) {
  switch (level) {
    case Level::Debug: return spdlog::level::debug;
    case Level::Info: return spdlog::level::info;
    case Level::Warn: return spdlog::level::warn;
    case Level::Error: return spdlog::level::err;
  }
  return spdlog::level::info;
}

Target make_target(Level level, Format format) {
  auto logger = std::make_shared<spdlog::logger>("docmill", std::make_shared<spdlog::sinks::stderr_sink_mt>());
  logger->set_level(to_spdlog(level));
  if (format == Format::Json) {
    logger->set_pattern(R"({"time":"%Y-%m-%dT%H:%M:%S.%eZ","level":"%l",%v})", spdlog::pattern_time_type::utc);
  } else {
    logger->set_pattern("%H:%M:%S.%e %-5l %v");
  }
  return {format, std::move(logger)};
}

Target& target() {
  static Target only = make_target(Level::Info, Format::Text);
  return only;
}

bool plain(std::string_view value) {
  return !value.empty() && value.find_first_of(" \"=\n\r\t") == std::string_view::npos;
}

/// Causes may hold any bytes; what is no UTF-8 would make a line that no reader of JSON takes.
std::string as_utf8(std::string_view value) {
  if (is_utf8(value)) return std::string(value);
  std::string text;
  for (std::size_t at = 0; at < value.size();) {
    const auto length = utf8_length(value, at);
    text += length == 0 ? std::string_view("\xEF\xBF\xBD") : value.substr(at, length);
    at += std::max<std::size_t>(length, 1);
  }
  return text;
}

std::string quoted(std::string_view value) {
  return boost::json::serialize(boost::json::string(as_utf8(value)));
}

void write_fields(Level level, std::string_view event, const std::vector<Field>& fields) {
  auto& [format, logger] = target();
  if (!logger->should_log(to_spdlog(level))) return;
  const bool json = format == Format::Json;
  std::string line = json ? fmt::format("\"message\":{}", quoted(event)) : std::string(event);
  for (const auto& field : fields) {
    if (field.value.empty()) continue;
    if (json) {
      line += fmt::format(",{}:{}", quoted(field.name), field.number ? field.value : quoted(field.value));
    } else {
      line += fmt::format(" {}={}", field.name, plain(field.value) ? field.value : quoted(field.value));
    }
  }
  logger->log(to_spdlog(level), "{}", line);
}

}  // namespace

void configure(Level level, Format format) {
  target() = make_target(level, format);
}

void write(Level level, std::string_view event, std::initializer_list<Field> fields) {
  write_fields(level, event, {fields.begin(), fields.end()});
}

void failure(std::string_view event, const Error& failure, std::initializer_list<Field> fields) {
  std::vector<Field> all{Field("error", failure.describe())};
  all.insert(all.end(), fields.begin(), fields.end());
  write_fields(docmill::info(failure.code()).http_status < 500 ? Level::Info : Level::Warn, event, all);
}

}  // namespace docmill::log
