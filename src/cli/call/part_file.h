#pragma once
#include <string>
#include <string_view>

#include "base/fd.h"
#include "cli/call/trouble.h"

namespace docmill::cli {

/// A file on its way into a folder: it has its name only when it is whole, and goes when it never is.
class PartFile {
 public:
  explicit PartFile(std::string folder);
  ~PartFile();
  PartFile(const PartFile&) = delete;
  PartFile& operator=(const PartFile&) = delete;

  /// Makes it, or makes it empty again. False: see trouble().
  bool begin();
  bool write(std::string_view bytes);
  /// Gives it its name, in place of a file that has it. `lasting`: on the disk before this returns.
  Outcome<void> keep(const std::string& path, bool lasting);
  /// Why it could not be made or written, a whole sentence; "" when it could.
  const std::string& trouble() const { return trouble_; }
  int fd() const { return file_.get(); }

 private:
  bool failed(const std::string& what, int error);

  std::string folder_;
  std::string path_;
  std::string trouble_;
  UniqueFd file_;
};

}  // namespace docmill::cli
