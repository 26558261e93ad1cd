// Actions beside the programs people reach for, on the same files in one run. Packages: bench_packages of scripts/packages.sh.
#include <fmt/format.h>

#include <filesystem>
#include <fstream>

#include "contest.h"

namespace docmill::bench {
namespace {

namespace fs = std::filesystem;
using testing::FormPart;
using testing::TempDir;

constexpr const char* kChromium = "/usr/bin/chromium-headless-shell";
constexpr const char* kAsFast = "at most 1 x";

/// A file on the disk for the peer, and the same as a part of a form.
struct Sample {
  std::string path;
  FormPart part;
};

Sample sample(const std::string& path, std::string bytes, const std::string& field = "File") {
  std::ofstream(path, std::ios::binary) << bytes;
  return {path, {.name = field, .content = std::move(bytes), .filename = fs::path(path).filename().string()}};
}

Sample existing(const std::string& path) {
  return {path, {.name = "File", .content = testing::read_file(path), .filename = fs::path(path).filename().string()}};
}

/// Some sixty pages of slides and tables with pictures, as qpdf puts them together.
Sample long_pdf(const Arena& arena, const TempDir& temp) {
  const auto slides =
      sample(temp / "slides.pdf", arena.make("convert/pptx-to-pdf", {existing(testing::source("examples/pitch.pptx")).part}).at(0));
  const auto invoice = sample(temp / "invoice.pdf",
                              arena.make("convert/html-to-pdf", {existing(testing::source("bench/documents/invoice.html")).part}).at(0));
  std::vector<std::string> command{"qpdf", "--empty", "--pages"};
  for (int i = 0; i < 8; ++i) command.insert(command.end(), {slides.path, invoice.path});
  command.insert(command.end(), {"--", temp / "long.pdf"});
  testing::run(command);
  return existing(temp / "long.pdf");
}

void hold_pdf(Arena& arena, const TempDir& temp, const Sample& pdf) {
  const auto out = temp / "out.pdf";
  const auto pages = testing::run({"qpdf", "--show-npages", pdf.path}).out;
  fmt::print("A PDF of {} pages, {} KB\n", pages.substr(0, pages.find('\n')), pdf.part.content.size() / 1000);
  arena.hold({.what = "merge with itself",
              .action = "pdf/merge",
              .form = {pdf.part, pdf.part},
              .peer = "qpdf",
              .commands = {{"qpdf", "--empty", "--pages", pdf.path, pdf.path, "--", out}},
              .target = "at most 1.5 x"});
  fs::create_directory(temp / "parts");
  arena.hold({.what = "split every 10 pages",
              .action = "pdf/split",
              .form = {pdf.part, {"PagesInChunk", "10"}},
              .peer = "qpdf",
              .commands = {{"qpdf", "--split-pages=10", pdf.path, temp / "parts/part.pdf"}},
              .target = "at most 1.5 x"});
  arena.hold({.what = "protect",
              .action = "pdf/protect",
              .form = {pdf.part,
                       {"AllowPrinting", "true"},
                       {"AllowModification", "true"},
                       {"AllowExtract", "true"},
                       {"AllowAnnotate", "true"},
                       {"NewUserPassword", "open"}},
              .peer = "qpdf",
              .commands = {{"qpdf", "--encrypt", "open", "owner", "256", "--", pdf.path, out}},
              .target = "at most 1.5 x"});
}

void hold_pictures(Arena& arena, const TempDir& temp, const Sample& pdf) {
  arena.hold({.what = "PDF to PNG, 8 pages, 150 dpi",
              .action = "convert/pdf-to-image",
              .form = {pdf.part, {"Pages", "1-8"}, {"Dpi", "150"}},
              .peer = "pdftoppm",
              .commands = {{"pdftoppm", "-png", "-r", "150", "-l", "8", pdf.path, temp / "page"}},
              .target = "at most 1.3 x"});
  testing::run({"pdftoppm", "-jpeg", "-r", "200", "-l", "8", pdf.path, temp / "scan"});
  Contest pictures{.what = "8 JPEGs to PDF", .action = "convert/image-to-pdf", .peer = "img2pdf", .target = kAsFast};
  std::vector<std::string> command{"img2pdf", "-o", temp / "out.pdf"};
  for (const auto& entry : fs::directory_iterator(temp.path())) {
    if (entry.path().extension() != ".jpg") continue;
    pictures.form.push_back(existing(entry.path()).part);
    command.push_back(entry.path());
  }
  pictures.commands = {command};
  arena.hold(pictures);
}

void hold_pages(Arena& arena) {
  const auto page = existing(testing::source("bench/documents/invoice.html"));
  arena.hold_timed({.what = "invoice, HTML to PDF",
                    .action = "convert/html-to-pdf",
                    .form = {page.part},
                    .peer = "puppeteer-core, a fresh context each",
                    .commands = {{"node", testing::source("bench/peer_html.js"), kChromium, page.path, "5", "10"}},
                    .target = "at most 0.5 x"});
}

void hold_mail(Arena& arena, const TempDir& temp) {
  const auto html = testing::read_file(testing::source("bench/documents/invoice.html"));
  const auto message = sample(temp / "message.eml",
                              "From: Ada <ada@example.com>\r\nTo: bob@example.com\r\nSubject: Invoice\r\nDate: Fri, 27 Nov 2026 10:00:00 "
                              "+0000\r\nMIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" +
                                  html);
  arena.hold({.what = "message to PDF",
              .action = "convert/email-to-pdf",
              .form = {message.part},
              .peer = "mhonarc and Chromium",
              .commands = {{"sh", "-c", fmt::format("mhonarc -single {} >{}", message.path, temp / "message.html")},
                           {kChromium, "--no-sandbox", "--disable-gpu", "--print-to-pdf=" + (temp / "out.pdf"),
                            "file://" + (temp / "message.html")}},
              .target = kAsFast});
}

void hold_archives(Arena& arena, const TempDir& temp) {
  Contest zip{.what = "archive of PDF and pictures", .action = "archive/create", .peer = "zip", .target = kAsFast};
  std::vector<std::string> files;
  for (const auto& entry : fs::directory_iterator(temp.path())) {
    const auto extension = entry.path().extension();
    if (extension != ".jpg" && extension != ".pdf") continue;
    zip.form.push_back(existing(entry.path()).part);
    files.push_back(entry.path());
  }
  const auto with_files = [&](std::vector<std::string> command) {
    command.insert(command.end(), files.begin(), files.end());
    return std::vector<std::vector<std::string>>{{"rm", "-f", temp / "out.zip"}, command};
  };
  zip.commands = with_files({"zip", "-q", "-j", temp / "out.zip"});
  arena.hold(zip);
  auto seven = zip;
  seven.peer = "7z -tzip";
  seven.commands = with_files({"7z", "a", "-bd", "-tzip", temp / "out.zip"});
  arena.hold(seven);
  const auto archive = sample(temp / "made.zip", arena.make("archive/create", zip.form).at(0));
  arena.hold({.what = "the same unpacked",
              .action = "archive/extract",
              .form = {archive.part},
              .peer = "unzip",
              .commands = {{"unzip", "-q", "-o", archive.path, "-d", temp / "unpacked"}},
              .target = kAsFast});
}

void hold_tables(Arena& arena, const TempDir& temp) {
  std::string rows = "number,name,amount,day,paid,note\n";
  for (int i = 0; i < 20'000; ++i) {
    rows += fmt::format("{},Customer {},{}.{:02},2026-{:02}-{:02},{},order of the week\n", i, i % 700, i % 9000, i % 100, i % 12 + 1,
                        i % 28 + 1, i % 3 == 0);
  }
  const auto csv = sample(temp / "rows.csv", rows);
  arena.hold({.what = "CSV of 20,000 rows to XLSX",
              .action = "convert/csv-to-xlsx",
              .form = {csv.part},
              .peer = "ssconvert",
              .commands = {{"ssconvert", csv.path, temp / "out.xlsx"}},
              .target = kAsFast});
}

}  // namespace

void measure_actions() {
  const TempDir temp;
  Arena arena(temp);
  fmt::print("Actions beside other programs, concurrency 1: medians, and Docmill : peer\n");
  const auto pdf = long_pdf(arena, temp);
  hold_pages(arena);
  hold_pdf(arena, temp, pdf);
  hold_pictures(arena, temp, pdf);
  hold_mail(arena, temp);
  hold_archives(arena, temp);
  hold_tables(arena, temp);
}

}  // namespace docmill::bench
