#pragma once
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iostream>
#include <iterator>
#include <string>
#include <vector>

#include "ooxml/package.h"
#include "templating/bounded.h"
#include "templating/context.h"
#include "templating/json.h"

// Public templates that lie beside the checkout, filled, and their comparer's word on how near the results are.

namespace docmill::testing {

namespace fs = std::filesystem;

/// Fills a case's template; `operation` is the case's own word for what is to be done.
using FillCase = std::function<Result<void>(ooxml::Package&, templating::Context&, const std::string& operation)>;

inline fs::path corpus() {
  return fs::path(DOCMILL_SOURCE_DIR).parent_path() / "shared/corpus";
}

inline std::string whole_file(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

struct Compared {
  bool accepted = false;
  std::string said;
};

inline Compared compare(const fs::path& folder, const fs::path& actual) {
  const auto command = "python3 " + (corpus() / "compare.py").string() + " --case " + folder.string() + " " + actual.string() + " 2>&1";
  std::string said;
  std::FILE* pipe = ::popen(command.c_str(), "r");
  if (pipe == nullptr) return {};
  char buffer[4096];
  while (const auto got = std::fread(buffer, 1, sizeof buffer, pipe)) said.append(buffer, got);
  const int status = ::pclose(pipe);
  return {WIFEXITED(status) && WEXITSTATUS(status) == 0, said};
}

inline std::string produce(const fs::path& folder, const fs::path& out, const std::string& kind, const FillCase& fill) {
  auto about = templating::read_json(whole_file(folder / "case.json"));
  if (!about) return about.error().describe();
  const auto text = [&](std::string_view name) {
    const auto* value = about->find(name);
    return value == nullptr ? std::string() : std::string(value->text());
  };
  auto zone = templating::TimeZone::named(text("timezone"));
  auto culture = templating::Culture::named(text("locale"));
  if (!zone || !culture) return "an unknown zone or culture";
  auto data = templating::read_json(whole_file(folder / "data.json"), {.zone = *zone});
  if (!data) return data.error().describe();
  const auto bytes = whole_file(folder / ("template." + kind));
  auto package = ooxml::Package::open(bytes);
  if (!package) return package.error().describe();
  templating::Context context;
  context.data = *std::move(data);
  context.region = {*culture, *zone};
  context.dialect = text("dialect") == "modern" ? templating::Dialect::Modern : templating::Dialect::Classic;
  auto done = fill(*package, context, text("operation"));
  if (!done) return done.error().describe();
  for (const auto& warning : context.warnings.list()) std::cout << "    " << warning.token << ": " << warning.message << "\n";
  auto written = package->write();
  if (!written) return written.error().describe();
  std::ofstream(out, std::ios::binary) << *written;
  return {};
}

/// Every case of a kind ("docx"); the test is skipped where there are none. DOCMILL_KEEP names a directory that keeps the results.
inline void expect_published_results(const std::string& kind, const FillCase& fill) {
  if (!fs::exists(corpus() / "compare.py")) GTEST_SKIP() << "no corpus at " << corpus();
  const char* kept = std::getenv("DOCMILL_KEEP");
  const auto out = kept != nullptr ? fs::path(kept) : fs::temp_directory_path() / ("docmill-" + kind + "-" + std::to_string(::getpid()));
  fs::create_directories(out);
  std::vector<fs::path> cases;
  for (const auto& entry : fs::directory_iterator(corpus())) {
    if (entry.path().filename().string().starts_with(kind + "-")) cases.push_back(entry.path());
  }
  std::ranges::sort(cases);
  for (const auto& folder : cases) {
    const auto name = folder.filename().string();
    const auto actual = out / (name + "." + kind);
    const auto trouble = produce(folder, actual, kind, fill);
    // Under a sanitizer the work counts: the same results are compared without one, a second each.
    const auto compared = !trouble.empty() ? Compared{false, trouble} : trial::kSanitized ? Compared{true, {}} : compare(folder, actual);
    std::cout << (compared.accepted ? "ok    " : "WRONG ") << name << "\n" << (compared.accepted ? "" : compared.said);
    EXPECT_TRUE(compared.accepted) << name;
  }
  if (kept == nullptr) fs::remove_all(out);
}

}  // namespace docmill::testing
