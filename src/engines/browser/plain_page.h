#pragma once
#include <string_view>

namespace docmill::engines::browser {

/// What an HTML page can do, told by words in it, wherever they stand; in doubt the answer is no. The page is read once.
class PlainPage {
 public:
  explicit PlainPage(std::string_view html);

  /// Whether the page runs no script, neither its own nor a frame's.
  bool runs_nothing() const { return runs_nothing_; }
  /// Whether the page runs nothing and is complete as soon as its text has been read, so that nothing has to be waited for: it refers to
  /// no picture, font or style sheet, be it a data URL.
  bool needs_only_its_text() const { return needs_only_its_text_; }

 private:
  bool runs_nothing_ = false;
  bool needs_only_its_text_ = false;
};

}  // namespace docmill::engines::browser
