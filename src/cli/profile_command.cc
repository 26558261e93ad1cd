#include <fmt/format.h>
#include <termios.h>
#include <unistd.h>

#include <algorithm>
#include <boost/json.hpp>
#include <iostream>
#include <memory>

#include "base/ids.h"
#include "cli/call/profiles.h"
#include "cli/call/service.h"
#include "cli/call/suggest.h"
#include "cli/call/target.h"
#include "cli/commands.h"

namespace docmill::cli {
namespace {

struct AddOptions {
  Profile profile;
  bool unchecked = false;
};

int misused(const std::string& message) {
  fmt::print(stderr, "docmill: {}\n", message);
  return kMisused;
}

/// Asks for a key on the terminal without showing it; from a pipe the first line.
std::string ask_for_key() {
  termios before{};
  const bool terminal = ::isatty(STDIN_FILENO) == 1 && ::tcgetattr(STDIN_FILENO, &before) == 0;
  if (terminal) {
    auto silent = before;
    silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    ::tcsetattr(STDIN_FILENO, TCSANOW, &silent);
    fmt::print(stderr, "API key: ");
  }
  std::string key;
  std::getline(std::cin, key);
  if (terminal) {
    ::tcsetattr(STDIN_FILENO, TCSANOW, &before);
    fmt::print(stderr, "\n");
  }
  return key;
}

/// Reads, changes, writes. `change` returns what is wrong, or "".
template <class Change>
int change_profiles(Change change) {
  const auto path = profiles_path();
  if (!path) return misused(path.error().message());
  auto profiles = load_profiles(*path);
  if (!profiles) return misused(profiles.error().message());
  if (const auto fault = change(*profiles); !fault.empty()) return misused(fault);
  const auto saved = save_profiles(*path, *profiles);
  return saved ? kDone : report(saved.error());
}

std::string no_such(const Profiles& profiles, const std::string& name) {
  return fmt::format("There is no profile '{}'.{} `docmill profile list` shows them.", name, did_you_mean(name, profiles.names()));
}

int add_profile(const AddOptions& options) {
  auto profile = options.profile;
  if (!is_valid_id(profile.name)) return misused("A profile's name has 1 to 64 of a-z, 0-9, '-' and '_'.");
  const auto server = checked_server(profile.server);
  if (!server) return misused(server.error().message());
  profile.server = *server;
  if (profile.key.empty() || profile.key == "-") profile.key = ask_for_key();
  const auto key = checked_key(profile.key);
  if (!key) return misused(key.error().message());
  profile.key = *key;
  if (!options.unchecked) {
    Interrupt interrupt;
    interrupt.catch_signals();
    Service service({.server = profile.server, .key = profile.key, .ca = profile.ca}, interrupt);
    const auto known = service.check({.until = Deadline::in(std::chrono::seconds{20}), .retries = 0});
    if (!known) {
      fmt::print(stderr, "docmill: {}\nThe profile was not kept. --unchecked keeps it all the same.\n", known.error().message);
      return known.error().exit;
    }
  }
  return change_profiles([&](Profiles& profiles) {
    std::erase_if(profiles.all, [&](const Profile& old) { return old.name == profile.name; });
    profiles.all.push_back(profile);
    if (profiles.used.empty()) profiles.used = profile.name;
    return std::string();
  });
}

int list_profiles(bool json) {
  const auto path = profiles_path();
  if (!path) return misused(path.error().message());
  const auto profiles = load_profiles(*path);
  if (!profiles) return misused(profiles.error().message());
  if (profiles->all.empty() && !json) fmt::print("There are no profiles yet: docmill profile add NAME --server URL\n");
  for (const auto& profile : profiles->all) {
    const bool used = profile.name == profiles->used;
    // The first part of a key is its visible id; the rest is the secret.
    const auto id = profile.key.size() > 15 ? profile.key.substr(0, 15) + "…" : std::string(profile.key.empty() ? "no key" : "a key");
    if (json) {
      const boost::json::object row{{"name", profile.name}, {"server", profile.server}, {"used", used}};
      fmt::print("{}\n", boost::json::serialize(row));
    } else {
      fmt::print("{} {:<16} {:<40} {}\n", used ? '*' : ' ', profile.name, profile.server, id);
    }
  }
  return kDone;
}

int remove_profile(const std::string& name) {
  return change_profiles([&](Profiles& profiles) {
    if (profiles.find(name) == nullptr) return no_such(profiles, name);
    std::erase_if(profiles.all, [&](const Profile& profile) { return profile.name == name; });
    if (profiles.used == name) profiles.used.clear();
    return std::string();
  });
}

int use_profile(const std::string& name) {
  return change_profiles([&](Profiles& profiles) {
    if (profiles.find(name) == nullptr) return no_such(profiles, name);
    profiles.used = name;
    return std::string();
  });
}

void add_add(CLI::App& profiles, Context& context) {
  auto* add = profiles.add_subcommand("add", "Keep a server and its key, after asking the server whether it is right");
  auto options = std::make_shared<AddOptions>();  // shared by the parser that fills it and the command that reads it
  add->add_option("name", options->profile.name, "what to call it, like work")->required()->type_name("NAME");
  add->add_option("--server", options->profile.server, "its address, like https://docmill.example.com")->required()->type_name("URL");
  add->add_option("--key", options->profile.key, "your API key, @FILE that holds it, or - for stdin; else it is asked for")
      ->type_name("KEY|@FILE|-");
  add->add_option("--ca", options->profile.ca, "PEM of the authorities to believe instead of the system's")
      ->type_name("FILE")
      ->check(CLI::ExistingFile);
  add->add_flag("--unchecked", options->unchecked, "do not ask the server");
  context.on_bare(*add, [options] { return add_profile(*options); });
}

}  // namespace

void add_profile_command(CLI::App& app, Context& context) {
  auto* profiles = app.add_subcommand("profile", "Keep servers and keys for `docmill call`");
  profiles->require_subcommand(1);
  add_add(*profiles, context);

  auto* list = profiles->add_subcommand("list", "List them; * is the one in use");
  auto json = std::make_shared<bool>(false);
  list->add_flag("--json", *json, "as lines of JSON, without keys");
  context.on_bare(*list, [json] { return list_profiles(*json); });

  auto* use = profiles->add_subcommand("use", "Choose the one that calls go to");
  auto used = std::make_shared<std::string>();
  use->add_option("name", *used, "which")->required()->type_name("NAME");
  context.on_bare(*use, [used] { return use_profile(*used); });

  auto* remove = profiles->add_subcommand("remove", "Forget one");
  auto removed = std::make_shared<std::string>();
  remove->add_option("name", *removed, "which")->required()->type_name("NAME");
  context.on_bare(*remove, [removed] { return remove_profile(*removed); });
}

}  // namespace docmill::cli
