#include "cli/manual.h"

#include <fmt/format.h>

#include <algorithm>

#include "actions/catalogue.h"
#include "actions/fields.h"
#include "base/version.h"
#include "cli/call/exit_codes.h"
#include "cli/command_table.h"
#include "cli/help_format.h"
#include "net/text.h"

namespace docmill::cli {
namespace {

constexpr std::string_view kDate = "2026-11-28";  // of the last change of what the pages say; every page of a manual has one

/// Text that roff prints as it is.
std::string roff(std::string_view text) {
  std::string out;
  bool line_begins = true;
  for (const char c : text) {
    if (line_begins && (c == '.' || c == '\'')) out += "\\&";
    switch (c) {
      case '\\': out += "\\e"; break;
      case '-': out += "\\-"; break;
      case '\'': out += "\\(aq"; break;
      case '`': out += "\\(ga"; break;
      case '~': out += "\\(ti"; break;
      case '^': out += "\\(ha"; break;
      default: out += c;
    }
    line_begins = c == '\n';
  }
  return out;
}

std::string heading(std::string_view text) {
  std::string upper(text);
  std::ranges::transform(upper, upper.begin(), [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
  return fmt::format(".SH {}\n", roff(upper));
}

std::string bold(std::string_view text) {
  return fmt::format("\\fB{}\\fP", roff(text));
}

std::string item(std::string_view title, std::string_view text) {
  return fmt::format(".TP\n{}\n{}\n", bold(title), roff(text.empty() ? std::string_view("No more to say.") : text));
}

std::string title(const ManualPage& page, std::string_view summary) {
  auto upper = page.name;
  std::ranges::transform(upper, upper.begin(), [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
  const auto manual = page.section == 7 ? "Miscellaneous Information Manual" : "User Commands";
  return fmt::format(".TH {} {} {} \"Docmill {}\" \"{}\"\n.SH NAME\n{} \\- {}\n", roff(upper), page.section, kDate, kVersion, manual,
                     roff(page.name), roff(summary));
}

std::string paragraphs(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const auto end = std::min(text.find("\n\n"), text.size());
    if (!out.empty()) out += ".PP\n";
    out += roff(text.substr(0, end)) + "\n";
    text.remove_prefix(std::min(end + 2, text.size()));
  }
  return out;
}

std::string options_of(const CLI::App& app) {
  std::string out;
  for (const bool positional : {true, false}) {
    for (const auto* option : shown_options(app, positional)) out += item(option_title(*option, positional), option->get_description());
  }
  return out;
}

std::string exit_status(bool all) {
  auto out = heading("Exit status");
  for (const auto& code : exit_codes()) {
    if (all || code.code <= kMisused) out += item(std::to_string(code.code), code.meaning);
  }
  return out;
}

std::string examples_of(const CommandPage& page) {
  if (page.examples.empty()) return {};
  auto out = heading("Examples");
  bool first = true;
  for (const auto example : page.examples) {
    if (!first) out += ".PP\n";
    out += fmt::format(".EX\n{}\n.EE\n", roff(example));
    first = false;
  }
  return out;
}

std::string environment_section() {
  return heading("Environment") + item("DOCMILL_SERVER", "The server's address, where --server is not given.") +
         item("DOCMILL_KEY", "The API key, where --key is not given.") +
         item("DOCMILL_PROFILE", "The profile, where --profile is not given.") + item("https_proxy, no_proxy", "As curl reads them.") +
         item("COLUMNS", "How wide the terminal is.");
}

std::string see_also(const CLI::App& app, const ManualPage& page) {
  auto out = heading("See also");
  const auto name = [](const ManualPage& other) { return fmt::format(".BR {} ({})", roff(other.name), other.section); };
  if (page.name != "docmill") return out + name({.name = "docmill"}) + ",\n" + name({.name = "docmill-actions", .section = 7}) + "\n";
  const auto pages = manual_pages(app);
  for (std::size_t i = 1; i < pages.size(); ++i) out += name(pages[i]) + (i + 1 < pages.size() ? ",\n" : "\n");
  return out;
}

std::string page_of_docmill(const CLI::App& app, const ManualPage& page) {
  auto out =
      title(page, "turn documents into documents") + heading("Synopsis") + bold("docmill") + " \\fICOMMAND\\fP ...\n" +
      heading("Description") +
      roff(
          "Docmill is a document service for your own machines: office documents, web pages, pictures, e-mails and Markdown become PDFs; "
          "PDFs are merged, split, filled in and more. This program is the service, and the way to it from a command line.") +
      "\n";
  std::string_view group;
  for (const auto* command : commands_in_order(app)) {
    const auto* row = find_page(command->get_name());
    if (row != nullptr && row->group != group) out += heading(group = row->group);
    out += item(command->get_name(), command->get_description());
  }
  return out + environment_section() + exit_status(false) + see_also(app, page);
}

std::string page_of_command(const CLI::App& app, const CLI::App& command, const ManualPage& page) {
  const auto* row = find_page(command.get_name());
  auto out = title(page, command.get_description()) + heading("Synopsis") + roff(synopsis(command)) + "\n" + heading("Description");
  out += row == nullptr || row->text.empty() ? roff(command.get_description()) + ".\n" : paragraphs(row->text);
  if (!commands_in_order(command).empty()) out += heading("Commands");
  for (const auto* sub : commands_in_order(command)) {
    out += fmt::format(".SS {}\n{}.\n", roff(synopsis(*sub)), roff(sub->get_description())) + options_of(*sub);
  }
  if (const auto options = options_of(command); !options.empty()) out += heading("Options") + options;
  if (command.get_name() == "call") out += environment_section();
  out += exit_status(command.get_name() == "call");
  if (row != nullptr) out += examples_of(*row);
  return out + see_also(app, page);
}

std::string page_of_actions(const CLI::App& app, const ManualPage& page) {
  auto out =
      title(page, "what Docmill can do, and what each action takes") + heading("Description") +
      roff(
          "Every action is called by its name, like docmill call convert/docx-to-pdf FILE, and takes its fields with --set Field=Value. "
          "A field that is a file takes @FILE, or as FieldUrl an address to fetch it from.") +
      "\n";
  std::string_view group;
  for (const auto* action : actions_by_group()) {
    if (action->group() != group) out += heading(action->group());
    group = action->group();
    out += fmt::format(".SS {}\n{}\n", roff(action->id), roff(action->summary));
    for (const auto& field : action->fields) {
      const auto given = field.required           ? std::string(" Required.")
                         : field.fallback.empty() ? ""
                                                  : fmt::format(" Default: {}.", field.fallback);
      out += item(field.name, fmt::format("{}{} Takes: {}.", field.summary, given, field_kind(*action, field)));
    }
  }
  return out + see_also(app, page);
}

}  // namespace

std::vector<ManualPage> manual_pages(const CLI::App& app) {
  std::vector<ManualPage> pages{{.name = "docmill"}};
  for (const auto* command : commands_in_order(app)) {
    const bool actions = command->get_name() == "actions";  // its page is that of the actions themselves
    pages.push_back({.name = "docmill-" + command->get_name(), .section = actions ? 7 : 1});
  }
  return pages;
}

std::string manual(const CLI::App& app, const ManualPage& page) {
  if (page.name == "docmill") return page_of_docmill(app, page);
  if (page.section == 7) return page_of_actions(app, page);
  const auto* command = find_command(app, page.name.substr(std::string_view("docmill-").size()));
  return command == nullptr ? std::string() : page_of_command(app, *command, page);
}

}  // namespace docmill::cli
