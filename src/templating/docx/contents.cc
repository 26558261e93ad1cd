#include "templating/docx/contents.h"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "ooxml/xml_walk.h"
#include "templating/docx/nodes.h"

namespace docmill::templating::docx {
namespace {

/// A paragraph in the result of a TOC field that leads to a heading.
struct Entry {
  pugi::xml_node paragraph;
  std::string target;         // the bookmark, as the template calls it
  pugi::xml_node field_head;  // its child with which the field's instruction ends, if it begins here
  pugi::xml_node field_tail;  // its child that ends the field
};

struct Heading {
  std::string target;  // as the template calls it
  std::string name;
  pugi::xml_node paragraph;
  std::string line;  // what it says
};

bool is_field_character(pugi::xml_node node, std::string_view type) {
  return is(node, "w:fldChar") && node.attribute("w:fldCharType").value() == type;
}

std::string first_word(const std::string& text) {
  const auto begin = std::min(text.find_first_not_of(' '), text.size());
  return text.substr(begin, text.find(' ', begin) - begin);
}

/// "_Toc1" of `PAGEREF _Toc1 \h`.
std::string page_of(const std::string& instruction) {
  if (first_word(instruction) != "PAGEREF") return {};
  return first_word(instruction.substr(instruction.find("PAGEREF") + 7));
}

/// What a heading says, in one line.
std::string line_of(pugi::xml_node heading) {
  std::string line;
  int fields = 0;  // whose instruction is being read
  for (auto node = heading; node;) {
    if (is(node, "w:del") || is(node, "w:drawing") || is(node, "w:pict") || is(node, "mc:AlternateContent") || is(node, "w:pPr")) {
      node = ooxml::next_after(node, heading);
      continue;
    }
    if (is_field_character(node, "begin")) ++fields;
    if (fields > 0 && (is_field_character(node, "separate") || is_field_character(node, "end"))) --fields;
    if (is(node, "w:t") && fields == 0) line += text_of(node);
    if (is(node, "w:tab") || is(node, "w:br")) line += ' ';
    node = ooxml::next_node(node, heading);
  }
  return line;
}

/// Goes through a document once, in its order.
class Survey {
 public:
  Survey(pugi::xml_node body, const Bookmarks& bookmarks) : bookmarks_(bookmarks) {
    ooxml::for_each_element(body, [&](pugi::xml_node node) { visit(node); });
    for (auto& heading : headings) heading.line = line_of(heading.paragraph);  // before any paragraph goes
  }

  std::vector<Entry> entries;
  std::vector<Heading> headings;

 private:
  struct Field {
    std::string instruction;
    bool shown = false;  // what follows is its result
    bool is_contents() const { return first_word(instruction) == "TOC"; }
  };

  bool in_contents() const {
    return std::ranges::any_of(fields_, [](const Field& field) { return field.shown && field.is_contents(); });
  }

  void visit(pugi::xml_node node) {
    if (is(node, "w:p")) {
      paragraph_ = node;
      entry_.reset();
      head_ = {};
      take_waiting();
    } else if (is(node, "w:bookmarkStart")) {
      bookmark(node);
    } else if (is(node, "w:hyperlink")) {
      if (in_contents()) lead(node.attribute("w:anchor").value());
    } else if (is(node, "w:fldChar")) {
      field_character(node);
    } else if (is(node, "w:instrText")) {
      const auto text = text_of(node);
      if (!fields_.empty() && !fields_.back().shown) fields_.back().instruction += text;
      if (in_contents()) lead(page_of(text));
    }
  }

  void field_character(pugi::xml_node node) {
    if (is_field_character(node, "begin")) {
      fields_.emplace_back();
    } else if (is_field_character(node, "separate")) {
      if (fields_.empty()) return;
      fields_.back().shown = true;
      if (fields_.back().is_contents()) head_ = child_around(node, paragraph_);
    } else if (is_field_character(node, "end") && !fields_.empty()) {
      if (fields_.back().is_contents() && entry_) entries[*entry_].field_tail = child_around(node, paragraph_);
      fields_.pop_back();
    }
  }

  void lead(const std::string& target) {
    if (entry_ || !paragraph_ || !target.starts_with("_Toc") || around(paragraph_.parent(), "w:p")) return;
    entry_ = entries.size();
    entries.push_back({paragraph_, target, head_, {}});
  }

  void bookmark(pugi::xml_node node) {
    const std::string name = node.attribute("w:name").value();
    if (!name.starts_with("_Toc") || in_contents()) return;
    headings.push_back({bookmarks_.origin(name), name, around(node, "w:p"), {}});
    if (!headings.back().paragraph) waiting_.push_back(headings.size() - 1);
  }

  /// Bookmarks that begin between paragraphs mean the next one.
  void take_waiting() {
    for (const auto heading : waiting_) headings[heading].paragraph = paragraph_;
    waiting_.clear();
  }

  const Bookmarks& bookmarks_;
  std::vector<Field> fields_;
  std::vector<std::size_t> waiting_;
  pugi::xml_node paragraph_;
  pugi::xml_node head_;
  std::optional<std::size_t> entry_;
};

/// The texts of an entry between its number and its page.
std::vector<pugi::xml_node> title_of(pugi::xml_node entry) {
  struct Item {
    pugi::xml_node text;  // none: a tab
  };
  std::vector<Item> items;
  bool has_page = false;
  for (auto node = entry; node && !has_page; node = ooxml::next_node(node, entry)) {
    if (is(node, "w:t")) items.push_back({node});
    if (is(node, "w:tab") && is(node.parent(), "w:r")) items.push_back({});
    has_page = is(node, "w:instrText") && !page_of(text_of(node)).empty();
  }
  const auto is_tab = [](const Item& item) { return !item.text; };
  auto begin = items.begin();
  auto end = items.end();
  if (has_page) {
    const auto page = std::find_if(items.rbegin(), items.rend(), is_tab);
    if (page != items.rend()) end = page.base() - 1;
  }
  if (const auto number = std::find_if(begin, end, is_tab); number != end) begin = number + 1;
  std::vector<pugi::xml_node> texts;
  for (; begin < end; ++begin) {
    if (begin->text) texts.push_back(begin->text);
  }
  return texts;
}

void say(pugi::xml_node entry, const std::string& title) {
  auto texts = title_of(entry);
  if (texts.empty()) return;
  std::string now;
  for (const auto text : texts) now += text_of(text);
  if (now == title) return;
  set_text(texts.front(), title);
  for (auto text = texts.begin() + 1; text != texts.end(); ++text) set_text(*text, "");
}

/// Entries one after the other, with the field's ends, which are no entry's.
class List {
 public:
  explicit List(std::span<Entry> entries) : entries_(entries) {}

  void follow(const std::vector<Heading>& all) {
    std::vector<const Heading*> headings;
    for (const auto& heading : all) {
      if (heading.paragraph && model_for(heading) != nullptr) headings.push_back(&heading);
    }
    if (headings.empty()) return;
    if (!fits(headings)) rebuild(headings);
    for (std::size_t i = 0; i < headings.size(); ++i) say(lines_[i], headings[i]->line);
  }

 private:
  const Entry* model_for(const Heading& heading) const {
    const auto found = std::ranges::find(entries_, heading.target, &Entry::target);
    return found == entries_.end() ? nullptr : &*found;
  }

  bool fits(const std::vector<const Heading*>& headings) {
    const bool same =
        std::ranges::equal(entries_, headings, [](const Entry& entry, const Heading* heading) { return entry.target == heading->name; });
    if (!same) return false;
    for (const auto& entry : entries_) lines_.push_back(entry.paragraph);
    return true;
  }

  /// Takes the field's ends out of an entry.
  void take_ends(const Entry& entry) {
    auto paragraph = entry.paragraph;
    bool with_tail = false;  // the field ends before its head does: nobody but an attacker writes that
    if (entry.field_head) {
      for (auto node = paragraph.first_child(); node;) {
        const auto next = node.next_sibling();
        const bool last = node == entry.field_head;
        with_tail = with_tail || node == entry.field_tail;
        if (!is(node, "w:pPr")) head_.append_copy(node), paragraph.remove_child(node);
        if (last) break;
        node = next;
      }
    }
    if (entry.field_tail && !with_tail) {
      tail_.append_copy(entry.field_tail);
      paragraph.remove_child(entry.field_tail);
    }
  }

  void rebuild(const std::vector<const Heading*>& headings) {
    for (const auto& entry : entries_) take_ends(entry);
    auto parent = entries_.front().paragraph.parent();
    const auto place = entries_.front().paragraph;
    for (const auto* heading : headings) {
      const auto* model = model_for(*heading);
      auto line = parent.insert_copy_before(model->paragraph, place);
      lines_.push_back(line);
      const NewNames names{{model->target, heading->name}};
      ooxml::for_each_element(line, [&](pugi::xml_node node) { lead_to(node, names); });
      line.remove_attribute("w14:paraId");
      line.remove_attribute("w14:textId");
    }
    for (const auto& entry : entries_) parent.remove_child(entry.paragraph);
    auto front = lines_.front();
    const auto behind = front.child("w:pPr");
    for (auto node = head_.last_child(); node; node = node.previous_sibling()) {
      if (behind) {
        front.insert_copy_after(node, behind);
      } else {
        front.prepend_copy(node);
      }
    }
    for (const auto node : tail_.children()) lines_.back().append_copy(node);
  }

  std::span<Entry> entries_;
  std::vector<pugi::xml_node> lines_;
  pugi::xml_document head_;
  pugi::xml_document tail_;
};

}  // namespace

void bring_contents_up_to_date(pugi::xml_node body, const Bookmarks& bookmarks) {
  Survey survey(body, bookmarks);
  auto& entries = survey.entries;
  for (std::size_t begin = 0; begin < entries.size();) {
    std::size_t end = begin + 1;
    while (end < entries.size() && element_after(entries[end - 1].paragraph) == entries[end].paragraph) ++end;
    List(std::span(entries).subspan(begin, end - begin)).follow(survey.headings);
    begin = end;
  }
}

}  // namespace docmill::templating::docx
