#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

// What a piece of HTML says, with all that its elements and styles mean worked out: paragraphs, items of lists, tables and the text in
// them. It knows neither HTML nor any format of documents.

namespace docmill::templating::markup {

/// How text looks. What is not said is as around.
struct Look {
  enum class Height : std::uint8_t { Line, Below, Above };

  std::optional<bool> bold;
  std::optional<bool> italic;
  bool underline = false;
  bool strike = false;
  bool code = false;        // all letters equally wide
  std::optional<bool> rtl;  // it is read from right to left
  Height height = Height::Line;
  double size = 0;         // points; 0: as around
  double scale = 1;        // of the size
  std::string font;        // a family's name
  std::string color;       // "RRGGBB"
  std::string background;  // likewise
  std::string link;        // where it leads; only addresses a document may lead to, or "#name"

  bool operator==(const Look&) const = default;
};

struct Piece {
  enum class Kind : std::uint8_t { Text, Break, Image };

  Kind kind = Kind::Text;
  std::string text;  // of an image: what stands for it
  Look look;
  std::string source;  // Image: an address or a data URI
  double width = 0;    // Image: pixels at 96 to the inch; 0: its own
  double height = 0;
};

enum class Align : std::uint8_t { None, Left, Center, Right, Both };

struct Border {
  double points = 0.5;  // 0: none
  std::string color;    // "RRGGBB", or empty: as the reader likes
};

struct Table;

struct Block {
  enum class Kind : std::uint8_t { Paragraph, Item, Table, Rule };

  Kind kind = Kind::Paragraph;
  int heading = 0;  // 1 to 6, or 0
  Align align = Align::None;
  std::optional<bool> rtl;  // it begins at the right
  int indent = 0;           // steps to the right: quotations, further paragraphs of an item
  int level = 0;            // Item: lists around its list, 0 to 8
  std::size_t list = 0;     // Item: index of Fragment::lists
  std::string background;   // "RRGGBB"
  std::vector<Piece> pieces;
  std::unique_ptr<markup::Table> table;
};

/// How the items of a list are counted.
struct List {
  enum class Count : std::uint8_t { Bullets, Numbers, SmallLetters, Letters, SmallRoman, Roman };

  Count count = Count::Bullets;
  int start = 1;
};

/// As wide as the page's text, so many pixels, or as its text wants.
struct Width {
  double pixels = 0;
  double percent = 0;
};

struct Cell {
  std::vector<Block> blocks;
  int columns = 1;
  int rows = 1;
  bool head = false;
  Width width;
  std::string background;
  std::optional<Border> border;
};

struct Row {
  std::vector<Cell> cells;
  bool head = false;  // shown again on each page
};

struct Table {
  std::vector<Row> rows;
  Width width;
  Align align = Align::None;
  bool rtl = false;              // its first column is the rightmost
  std::optional<Border> border;  // around it
  std::optional<Border> grid;    // between its cells
};

struct Fragment {
  std::vector<Block> blocks;
  std::vector<List> lists;
  std::size_t weight = 0;               // about how many elements a document gets of it
  std::vector<std::string> complaints;  // sentences: what of it was left out for a reason its author should know
};

/// The fragment where nothing but text fits: blocks, rows and items in lines of their own, cells after tabs, items behind "• " or "1. ".
std::vector<Piece> in_one_line(const Fragment& fragment);

/// The same without looks; images say what stands for them.
std::string plain_text(const Fragment& fragment);

}  // namespace docmill::templating::markup
