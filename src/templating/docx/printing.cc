#include "templating/docx/printing.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "ooxml/xml_text.h"
#include "ooxml/xml_walk.h"
#include "templating/docx/nodes.h"

namespace docmill::templating::docx {
namespace {

constexpr std::string_view kMarkBegins = "<dm:t n=\"";          // kTokenMark and kNumber, as they are written
constexpr std::string_view kPrintedBegins = "<dm:copies n=\"";  // kPrinted and kNumber

/// No text has it: sayable().
constexpr char kEnd = '\x01';

class Text : public pugi::xml_writer {
 public:
  void write(const void* data, std::size_t size) override { all.append(static_cast<const char*>(data), size); }
  std::string all;
};

bool is_among(pugi::xml_node node, std::span<const char* const> names) {
  return std::ranges::any_of(names, [&](const char* name) { return is(node, name); });
}

/// What there is of properties concerns nobody but who reads the document; a section's are more than a paragraph's.
bool is_properties(pugi::xml_node node) {
  static constexpr std::array kNames{"w:rPr", "w:pPr", "w:tcPr", "w:trPr", "w:tblPr", "w:tblPrEx", "w:tblGrid"};
  return is_among(node, kNames) && !node.child("w:sectPr");
}

bool is_plain(pugi::xml_node node) {
  static constexpr std::array kNames{"w:r",
                                     "w:t",
                                     "w:p",
                                     "w:tc",
                                     "w:tr",
                                     "w:tbl",
                                     "w:tab",
                                     "w:br",
                                     "w:cr",
                                     "w:sym",
                                     "w:ptab",
                                     "w:smartTag",
                                     "w:noBreakHyphen",
                                     "w:softHyphen",
                                     "w:proofErr",
                                     "w:lastRenderedPageBreak"};
  return is_among(node, kNames);
}

bool is_gap(pugi::xml_node node) {
  return is(node, kTokenMark) && is(node.parent(), "w:r") && !node.first_child() && is(node.first_attribute(), kNumber) &&
         !node.first_attribute().next_attribute();
}

/// Nothing but elements, text and marks, so that a mark is known by what is written for it.
bool has_clear_marks(pugi::xml_node root, std::size_t& marks) {
  for (auto node = root; node; node = ooxml::next_node(node, root)) {
    const auto type = node.type();
    if (type != pugi::node_element && type != pugi::node_pcdata) return false;
    if (!has_own_name(node)) continue;
    if (!is_gap(node)) return false;
    ++marks;
  }
  return true;
}

bool holds_text_only(pugi::xml_node root) {
  for (auto node = root; node;) {
    const bool whole = node.type() == pugi::node_pcdata || is_properties(node) || is_gap(node);
    if (!whole && !is_plain(node)) return false;
    node = whole ? ooxml::next_after(node, root) : ooxml::next_node(node, root);
  }
  return true;
}

/// Comments and the like are written as they stand, so one may look like an element of ours. They say nothing to anybody.
void remove_likenesses(pugi::xml_node tree) {
  std::vector<pugi::xml_node> found;
  for (auto node = tree; node; node = ooxml::next_node(node, tree)) {
    const auto type = node.type();
    const bool verbatim = type == pugi::node_comment || type == pugi::node_cdata || type == pugi::node_pi;
    const std::string_view value = node.value();
    if (verbatim && value.find("<dm:") != std::string_view::npos) found.push_back(node);
  }
  for (auto node : found) {
    if (node.type() == pugi::node_cdata) node.parent().insert_child_before(pugi::node_pcdata, node).set_value(node.value());
    node.parent().remove_child(node);
  }
}

/// The number in front of the quotes, and what lies behind the element.
std::size_t read_number(std::string_view& rest) {
  std::size_t number = 0;
  std::from_chars(rest.data(), rest.data() + rest.size(), number);
  rest.remove_prefix(std::min(rest.find('>'), rest.size() - 1) + 1);
  return number;
}

bool needs_escape(char c) {
  return c == '&' || c == '<' || c == '>';
}

void write_escaped(std::string& out, std::string_view text) {
  for (std::size_t done = 0; done < text.size();) {
    const auto end =
        static_cast<std::size_t>(std::find_if(text.begin() + static_cast<std::ptrdiff_t>(done), text.end(), needs_escape) - text.begin());
    out.append(text, done, end - done);
    if (end == text.size()) return;
    out += text[end] == '&' ? "&amp;" : text[end] == '<' ? "&lt;" : "&gt;";
    done = end + 1;
  }
}

/// One piece without line breaks and tabs.
void write_piece(std::string& out, std::string_view text) {
  if (text.empty()) return;
  out += text.front() == ' ' || text.back() == ' ' ? "<w:t xml:space=\"preserve\">" : "<w:t>";
  write_escaped(out, text);
  out += "</w:t>";
}

}  // namespace

bool may_be_printed(const Stretch& block, std::size_t tokens) {
  std::size_t marks = 0;
  for (auto node = block.first; node; node = node.next_sibling()) {
    if (!has_clear_marks(node, marks) || !holds_text_only(node)) return false;
    if (node == block.last) return marks == tokens;
  }
  return false;
}

std::shared_ptr<const Pieces> Pieces::of(const Stretch& copy) {
  Text written;
  for (auto node = copy.first; node; node = node.next_sibling()) {
    node.print(written, "", pugi::format_raw, pugi::encoding_utf8);
    if (node == copy.last) break;
  }
  auto pieces = std::make_shared<Pieces>();
  std::string_view rest = written.all;
  for (auto at = rest.find(kMarkBegins); at != std::string_view::npos; at = rest.find(kMarkBegins)) {
    pieces->literals_.emplace_back(rest.substr(0, at));
    rest.remove_prefix(at + kMarkBegins.size());
    read_number(rest);
  }
  pieces->literals_.emplace_back(rest);
  return pieces;
}

void write_text(std::string& out, std::string_view text) {
  const auto plain = [](char c) { return static_cast<unsigned char>(c) >= 0x20 && c != '\xEF'; };
  if (std::ranges::all_of(text, plain)) return write_piece(out, text);
  const auto whole = sayable(text);
  const std::string_view rest = whole;
  for (std::size_t begin = 0;; ++begin) {
    const auto end = std::min(rest.find_first_of("\n\t\r", begin), rest.size());
    write_piece(out, rest.substr(begin, end - begin));
    if (end == rest.size()) return;
    out += rest[end] == '\t' ? "<w:tab/>" : "<w:br/>";
    begin = rest.substr(end, 2) == "\r\n" ? end + 1 : end;
  }
}

void Copies::put(std::string_view text) {
  write_text(texts_, text);
  texts_ += kEnd;
}

void Copies::write(ooxml::PackedText& out) const {
  const char* text = texts_.data();
  const char* const last = text + texts_.size();
  for (std::size_t copy = 0; copy < count_; ++copy, out.settle()) {
    for (std::size_t gap = 0; gap < pieces_->gaps(); ++gap) {
      const char* const end = std::find(text, last, kEnd);
      out.text().append(pieces_->before(gap)).append(text, end);
      text = end + 1;
    }
    out.text() += pieces_->before(pieces_->gaps());
  }
}

Copies Copies::hand_over() {
  Copies fresh(pieces_);
  std::swap(fresh, *this);
  return fresh;
}

void Printed::put_before(pugi::xml_node next, Copies copies, std::uint64_t weight) {
  auto element = next.parent().insert_child_before(kPrinted, next);
  element.append_attribute(kNumber).set_value(static_cast<unsigned long long>(copies_.size()));
  element.append_attribute(kWeight).set_value(static_cast<unsigned long long>(weight));
  copies_.push_back(std::move(copies));
  trees_.insert(place_of(next.root()));
}

bool Printed::has(pugi::xml_node tree) const {
  return trees_.contains(place_of(tree.root()));
}

ooxml::PackedText Printed::written(pugi::xml_document& tree) const {
  remove_likenesses(tree.root());
  const auto around = ooxml::written_xml(tree);
  ooxml::PackedText all;
  std::string_view rest = around;
  for (auto at = rest.find(kPrintedBegins); at != std::string_view::npos; at = rest.find(kPrintedBegins)) {
    all.text() += rest.substr(0, at);
    rest.remove_prefix(at + kPrintedBegins.size());
    copies_.at(read_number(rest)).write(all);
  }
  all.text() += rest;
  return all;
}

}  // namespace docmill::templating::docx
