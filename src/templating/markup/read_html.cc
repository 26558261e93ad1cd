#include "templating/markup/read_html.h"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <utility>
#include <vector>

#include "gumbo/depth.h"
#include "gumbo/html_tree.h"
#include "templating/markup/css.h"
#include "templating/markup/flow.h"
#include "templating/markup/styles.h"
#include "templating/markup/tables.h"
#include "templating/markup/tags.h"

namespace docmill::templating::markup {
namespace {

using gumbo::attribute_of;
using gumbo::tag_name;

constexpr std::size_t kMostComplaints = 5;
constexpr std::size_t kLargestTree = 192UL << 20;  // bytes

double pixels_of(const GumboNode* element, const Declarations& style, const char* name) {
  const auto said = value_of(style, name);
  return std::min(width_of(said.empty() ? attribute_of(element, name) : said).pixels, 3000.0);
}

class Reader {
 public:
  Reader() : flow_(fragment_.blocks) { states_.emplace_back(); }

  /// Returns whether to go below.
  bool enter(const GumboNode* node);
  void leave(const GumboNode* node);

  Fragment finish() {
    flow_.end_paragraph();
    return std::move(fragment_);
  }
  bool is_done() const { return fragment_.weight > kMostNodes; }

 private:
  const State& state() const { return states_.back(); }
  bool enter_element(const GumboNode* element, std::string_view tag);
  void begin(const GumboNode* element, std::string_view tag, State& state, const Declarations& style);
  bool begin_table_part(const GumboNode* element, std::string_view tag, const State& state, const Declarations& style);
  void put_image(const GumboNode* element, const Declarations& style, const State& state);
  void link(const GumboNode* element, State& state);

  Fragment fragment_;
  Flow flow_;
  std::deque<State> states_;       // of the elements around, the innermost last
  std::deque<TableMaker> tables_;  // likewise
  int deeper_ = 0;                 // tables that are too deep to be any
};

bool Reader::enter(const GumboNode* node) {
  ++fragment_.weight;
  switch (node->type) {
    case GUMBO_NODE_TEXT:
    case GUMBO_NODE_CDATA:
    case GUMBO_NODE_WHITESPACE: flow_.add_text(node->v.text.text, state()); return false;
    case GUMBO_NODE_ELEMENT:
    case GUMBO_NODE_TEMPLATE: return enter_element(node, tag_name(node));
    default: return false;
  }
}

void Reader::put_image(const GumboNode* element, const Declarations& style, const State& state) {
  Piece image;
  image.kind = Piece::Kind::Image;
  image.source = trimmed(attribute_of(element, "src"));
  image.text = attribute_of(element, "alt");
  image.width = pixels_of(element, style, "width");
  image.height = pixels_of(element, style, "height");
  if (!image.source.empty()) flow_.add_image(std::move(image), state);
}

void Reader::link(const GumboNode* element, State& state) {
  const auto address = attribute_of(element, "href");
  if (address.empty()) return;
  state.look.link = safe_link(address);
  if (state.look.link.empty() && fragment_.complaints.size() < kMostComplaints) {
    fragment_.complaints.push_back(fmt::format("A link to “{}” leads to no address, so its text is no link.", address.substr(0, 60)));
  }
}

/// Returns false where the element is taken as any other.
bool Reader::begin_table_part(const GumboNode* element, std::string_view tag, const State& state, const Declarations& style) {
  if (tag == "table") {
    flow_.end_paragraph();
    if (tables_.size() == kMostTablesWithin) {
      ++deeper_;
    } else {
      tables_.emplace_back(flow_, element, style, state);
    }
    return true;
  }
  if (tables_.empty() || deeper_ > 0) return false;
  if (tag == "tr") {
    tables_.back().begin_row(element, style, element->parent->type == GUMBO_NODE_ELEMENT && tag_name(element->parent) == "thead");
  } else if (tag == "td" || tag == "th") {
    tables_.back().begin_cell(element, tag, style);
  } else if (tag == "caption") {
    tables_.back().begin_caption();
  } else {
    return false;
  }
  return true;
}

void Reader::begin(const GumboNode* element, std::string_view tag, State& state, const Declarations& style) {
  if (begin_table_part(element, tag, state, style)) {
    if (tag == "table") state.align = Align::None;
    if (tag == "th" && state.align == Align::None) state.align = Align::Center;
    state.lists = state.indent = 0;
    state.background.clear();
    return;
  }
  if (tag == "tr" || tag == "td" || tag == "th" || is_block(tag)) flow_.end_paragraph();
  if (tag.size() == 2 && tag[0] == 'h' && tag[1] >= '1' && tag[1] <= '6') state.heading = tag[1] - '0';
  if (tag == "pre") state.keeps_blanks = true;
  if (tag == "ul" || tag == "ol" || tag == "menu" || tag == "dir") {
    if (flow_.awaits_item()) flow_.end_item(this->state());  // an item that begins with a list has a marker of its own
    ++state.lists;
    state.list = fragment_.lists.size();
    fragment_.lists.push_back(list_of(element, tag, style));
  } else if (tag == "li") {
    if (state.lists == 0) {
      state.lists = 1;
      state.list = fragment_.lists.size();
      fragment_.lists.emplace_back();
    }
    flow_.begin_item();
  } else if (tag == "q") {
    flow_.add_text("“", state);
  } else if (tag == "a") {
    link(element, state);
  }
}

bool Reader::enter_element(const GumboNode* element, std::string_view tag) {
  const bool foreign = element->v.element.tag_namespace != GUMBO_NAMESPACE_HTML;
  const auto style = declarations_of(attribute_of(element, "style"));
  if (foreign || is_dropped(tag) || is_hidden(style)) {
    states_.push_back(state());
    return false;
  }
  auto inside = state();
  dress(inside, element, tag, style);
  if (tag == "br") {
    flow_.add_break(inside);
  } else if (tag == "hr") {
    flow_.add_rule();
  } else if (tag == "img") {
    put_image(element, style, inside);
  } else {
    if (auto color = color_of(value_of(style, value_of(style, "background-color").empty() ? "background" : "background-color"))) {
      (is_block(tag) ? inside.background : inside.look.background) = *std::move(color);
    }
    begin(element, tag, inside, style);
  }
  states_.push_back(std::move(inside));
  return true;
}

void Reader::leave(const GumboNode* element) {
  const auto tag = tag_name(element);
  const auto inside = std::move(states_.back());
  states_.pop_back();
  const bool skipped = is_dropped(tag) || is_hidden(declarations_of(attribute_of(element, "style"))) ||
                       element->v.element.tag_namespace != GUMBO_NAMESPACE_HTML;
  if (skipped) return;
  if (tag == "table" && deeper_ > 0) {
    --deeper_;
    return flow_.end_paragraph();
  }
  if (tag == "table") {
    tables_.back().end();
    tables_.pop_back();
  } else if (!tables_.empty() && deeper_ == 0 && (tag == "td" || tag == "th" || tag == "caption")) {
    tables_.back().end_cell();
  } else if (tag == "li") {
    flow_.end_item(inside);
  } else if (tag == "q") {
    flow_.add_text("”", inside);
  } else if (tag == "tr" || is_block(tag)) {
    flow_.end_paragraph();
  }
}

/// Documents cannot say them.
std::string without_controls(std::string_view html) {
  std::string sound(html);
  std::erase_if(sound, [](char c) { return static_cast<unsigned char>(c) < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f'; });
  return sound;
}

Error too_large() {
  return fail(
      ErrorCode::InputTooComplex,
      fmt::format("A value that is formatted as HTML has more than {} elements and texts, or its tree needs more than {} MiB. Use a "
                  "simpler one.",
                  kMostNodes, kLargestTree >> 20U));
}

}  // namespace

Result<Fragment> read_html(std::string_view html) {
  if (html.size() > kLargestHtml) {
    return Failed(fail(ErrorCode::InputTooComplex,
                       fmt::format("A value that is formatted as HTML has more than {} MiB. Use a smaller one.", kLargestHtml >> 20U)));
  }
  if (gumbo::depth_of(html, kDeepest) > kDeepest) {
    return Failed(fail(
        ErrorCode::InputTooComplex,
        fmt::format("A value that is formatted as HTML has elements within elements, more than {} deep. Use a simpler one.", kDeepest)));
  }
  const auto sound = without_controls(html);
  const gumbo::HtmlTree tree(sound, kLargestTree);
  if (tree.root() == nullptr) return Failed(too_large());
  Reader reader;
  gumbo::walk_tree(tree.root(), reader);
  if (reader.is_done()) return Failed(too_large());
  return reader.finish();
}

}  // namespace docmill::templating::markup
