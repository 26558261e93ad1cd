#include "cli/complete.h"

#include <fmt/format.h>

#include <algorithm>

#include "actions/catalogue.h"
#include "actions/fields.h"
#include "cli/call/call.h"
#include "cli/call/profiles.h"
#include "cli/command_table.h"

namespace docmill::cli {
namespace {

using Lines = std::vector<std::string>;

const std::string kFiles = ":files";
const std::string kFolders = ":folders";
const std::string kAttached = ":attached";

std::string line(std::string_view word, std::string_view meaning) {
  return meaning.empty() ? std::string(word) : fmt::format("{}\t{}", word, meaning);
}

void offer(Lines& lines, std::string_view begun, std::string_view word, std::string_view meaning) {
  if (word.starts_with(begun)) lines.push_back(line(word, meaning));
}

Lines action_words(std::string_view begun) {
  Lines lines;
  for (const auto& action : actions::catalogue()) offer(lines, begun, action.id, action.title);
  return lines;
}

Lines profile_words(std::string_view begun) {
  Lines lines;
  const auto path = profiles_path();
  const auto profiles = path ? load_profiles(*path) : Failed(path.error());
  if (!profiles) return lines;
  for (const auto& profile : profiles->all) offer(lines, begun, profile.name, profile.server);
  return lines;
}

std::vector<std::string_view> values_of(const model::Field& field) {
  if (field.type == model::FieldType::Boolean) return {"true", "false"};
  return field.choices;
}

/// "--set": names of fields, then their values.
Lines field_words(const model::Action* action, std::string_view begun) {
  Lines lines;
  if (action == nullptr) return lines;
  const auto equals = begun.find('=');
  if (equals != std::string_view::npos) {
    const auto known = actions::find_field(*action, begun.substr(0, equals));
    if (known.field == nullptr) return lines;
    for (const auto value : values_of(*known.field)) offer(lines, begun, fmt::format("{}={}", begun.substr(0, equals), value), "");
    return lines;
  }
  lines.push_back(kAttached);
  for (const auto& field : action->fields) offer(lines, begun, fmt::format("{}=", field.name), field.summary);
  return lines;
}

Lines file_fields(const model::Action* action, std::string_view begun) {
  Lines lines;
  if (action == nullptr) return lines;
  for (const auto& field : action->fields) {
    if (field.type == model::FieldType::File) offer(lines, begun, field.name, field.summary);
  }
  return lines;
}

/// What is written so far.
struct Line {
  const CLI::App* command;
  std::vector<std::string> names;         // of the commands on the way
  std::vector<std::string> arguments;     // that are no options
  const CLI::Option* open = nullptr;      // waits for its value
  const model::Action* action = nullptr;  // the first argument, where that is an action
};

Line read_line(const CLI::App& app, const std::vector<std::string>& words) {
  Line read{.command = &app, .names = {}, .arguments = {}};
  for (std::size_t i = 0; i + 1 < words.size(); ++i) {
    const auto& word = words[i];
    if (read.open != nullptr) {
      read.open = nullptr;
    } else if (word.size() > 1 && word.starts_with('-')) {
      const auto* option = read.command->get_option_no_throw(word);
      if (option != nullptr && option->get_items_expected_max() > 0) read.open = option;
    } else if (const auto* next = find_command(*read.command, word); next != nullptr && read.arguments.empty()) {
      read.command = next;
      read.names.push_back(word);
    } else {
      read.arguments.push_back(word);
    }
  }
  if (!read.arguments.empty()) read.action = actions::find_action(read.arguments.front());
  return read;
}

Lines value_words(const Line& read, const std::string& begun) {
  const auto name = read.open->get_name();
  if (name == "--set") return field_words(read.action, begun);
  if (name == "--as") return file_fields(read.action, begun);
  if (name == "--profile") return profile_words(begun);
  const auto type = read.open->get_type_name();
  if (name == "--watch" || type == "DIR") return {kFolders};
  return type.find("FILE") != std::string::npos || type == "TEXT" ? Lines{kFiles} : Lines{};
}

/// What may stand as the next argument of the command.
Lines argument_words(const CLI::App& app, const Line& read, const std::string& begun) {
  const auto name = read.names.empty() ? std::string() : read.names.front();
  const bool first = read.arguments.empty();
  if ((name == "call" || name == "run" || name == "actions") && first) return action_words(begun);
  if (name == "call" || name == "template") return {kFiles};
  if (name == "profile" && first && read.names.size() > 1 && read.names.back() != "add") return profile_words(begun);
  Lines lines;
  if ((name == "help" || name == "man") && first) {
    for (const auto* command : commands_in_order(app)) offer(lines, begun, command->get_name(), command->get_description());
  }
  if (name == "help" && first && begun.find('/') != std::string::npos) return action_words(begun);
  if (name == "completions" && first) {
    for (const auto* shell : {"bash", "zsh", "fish"}) offer(lines, begun, shell, "");
  }
  return lines;
}

}  // namespace

std::vector<std::string> joined_words(const std::vector<std::string>& words) {
  std::vector<std::string> joined;
  bool attach = false;
  for (const auto& word : words) {
    const bool mark = word == "=" || word == ":";
    if ((mark || attach) && !joined.empty()) {
      joined.back() += word;
    } else {
      joined.push_back(word);
    }
    attach = mark;
  }
  return joined;
}

std::vector<std::string> completions(const CLI::App& app, const std::vector<std::string>& words) {
  if (words.empty()) return {};
  const auto& begun = words.back();
  const auto read = read_line(app, words);
  if (read.open != nullptr) return value_words(read, begun);
  Lines lines;
  if (begun.starts_with('-')) {
    for (const auto* option : shown_options(*read.command, false)) {
      for (const auto& name : option->get_lnames()) offer(lines, begun, "--" + name, option->get_description());
    }
    return lines;
  }
  for (const auto* command : commands_in_order(*read.command)) offer(lines, begun, command->get_name(), command->get_description());
  auto more = argument_words(app, read, begun);
  lines.insert(lines.end(), more.begin(), more.end());
  return lines;
}

}  // namespace docmill::cli
