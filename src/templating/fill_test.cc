#include "templating/fill.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <deque>
#include <list>
#include <set>

#include "templating/json.h"

namespace docmill::templating {
namespace {

using testing::HasSubstr;

/// The smallest format there can be: a text is a list of lines, and a line is what repeats.
class Lines : public Adapter {
 public:
  struct Piece {
    const Token* token = nullptr;
    std::string text;
  };
  using Line = std::list<Piece>;

  Lines(const std::vector<std::string>& text, Dialect dialect) {
    for (const auto& line : text) {
      lines_.emplace_back();
      std::size_t done = 0;
      for (auto& token : find_tokens(line, dialect)) {
        lines_.back().push_back({nullptr, line.substr(done, token.begin - done)});
        done = token.end;
        sources_.push_back(line.substr(token.begin, token.end - token.begin));
        tokens_.push_back(std::move(token));
        lines_.back().push_back({&tokens_.back(), sources_.back()});
      }
      lines_.back().push_back({nullptr, line.substr(done)});
    }
  }

  Area whole() {
    Area area;
    for (auto& line : lines_) collect(line, area);
    return area;
  }
  std::string text() const {
    std::string all;
    for (const auto& line : lines_) {
      std::string whole;
      for (const auto& piece : line) whole += piece.text;
      if (!gone_.contains(&line)) all += whole + "\n";
    }
    return all;
  }
  int grown = 0;

  Result<std::vector<Block>> choose(const Area& scope, std::span<const std::size_t> tokens) override {
    std::vector<Block> blocks;
    for (const auto i : tokens) {
      Line* line = line_of(scope.slots[i]);
      if (!blocks.empty() && blocks.back().place == reinterpret_cast<std::uint64_t>(line)) continue;
      Block block{.slots = {}, .place = reinterpret_cast<std::uint64_t>(line), .weight = 1};
      for (std::size_t s = 0; s < scope.slots.size(); ++s) {
        if (line_of(scope.slots[s]) == line) block.slots.push_back(s);
      }
      blocks.push_back(std::move(block));
    }
    return blocks;
  }
  Result<std::vector<Area>> grow(const Area&, const Block& block, std::size_t copies) override {
    ++grown;
    auto place = std::ranges::find_if(lines_, [&](const Line& line) { return reinterpret_cast<std::uint64_t>(&line) == block.place; });
    std::vector<Area> areas(copies);
    const Line model = *place;
    if (copies == 0) gone_.insert(&*place);
    if (copies != 0) collect(*place, areas[0]);
    for (std::size_t i = 1; i < copies; ++i) {
      place = lines_.insert(std::next(place), model);
      collect(*place, areas[i]);
    }
    return areas;
  }
  Result<void> replace(const Slot& slot, const Outcome& outcome) override {
    if (outcome.kind != Outcome::Kind::Keep) piece(slot).text = outcome.text;
    return {};
  }
  Result<void> grid(const Slot& slot, const std::vector<std::vector<Outcome>>& rows, const std::string&) override {
    piece(slot).text.clear();
    for (const auto& row : rows) {
      for (const auto& cell : row) piece(slot).text += cell.text + ",";
      piece(slot).text += ";";
    }
    return {};
  }
  Result<void> hide(const Area&, const Slot& slot) override {
    gone_.insert(line_of(slot));
    return {};
  }
  Result<void> drop(const Slot& slot) override {
    piece(slot).text.clear();
    return {};
  }
  Result<void> cut(const Area&, const Slot& from, const Slot& to) override {
    auto* line = line_of(from);
    if (line != line_of(to)) return {};
    auto begin = std::ranges::find(*line, &piece(from), [](const Piece& p) { return &p; });
    auto end = std::ranges::find(*line, &piece(to), [](const Piece& p) { return &p; });
    line->erase(std::next(begin), end);
    return {};
  }

 private:
  static Piece& piece(const Slot& slot) { return *reinterpret_cast<Piece*>(slot.place); }
  Line* line_of(const Slot& slot) {
    for (auto& line : lines_) {
      for (auto& one : line) {
        if (&one == &piece(slot)) return &line;
      }
    }
    return nullptr;
  }
  static void collect(Line& line, Area& area) {
    for (auto& one : line) {
      if (one.token != nullptr) area.slots.push_back({one.token, reinterpret_cast<std::uint64_t>(&one)});
    }
  }

  std::list<Line> lines_;
  std::deque<Token> tokens_;
  std::deque<std::string> sources_;
  std::set<const Line*> gone_;
};

std::string text_of(const std::vector<std::string>& text, std::string_view json, Dialect dialect = Dialect::Classic,
                    const FillLimits& limits = {}) {
  Lines lines(text, dialect);
  Context context;
  context.dialect = dialect;
  context.data = read_json(json).value();
  FillBudget budget{.limits = limits};
  auto area = lines.whole();
  if (auto done = prepare(area, lines, context); !done) return done.error().message();
  if (auto done = fill(std::move(area), Scope(context.data), lines, context, budget); !done) return done.error().message();
  return lines.text();
}

TEST(Fill, ItemsRepeatTheirBlockAndOuterNamesStayUsable) {
  EXPECT_EQ(text_of({"{{title}}", "{{e.n}} of {{title}}", "end"}, R"({"title": "T", "e": [{"n": 1}, {"n": 2}]})"),
            "T\n1 of T\n2 of T\nend\n");
}

TEST(Fill, TwoCollectionsInOneBlockRepeatInsideOneAnother) {
  EXPECT_EQ(text_of({"{{a.x}}{{b.y}}"}, R"({"a": [{"x": 1}, {"x": 2}], "b": [{"y": 3}, {"y": 4}]})"), "13\n14\n23\n24\n");
}

TEST(Fill, AnItemsOwnCollectionRepeatsInItsCopyOnly) {
  EXPECT_EQ(text_of({"{{a.n}}:{{a.b.m}}"}, R"({"a": [{"n": 1, "b": [{"m": 2}, {"m": 3}]}, {"n": 4, "b": []}, {"n": 5, "b": [{"m": 6}]}]})"),
            "1:2\n1:3\n5:6\n");
}

TEST(Fill, LengthAndTheArrayItselfRepeatNothing) {
  EXPECT_EQ(text_of({"{{a.Length}}", "{{a}:empty(none)}"}, R"({"a": []})"), "0\nnone\n");
}

TEST(Fill, HidingIsDecidedPerCopy) {
  EXPECT_EQ(text_of({"{{a.n}}{{a.k}:hide-block-if(x)}"}, R"({"a": [{"n": 1, "k": "x"}, {"n": 2, "k": "y"}]})"), "2\n");
}

TEST(Fill, GridsComeLast) {
  EXPECT_EQ(text_of({"{{g}} {{n}}"}, R"({"n": 1, "g": [[1, 2], [3]]})"), "1,2,;3,; 1\n");
}

TEST(Fill, ConditionsAreDecidedWhereTheirItemIsKnown) {
  const auto* data = R"({"on": true, "e": [{"n": 1, "ok": true}, {"n": 2, "ok": false}]})";
  EXPECT_EQ(text_of({"{{e.n}}{{#if e.ok}} good{{#else}} bad{{/if}}{{#if on}}!{{/if}}"}, data, Dialect::Modern), "1 good!\n2 bad!\n");
  EXPECT_EQ(text_of({"{{#if e.ok}}first{{/if}}"}, data, Dialect::Modern), "first\n");
}

TEST(Fill, OfAChainOfConditionsTheFirstThatHoldsStays) {
  const std::vector<std::string> chain = {"{{#if n > 5}}big {{n}}{{#else if n > 2}}mid {{n}}{{#else if n > 1}}small{{#else}}none{{/if}}"};
  EXPECT_EQ(text_of(chain, R"({"n": 6})", Dialect::Modern), "big 6\n");
  EXPECT_EQ(text_of(chain, R"({"n": 3})", Dialect::Modern), "mid 3\n");
  EXPECT_EQ(text_of(chain, R"({"n": 2})", Dialect::Modern), "small\n");
  EXPECT_EQ(text_of(chain, R"({"n": 1})", Dialect::Modern), "none\n");
  EXPECT_EQ(text_of({"{{#if n > 5}}big{{#else if n > 2}}mid{{/if}}."}, R"({"n": 1})", Dialect::Modern), ".\n");
  EXPECT_EQ(text_of({"{{e.n}}{{#if on}}!{{#else if e.ok}} good{{#else}} bad{{/if}}"},
                    R"({"on": false, "e": [{"n": 1, "ok": true}, {"n": 2, "ok": false}]})", Dialect::Modern),
            "1 good\n2 bad\n");
}

TEST(Fill, LimitsAreNamed) {
  const auto* data = R"({"a": [{"x": 1}, {"x": 2}, {"x": 3}], "b": [{"y": 3}, {"y": 4}, {"y": 5}]})";
  EXPECT_THAT(text_of({"{{a.x}}{{b.y}}"}, data, Dialect::Classic, {.copies = 7}), HasSubstr("more than 7 repeated rows"));
  EXPECT_THAT(text_of({"{{a.x}}{{b.y}}"}, data, Dialect::Classic, {.depth = 1}), HasSubstr("more than 1 levels"));
}

}  // namespace
}  // namespace docmill::templating
