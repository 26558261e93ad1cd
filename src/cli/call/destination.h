#pragma once
#include <mutex>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "cli/call/sources.h"
#include "cli/call/trouble.h"

namespace docmill::cli {

/// One call of an action: the documents it is about, and where its results go.
struct Item {
  std::vector<Source> files;  // none for actions without a document
  std::string label;          // what people call it: its path
  std::string folder;         // of its results
  std::string stem;           // of their names, without the extension
  std::string file;           // --output when it names a file: this very path, for a single result
  bool alone = true;          // the only call of this command
};

/// Where results go: beside each file, into a folder, into one file, or to stdout.
struct Destination {
  enum class Kind { Beside, Folder, File, Stdout };
  Kind kind = Kind::Beside;
  std::string path;
};
/// What --output says. A folder is one that is there or ends with '/', and for several calls whatever is no file; it is made.
/// Errors: BadRequest (several results into one file or stdout; a folder that cannot be made; a document to a terminal).
Result<Destination> read_destination(const std::string& output, std::size_t calls, bool from_stdin);

/// Gives each item its folder and stem, the same in every run: two files that would make results of one name keep their extensions
/// ("a.docx.pdf"), and if that is not enough they are numbered.
void place(std::vector<Item>& items, const Destination& destination);

/// Whether results can be written where the items want them, so that no document is done and charged in vain. Errors: BadRequest.
Result<void> check_folders(const std::vector<Item>& items);

/// Files that a result must not take the place of: those that are sent. Thread-safe.
class Inputs {
 public:
  explicit Inputs(const std::vector<Item>& items);
  void add(const std::string& path);
  bool has(const std::string& path) const;

 private:
  mutable std::mutex mutex_;
  std::set<std::pair<unsigned long, unsigned long>> known_;  // device, inode
};

/// The path of one result. `offered`: the name the server gave it, "" for none; `operation`: of the action, for a name of its own when the
/// result would take the place of an input.
std::string result_path(const Item& item, const std::string& offered, std::size_t number, std::size_t count, std::string_view operation,
                        const Inputs& inputs);

}  // namespace docmill::cli
