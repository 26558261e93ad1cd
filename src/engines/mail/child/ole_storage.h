#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engines/mail/child/budget.h"
#include "engines/mail/child/glib.h"

typedef struct _GsfInfile GsfInfile;

namespace docmill::engines::mail {

/// A folder of an OLE2 compound file (MS-CFB), read by libgsf.
class OleStorage {
 public:
  /// The root of a file; `bytes` are borrowed. Throws Damaged, TooComplex.
  static OleStorage open(std::string_view bytes);

  /// A stream's content; nullopt when there is no stream of this name. Throws TooComplex when it does not fit in the budget.
  std::optional<std::string> stream(const std::string& name, Budget& budget) const;
  /// A storage inside this one; nullopt when there is none of this name.
  std::optional<OleStorage> storage(const std::string& name) const;
  /// The names of everything directly inside. Throws TooComplex when there are too many.
  std::vector<std::string> names() const;

 private:
  explicit OleStorage(GRef<GsfInfile> infile) : infile_(std::move(infile)) {}
  GRef<GsfInfile> infile_;
};

/// Whether bytes begin like an OLE2 compound file.
bool is_ole(std::string_view bytes);

}  // namespace docmill::engines::mail
