#include <gtest/gtest.h>

#include "templating/dice.h"
#include "templating/docx_maker.h"
#include "templating/same_parts.h"

// What holds for every template: one without tokens stays what it is, one with tokens says what a simple model says, nothing of the
// language is left in it, and the same template with the same data is the same document to the byte.

namespace docmill::templating::docx {
namespace {

using docmill::trial::cut_up;
using docmill::trial::Dice;

constexpr std::size_t kRounds = 150;

struct Filling {
  std::string bytes;
  std::string outline;
  std::string error;
};

Filling fill_with(const std::string& bytes, const Value& data, MissingValue missing, Dialect dialect = Dialect::Classic) {
  Filling out;
  auto package = ooxml::Package::open(bytes);
  Context context;
  context.data = data;
  context.missing = missing;
  context.dialect = dialect;
  const auto filled = package ? fill(*package, context) : Result<void>(Failed(package.error()));
  auto written = filled ? package->write() : Result<std::string>(Failed(filled.error()));
  if (!written) {
    out.error = written.error().describe();
    return out;
  }
  out.bytes = *std::move(written);
  auto again = ooxml::Package::open(out.bytes);
  auto tree = again ? again->xml("word/document.xml") : Result<pugi::xml_document*>(Failed(again.error()));
  if (!tree)
    out.error = tree.error().describe();
  else
    out.outline = outline_of((*tree)->document_element().child("w:body"));
  return out;
}

// --- templates without tokens

class PlainDocument {
 public:
  explicit PlainDocument(std::uint64_t seed) : dice_(seed) {}

  std::string bytes() {
    Maker maker;
    const std::string spaces(kSpaces);
    for (std::size_t i = dice_.from(1, 12); i > 0; --i) maker.body += block(3);
    maker.parts = {{"word/header1.xml", "<w:hdr " + spaces + ">" + paragraph() + "</w:hdr>"},
                   {"word/footnotes.xml", "<w:footnotes " + spaces + "><w:footnote w:type=\"separator\" w:id=\"0\"><w:p/></w:footnote>" +
                                              "<w:footnote w:id=\"1\">" + paragraph() + "</w:footnote></w:footnotes>"},
                   {"word/media/image1.png", "no real picture: " + text()},
                   {"customXml/item1.xml", "<data>" + escaped(text()) + "<!-- kept --></data>"}};
    maker.relations = ooxml::rel("rIdH", "header", "header1.xml") + ooxml::rel("rIdF", "footnotes", "footnotes.xml") +
                      ooxml::rel("rIdI", "image", "media/image1.png") + ooxml::rel("rIdX", "customXml", "../customXml/item1.xml") +
                      ooxml::rel("rIdL", "hyperlink", "https://example.test/?a=%7Bb%7D", "TargetMode=\"External\"");
    return maker.bytes();
  }

 private:
  std::string text() {
    std::string out;
    for (std::size_t i = dice_.below(6); i > 0; --i) out += (dice_.one_in(4) ? dice_.almost_token() : dice_.word()) + " ";
    return out;
  }

  std::string inside() {
    const auto number = std::to_string(++number_);
    switch (dice_.below(8)) {
      case 0:
        return "<w:bookmarkStart w:id=\"" + number + "\" w:name=\"b" + number + "\"/>" + run(text()) + "<w:bookmarkEnd w:id=\"" + number +
               "\"/>";
      case 1: return "<w:hyperlink r:id=\"rIdL\">" + run(text()) + "</w:hyperlink>";
      case 2: return "<w:r><w:rPr><w:b/></w:rPr><w:t>bold</w:t><w:tab/><w:br/></w:r><w:proofErr w:type=\"spellStart\"/>";
      case 3:
        return "<w:r><w:drawing><wp:inline><wp:docPr id=\"" + number + "\" name=\"\" descr=\"a &lt; b\"/></wp:inline></w:drawing></w:r>";
      case 4:
        return "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText xml:space=\"preserve\"> PAGE </w:instrText></w:r>"
               "<w:r><w:fldChar w:fldCharType=\"end\"/></w:r>";
      case 5: return "<mc:AlternateContent><mc:Choice Requires=\"wps\"><w:r/></mc:Choice><mc:Fallback/></mc:AlternateContent>";
      case 6: return "<w:fldSimple w:instr=\" MERGEFIELD name \">" + run("«name»") + "</w:fldSimple>";
      default: return run(text());
    }
  }

  std::string paragraph() {
    std::string out = "<w:p>";
    if (dice_.one_in(4)) out += "<w:pPr><w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"1\"/></w:numPr></w:pPr>";
    for (std::size_t i = dice_.below(5); i > 0; --i) out += inside();
    return out + "</w:p>";
  }

  std::string block(std::size_t depth) {
    if (depth > 0 && dice_.one_in(5)) {
      const auto rows = dice_.from(1, 3);
      std::string out;
      for (std::size_t i = 0; i < rows; ++i) out += "<w:tr>" + cell(block(depth - 1) + paragraph()) + cell(paragraph()) + "</w:tr>";
      return table(out);
    }
    if (depth > 0 && dice_.one_in(8)) return "<w:sdt><w:sdtPr/><w:sdtContent>" + block(depth - 1) + "</w:sdtContent></w:sdt>";
    return paragraph();
  }

  Dice dice_;
  std::size_t number_ = 0;
};

TEST(DocxProperties, ATemplateWithoutTokensStaysWhatItIs) {
  const auto data = read_json(R"({"a": 1, "b": [{"c": 2}]})").value();
  for (const auto seed : docmill::trial::seeds(kRounds)) {
    SCOPED_TRACE("DOCMILL_SEED=" + std::to_string(seed));
    const auto before = PlainDocument(seed).bytes();
    const auto filled = fill_with(before, data, MissingValue::Keep, seed % 2 == 0 ? Dialect::Classic : Dialect::Modern);
    ASSERT_EQ(filled.error, "");
    auto one = ooxml::Package::open(before);
    auto other = ooxml::Package::open(filled.bytes);
    ASSERT_EQ(docmill::trial::difference(*one, *other, [](const std::string&) { return false; }), "");
  }
}

// --- templates with tokens, and what they say by a model that knows nothing of documents

class RandomTemplate {
 public:
  RandomTemplate(std::uint64_t seed, MissingValue missing) : dice_(seed), missing_(missing) {
    for (const auto* name : {"name", "town", "note"}) {
      values_[name] = value();
      data.set(name, Value::of(values_[name]));
    }
    for (std::size_t i = dice_.from(1, 7); i > 0; --i) add_block();
    body += split({"end"});
    outline += "end\n";
  }

  std::string body;
  std::string outline;  // as outline_of() has it
  Value data = Value::object();

 private:
  using Values = std::map<std::string, std::string>;

  std::string value() {
    std::string out;
    for (std::size_t i = dice_.below(4); i > 0; --i) out += dice_.word();
    // What looks like a token in data is text.
    if (dice_.one_in(6)) out += "{{name}}";
    return out;
  }

  /// Text with tokens for `values`, whose names begin with `prefix`, and what it becomes.
  std::pair<std::string, std::string> text(const Values& values, const std::string& prefix) {
    std::string written;
    std::string said;
    const auto put_value = [&](const Values& from, const std::string& before) {
      const auto at = std::next(from.begin(), static_cast<std::ptrdiff_t>(dice_.below(from.size())));
      written += "{{" + before + at->first + "}}";
      said += at->second;
    };
    put_value(values, prefix);
    for (std::size_t i = dice_.below(4); i > 0; --i) {
      switch (dice_.below(4)) {
        case 0: put_value(values_, ""); break;
        case 1: put_value(values, prefix); break;
        case 2: {
          const std::string missing = "{{nowhere.x}}";
          written += missing;
          said += missing_ == MissingValue::Keep ? missing : "";
          break;
        }
        default:
          const auto word = dice_.word();
          written += word;
          said += word;
      }
    }
    return {written, said};
  }

  std::string runs(const std::string& text) {
    std::string out;
    for (const auto& piece : cut_up(dice_, text, dice_.from(2, 9))) out += run(piece);
    return out;
  }

  struct Items {
    std::string name;
    std::vector<Values> values;
    Value list = Value::list({});
  };

  Items items() {
    Items out;
    out.name = "list" + std::to_string(++lists_);
    for (std::size_t i = dice_.below(5); i > 0; --i) {
      Values values{{"a", value()}, {"b", value()}, {"n", std::to_string(dice_.below(1000))}};
      Value item = Value::object();
      for (const auto& [name, value] : values)
        item.set(name, name == "n" ? Value::of(static_cast<std::int64_t>(std::stoi(value))) : Value::of(value));
      out.values.push_back(std::move(values));
      out.list.push_back(std::move(item));
    }
    data.set(out.name, out.list);
    return out;
  }

  /// The same text for every item, its tokens chosen once: `make` is asked for what it says of one item's values.
  struct Row {
    std::vector<std::string> cells;
    std::vector<std::vector<std::string>> said;  // of each item, of each cell
  };

  Row row_of(const Items& items, std::size_t cells) {
    Row out;
    out.said.resize(items.values.size());
    const auto start = dice_;
    const Values names{{"a", ""}, {"b", ""}, {"n", ""}};
    for (std::size_t i = 0; i < items.values.size(); ++i) {
      dice_ = start;
      for (std::size_t c = 0; c < cells; ++c) out.said[i].push_back(text(items.values[i], items.name + ".").second);
    }
    dice_ = start;
    for (std::size_t c = 0; c < cells; ++c) out.cells.push_back(text(names, items.name + ".").first);
    return out;
  }

  void add_table() {
    const auto list = items();
    const auto height = dice_.from(1, 3);
    std::vector<Row> rows;
    for (std::size_t i = 0; i < height; ++i) rows.push_back(row_of(list, 2));
    std::string made = row({"head", "line"});
    outline += "[head|line]\n";
    for (const auto& one : rows) {
      made += "<w:tr>";
      for (const auto& text : one.cells) made += cell("<w:p>" + runs(text) + "</w:p>");
      made += "</w:tr>";
    }
    for (std::size_t i = 0; i < list.values.size(); ++i) {
      for (const auto& one : rows) outline += "[" + one.said[i][0] + "|" + one.said[i][1] + "]\n";
    }
    body += table(made + row({"foot", ""}));
    outline += "[foot|]\n";
  }

  void add_list() {
    const auto list = items();
    const auto one = row_of(list, 1);
    body += "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"1\"/></w:numPr></w:pPr>" + runs(one.cells[0]) + "</w:p>" + p("-");
    for (const auto& said : one.said) outline += "#0 " + said[0] + "\n";
    outline += "-\n";
  }

  void add_block() {
    switch (dice_.below(3)) {
      case 0: return add_table();
      case 1: return add_list();
      default:
        const auto [written, said] = text(values_, "");
        body += "<w:p>" + runs(written) + "</w:p>";
        outline += said + "\n";
    }
  }

  Dice dice_;
  MissingValue missing_;
  Values values_;
  std::size_t lists_ = 0;
};

TEST(DocxProperties, ARandomTemplateSaysWhatAModelSays) {
  for (const auto seed : docmill::trial::seeds(kRounds)) {
    for (const auto missing : {MissingValue::Keep, MissingValue::Remove}) {
      SCOPED_TRACE("DOCMILL_SEED=" + std::to_string(seed));
      const RandomTemplate made(seed, missing);
      const auto bytes = Maker{.body = made.body, .parts = {}, .relations = {}}.bytes();
      for (const auto dialect : {Dialect::Classic, Dialect::Modern}) {
        const auto filled = fill_with(bytes, made.data, missing, dialect);
        ASSERT_EQ(filled.error, "");
        ASSERT_EQ(filled.outline, made.outline);
      }
    }
  }
}

TEST(DocxProperties, TheSameTemplateAndDataGiveTheSameBytes) {
  for (const auto seed : docmill::trial::seeds(30)) {
    SCOPED_TRACE("DOCMILL_SEED=" + std::to_string(seed));
    const RandomTemplate made(seed, MissingValue::Keep);
    const auto bytes = Maker{.body = made.body, .parts = {}, .relations = {}}.bytes();
    const auto first = fill_with(bytes, made.data, MissingValue::Keep).bytes;
    ASSERT_FALSE(first.empty());
    ASSERT_EQ(first, fill_with(bytes, made.data, MissingValue::Keep).bytes);
  }
}

}  // namespace
}  // namespace docmill::templating::docx
