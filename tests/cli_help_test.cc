// What the command line tells people: help, suggestions, completions, manual.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "support/http.h"
#include "support/process.h"

namespace docmill::testing {
namespace {

namespace fs = std::filesystem;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;

Finished told(std::vector<std::string> words) {
  words.insert(words.begin(), program("docmill"));
  return run(words, {{"COLUMNS", "80"}});
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

/// What bash offers for a line that ends at the cursor; words are cut as readline cuts them.
std::vector<std::string> bash_offers(const std::string& words) {
  const auto script = "source <(" + program("docmill") + " completions bash); COMP_WORDS=(" + program("docmill") + " " + words +
                      "); COMP_CWORD=$((${#COMP_WORDS[@]}-1)); _docmill; printf '%s\\n' \"${COMPREPLY[@]}\"";
  const auto done = run({"bash", "-c", script}, {{"XDG_CONFIG_HOME", "/nonexistent"}});
  EXPECT_EQ(done.err, "") << words;
  return lines_of(done.out);
}

TEST(CliHelp, IsGroupedByWhatPeopleDoAndFitsTheTerminal) {
  const auto help = told({"help"});
  EXPECT_EQ(help.status, 0);
  EXPECT_EQ(help.out, told({"--help"}).out);
  EXPECT_LT(help.out.find("Work with documents"), help.out.find("Run the service"));
  EXPECT_LT(help.out.find("\n  call "), help.out.find("\n  serve "));
  for (const auto& words : std::vector<std::vector<std::string>>{
           {"help"}, {"help", "call"}, {"help", "profile", "add"}, {"help", "key", "create"}, {"help", "pdf/split"}}) {
    for (const auto& line : lines_of(told(words).out)) {
      const bool example = line.starts_with("  docmill ");
      EXPECT_TRUE(example || line.size() <= 80) << line;
    }
  }
}

TEST(CliHelp, EveryCommandHasAPlaceInIt) {
  EXPECT_THAT(told({"help"}).out, Not(HasSubstr("Commands:"))) << "a command without a page in command_table.cc";
}

TEST(CliHelp, MistakesNameWhatMayBeMeant) {
  const auto mistake = [](std::vector<std::string> words) {
    const auto done = told(std::move(words));
    EXPECT_EQ(done.status, 2);
    return done.err;
  };
  EXPECT_THAT(mistake({"cal"}), HasSubstr("Did you mean 'call'"));
  EXPECT_THAT(mistake({"key", "creat"}), HasSubstr("Did you mean 'create'"));
  EXPECT_THAT(mistake({"key"}), HasSubstr("create, list"));
  EXPECT_THAT(mistake({"call", "pdf/info", "--outptu", "x"}), HasSubstr("Did you mean '--output'?"));
  EXPECT_THAT(mistake({"help", "convert/docx-to-pfd"}), HasSubstr("'convert/docx-to-pdf'"));
  EXPECT_THAT(mistake({"actions", "pdf/splitt"}), HasSubstr("'pdf/split'"));
  EXPECT_THAT(mistake({"man", "cal"}), HasSubstr("'call'"));
}

TEST(CliHelp, AReaderWhoLeavesIsNoCrash) {
  const auto done = run({"bash", "-c", program("docmill") + " actions --json | head -c 10; exit ${PIPESTATUS[0]}"});
  EXPECT_LT(done.status, 128) << done.err;
  EXPECT_EQ(done.err, "");
}

TEST(CliHelp, AFaultyEnvironmentDoesNotHinderCommandsThatNeedNoSettings) {
  EXPECT_EQ(run({program("docmill"), "help"}, {{"DOCMILL_SLOTS", "many"}}).status, 0);
}

TEST(BashCompletion, OffersCommandsActionsOptionsFieldsAndValues) {
  EXPECT_THAT(bash_offers("ca"), Contains("call"));
  EXPECT_THAT(bash_offers("profile ''"), Contains("add"));
  EXPECT_THAT(bash_offers("call convert/docx"), Contains("convert/docx-to-pdf"));
  EXPECT_THAT(bash_offers("call convert/docx-to-pdf --out"), Contains("--output"));
  EXPECT_THAT(bash_offers("call convert/docx-to-pdf --set Pdf"), Contains("PdfFormat="));
  EXPECT_THAT(bash_offers("call convert/docx-to-pdf --set PdfFormat = PDF/A"), Contains("PDF/A-2b"))
      << "cut at the equals sign by readline";
  EXPECT_THAT(bash_offers("call convert/docx-to-pdf --set PdfUa ="), Contains("true"));
  EXPECT_THAT(bash_offers("call generate/from-docx --as ''"), Contains("Data"));
  EXPECT_THAT(bash_offers("help ''"), Contains("call"));
  EXPECT_THAT(bash_offers("complet"), Not(Contains("complete"))) << "what is for scripts is hidden";
  EXPECT_THAT(bash_offers("call nonsense --set ''"), Not(Contains("PdfFormat=")));
}

TEST(BashCompletion, OffersFilesWhereFilesGo) {
  const TempDir temp;
  std::ofstream(temp / "two words.docx") << "x";
  EXPECT_THAT(bash_offers("call convert/docx-to-pdf " + temp.path() + "/tw"), Contains(temp / "two words.docx"));
}

/// Asks another shell whether its script can be read, and runs it where it can be without a terminal.
TEST(Completions, OfOtherShellsCanBeRead) {
  const TempDir temp;
  std::ofstream(temp / "zsh") << told({"completions", "zsh"}).out;
  std::ofstream(temp / "fish") << told({"completions", "fish"}).out;
  EXPECT_EQ(run({"zsh", "-n", temp / "zsh"}).status, 0);
  EXPECT_EQ(run({"fish", "--no-execute", temp / "fish"}).status, 0);
  const auto folder = fs::path(program("docmill")).parent_path().string();
  const auto offered =
      run({"fish", "-c",
           "set -x PATH " + folder + " $PATH; source " + (temp / "fish") + "; complete -C 'docmill call convert/docx-to-pdf --set Pdf'"},
          {{"HOME", temp.path()}});
  EXPECT_THAT(offered.out, HasSubstr("PdfFormat=")) << offered.err;
}

TEST(Manual, IsRoffThatNoReaderComplainsAbout) {
  const TempDir temp;
  ASSERT_EQ(told({"man", "--dir", temp.path()}).status, 0);
  int pages = 0;
  for (const auto& entry : fs::recursive_directory_iterator(temp.path())) {
    if (!entry.is_regular_file()) continue;
    ++pages;
    const auto shown =
        run({"man", "--warnings=w", "-E", "UTF-8", "-l", entry.path()}, {{"MANWIDTH", "80"}, {"LC_ALL", "C.UTF-8"}, {"PAGER", "cat"}});
    EXPECT_EQ(shown.status, 0) << entry.path();
    EXPECT_EQ(shown.err, "") << entry.path();
    EXPECT_EQ(run({"mandoc", "-T", "lint", "-W", "warning", entry.path()}).out, "") << entry.path();
  }
  EXPECT_GT(pages, 20);
  EXPECT_TRUE(fs::exists(temp / "man1/docmill.1"));
  EXPECT_TRUE(fs::exists(temp / "man1/docmill-call.1"));
  EXPECT_TRUE(fs::exists(temp / "man7/docmill-actions.7"));
}

TEST(Manual, TellsEveryOptionEveryExitCodeAndEveryAction) {
  const auto page = told({"man", "call"}).out;
  const auto plain = run({"bash", "-c", program("docmill") + " man call | MANWIDTH=80 man -l - | col -b"}, {{"LC_ALL", "C.UTF-8"}}).out;
  for (const auto* word : {"--output", "--watch", "--together", "Idempotency-Key", "DOCMILL_KEY", "8"}) EXPECT_THAT(plain, HasSubstr(word));
  const auto actions = told({"man", "actions"}).out;
  for (const auto* id : {"convert/docx\\-to\\-pdf", "archive/list", "pdf/split"}) EXPECT_THAT(actions, HasSubstr(id));
  EXPECT_THAT(page, Not(HasSubstr("No more to say")));
}

}  // namespace
}  // namespace docmill::testing
