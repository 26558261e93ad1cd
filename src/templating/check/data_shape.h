#pragma once
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "templating/path.h"

namespace docmill::templating {

/// What a value is taken for, by what the template does with it.
enum class Guess : std::uint8_t { Unknown, Text, Number, Boolean, Date, Picture, Link };

/// The data that a template asks for: a tree of names. An object has children, a list has those of its items; what has none is a value or
/// a list of values.
///
/// Without data nobody can tell `{{company.name}}` of one company from that of many. A name is taken for a list where something says so (a
/// function for lists, {{#each}}), or where its properties stand as those of repeated things do: see settle_lists().
class DataShape {
 public:
  struct Node {
    std::string name;
    std::vector<std::unique_ptr<Node>> children = {};  // in the order the template names them
    std::map<std::string, Node*, std::less<>> index = {};
    Guess guess = Guess::Unknown;
    bool list = false;
    bool surely = false;                  // `list` is not to be guessed at
    bool needed = false;                  // its absence is told of
    bool asked = false;                   // a condition is what asks for it
    bool whole = false;                   // a token prints it, or hands all of it to a function
    std::set<std::uint64_t> blocks = {};  // rows and items that its own tokens stand in; 0: outside of any
    std::optional<std::string> example = {};

    const Node* child(std::string_view of_name) const;
    Node& child(std::string_view of_name, std::size_t& room);
    bool is_value() const { return children.empty(); }
  };

  /// The node of a path, made when it is not there. nullptr: there is no room for more.
  Node* at(const Path& path);
  /// A list for sure: the template says so.
  void list_at(const Path& path);
  /// Guesses at what nothing is known of for sure.
  void settle_lists();

  const Node& root() const { return root_; }
  Node& root() { return root_; }

 private:
  Node root_;
  std::size_t room_ = 10'000;
};

/// Whether a name is that of many things: "orders", "people", "priceList"; not "address", "status".
bool looks_plural(std::string_view name);
/// Whether a name's value is likely a number ("totalPrice"), or a date ("dueDate").
bool looks_numeric(std::string_view name);
bool looks_like_a_date(std::string_view name);

}  // namespace docmill::templating
