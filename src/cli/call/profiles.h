#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace docmill::cli {

/// A server that somebody works with.
struct Profile {
  std::string name;
  std::string server;  // "https://docmill.example.com"
  std::string key;
  std::string ca;  // PEM file of authorities; empty: the system's
};

/// The file of profiles, in the form of every settings file: "use = work", "work.server = …", "work.key = …", "work.ca = …".
struct Profiles {
  std::vector<Profile> all;  // by name
  std::string used;          // the one taken when nothing else is said; empty: none

  const Profile* find(std::string_view name) const;
  std::vector<std::string> names() const;
};

/// $XDG_CONFIG_HOME/docmill/profiles, or ~/.config/docmill/profiles.
/// Source: XDG Base Directory Specification; a path that is not absolute counts as not set. Errors: BadRequest (neither is set).
Result<std::string> profiles_path();

/// No file is no profile. Errors: BadRequest (unreadable or malformed, naming the line).
Result<Profiles> load_profiles(const std::string& path);

/// Replaces the file at once, for its owner's eyes only (0600, the directory 0700). Errors: BadRequest (a value that the form cannot hold,
/// a file that cannot be written), StorageFull.
Result<void> save_profiles(const std::string& path, const Profiles& profiles);

/// Whether others than the owner may read it, and so know the keys.
bool readable_by_others(const std::string& path);

}  // namespace docmill::cli
