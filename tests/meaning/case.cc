#include "meaning/case.h"

#include <algorithm>
#include <filesystem>
#include <sstream>
#include <stdexcept>

#include "support/process.h"

namespace docmill::testing {
namespace {

namespace fs = std::filesystem;

std::string existing(const std::string& path) {
  if (!fs::is_regular_file(source(path))) throw std::runtime_error("there is no " + path);
  return read_file(source(path));
}

FormPart part_of(const std::string& line, const std::string& site) {
  const auto equals = line.find('=');
  if (equals == std::string::npos) throw std::runtime_error("neither Field=value nor a comment: " + line);
  auto name = line.substr(0, equals);
  auto value = line.substr(equals + 1);
  if (value.starts_with('@')) return {.name = name, .content = existing(value.substr(1)), .filename = fs::path(value).filename().string()};
  if (value.starts_with('<')) return {.name = name, .content = existing(value.substr(1))};
  const std::string variable = "${site}";
  if (const auto at = value.find(variable); at != std::string::npos) value.replace(at, variable.size(), site);
  return {.name = name, .content = value};
}

}  // namespace

std::string ActionCase::test_name() const {
  auto out = action + "_" + name;
  std::ranges::replace_if(out, [](unsigned char c) { return std::isalnum(c) == 0; }, '_');
  return out;
}

std::vector<ActionCase> action_cases() {
  std::vector<ActionCase> all;
  const auto top = source("tests/actions");
  for (const auto& entry : fs::recursive_directory_iterator(top)) {
    const auto& path = entry.path();
    if (path.extension() != ".form") continue;
    all.push_back({.action = fs::relative(path.parent_path(), top).string(),
                   .name = path.stem().string(),
                   .form_path = path.string(),
                   .golden_path = fs::path(path).replace_extension(".golden").string()});
  }
  std::ranges::sort(all, {}, &ActionCase::form_path);
  return all;
}

ActionForm read_form(const ActionCase& one, const std::string& site) {
  ActionForm form;
  std::istringstream lines(read_file(one.form_path));
  for (std::string line; std::getline(lines, line);) {
    if (line.empty() || line.starts_with('#')) continue;
    form.parts.push_back(part_of(line, site));
    if (form.parts.back().name == "NewUserPassword") form.password = form.parts.back().content;
  }
  return form;
}

}  // namespace docmill::testing
