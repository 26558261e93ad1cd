#pragma once
#include <CLI/CLI.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace docmill::cli {

struct ManualPage {
  std::string name;  // "docmill-call"
  int section = 1;
  std::string file() const { return name + "." + std::to_string(section); }
};

/// docmill.1, one of each command, docmill-actions.7.
std::vector<ManualPage> manual_pages(const CLI::App& app);

/// A page as roff (man macros), made from the parser, the table of commands and the catalogue.
std::string manual(const CLI::App& app, const ManualPage& page);

}  // namespace docmill::cli
