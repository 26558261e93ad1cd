#pragma once
#include <CLI/CLI.hpp>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace docmill::cli {

/// What help and manual say of a command beside its options, which are the parser's.
struct CommandPage {
  std::string_view name;
  std::string_view group;                       // the heading of `docmill help` under which it stands
  std::string_view text = {};                   // paragraphs of the manual, an empty line between them
  std::vector<std::string_view> examples = {};  // command lines
};

/// In the order of `docmill help`.
std::span<const CommandPage> command_pages();
/// nullptr when there is none.
const CommandPage* find_page(std::string_view name);

/// The command of this name; nullptr when there is none.
const CLI::App* find_command(const CLI::App& app, std::string_view name);
/// The commands of a parser in the order of the table; hidden ones left out.
std::vector<const CLI::App*> commands_in_order(const CLI::App& app);
/// The names of its commands, and those of its options with their dashes.
std::vector<std::string> command_names(const CLI::App& app);
std::vector<std::string> option_names(const CLI::App& app);
/// Options that are shown: those in a group that has a name.
std::vector<const CLI::Option*> shown_options(const CLI::App& app, bool positional);

}  // namespace docmill::cli
