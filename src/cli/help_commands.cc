#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <memory>

#include "actions/catalogue.h"
#include "cli/call/call.h"
#include "cli/call/suggest.h"
#include "cli/call/text_width.h"
#include "cli/command_table.h"
#include "cli/commands.h"
#include "cli/complete.h"
#include "cli/help_format.h"
#include "cli/manual.h"

namespace docmill::cli {
namespace {

namespace fs = std::filesystem;

int misused_help(const std::string& message) {
  fmt::print(stderr, "docmill: {}\n", message);
  return kMisused;
}

int help(const CLI::App& app, const std::vector<std::string>& names) {
  const CLI::App* command = &app;
  for (const auto& name : names) {
    const auto* next = find_command(*command, name);
    const auto* action = next == nullptr && command == &app ? actions::find_action(name) : nullptr;
    if (action != nullptr) {
      fmt::print("{}", action_page(*action, std::min<std::size_t>(terminal_columns(1), 100)));
      return kDone;
    }
    if (next == nullptr) {
      auto known = command_names(*command);
      const auto ids = action_ids();
      known.insert(known.end(), ids.begin(), ids.end());
      return misused_help(fmt::format("There is no command or action '{}'.{}", printable(name), did_you_mean(name, known)));
    }
    command = next;
  }
  // Not help(), which tells about the command that was called: this one.
  fmt::print("{}", app.get_formatter()->make_help(command, {}, CLI::AppFormatMode::Normal));
  return kDone;
}

int write_manuals(const CLI::App& app, const std::string& folder) {
  for (const auto& page : manual_pages(app)) {
    const auto place = fs::path(folder) / fmt::format("man{}", page.section);
    std::error_code trouble;
    fs::create_directories(place, trouble);
    std::ofstream file(place / page.file());
    file << manual(app, page);
    if (!file.flush()) return report(fail(ErrorCode::BadRequest, fmt::format("{} cannot be written.", (place / page.file()).string())));
  }
  return kDone;
}

int show_manual(const CLI::App& app, const std::string& name) {
  for (const auto& page : manual_pages(app)) {
    if (page.name != (name.empty() || name == "docmill" ? "docmill" : "docmill-" + name)) continue;
    fmt::print("{}", manual(app, page));
    return kDone;
  }
  return misused_help(fmt::format("There is no command '{}'.{}", printable(name), did_you_mean(name, command_names(app))));
}

int complete(const CLI::App& app, const std::string& shell, const std::vector<std::string>& given) {
  const auto words = shell == "bash" ? joined_words(given) : given;
  const auto begun = words.empty() ? std::string() : words.back();
  // Bash replaces what is behind the last mark only.
  const auto mark = begun.find_last_of("=:");
  const auto cut = shell != "bash" || mark == std::string::npos ? 0 : mark + 1;
  for (const auto& line : completions(app, words))
    fmt::print("{}\n", line.starts_with(':') ? line : line.substr(std::min(cut, line.size())));
  return kDone;
}

}  // namespace

void add_help_commands(CLI::App& app, Context& context) {
  auto* help_of = app.add_subcommand("help", "Tell about a command or an action");
  auto names = std::make_shared<std::vector<std::string>>();  // shared by the parser that fills it and the command that reads it
  help_of->add_option("name", *names, "which")->type_name("COMMAND|ACTION");
  context.on_bare(*help_of, [&app, names] { return help(app, *names); });

  auto* man = app.add_subcommand("man", "Write pages of the manual");
  auto page = std::make_shared<std::string>();
  auto folder = std::make_shared<std::string>();
  man->add_option("name", *page, "of which command; actions for all actions")->type_name("COMMAND");
  man->add_option("--dir", *folder, "write all pages into DIR/man1 and DIR/man7")->type_name("DIR");
  context.on_bare(*man, [&app, page, folder] { return folder->empty() ? show_manual(app, *page) : write_manuals(app, *folder); });

  auto* scripts = app.add_subcommand("completions", "Write a shell's script that completes commands, actions and fields");
  auto shell = std::make_shared<std::string>();
  scripts->add_option("shell", *shell, "bash, zsh or fish")->required()->type_name("SHELL")->check(CLI::IsMember({"bash", "zsh", "fish"}));
  context.on_bare(*scripts, [shell] {
    fmt::print("{}", completion_script(*shell));
    return kDone;
  });

  auto* ask = app.add_subcommand("complete", "For those scripts")->group("")->prefix_command();
  ask->set_help_flag();
  context.on_bare(*ask, [&app, ask] {
    auto words = ask->remaining();
    const auto of = words.empty() ? std::string() : words.front();
    if (!words.empty()) words.erase(words.begin());
    return complete(app, of, words);
  });
}

}  // namespace docmill::cli
