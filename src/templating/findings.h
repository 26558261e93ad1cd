#pragma once
#include <cstddef>
#include <vector>

#include "base/result.h"
#include "templating/fill.h"
#include "templating/token.h"
#include "templating/where.h"

namespace docmill::templating {

/// A token of a template, looked at without data.
struct FoundToken {
  Token token;
  Where where;
};

/// What a template says, for those who look at it without filling it (check/): its tokens in the order of the document.
///
/// A renderer finds them as it does when it fills:  findings.add(adapter.whole(), adapter);
class Findings {
 public:
  static constexpr std::size_t kMost = 20'000;

  /// All tokens of an area, and those of its objects (Adapter::look_into).
  Result<void> add(const Area& area, Adapter& adapter);
  void add(const Token& token, Where where);

  const std::vector<FoundToken>& tokens() const { return tokens_; }
  /// How many there was no room for.
  std::size_t dropped() const { return dropped_; }

 private:
  std::vector<FoundToken> tokens_;
  std::size_t dropped_ = 0;
};

}  // namespace docmill::templating
