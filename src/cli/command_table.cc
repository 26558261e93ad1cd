#include "cli/command_table.h"

#include <algorithm>

namespace docmill::cli {
namespace {

constexpr std::string_view kWork = "Work with documents";
constexpr std::string_view kServe = "Run the service";
constexpr std::string_view kCustomers = "Customers";
constexpr std::string_view kCare = "Keep it in order";
constexpr std::string_view kProgram = "This program";

constexpr std::string_view kCallText =
    "Sends documents to a server, waits until they are done, and fetches the results. Each file is a call of its own, several at a time; "
    "--together sends all of them in one, which merges want. Everything that can be wrong with the command line is looked for before "
    "anything is sent.\n\n"
    "A result has its name only when it is whole; a file that has that name is replaced. Two files of a batch whose results would have one "
    "name keep their extensions: a.docx.pdf and a.xlsx.pdf. A result never takes the place of a file that is sent: that of pdf/compress "
    "for "
    "a.pdf is a-compress.pdf. An action that makes several documents of each file puts them into a folder for each. An answer that is JSON "
    "is printed, unless --output names a place.\n\n"
    "Trouble that may pass (no connection, a cut, statuses 408, 429, 502, 503, 504 and 507) is met with another try, after a growing time "
    "with some chance in it, and not before the server's Retry-After. Every call carries an Idempotency-Key, so that a job is made, and "
    "charged, once, however often it is sent. When a call is interrupted or its time is over, its job is cancelled, and not charged. With "
    "--idempotency-key even the same command again finds the same jobs.\n\n"
    "With --watch each file that is finished in a folder is done once: those there at first, then those that come. What cannot be done is "
    "moved to the folder failed in it, with what is wrong in NAME.error.txt. Trouble of the server or the network blames no file; it is "
    "tried again, a minute apart at most. What has been done is kept in .docmill in the folder, so that a restart does nothing twice.\n\n"
    "A line of --json is an object: file, ok, jobId, outputs, documents, pages, warnings, ms, for answers that are JSON result, and for "
    "failures error with class, exit, code, message and requestId.";

constexpr std::string_view kProfileText =
    "A profile is a server with its key, kept in $XDG_CONFIG_HOME/docmill/profiles (~/.config when that is not set), which only its owner "
    "can "
    "read. The first one added is the one in use. A profile's key is shown to that profile's server only.";

std::vector<CommandPage> make_pages() {
  return {
      {"call",
       kWork,
       kCallText,
       {"docmill call convert/docx-to-pdf letter.docx", "docmill call convert/any-to-pdf 'in/*' -o out/ -j 8",
        "docmill call pdf/merge --together a.pdf b.pdf --set GenerateBookmarks=true -o all.pdf",
        "docmill call generate/from-docx --set File=@letter.docx --as Data customers/*.json -o letters/",
        "docmill call convert/url-to-pdf --set Url=https://example.com -o page.pdf",
        "docmill call convert/html-to-pdf - < page.html > page.pdf", "docmill call convert/docx-to-pdf --watch inbox -o outbox/"}},
      {"run",
       kWork,
       "Does the same work as a worker, in the same jail, without a server, a key or a charge.",
       {"docmill run convert/docx-to-pdf -i letter.docx -o letter.pdf"}},
      {"template",
       kWork,
       "Looks at templates and fills them without a server. The language is described in docs/templates.md.",
       {"docmill template check letter.docx", "docmill template fill letter.docx --data a.json --output letter.pdf"}},
      {"actions", kWork, "", {"docmill actions", "docmill actions pdf/split"}},
      {"profile",
       kWork,
       kProfileText,
       {"docmill profile add work --server https://docmill.example.com", "docmill profile use work", "docmill profile list"}},
      {"serve", kServe, "", {"docmill serve --data /var/lib/docmill --listen 127.0.0.1:8080"}},
      {"api", kServe},
      {"worker", kServe},
      {"steward", kServe},
      {"doctor", kServe},
      {"settings", kServe},
      {"certs", kServe},
      {"key", kCustomers, "", {"docmill key create --tenant acme --plan free", "docmill key revoke ID"}},
      {"usage", kCustomers},
      {"plan", kCustomers},
      {"sweep", kCare},
      {"dead", kCare},
      {"reconcile", kCare},
      {"store", kCare},
      {"help", kProgram, "", {"docmill help call", "docmill help convert/docx-to-pdf"}},
      {"man",
       kProgram,
       "Writes a page of the manual as roff. Without a name it is that of docmill itself; the name actions is that of the actions.",
       {"docmill man call | man -l -", "docmill man --dir /usr/local/share/man"}},
      {"completions",
       kProgram,
       "Writes a script for the shell, which asks docmill what can come next: commands, options, actions, fields, values.",
       {"source <(docmill completions bash)", "docmill completions zsh > ~/.zfunc/_docmill",
        "docmill completions fish > ~/.config/fish/completions/docmill.fish"}},
      {"openapi", kProgram},
      {"version", kProgram},
  };
}

}  // namespace

std::span<const CommandPage> command_pages() {
  static const std::vector<CommandPage> pages = make_pages();
  return pages;
}

const CommandPage* find_page(std::string_view name) {
  const auto found = std::ranges::find(command_pages(), name, &CommandPage::name);
  return found == command_pages().end() ? nullptr : &*found;
}

const CLI::App* find_command(const CLI::App& app, std::string_view name) {
  const auto found = app.get_subcommands([&](const CLI::App* command) { return command->get_name() == name; });
  return found.empty() ? nullptr : found.front();
}

std::vector<const CLI::App*> commands_in_order(const CLI::App& app) {
  auto all = app.get_subcommands([](const CLI::App* command) { return !command->get_group().empty(); });
  const auto place = [](const CLI::App* command) {
    return std::ranges::find(command_pages(), command->get_name(), &CommandPage::name) - command_pages().begin();
  };
  if (app.get_parent() == nullptr) std::sort(all.begin(), all.end(), [&](const auto* a, const auto* b) { return place(a) < place(b); });
  return all;
}

std::vector<std::string> command_names(const CLI::App& app) {
  std::vector<std::string> names;
  for (const auto* command : commands_in_order(app)) names.push_back(command->get_name());
  return names;
}

std::vector<std::string> option_names(const CLI::App& app) {
  std::vector<std::string> names;
  for (const auto* option : app.get_options()) {
    for (const auto& name : option->get_lnames()) names.push_back("--" + name);
  }
  return names;
}

std::vector<const CLI::Option*> shown_options(const CLI::App& app, bool positional) {
  return app.get_options([&](const CLI::Option* option) { return !option->get_group().empty() && option->get_positional() == positional; });
}

}  // namespace docmill::cli
