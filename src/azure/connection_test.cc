#include "azure/connection.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "crypto/base64.h"

namespace docmill::azure {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

const std::string kKey = crypto::to_base64("a key that must never be shown!!");

Account good(const std::string& text) {
  auto account = parse_connection(Secret(text));
  EXPECT_TRUE(account) << account.error().describe();
  return account.value_or(Account{});
}

std::string trouble(const std::string& text) {
  const auto account = parse_connection(Secret(text));
  EXPECT_FALSE(account) << text;
  if (account) return {};
  EXPECT_EQ(account.error().code(), ErrorCode::BadRequest);
  return account.error().describe();
}

TEST(AzureConnection, ThePortalsStringGivesBothEndpointsAndTheKey) {
  const auto account = good("DefaultEndpointsProtocol=https;AccountName=acme01;AccountKey=" + kKey + ";EndpointSuffix=core.windows.net");
  EXPECT_EQ(account.name, "acme01");
  EXPECT_EQ(account.blob.primary, "https://acme01.blob.core.windows.net");
  EXPECT_EQ(account.queue.primary, "https://acme01.queue.core.windows.net");
  EXPECT_EQ(account.queue.secondary, "");
  EXPECT_EQ(std::get<SharedKey>(account.proof).key.reveal(), "a key that must never be shown!!");
}

TEST(AzureConnection, EndpointsCanBeNamedAndTheCaseOfNamesIsFree) {
  const auto account = good(" accountname = acme01 ; ACCOUNTKEY=" + kKey +
                            ";;queueendpoint=http://127.0.0.1:10001/acme01/;BlobEndpoint=https://b.example.com;"
                            "BlobSecondaryEndpoint=https://b-secondary.example.com/;TableEndpoint=https://unused.example.com");
  EXPECT_EQ(account.queue.primary, "http://127.0.0.1:10001/acme01");
  EXPECT_EQ(account.blob.primary, "https://b.example.com");
  EXPECT_EQ(account.blob.secondary, "https://b-secondary.example.com");
}

TEST(AzureConnection, ASignatureKeepsItsEqualSignsAndLosesTheQuestionMark) {
  const auto account = good("BlobEndpoint=https://acme01.blob.core.windows.net/;SharedAccessSignature=?sv=2024-08-04&ss=bq&sig=abc%3D=");
  EXPECT_EQ(std::get<SharedAccessSignature>(account.proof).query.reveal(), "sv=2024-08-04&ss=bq&sig=abc%3D=");
  EXPECT_EQ(account.queue.primary, "");
}

TEST(AzureConnection, WithoutASecretTheManagedIdentityIsUsed) {
  EXPECT_TRUE(std::holds_alternative<ManagedIdentity>(good("AccountName=acme01").proof));
}

TEST(AzureConnection, DevelopmentStorageIsAzuriteAtItsUsualPorts) {
  const auto account = good("UseDevelopmentStorage=true");
  EXPECT_EQ(account.name, "devstoreaccount1");
  EXPECT_EQ(account.blob.primary, "http://127.0.0.1:10000/devstoreaccount1");
  EXPECT_EQ(account.queue.primary, "http://127.0.0.1:10001/devstoreaccount1");
  EXPECT_EQ(std::get<SharedKey>(account.proof).key.reveal().size(), 64U);
}

TEST(AzureConnection, AMistakeIsNamed) {
  const std::string base = "AccountName=acme01;AccountKey=" + kKey;
  EXPECT_THAT(trouble(""), HasSubstr("it is empty"));
  EXPECT_THAT(trouble("AccountKey=" + kKey), HasSubstr("'AccountName'"));
  EXPECT_THAT(trouble("EndpointSuffix=core.windows.net"), HasSubstr("'AccountName' is missing"));
  EXPECT_THAT(trouble("AccountName=Acme_01;AccountKey=" + kKey), HasSubstr("'AccountName'"));
  EXPECT_THAT(trouble("AccountName=ab;AccountKey=" + kKey), HasSubstr("'AccountName'"));
  EXPECT_THAT(trouble("AccountName=acme01;AccountKey=not base64"), HasSubstr("'AccountKey' is not base64"));
  EXPECT_THAT(trouble("AccountName=acme01;AccountKey="), HasSubstr("'AccountKey' is empty"));
  EXPECT_THAT(trouble(base + ";AccountName=acme02"), HasSubstr("'AccountName' is given twice"));
  EXPECT_THAT(trouble(base + ";SharedAccessSignature=sig=x"), HasSubstr("not both"));
  EXPECT_THAT(trouble(base + ";AcountName=acme02"), HasSubstr("'AcountName' is not known"));
  EXPECT_THAT(trouble(base + ";DefaultEndpointsProtocol=ftp"), HasSubstr("'DefaultEndpointsProtocol'"));
  EXPECT_THAT(trouble(base + ";EndpointSuffix=core.windows.net/x"), HasSubstr("'EndpointSuffix'"));
  EXPECT_THAT(trouble(base + ";QueueSecondaryEndpoint=q.example.com"), HasSubstr("'QueueSecondaryEndpoint'"));
  EXPECT_THAT(trouble("AccountName=acme01;SharedAccessSignature=sv=1"), HasSubstr("'SharedAccessSignature'"));
  EXPECT_THAT(trouble("UseDevelopmentStorage=yes"), HasSubstr("'UseDevelopmentStorage'"));
  EXPECT_THAT(trouble("UseDevelopmentStorage=true;AccountName=acme01"), HasSubstr("stands alone"));
  EXPECT_THAT(trouble(std::string(10'000, 'a')), HasSubstr("longer than 8 KiB"));
}

TEST(AzureConnection, AnEndpointIsAPlainUrl) {
  for (const auto* url : {"ftp://x", "https://", "https://user:word@host", "https://host/?a=b", "https://host/a b", "https://ho\nst",
                          "//host", "https://host#x", "http:host"})
    EXPECT_THAT(trouble("AccountName=acme01;BlobEndpoint=" + std::string(url) + ";AccountKey=" + kKey), HasSubstr("'BlobEndpoint'")) << url;
}

TEST(AzureConnection, ASecretIsNeverShownWhereverItWasPasted) {
  for (const auto& text :
       {kKey, "AccountName=acme01;" + kKey, "AccountName=acme01;AccountKey=" + kKey + "!", kKey + "=x", "AccountName=" + kKey,
        "AccountName=acme01;EndpointSuffix=" + kKey + "/", "AccountName=acme01;AccountKey=" + kKey + ";BlobEndpoint=" + kKey})
    EXPECT_THAT(trouble(text), Not(HasSubstr(kKey.substr(0, 12)))) << text;
}

TEST(AzureConnection, AProofThatTravelsAsItIsNeedsHttps) {
  const std::string signature = ";SharedAccessSignature=sv=1&sig=x";
  EXPECT_THAT(trouble("AccountName=acme01;DefaultEndpointsProtocol=http"), HasSubstr("must be https"));
  EXPECT_THAT(trouble("BlobEndpoint=http://storage.example.com" + signature), HasSubstr("must be https"));
  EXPECT_THAT(trouble("BlobEndpoint=http://127.0.0.1.example.com" + signature), HasSubstr("must be https"));
  good("BlobEndpoint=http://127.0.0.1:10000/devstoreaccount1" + signature);
  good("BlobEndpoint=http://localhost:10000/devstoreaccount1" + signature);
  good("AccountName=acme01;DefaultEndpointsProtocol=http;AccountKey=" + kKey);
}

}  // namespace
}  // namespace docmill::azure
