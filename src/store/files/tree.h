#pragma once
#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/fd.h"
#include "base/result.h"

// How blobs lie in a folder; every function here blocks and belongs on a pool.
//
//   blobs/t/acme/<job>/in/0.BLOB      a blob; folders are 0700, files 0600
//   tmp/<random>                      a blob being written
//
// Names have no capitals, so ".BLOB" tells a blob from a folder of the same name ("a" and "a/b" may both exist).
namespace docmill::store::files {

/// The two folders, open.
struct Tree {
  UniqueFd blobs;
  UniqueFd temporaries;
};

/// Makes what is missing and proves that it can be written. Errors: StorageFull, Unavailable (the message names the folder
/// and what to do).
Result<Tree> open_tree(const std::string& folder);

/// Where a blob lies below blobs/.
std::string path_of(std::string_view name);

/// NotFound, for whoever asked for a blob.
Error nothing_stored();

/// A new file of a random name below tmp/.
struct Temporary {
  UniqueFd file;
  std::string name;
};
Result<Temporary> make_temporary(const Tree& tree);
void remove_temporary(const Tree& tree, const std::string& name);

/// A written and synced temporary, and the name it is to have.
struct Unpublished {
  std::string temporary;
  std::string name;
};

/// Gives temporaries their names in this order, durably, up to the first whose name another has. All temporaries are gone afterwards.
/// Errors: AlreadyExists, StorageFull, Unavailable: those behind the one that failed have no name.
Result<void> publish(const Tree& tree, const std::vector<Unpublished>& blobs);

/// Removes a blob and the folders it leaves empty.
Result<void> remove_blob(const Tree& tree, std::string_view name);

/// Writes, publishes and removes a file no name can clash with.
Result<void> prove(const Tree& tree);

/// Removes files below tmp/ that nobody has written to for so long; returns how many.
Result<std::size_t> remove_stale(const Tree& tree, Timestamp before, bool dry_run);

}  // namespace docmill::store::files
