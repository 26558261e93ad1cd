#pragma once
#include <CLI/CLI.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace docmill::cli {

/// What can come next on a command line: lines for a shell's script, each a word and, behind a tab, what it means. A first line ":files" or
/// ":folders" asks the shell for its own; ":attached" that no space follows.
/// `words`: those before the cursor without the program's name, the last one as far as it is written ("" for a new one).
std::vector<std::string> completions(const CLI::App& app, const std::vector<std::string>& words);

/// Words as bash cuts them, put together again: "--set", "Quality", "=", "8" is two words to us.
std::vector<std::string> joined_words(const std::vector<std::string>& words);

/// The script that makes a shell ask: "bash", "zsh" or "fish"; "" for others.
std::string_view completion_script(std::string_view shell);

}  // namespace docmill::cli
