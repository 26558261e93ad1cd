// deploy/observability and docs/observability.md say what is true: every metric they name is served, every rule and expression is one.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json/parse.hpp>
#include <filesystem>
#include <fstream>
#include <regex>
#include <set>

#include "support/server.h"
#include "support/service.h"
#include "support/trace_collector.h"

namespace docmill::testing {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;
using namespace std::chrono_literals;
using ::testing::IsEmpty;
using Names = std::set<std::string>;

std::string folder(const std::string& name) {
  return source("deploy/observability/" + name);
}

/// Everything the pattern's first group matches.
Names found_in(const std::string& text, const char* pattern) {
  const std::regex expression(pattern);
  Names names;
  for (std::sregex_iterator at(text.begin(), text.end(), expression), end; at != end; ++at) names.insert((*at)[1].str());
  return names;
}

/// Metrics that an expression or a text names, with the suffixes of histograms.
Names metrics_in(const std::string& text) {
  return found_in(text, R"(\b((?:docmill|process)_[a-z][a-z_]*)\b)");
}

Names difference(const Names& of, const Names& without) {
  Names left;
  std::ranges::set_difference(of, without, std::inserter(left, left.end()));
  return left;
}

/// A YAML file as JSON.
json::value yaml(const std::string& path) {
  const auto read = run({"python3", "-c", "import sys,json,yaml; print(json.dumps(yaml.safe_load(open(sys.argv[1]))))", path});
  EXPECT_EQ(read.status, 0) << read.err;
  return json::parse(read.out);
}

std::string text_of(const json::value& value) {
  return std::string(value.as_string());
}

/// expr of every rule.
std::vector<std::string> alert_expressions() {
  std::vector<std::string> out;
  const auto file = yaml(folder("alerts.yml"));
  for (const auto& rule : file.at_pointer("/groups/0/rules").as_array()) out.push_back(text_of(rule.at("expr")));
  return out;
}

json::value dashboard() {
  return json::parse(read_file(folder("dashboard.json")));
}

std::vector<std::string> dashboard_expressions() {
  std::vector<std::string> out;
  const auto whole = dashboard();
  for (const auto& panel : whole.at("panels").as_array()) {
    const auto* targets = panel.as_object().if_contains("targets");
    if (targets == nullptr) continue;
    for (const auto& target : targets->as_array()) out.push_back(text_of(target.at("expr")));
  }
  return out;
}

/// What a whole house serves after a day in small: jobs that succeed, one that fails, a callback, a refused request, a trace.
std::string served() {
  const TempDir temp;
  const TraceCollector collector;
  const Server server(temp / "data", {"--otlp-endpoint", collector.url(), "--egress-allow", "127.0.0.1/32", "--sync-wait", "60s"});
  const auto key = server.make_key("acme");
  const auto pages = read_file(source("tests/actions/documents/pages.pdf"));
  const auto made = server.submit(
      key, "pdf/linearize",
      {{.name = "File", .content = pages, .filename = "a.pdf"}, {.name = "CallbackUrl", .content = collector.url() + "/hook"}});
  EXPECT_EQ(made.status, 200) << made.body;
  EXPECT_EQ(server.post(key, "pdf/linearize", "%PDF-1.7 broken", "b.pdf").status / 100, 4);
  EXPECT_EQ(server.get("", "/nowhere").status, 404);
  std::string text;
  const auto whole = [&] {
    text = server.get("", "/metrics").body;
    return text.find("docmill_callbacks_total{outcome=\"delivered\"} 1") != std::string::npos &&
           text.find("docmill_trace_spans_total{outcome=\"exported\"} 0\n") == std::string::npos &&
           text.find("docmill_holds_open") != std::string::npos;
  };
  EXPECT_TRUE(wait_until(whole, 60s)) << text;
  return text;
}

class Served : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { text_ = new std::string(served()); }
  static void TearDownTestSuite() { delete text_; }
  /// Names of series: "docmill_phase_seconds_bucket".
  static Names series() { return found_in("\n" + *text_, "\n([a-z_]+)[{ ]"); }
  /// Names as "# TYPE" has them: "docmill_phase_seconds".
  static Names families() { return found_in(*text_, "# TYPE ([a-z_]+) "); }
  static inline std::string* text_ = nullptr;
};

TEST_F(Served, EveryMetricThatAlertsOrDashboardNameIsThere) {
  for (const auto& expressions : {alert_expressions(), dashboard_expressions()}) {
    ASSERT_GT(expressions.size(), 10U);
    for (const auto& expression : expressions) {
      const auto names = metrics_in(expression);
      const bool names_one = !names.empty() || expression.starts_with("up{");
      EXPECT_TRUE(names_one) << expression;
      EXPECT_THAT(difference(names, series()), IsEmpty()) << expression;
    }
  }
}

TEST_F(Served, EveryMetricIsInTheTableOfTheManualWithItsTypeAndItsLabels) {
  const auto manual = read_file(source("docs/observability.md"));
  const auto table = manual.substr(manual.find("| metric | type |"));
  std::map<std::string, std::pair<std::string, Names>> rows;
  std::istringstream lines(table);
  for (std::string line; std::getline(lines, line);) {
    std::smatch cells;
    if (!std::regex_match(line, cells, std::regex(R"(\| (`[^|]*`) \| ([a-z]+) \| ([^|]*) ?\|.*)"))) continue;
    for (const auto& name : metrics_in(cells[1].str())) rows[name] = {cells[2].str(), found_in(cells[3].str(), "([a-z]+)")};
  }
  Names documented;
  for (const auto& [name, row] : rows) documented.insert(name);
  EXPECT_THAT(difference(families(), documented), IsEmpty()) << "served and not in the table";
  EXPECT_THAT(difference(documented, families()), IsEmpty()) << "in the table and not served";
  for (const auto& [name, row] : rows) {
    EXPECT_NE(text_->find("# TYPE " + name + " " + row.first + "\n"), std::string::npos) << name << " is no " << row.first;
    std::smatch labels;
    const std::regex with_labels("\n" + name + R"((?:_count)?\{([^}]*)\})");
    const auto served_labels = std::regex_search(*text_, labels, with_labels) ? found_in(labels[1].str(), "([a-z]+)=\"") : Names{};
    EXPECT_EQ(served_labels, row.second) << name;
  }
}

TEST_F(Served, NoLabelHoldsWhatACallerWrote) {
  for (const auto* text : {"a.pdf", "b.pdf", "acme", "/nowhere", "hook"}) EXPECT_EQ(text_->find(text), std::string::npos) << text;
}

TEST(Alerts, AreRulesThatFireOnWhatTheyAreFor) {
  const auto checked = run({"promtool", "check", "rules", folder("alerts.yml")});
  EXPECT_EQ(checked.status, 0) << checked.out << checked.err;
  const auto tested = run({"promtool", "test", "rules", folder("alerts_test.yml")});
  EXPECT_EQ(tested.status, 0) << tested.out << tested.err;
  const auto configured = run({"promtool", "check", "config", folder("prometheus.yml")});
  EXPECT_EQ(configured.status, 0) << configured.out << configured.err;
}

TEST(Alerts, EachSaysHowBadItIsAndHasItsSectionInTheRunbookAndItsTest) {
  const auto runbook = read_file(source("docs/runbook.md"));
  const auto tests = read_file(folder("alerts_test.yml"));
  const auto file = yaml(folder("alerts.yml"));
  Names names;
  for (const auto& rule : file.at_pointer("/groups/0/rules").as_array()) {
    const auto name = text_of(rule.at("alert"));
    names.insert(name);
    std::string anchor = name;
    std::ranges::transform(anchor, anchor.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    const auto severity = text_of(rule.at_pointer("/labels/severity"));
    EXPECT_TRUE(severity == "page" || severity == "ticket") << name;
    EXPECT_FALSE(text_of(rule.at_pointer("/annotations/summary")).empty());
    EXPECT_EQ(text_of(rule.at_pointer("/annotations/runbook_url")), "docs/runbook.md#" + anchor);
    EXPECT_NE(runbook.find("\n### " + name + "\n"), std::string::npos) << name;
    EXPECT_NE(tests.find(name), std::string::npos) << name << " is not tested to fire";
  }
  EXPECT_THAT(difference(found_in(runbook, "\n### (Docmill[A-Za-z]+)\n"), names), IsEmpty()) << "sections of alerts that are gone";
}

TEST(Dashboard, IsOneThatGrafanaCanShow) {
  const auto whole = dashboard();
  EXPECT_EQ(whole.at("title"), "Docmill");
  EXPECT_GE(whole.at("schemaVersion").to_number<int>(), 36);
  std::set<std::int64_t> ids;
  std::set<std::pair<std::int64_t, std::int64_t>> taken;  // cells of the grid, 24 wide
  for (const auto& panel : whole.at("panels").as_array()) {
    const auto title = text_of(panel.at("title"));
    EXPECT_TRUE(ids.insert(panel.at("id").to_number<std::int64_t>()).second) << title;
    const auto& grid = panel.at("gridPos");
    const auto number = [&](const char* name) { return grid.at(name).to_number<std::int64_t>(); };
    EXPECT_LE(number("x") + number("w"), 24) << title;
    for (auto x = number("x"); x < number("x") + number("w"); ++x) {
      for (auto y = number("y"); y < number("y") + number("h"); ++y) EXPECT_TRUE(taken.insert({x, y}).second) << title << " covers another";
    }
    if (panel.at("type") == "row") continue;
    EXPECT_EQ(panel.at_pointer("/datasource/uid"), "${datasource}") << title;
    EXPECT_FALSE(panel.at("targets").as_array().empty()) << title;
    Names refs;
    for (const auto& target : panel.at("targets").as_array()) EXPECT_TRUE(refs.insert(text_of(target.at("refId"))).second) << title;
  }
  Names variables;
  for (const auto& variable : whole.at_pointer("/templating/list").as_array()) variables.insert(text_of(variable.at("name")));
  EXPECT_EQ(variables, (Names{"datasource", "instance"}));
}

/// promtool reads them as rules that record; what Grafana puts in is put in.
TEST(Dashboard, EveryExpressionIsPromql) {
  const TempDir temp;
  std::ofstream rules(temp / "rules.yml");
  rules << "groups:\n  - name: dashboard\n    rules:\n";
  int number = 0;
  for (auto expression : dashboard_expressions()) {
    for (const auto& [variable, value] : {std::pair<std::string, std::string>{"$__rate_interval", "1m"}, {"$instance", ".*"}}) {
      for (auto at = expression.find(variable); at != std::string::npos; at = expression.find(variable)) {
        expression.replace(at, variable.size(), value);
      }
    }
    EXPECT_EQ(expression.find('$'), std::string::npos) << expression;
    rules << "      - record: panel:" << ++number << "\n        expr: |-\n          " << expression << "\n";
  }
  rules.close();
  const auto checked = run({"promtool", "check", "rules", temp / "rules.yml"});
  EXPECT_EQ(checked.status, 0) << checked.out << checked.err;
}

TEST(Collector, EveryPartOfItsPipelinesIsSetUpAndTakesWhatDocmillSends) {
  const auto file = yaml(folder("otel-collector.yaml"));
  for (const auto& [name, pipeline] : file.at_pointer("/service/pipelines").as_object()) {
    for (const std::string kind : {"receivers", "processors", "exporters"}) {
      for (const auto& part : pipeline.at(kind).as_array()) EXPECT_TRUE(file.at(kind).as_object().contains(text_of(part))) << part;
    }
  }
  EXPECT_EQ(file.at_pointer("/receivers/otlp/protocols/http/endpoint"), "127.0.0.1:4318");
  EXPECT_TRUE(file.at_pointer("/service/pipelines").as_object().contains("traces"));
}

}  // namespace
}  // namespace docmill::testing
