#include "cli/help_format.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <unistd.h>

#include <algorithm>

#include "actions/catalogue.h"
#include "actions/fields.h"
#include "cli/call/suggest.h"
#include "cli/call/text_width.h"
#include "cli/command_table.h"

namespace docmill::cli {
namespace {

constexpr std::size_t kIndent = 26;   // of explanations
constexpr std::size_t kWidest = 100;  // longer lines read badly
constexpr std::size_t kListed = 12;   // file types named one by one

std::size_t help_columns() {
  return std::min(terminal_columns(STDOUT_FILENO), kWidest);
}

/// A name on the left, what it means on the right; below it when the name is long.
std::string row(const std::string& name, std::string_view text, std::size_t columns, std::size_t indent = kIndent) {
  const auto width = columns_of(name) + 2;
  const auto gap = width + 2 <= indent ? std::string(indent - width, ' ') : "\n" + std::string(indent, ' ');
  return fmt::format("  {}{}{}\n", name, text.empty() ? "" : gap, wrapped(text, columns, indent));
}

std::string full_name(const CLI::App& app) {
  return app.get_parent() == nullptr ? "docmill" : full_name(*app.get_parent()) + " " + app.get_name();
}

std::string default_of(const model::Field& field) {
  if (field.required) return " Required.";
  return field.fallback.empty() ? "" : fmt::format(" Default: {}.", field.fallback);
}

}  // namespace

std::string option_title(const CLI::Option& option, bool positional) {
  auto type = option.get_type_name();
  type.erase(std::min(type.find(':'), type.size()));  // what its checks say of themselves
  if (positional) return type.empty() ? option.get_name(true) : type + (option.get_items_expected_max() > 1 ? "..." : "");
  return option.get_name(false, true) + (type.empty() || option.get_items_expected_max() == 0 ? "" : " " + type);
}

std::string synopsis(const CLI::App& app) {
  auto line = full_name(app);
  if (!shown_options(app, false).empty() && app.get_parent() != nullptr) line += " [OPTIONS]";
  for (const auto* option : shown_options(app, true)) {
    const auto title = option_title(*option, true);
    line += option->get_required() ? " " + title : fmt::format(" [{}]", title);
  }
  if (!commands_in_order(app).empty()) line += " COMMAND";
  return line;
}

std::string HelpFormat::make_help(const CLI::App* app, std::string name, CLI::AppFormatMode mode) const {
  auto text = CLI::Formatter::make_help(app, std::move(name), mode);
  for (auto at = text.find("\n\n\n"); at != std::string::npos; at = text.find("\n\n\n", at)) text.erase(at, 1);
  return text;
}

std::string HelpFormat::make_usage(const CLI::App* app, std::string) const {
  return fmt::format("Usage: {}\n", wrapped(synopsis(*app), help_columns(), 7));
}

std::string HelpFormat::make_description(const CLI::App* app) const {
  return wrapped(app->get_description(), help_columns(), 0) + "\n";
}

std::string HelpFormat::make_subcommands(const CLI::App* app, CLI::AppFormatMode) const {
  std::string out;
  std::string_view group;
  const bool main = app->get_parent() == nullptr;
  for (const auto* command : commands_in_order(*app)) {
    const auto* page = main ? find_page(command->get_name()) : nullptr;
    const auto heading = page != nullptr ? page->group : std::string_view("Commands");
    if (heading != group) out += fmt::format("\n{}:\n", heading);
    group = heading;
    out += row(command->get_name(), command->get_description(), help_columns(), main ? 15 : kIndent);
  }
  return out;
}

std::string HelpFormat::make_option(const CLI::Option* option, bool positional) const {
  return row(option_title(*option, positional), option->get_description(), help_columns());
}

std::string HelpFormat::make_footer(const CLI::App* app) const {
  if (app->get_parent() == nullptr) return "`docmill help COMMAND` tells about one; so does `docmill help ACTION`.\n";
  const auto* page = app->get_parent()->get_parent() == nullptr ? find_page(app->get_name()) : nullptr;
  std::string out;
  if (page != nullptr && !page->examples.empty()) out += "Examples:\n";
  if (page != nullptr) {
    for (const auto example : page->examples) out += fmt::format("  {}\n", example);
  }
  if (page != nullptr && !page->text.empty()) out += fmt::format("\nMore: docmill man {} | man -l -\n", page->name);
  return out;
}

std::string field_kind(const model::Action& action, const model::Field& field) {
  const auto types = [&]() -> std::string {
    const auto& taken = actions::types_taken(action, field);
    if (std::ranges::find(taken, "bin") != taken.end()) return "of any kind";
    return taken.size() > kListed ? fmt::format("of {} types", taken.size()) : fmt::format("{}", fmt::join(taken, ", "));
  };
  switch (field.type) {
    case model::FieldType::File: return fmt::format("{}, {}", field.many ? "files" : "file", types());
    case model::FieldType::Text: return field.secret ? "password" : "text";
    case model::FieldType::Integer: return fmt::format("{} to {}", field.least, field.most);
    case model::FieldType::Decimal: return fmt::format("decimal, {} to {}", field.least, field.most);
    case model::FieldType::Boolean: return "true, false";
    case model::FieldType::Choice: return fmt::format("{}", fmt::join(field.choices, ", "));
    case model::FieldType::Pages: return "pages like 1-3;9;5";
  }
  return {};
}

std::string action_page(const model::Action& action, std::size_t columns) {
  auto out = fmt::format("{}: {}\n{}\n\n", action.id, action.title, wrapped(action.summary, columns, 0));
  const auto* made = action.answer == model::Answer::Json    ? "Answers JSON"
                     : action.answer == model::Answer::Links ? "Makes files"
                                                             : "Makes a file";
  const auto kind = action.answer == model::Answer::Json || action.makes == "bin" ? std::string() : fmt::format(": {}", action.makes);
  out += fmt::format("{}{}.\n\nFields:\n", made, kind);
  for (const auto& field : action.fields) {
    out += row(std::string(field.name), fmt::format("{}{} [{}]", field.summary, default_of(field), field_kind(action, field)), columns);
  }
  out += "\n" + wrapped("A file's field can be sent as FIELDUrl too: an address to fetch it from.", columns, 0) + "\n";
  const auto* main = actions::main_file(action);
  return out + fmt::format("\nExample:\n  docmill call {}{}\n", action.id, main == nullptr ? " --set Field=Value" : " FILE");
}

std::vector<const model::Action*> actions_by_group() {
  std::vector<std::string_view> groups;
  for (const auto& action : actions::catalogue()) {
    if (std::ranges::find(groups, action.group()) == groups.end()) groups.push_back(action.group());
  }
  std::vector<const model::Action*> all;
  for (const auto group : groups) {
    for (const auto& action : actions::catalogue()) {
      if (action.group() == group) all.push_back(&action);
    }
  }
  return all;
}

std::string action_list(std::size_t columns) {
  std::string out;
  std::string_view group;
  std::size_t widest = 0;
  for (const auto& action : actions::catalogue()) widest = std::max(widest, action.id.size());
  for (const auto* action : actions_by_group()) {
    if (action->group() != group && !out.empty()) out += "\n";
    group = action->group();
    // The first sentence says what it does; its page has the rest.
    const auto first = action->summary.substr(0, std::min(action->summary.find(". ") + 1, action->summary.size()));
    out += fmt::format("{:<{}}  {}\n", action->id, widest, wrapped(first.empty() ? action->summary : first, columns, widest + 2));
  }
  return out + "\n`docmill actions ACTION` tells its fields.\n";
}

std::string explain(const CLI::App& app, const std::vector<std::string>& words, const CLI::ParseError& error) {
  const CLI::App* command = &app;
  for (const auto& word : words) {
    const bool option = word.starts_with("--") && word.size() > 2;
    const auto* next = option ? nullptr : find_command(*command, word);
    if (next != nullptr) command = next;
    if (option) {
      const auto name = word.substr(0, word.find('='));
      if (command->get_option_no_throw(name) != nullptr) continue;
      return fmt::format("'{}' has no option {}.{}", full_name(*command), printable(name), did_you_mean(name, option_names(*command)));
    }
    const bool wants_command = next == nullptr && !word.starts_with('-') && !commands_in_order(*command).empty();
    if (wants_command) {
      return fmt::format("There is no command '{} {}'.{}", full_name(*command), printable(word),
                         did_you_mean(word, command_names(*command)));
    }
  }
  if (command->get_parent() != nullptr && !commands_in_order(*command).empty()) {
    return fmt::format("'{}' needs a command: {}.", full_name(*command), fmt::join(command_names(*command), ", "));
  }
  return error.what();
}

}  // namespace docmill::cli
