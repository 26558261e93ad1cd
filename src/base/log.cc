#include "base/log.h"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <boost/json.hpp>
#include <memory>
#include <vector>

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

std::string quoted(std::string_view value) {
  return boost::json::serialize(boost::json::string(value));
}

void write_fields(Level level, std::string_view event, const std::vector<Field>& fields) {
  auto& [format, logger] = target();
  if (!logger->should_log(to_spdlog(level))) return;
  const bool json = format == Format::Json;
  std::string line = json ? fmt::format("\"event\":{}", quoted(event)) : std::string(event);
  for (const auto& field : fields) {
    if (json) {
      line += fmt::format(",{}:{}", quoted(field.name), quoted(field.value));
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
