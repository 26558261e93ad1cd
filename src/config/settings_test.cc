#include "config/settings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace docmill::config {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(Settings, FlagsWinOverTheEnvironmentWhichWinsOverTheFile) {
  std::vector<std::string> faults;
  const Values file{{"slots", "1"}, {"deliveries", "5"}, {"lease", "90s"}};
  const Values environment{{"DOCMILL_SLOTS", "2"}, {"DOCMILL_DELIVERIES", "6"}};
  const Values flags{{"slots", "3"}};
  const auto settings = resolve(file, environment, flags, faults);
  EXPECT_THAT(faults, IsEmpty());
  EXPECT_EQ(settings.slots, 3u);
  EXPECT_EQ(settings.deliveries, 6u);
  EXPECT_EQ(settings.lease, std::chrono::seconds(90));
}

TEST(Settings, EveryFaultIsReportedAtOnceWithItsSource) {
  std::vector<std::string> faults;
  const Values file{{"no-such", "1"}, {"request-limit", "100 parsecs"}};
  const Values environment{{"DOCMILL_SLOTS", "many"}};
  const Values flags{{"listen", "nowhere"}, {"tls-certificate", "a.pem"}};
  resolve(file, environment, flags, faults);
  EXPECT_THAT(faults, testing::UnorderedElementsAre(HasSubstr("no-such (settings file)"), HasSubstr("request-limit (settings file)"),
                                                    HasSubstr("slots (DOCMILL_SLOTS)"), HasSubstr("listen"), HasSubstr("tls-private-key")));
}

TEST(Settings, TracesNeedAUrlAndARatioFromNoughtToOne) {
  std::vector<std::string> faults;
  const Values good{{"otlp-endpoint", "https://collector.internal:4318"}, {"trace-ratio", "0.25"}, {"otlp-headers", "X-Token=hush"}};
  const auto settings = resolve(good, {}, {}, faults);
  EXPECT_THAT(faults, IsEmpty());
  EXPECT_EQ(settings.trace_ratio, 0.25);
  for (const auto& row : table()) EXPECT_THAT(row.show(settings), testing::Not(HasSubstr("hush"))) << row.name;
  for (const auto* ratio : {"-0.1", "1.1", "nan", "half", "", "0.5x"}) {
    faults.clear();
    resolve({{"trace-ratio", ratio}, {"otlp-endpoint", "localhost:4318"}}, {}, {}, faults);
    EXPECT_THAT(faults, testing::UnorderedElementsAre(HasSubstr("trace-ratio"), HasSubstr("otlp-endpoint"))) << ratio;
  }
}

TEST(Settings, AFileHoldsNamesValuesAndComments) {
  std::vector<std::string> faults;
  const auto values = parse_file("# a comment\nlisten = 0.0.0.0:80 # the world\n\nslots=4\nbroken line\n", faults);
  EXPECT_THAT(values, ElementsAre(std::pair("listen", "0.0.0.0:80"), std::pair("slots", "4")));
  EXPECT_THAT(faults, ElementsAre(HasSubstr("line 5")));
}

TEST(Settings, SecretsAndPasswordsDoNotShow) {
  std::vector<std::string> faults;
  const Values flags{{"accounts", "postgres://docmill:hunter2@db.internal/docmill?sslmode=verify-full"},
                     {"queue", "postgres://db.internal/docmill?password=hunter2&user=docmill"},
                     {"azure-connection", "AccountName=a;AccountKey=hunter2"},
                     {"s3-credentials", "@/etc/docmill/s3"}};
  const auto settings = resolve({}, {}, flags, faults);
  std::string shown;
  for (const auto& row : table()) shown += row.show(settings) + "\n";
  EXPECT_EQ(shown.find("hunter2"), std::string::npos) << shown;
  EXPECT_NE(shown.find("postgres://docmill:***@db.internal/docmill?sslmode=verify-full"), std::string::npos);
  EXPECT_NE(shown.find("postgres://db.internal/docmill?password=***&user=docmill"), std::string::npos);
  EXPECT_NE(shown.find("@/etc/docmill/s3"), std::string::npos);
  EXPECT_EQ(settings.azure_connection, "AccountName=a;AccountKey=hunter2");
}

TEST(Settings, WhatIsShownIsReadBackTheSame) {
  std::vector<std::string> faults;
  const Settings defaults;
  Values shown;
  for (const auto& row : table()) shown.emplace(row.name, row.show(defaults));
  const auto again = resolve(shown, {}, {}, faults);
  EXPECT_THAT(faults, IsEmpty());
  for (const auto& row : table()) EXPECT_EQ(row.show(again), row.show(defaults)) << row.name;
}

TEST(HostPort, TakesNamesAndBothFamiliesAndRefusesTheRest) {
  EXPECT_EQ(parse_host_port("[::1]:80")->host, "::1");
  EXPECT_EQ(parse_host_port("localhost:0")->port, 0);
  for (const auto* bad : {"", ":80", "host", "host:", "host:99999", "host:8x", "[]:80"}) EXPECT_FALSE(parse_host_port(bad)) << bad;
}

}  // namespace
}  // namespace docmill::config
