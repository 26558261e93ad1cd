#pragma once
#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "templating/region.h"
#include "templating/value.h"

namespace docmill::templating {

/// The names of `company.address.city`, outermost first. Counted from the root of the data; empty: the data itself.
using Path = std::vector<std::string>;

/// Most bytes of a path as it is written, and most names of it; a longer one is text.
inline constexpr std::size_t kLongestPath = 1000;
inline constexpr std::size_t kMostNames = 64;

/// `text`, blanks around it left out, as a path: names of letters, digits, `_`, `-` and whatever is not ASCII, joined by points. The names
/// `@date` and `@number` stand alone. nullopt: it is none.
std::optional<Path> parse_path(std::string_view text);
/// "company.address.city"
std::string to_text(const Path& path);

/// Whether `path` begins with all of `prefix` (a path begins with itself).
bool starts_with(const Path& path, const Path& prefix);
/// `path` begins with `prefix` and goes on behind it.
inline bool goes_on_behind(const Path& path, const Path& prefix) {
  return path.size() > prefix.size() && starts_with(path, prefix);
}

/// Text without the blanks around it: spaces, tabs, line ends and the no-break space that Word likes to put.
std::string_view trimmed(std::string_view text);

/// Where paths begin: the data, and the items that the repetitions around a place stand at. Each repetition binds the path of its
/// collection to one item; a path is looked up in the innermost binding it begins with, so outer names stay usable inside.
///
///   Scope all(data);
///   for (const Value& item : employees) { Scope one(all, {"company", "employees"}, item); … }   // company.employees.name is item's
///
/// It borrows everything: the data, the items and the outer scope must outlive it.
class Scope {
 public:
  explicit Scope(const Value& data) : data_(&data) {}
  Scope(const Scope& outer, Path prefix, const Value& item) : outer_(&outer), prefix_(std::move(prefix)), data_(&item) {}

  /// Stands at another item of the same collection.
  void move_to(const Value& item) { data_ = &item; }

  const Value& root() const { return outer_ != nullptr ? outer_->root() : *data_; }
  /// The innermost scope whose prefix `path` begins with.
  const Scope& of(const Path& path) const;
  const Path& prefix() const { return prefix_; }
  const Value& value() const { return *data_; }
  /// The scope around it; nullptr at the root.
  const Scope* outer() const { return outer_; }

 private:
  const Scope* outer_ = nullptr;
  Path prefix_;
  const Value* data_;
};

/// A scope that outlives those around it: for what is filled when their copies are long done. It borrows the data as they do.
class KeptScope {
 public:
  explicit KeptScope(const Scope& scope);
  KeptScope(KeptScope&&) = default;
  KeptScope(const KeptScope&) = delete;
  const Scope& scope() const { return links_.back(); }

 private:
  std::deque<Scope> links_;  // from the root; each knows the one before it, and none moves
};

/// What a path led to.
struct Resolved {
  enum class State : std::uint8_t {
    Missing,     // a name is not in the data (§2.5: what the policy says)
    Null,        // null, or a name behind a parent that is null: prints nothing
    Empty,       // "" or []
    Found,       // anything else
    Collection,  // the path goes on behind a collection that nothing repeats: it names no single value
  };

  State state = State::Missing;
  /// The value in the data; for Collection, the collection. nullptr when Missing, and for what was reckoned.
  const Value* in_data = nullptr;
  /// What a value property made (`name.Length`, `date.Year`).
  std::optional<Value> reckoned = std::nullopt;
  /// Names used up: for Collection up to it and with it, for Missing those that were there.
  std::size_t names = 0;

  bool missing() const { return state == State::Missing; }
  /// The value; null when there is none.
  const Value& value() const;
};

/// Follows `path` (§2.4, §2.5). A property of the data wins over a value property of the same name (§6); names are case-sensitive.
/// `region`: whose letters, date formats and clock the value properties go by.
Resolved resolve(const Scope& scope, const Path& path, const Region& region = {});

/// The value that a path of names leads to in the data; nullptr when it leads to none, or to what is reckoned or repeated on the way.
const Value* value_in_data(const Scope& scope, const Path& path);

/// The same as resolve(), but through collections that nothing repeats by way of their first item: what a page header shows of a repeated
/// document. Null when such a collection is empty.
Resolved resolve_first(const Scope& scope, const Path& path, const Region& region = {});
/// The rest of a path, from its `from`-th name on, inside of `value`.
Resolved resolve_in(const Value& value, const Path& path, std::size_t from, const Region& region = {});

/// The path of the outermost collection that `path` runs into and goes on behind, and that `scope` does not bind: what has to be repeated
/// before `path` names one value. `p.Length` repeats nothing, nor does a grid (an array of arrays), nor a path that ends at its collection.
/// nullopt: nothing has to be repeated.
struct Repetition {
  Path prefix;
  const Value* items;  // the array; may be empty: then the block goes
};
std::optional<Repetition> repetition_of(const Scope& scope, const Path& path);

}  // namespace docmill::templating
