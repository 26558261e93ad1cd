#pragma once
#include <CLI/CLI.hpp>
#include <string>
#include <vector>

#include "model/action.h"

namespace docmill::cli {

/// Help that fits the terminal: commands under headings by what people do, texts broken at its width, examples at the end.
class HelpFormat final : public CLI::Formatter {
 public:
  HelpFormat() { label("Positionals", "Arguments"); }
  std::string make_help(const CLI::App* app, std::string name, CLI::AppFormatMode mode) const override;
  std::string make_usage(const CLI::App* app, std::string name) const override;
  std::string make_description(const CLI::App* app) const override;
  std::string make_subcommands(const CLI::App* app, CLI::AppFormatMode mode) const override;
  std::string make_option(const CLI::Option* option, bool positional) const override;
  std::string make_footer(const CLI::App* app) const override;
};

/// "docmill call [OPTIONS] ACTION [FILE...]"
std::string synopsis(const CLI::App& app);
/// "-o,--output FILE"
std::string option_title(const CLI::Option& option, bool positional);

/// The page of one action: what it does, what it takes and makes, each field with its values; `columns` wide.
std::string action_page(const model::Action& action, std::size_t columns);
/// The catalogue, group by group in the order of their first actions.
std::vector<const model::Action*> actions_by_group();
/// All actions under their groups, a line each; `columns` wide.
std::string action_list(std::size_t columns);
/// What a field takes: "1 to 100", "PDF1.7, PDF1.6", "file, docx or docm".
std::string field_kind(const model::Action& action, const model::Field& field);

/// What is wrong with a command line that the parser refused, with what may have been meant. `words`: without the program's name.
std::string explain(const CLI::App& app, const std::vector<std::string>& words, const CLI::ParseError& error);

}  // namespace docmill::cli
