#include <fmt/format.h>

#include <filesystem>
#include <sstream>
#include <stdexcept>

#include "figures.h"
#include "support/server.h"

namespace docmill::bench {
namespace {

using testing::Server;
using testing::TempDir;

constexpr int kRounds = 5;
constexpr int kPerRound = 40;

void add_soffice(Series& series, const TempDir& temp, const std::string& document) {
  const std::vector<std::string> command{"soffice",      "--headless", "-env:UserInstallation=file://" + (temp / "profile"),
                                         "--convert-to", "pdf",        "--outdir",
                                         temp / "out",   document};
  const auto ms = time_ms([&] {
    const auto done = testing::run(command);
    if (done.status != 0) throw std::runtime_error("soffice: " + done.err);
  });
  series.add(ms);
}

/// The floor prints a line per conversion, in milliseconds.
void add_floor(Series& series, const std::string& document) {
  const auto done = testing::run({testing::program("docmill-floor"), document, std::to_string(kPerRound)});
  if (done.status != 0) throw std::runtime_error("docmill-floor: " + done.err);
  std::istringstream lines(done.out);
  for (double ms = 0; lines >> ms;) series.add(ms);
}

void add_http(Series& series, const Server& server, const std::string& key, const std::string& content) {
  for (int i = 0; i < kPerRound; ++i) {
    const auto ms = time_ms([&] {
      const auto answer = server.post(key, "convert/docx-to-pdf", content, "small.docx");
      if (answer.status != 200) throw std::runtime_error("docmill: " + answer.body);
    });
    series.add(ms);
  }
}

}  // namespace

void measure_latency() {
  const TempDir temp;
  const auto document = testing::source("examples/invoice.docx");
  const auto content = testing::read_file(document);
  Server server(temp / "data");
  const auto key = server.make_key("bench");
  Series soffice;
  Series floor;
  Series http;
  add_soffice(soffice, temp, document);  // makes the profile; not counted
  soffice = {};
  for (int round = 0; round < kRounds; ++round) {
    add_soffice(soffice, temp, document);
    add_soffice(soffice, temp, document);
    add_floor(floor, document);
    add_http(http, server, key, content);
  }
  fmt::print("Latency: one small DOCX, concurrency 1, {} conversions over HTTP\n", http.size());
  print_figure("soffice --convert-to pdf, p50", fmt::format("{:.0f} ms", soffice.p50()));
  print_figure("floor (warm LibreOffice, load + save, no fork), p50", fmt::format("{:.1f} ms", floor.p50()));
  print_figure("Docmill over HTTP, p50", fmt::format("{:.1f} ms", http.p50()));
  print_figure("Docmill over HTTP, p95", fmt::format("{:.1f} ms", http.quantile(0.95)));
  print_figure("Docmill : floor", fmt::format("{:.2f} x", http.p50() / floor.p50()), "at most 1.8 x");
  print_figure("soffice : Docmill", fmt::format("{:.1f} x", soffice.p50() / http.p50()), "at least 10 x");
}

}  // namespace docmill::bench
