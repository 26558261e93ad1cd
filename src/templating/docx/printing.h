#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>
#include <pugixml.hpp>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "ooxml/packed.h"
#include "templating/docx/places.h"
#include "templating/docx/scan.h"
#include "templating/fill.h"

namespace docmill::templating::docx {

/// Copies of a block as they are written: what is the same in all of them, and the gaps between where its tokens stand.
class Pieces {
 public:
  /// Of a copy that is not filled yet. Its marks are tokens, and it holds nothing but what may_be_printed() allows.
  static std::shared_ptr<const Pieces> of(const Stretch& copy);

  std::size_t gaps() const { return literals_.size() - 1; }
  /// What stands before the gap of this number; behind the last one for gaps().
  const std::string& before(std::size_t gap) const { return literals_[gap]; }

 private:
  std::vector<std::string> literals_;
};

/// Whether copies of a block differ in nothing but their tokens' text: tables, paragraphs and runs of text do. What has a number or a name
/// of its own does not (bookmarks, pictures, notes, controls), nor does what a field is made of.
/// `tokens`: how many slots the block has.
bool may_be_printed(const Stretch& block, std::size_t tokens);

/// What a mark in a run becomes when it is written, as put_text() would leave it there.
void write_text(std::string& out, std::string_view text);

/// Copies of a block, as what stands in their gaps: a long table is not held in memory but where it is written.
class Copies {
 public:
  explicit Copies(const Stretch& copy) : pieces_(Pieces::of(copy)) {}

  /// What stands in the next gap.
  void put(std::string_view text);
  /// All gaps have been filled.
  void end() { begun_ = texts_.size(), ++count_; }
  /// Takes the copy back that was not ended.
  void take_back() { texts_.resize(begun_); }

  std::size_t count() const { return count_; }
  void write(ooxml::PackedText& out) const;
  /// Hands the copies over and goes on without any.
  Copies hand_over();

 private:
  explicit Copies(std::shared_ptr<const Pieces> pieces) : pieces_(std::move(pieces)) {}

  std::shared_ptr<const Pieces> pieces_;  // of all copies of a block, wherever they stand
  std::string texts_;                     // what is written into the gaps, each with kEnd behind it
  std::size_t begun_ = 0;                 // where the copy begins in it that is not ended
  std::size_t count_ = 0;
};

/// Printed copies stand in the tree as one element (kPrinted), and take their place when the tree is written.
class Printed {
 public:
  /// Keeps the copies and puts their element in front of `next`. `weight`: how many nodes it stands for.
  void put_before(pugi::xml_node next, Copies copies, std::uint64_t weight);

  /// Whether a tree has printed copies.
  bool has(pugi::xml_node tree) const;
  /// A document's XML with all copies in their places.
  ooxml::PackedText written(pugi::xml_document& tree) const;

 private:
  std::vector<Copies> copies_;
  std::set<std::uint64_t> trees_;  // by their roots
};

}  // namespace docmill::templating::docx
