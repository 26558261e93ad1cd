// Templates beside the libraries people fill them with: a long table, a large workbook, many small documents of one template.
#include <fmt/format.h>

#include <fstream>
#include <sstream>
#include <stdexcept>

#include "contest.h"
#include "ooxml/word_maker.h"

namespace docmill::bench {
namespace {

using testing::FormPart;
using testing::TempDir;

constexpr int kColumns = 5;
constexpr const char* kNames[kColumns] = {"number", "name", "day", "amount", "note"};

std::string cell(const std::string& text) {
  return "<w:tc><w:tcPr><w:tcW w:w=\"1800\" w:type=\"dxa\"/></w:tcPr><w:p><w:pPr><w:spacing w:after=\"0\"/></w:pPr><w:r><w:rPr><w:sz "
         "w:val=\"20\"/></w:rPr><w:t>" +
         text + "</w:t></w:r></w:p></w:tc>";
}

/// A row of tokens: what stands before and behind each name, and around the row.
struct Tokens {
  std::string open;
  std::string close;
  std::string before = {};
  std::string behind = {};
};

std::string row(const Tokens& tokens) {
  std::string cells;
  for (int i = 0; i < kColumns; ++i) {
    auto text = tokens.open + kNames[i] + tokens.close;
    if (i == 0) text = tokens.before + text;
    if (i == kColumns - 1) text += tokens.behind;
    cells += cell(text);
  }
  return "<w:tr>" + cells + "</w:tr>";
}

std::string document(const std::string& title, const std::vector<Tokens>& rows) {
  std::string heads;
  for (const auto* name : kNames) heads += cell(name);
  std::string body = ooxml::paragraph(title) + "<w:tbl><w:tblPr><w:tblW w:w=\"0\" w:type=\"auto\"/></w:tblPr><w:tblGrid>";
  for (int i = 0; i < kColumns; ++i) body += "<w:gridCol w:w=\"1800\"/>";
  body += "</w:tblGrid><w:tr>" + heads + "</w:tr>";
  for (const auto& tokens : rows) body += row(tokens);
  return ooxml::word_of(body + "</w:tbl>" + ooxml::paragraph("Thank you.") + ooxml::page_setup());
}

std::string ours() {
  return document("Orders of {{customer}}", {{"{{rows.", "}}"}});
}
std::string carbones() {
  return document("Orders of {d.customer}", {{"{d.rows[i].", "}"}, {"{d.rows[i+1].", "}"}});
}
std::string docxtemplaters() {
  return document("Orders of {customer}", {{"{", "}", "{#rows}", "{/rows}"}});
}

std::string data_of(int first, int rows) {
  std::string list;
  for (int i = first; i < first + rows; ++i) {
    list += fmt::format(R"({}{{"number":{},"name":"Customer {}","day":"2026-{:02}-{:02}","amount":{}.{:02},"note":"order of the week"}})",
                        i == first ? "" : ",", i, i % 700, i % 12 + 1, i % 28 + 1, i % 9000, i % 90 + 10);
  }
  return fmt::format(R"({{"customer":"Customer {}","rows":[{}]}})", first, list);
}

std::string written(const std::string& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary) << bytes;
  return path;
}

std::vector<FormPart> form_of(std::string bytes, const std::string& filename, std::string data) {
  return {{.name = "File", .content = std::move(bytes), .filename = filename},
          {.name = "Data", .content = std::move(data), .filename = "data.json"}};
}

/// Fails when a peer's document has not the rows it should have: a ratio to nothing would be a fine one.
void check_rows(const std::string& path, std::size_t rows) {
  const auto xml = testing::run({"unzip", "-p", path, "word/document.xml"}).out;
  std::size_t found = 0;
  for (std::size_t at = 0; (at = xml.find("order of the week", at)) != std::string::npos; ++at) ++found;
  if (found != rows) throw std::runtime_error(fmt::format("{} has {} rows, not {}", path, found, rows));
}

struct Peer {
  std::string name;
  std::string document;
  std::string target;
};

std::vector<Peer> peers() {
  return {{"carbone", carbones(), "at most 0.2 x"}, {"docxtemplater", docxtemplaters(), "at most 0.067 x"}};
}

std::vector<std::string> command_of(const Peer& peer, const TempDir& temp, const std::string& data, int warm_up, int times) {
  return {"node",
          testing::source("bench/peer_docx.js"),
          peer.name,
          written(temp / (peer.name + ".docx"), peer.document),
          data,
          std::to_string(warm_up),
          std::to_string(times),
          temp / (peer.name + "-out.docx")};
}

void hold_table(Arena& arena, const TempDir& temp) {
  constexpr int kRows = 1000;
  const auto data = data_of(1, kRows);
  const auto file = written(temp / "rows.json", data);
  check_rows(written(temp / "own.docx", arena.make("generate/from-docx", form_of(ours(), "rows.docx", data)).at(0)), kRows);
  for (const auto& peer : peers()) {
    arena.hold_timed({.what = "table of 1,000 rows in DOCX",
                      .action = "generate/from-docx",
                      .form = form_of(ours(), "rows.docx", data),
                      .peer = peer.name,
                      .commands = {command_of(peer, temp, file, 10, 10)},
                      .target = peer.target});
    check_rows(temp / (peer.name + "-out.docx"), kRows);
  }
}

std::string workbook() {
  std::string cells;
  std::string heads;
  for (int i = 0; i < kColumns; ++i) {
    const char column = static_cast<char>('A' + i);
    heads += fmt::format(R"(<c r="{}1" t="inlineStr"><is><t>{}</t></is></c>)", column, kNames[i]);
    cells += fmt::format(R"(<c r="{}2" t="inlineStr"><is><t>{{{{rows.{}}}}}</t></is></c>)", column, kNames[i]);
  }
  return ooxml::book_of({{"Orders", "<sheetData><row r=\"1\">" + heads + "</row><row r=\"2\">" + cells + "</row></sheetData>"}});
}

void measure_workbook(Arena& arena) {
  constexpr double kMebibyte = 1 << 20;
  std::uint64_t least = 0;
  for (const int rows : {50'000, 100'000}) {
    const auto form = form_of(workbook(), "rows.xlsx", data_of(1, rows));
    Series times;
    engines::StepResult result;
    for (int i = 0; i < 4; ++i) {
      const auto ms = time_ms([&] { result = arena.run_local("generate/from-xlsx", form); });
      if (i > 0) times.add(ms);
    }
    print_figure(fmt::format("{} rows of XLSX, without HTTP", rows), fmt::format("{:.0f} ms", times.p50()),
                 rows == 100'000 ? "under 2 s" : "");
    print_figure("  memory of the child", fmt::format("{:.0f} MiB", static_cast<double>(result.peak_memory) / kMebibyte));
    if (least != 0)
      print_figure("  memory of 50,000 more rows, a row",
                   fmt::format("{:.2f} KiB", static_cast<double>(result.peak_memory - least) / 50'000 / 1024));
    least = result.peak_memory;
  }
}

void measure_batch(Arena& arena, const TempDir& temp) {
  constexpr int kDocuments = 10'000;
  constexpr int kRows = 3;
  std::string list;
  for (int i = 0; i < kDocuments; ++i) list += (i == 0 ? "[" : ",") + data_of(i, kRows);
  auto form = form_of(ours(), "order.docx", list + "]");
  form.push_back({.name = "DocumentPerItem", .content = "true"});
  const auto ms = time_ms([&] { arena.run_local("generate/from-docx", form); });
  const auto each = ms / kDocuments;
  print_figure("10,000 small documents of one template, one call", fmt::format("{:.1f} s", ms / 1000), "");
  print_figure("  a document", fmt::format("{:.2f} ms", each));
  const auto one = form_of(ours(), "order.docx", data_of(1, kRows));
  Series alone;
  for (int i = 0; i < 50; ++i) alone.add(time_ms([&] { arena.run_local("generate/from-docx", one); }));
  print_figure("  the same by a call each", fmt::format("{:.2f} ms", alone.p50()));
  const auto file = written(temp / "small.json", data_of(1, kRows));
  for (const auto& peer : peers()) {
    Series times;
    std::istringstream lines(testing::run(command_of(peer, temp, file, 100, 200)).out);
    for (double value = 0; lines >> value;) times.add(value);
    check_rows(temp / (peer.name + "-out.docx"), kRows);
    print_figure("  " + peer.name + ", a document", fmt::format("{:.2f} ms: {:.2f} x", times.p50(), each / times.p50()));
  }
}

}  // namespace

void measure_templates() {
  const TempDir temp;
  Arena arena(temp);
  fmt::print("Templates beside carbone and docxtemplater, warm processes, concurrency 1: medians, and Docmill : peer\n");
  hold_table(arena, temp);
  measure_workbook(arena);
  measure_batch(arena, temp);
}

}  // namespace docmill::bench
