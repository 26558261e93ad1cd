#include "cli/context.h"

#include <fmt/format.h>

#include <cstdio>
#include <fstream>
#include <sstream>

extern char** environ;

namespace docmill::cli {
namespace {

config::Values environment() {
  config::Values values;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string_view line(*entry);
    const auto equals = line.find('=');
    if (line.starts_with("DOCMILL_") && equals != std::string_view::npos) values.emplace(line.substr(0, equals), line.substr(equals + 1));
  }
  return values;
}

config::Values read_file(const std::string& path, std::vector<std::string>& faults) {
  if (path.empty()) return {};
  std::ifstream file(path);
  std::ostringstream text;
  text << file.rdbuf();
  if (!file) {
    faults.push_back(fmt::format("--config: {} cannot be read.", path));
    return {};
  }
  return config::parse_file(text.str(), faults);
}

}  // namespace

void Context::add_settings(CLI::App& command, bool shown) {
  const std::string group = shown ? "Settings" : "";
  command.add_option("--config", config_file_, "file of 'name = value' settings")->group(group)->envname("DOCMILL_CONFIG");
  for (const auto& row : config::table()) {
    const std::string name(row.name);
    if (command.get_option_no_throw("--" + name) != nullptr) continue;  // the command means something of its own by it
    auto keep = [this, name](const std::string& value) { flags_.insert_or_assign(name, value); };
    command.add_option_function<std::string>("--" + name, keep, std::string(row.summary))->group(group);
  }
}

void Context::on(CLI::App& command, std::function<int(const config::Settings&)> run) {
  command.callback([this, run = std::move(run)] { chosen_ = run; });
}

void Context::on_bare(CLI::App& command, std::function<int()> run) {
  command.callback([this, run = std::move(run)] { bare_ = run; });
}

int Context::run() {
  if (bare_) return bare_();
  std::vector<std::string> faults;
  const auto file = read_file(config_file_, faults);
  const auto settings = config::resolve(file, environment(), flags_, faults);
  if (!faults.empty()) {
    for (const auto& fault : faults) fmt::print(stderr, "docmill: {}\n", fault);
    return kMisused;
  }
  log::configure(settings.log_level, settings.log_format);
  return chosen_ ? chosen_(settings) : kMisused;
}

int report(const Error& error) {
  fmt::print(stderr, "docmill: {}\n", error.message());
  if (!error.cause().empty()) fmt::print(stderr, "  cause: {}\n", error.cause());
  return kFailed;
}

}  // namespace docmill::cli
