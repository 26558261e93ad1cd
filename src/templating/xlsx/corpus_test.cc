#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>

#include "templating/json.h"
#include "templating/xlsx/xlsx.h"

// Fills the public templates that lie beside the checkout, and has their comparer say how near the results are. Skipped where they are not.

namespace docmill::templating::xlsx {
namespace {

namespace fs = std::filesystem;

fs::path corpus() {
  return fs::path(DOCMILL_SOURCE_DIR).parent_path() / "shared/corpus";
}

std::string file(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

struct Compared {
  bool accepted = false;
  std::string said;
};

Compared compare(const fs::path& folder, const fs::path& actual) {
  const auto command = "python3 " + (corpus() / "compare.py").string() + " --case " + folder.string() + " " + actual.string() + " 2>&1";
  std::string said;
  std::FILE* pipe = ::popen(command.c_str(), "r");
  if (pipe == nullptr) return {};
  char buffer[4096];
  while (const auto got = std::fread(buffer, 1, sizeof buffer, pipe)) said.append(buffer, got);
  const int status = ::pclose(pipe);
  return {WIFEXITED(status) && WEXITSTATUS(status) == 0, said};
}

std::string produce(const fs::path& folder, const fs::path& out) {
  auto about = read_json(file(folder / "case.json"));
  if (!about) return about.error().describe();
  const auto text = [&](std::string_view name) {
    const auto* value = about->find(name);
    return value == nullptr ? std::string() : std::string(value->text());
  };
  auto zone = TimeZone::named(text("timezone"));
  auto culture = Culture::named(text("locale"));
  if (!zone || !culture) return "an unknown zone or culture";
  auto data = read_json(file(folder / "data.json"), {.zone = *zone});
  if (!data) return data.error().describe();
  const auto bytes = file(folder / "template.xlsx");
  auto package = ooxml::Package::open(bytes);
  if (!package) return package.error().describe();
  Context context;
  context.data = *std::move(data);
  context.region = {*culture, *zone};
  context.dialect = text("dialect") == "modern" ? Dialect::Modern : Dialect::Classic;
  auto done = fill(*package, context);
  if (!done) return done.error().describe();
  for (const auto& warning : context.warnings.list()) std::cout << "    " << warning.token << ": " << warning.message << "\n";
  auto written = package->write();
  if (!written) return written.error().describe();
  std::ofstream(out, std::ios::binary) << *written;
  return {};
}

TEST(XlsxCorpus, PublicTemplatesGiveTheirPublishedResults) {
  if (!fs::exists(corpus() / "compare.py")) GTEST_SKIP() << "no corpus at " << corpus();
  const char* kept = std::getenv("DOCMILL_KEEP");
  const auto out = kept != nullptr ? fs::path(kept) : fs::temp_directory_path() / ("docmill-xlsx-" + std::to_string(::getpid()));
  fs::create_directories(out);
  std::vector<fs::path> cases;
  for (const auto& entry : fs::directory_iterator(corpus())) {
    if (entry.path().filename().string().starts_with("xlsx-")) cases.push_back(entry.path());
  }
  std::ranges::sort(cases);
  for (const auto& folder : cases) {
    const auto name = folder.filename().string();
    const auto actual = out / (name + ".xlsx");
    const auto trouble = produce(folder, actual);
    const auto compared = trouble.empty() ? compare(folder, actual) : Compared{false, trouble};
    std::cout << (compared.accepted ? "ok    " : "WRONG ") << name << "\n" << (compared.accepted ? "" : compared.said);
    // Not scored: what is beside the rectangle of plain cells is our own decision.
    EXPECT_TRUE(compared.accepted) << name;
  }
  if (kept == nullptr) fs::remove_all(out);
}

}  // namespace
}  // namespace docmill::templating::xlsx
