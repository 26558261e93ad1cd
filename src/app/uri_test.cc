#include "app/uri.h"

#include <gtest/gtest.h>

#include <fstream>

#include "sqlite/test_directory.h"

namespace docmill::app {
namespace {

TEST(DriverUri, HasADriverAndAPlace) {
  const auto uri = parse_driver_uri("azure:docmill?queues=4", "queue");
  ASSERT_TRUE(uri);
  EXPECT_EQ(uri->scheme, "azure");
  EXPECT_EQ(uri->rest, "docmill?queues=4");
  for (const auto* bad : {"", "azure", ":x", "azure:"}) {
    const auto refused = parse_driver_uri(bad, "queue");
    ASSERT_FALSE(refused) << bad;
    EXPECT_EQ(refused.error().code(), ErrorCode::BadRequest);
    EXPECT_NE(refused.error().message().find("queue:"), std::string::npos) << "the setting is named";
  }
}

TEST(DriverUri, TheCountBehindItIsOneUnlessItSaysOtherwise) {
  EXPECT_EQ(name_and_count("docmill", "queues", 16, "queue").value().count, 1U);
  const auto four = name_and_count("docmill?queues=4", "queues", 16, "queue").value();
  EXPECT_EQ(four.name, "docmill");
  EXPECT_EQ(four.count, 4U);
  for (const auto* bad : {"d?", "d?queues", "d?queues=", "d?queues=0", "d?queues=17", "d?queues=2x", "d?queues=-1", "d?other=2"}) {
    EXPECT_FALSE(name_and_count(bad, "queues", 16, "queue")) << bad;
  }
}

TEST(ReadSecret, StandsInTheSettingOrInAFile) {
  const sqlite::TestDirectory directory;
  std::ofstream(directory.file("secret")) << "key=1\nkey=2\n";
  EXPECT_EQ(read_secret("key", "azure-connection").value().reveal(), "key");
  EXPECT_EQ(read_secret("@" + directory.file("secret"), "azure-connection").value().reveal(), "key=1\nkey=2");
  const auto absent = read_secret("@" + directory.file("none"), "azure-connection");
  EXPECT_EQ(absent.error().code(), ErrorCode::BadRequest) << "it does not come back by itself";
  EXPECT_NE(absent.error().message().find("azure-connection: the file"), std::string::npos);
  EXPECT_EQ(read_secret("", "azure-connection").error().code(), ErrorCode::BadRequest);
}

TEST(CheckFile, AFileThatIsNamedIsThere) {
  const sqlite::TestDirectory directory;
  std::ofstream(directory.file("ca.pem")) << "x";
  EXPECT_TRUE(check_file("", "storage-ca"));
  EXPECT_TRUE(check_file(directory.file("ca.pem"), "storage-ca"));
  const auto absent = check_file(directory.file("none"), "storage-ca");
  ASSERT_FALSE(absent);
  EXPECT_EQ(absent.error().code(), ErrorCode::BadRequest);
  EXPECT_NE(absent.error().message().find("storage-ca: the file " + directory.file("none")), std::string::npos);
}

TEST(IsHere, AnEmptySettingIsTheEmbeddedDriver) {
  EXPECT_TRUE(is_here("", "sqlite"));
  EXPECT_TRUE(is_here("sqlite:/var/lib/queue.db", "sqlite"));
  EXPECT_FALSE(is_here("sqlites:x", "sqlite"));
  EXPECT_FALSE(is_here("postgres://db/docmill", "sqlite"));
}

TEST(IsEmbedded, OnlyWhereNothingIsElsewhere) {
  config::Settings settings;
  EXPECT_TRUE(is_embedded(settings));
  settings.queue = "sqlite:/var/lib/queue.db";
  EXPECT_TRUE(is_embedded(settings));
  settings.accounts = "postgres://db/docmill";
  EXPECT_FALSE(is_embedded(settings));
}

}  // namespace
}  // namespace docmill::app
