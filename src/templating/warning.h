#pragma once
#include <cstddef>
#include <string>
#include <vector>

namespace docmill::templating {

/// Something in a template that could not be done and did not stop the document: who wrote the template should know where and why.
struct Warning {
  std::string part;          // "word/document.xml"; empty when the template has no parts
  std::string place;         // paragraph, cell or line, as a person would look for it: "Sheet1!B4", "line 12"
  std::string token;         // as it stands in the template: "{{total}:formt(N2)}"
  std::string message;       // a full sentence
  std::string missing = {};  // "customer.name", when it is that the data has no such name
};

/// Warnings of one document in the order they came up, bounded: a token in a repeated row may warn a million times.
/// A warning equal to one that is kept is neither kept again nor counted as dropped.
class Warnings {
 public:
  static constexpr std::size_t kMost = 100;
  static constexpr std::size_t kLongestText = 300;  // bytes of a field; a longer one is cut

  explicit Warnings(std::size_t most = kMost) : most_(most) {}

  void add(Warning warning);
  const std::vector<Warning>& list() const { return list_; }
  /// How many different ones there was no room for (those that came twice count twice).
  std::size_t dropped() const { return dropped_; }
  bool empty() const { return list_.empty(); }

 private:
  std::size_t most_;
  std::size_t dropped_ = 0;
  std::vector<Warning> list_;
};

}  // namespace docmill::templating
