#include "crypto/certificates.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/wait.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace docmill::crypto {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

/// A directory of its own, made and certified by make_certificates; checked by the openssl program, which shares no code of ours.
class Certificates : public testing::Test {
 public:
  Certificates(const Certificates&) = delete;
  Certificates& operator=(const Certificates&) = delete;
  ~Certificates() override { fs::remove_all(root_); }

 protected:
  Certificates() : root_((fs::temp_directory_path() / "docmill-certs-XXXXXX").string()) {
    if (::mkdtemp(root_.data()) == nullptr) throw std::runtime_error("mkdtemp");
  }

  std::string path(const std::string& name) const { return root_ + "/pki/" + name; }

  Result<CertificateFiles> make(const std::vector<std::string>& more = {}, bool renew = false) {
    std::vector<std::string> hosts{"localhost", "127.0.0.1", "::1"};
    hosts.insert(hosts.end(), more.begin(), more.end());
    const CertificateRequest api{.name = "api", .hosts = hosts};
    const CertificateRequest front{.name = "front", .hosts = hosts, .one_file = true};
    return make_certificates(root_ + "/pki", {api, front}, renew);
  }

  /// What `openssl ARGUMENTS` printed; its exit code goes to `status`.
  static std::string openssl(const std::string& arguments, int* status = nullptr) {
    std::FILE* pipe = ::popen(("openssl " + arguments + " 2>&1").c_str(), "r");
    if (pipe == nullptr) throw std::runtime_error("popen");
    std::string text;
    for (int c = std::fgetc(pipe); c != EOF; c = std::fgetc(pipe)) text += static_cast<char>(c);
    const int code = ::pclose(pipe);
    if (status != nullptr) *status = WEXITSTATUS(code);
    return text;
  }
  bool verifies(const std::string& name, const std::string& check) const {
    int status = -1;
    openssl("verify -x509_strict -purpose sslserver -CAfile " + path("ca.pem") + " " + check + " " + path(name), &status);
    return status == 0;
  }
  std::string shown(const std::string& name) const { return openssl("x509 -noout -text -in " + path(name)); }
  static std::string content(const std::string& file) {
    std::ostringstream text;
    text << std::ifstream(file).rdbuf();
    return text.str();
  }
  static unsigned mode(const std::string& file) { return static_cast<unsigned>(fs::status(file).permissions()); }

  std::string root_;
};

TEST_F(Certificates, AreAcceptedByOpensslForEveryHostAndNoOther) {
  ASSERT_TRUE(make({"api.internal", "10.1.2.3", "*.fleet.internal"}));
  for (const auto* name : {"api.pem", "front.pem"}) {
    for (const auto* host : {"localhost", "api.internal", "node7.fleet.internal"}) {
      EXPECT_TRUE(verifies(name, std::string("-verify_hostname ") + host)) << host;
    }
    for (const auto* address : {"127.0.0.1", "::1", "10.1.2.3"}) EXPECT_TRUE(verifies(name, std::string("-verify_ip ") + address));
    EXPECT_FALSE(verifies(name, "-verify_hostname example.com"));
    EXPECT_FALSE(verifies(name, "-verify_ip 10.1.2.4"));
  }
}

TEST_F(Certificates, AreServersOnlyAndTheAuthoritySignsNoFurtherAuthority) {
  ASSERT_TRUE(make());
  const auto authority = shown("ca.pem");
  EXPECT_THAT(authority, HasSubstr("CA:TRUE, pathlen:0"));
  EXPECT_THAT(authority, HasSubstr("Certificate Sign, CRL Sign"));
  EXPECT_THAT(authority, HasSubstr("ASN1 OID: prime256v1"));
  const auto leaf = shown("api.pem");
  EXPECT_THAT(leaf, HasSubstr("CA:FALSE"));
  EXPECT_THAT(leaf, HasSubstr("TLS Web Server Authentication"));
  EXPECT_THAT(leaf, HasSubstr("ecdsa-with-SHA256"));
  int status = -1;
  openssl("x509 -noout -checkend " + std::to_string(363 * 86'400) + " -in " + path("api.pem"), &status);
  EXPECT_EQ(status, 0);
  openssl("x509 -noout -checkend " + std::to_string(366 * 86'400) + " -in " + path("api.pem"), &status);
  EXPECT_EQ(status, 1);
}

TEST_F(Certificates, KeysAreReadByTheirOwnerOnly) {
  ASSERT_TRUE(make());
  for (const auto* name : {"ca.key", "api.key", "front.pem"}) EXPECT_EQ(mode(path(name)), 0600U) << name;
  EXPECT_EQ(mode(path("")), 0700U);
  EXPECT_THAT(content(path("front.pem")), HasSubstr("BEGIN PRIVATE KEY"));
  EXPECT_THAT(content(path("api.pem")), testing::Not(HasSubstr("PRIVATE KEY")));
}

TEST_F(Certificates, ASecondRunKeepsWhatIsGoodAndANewHostMakesNewOnes) {
  ASSERT_TRUE(make());
  const auto authority = content(path("ca.pem"));
  const auto api = content(path("api.pem"));
  const auto again = make();
  ASSERT_TRUE(again);
  EXPECT_TRUE(again->made.empty());
  EXPECT_EQ(content(path("api.pem")), api);
  ASSERT_TRUE(make({"new.internal"}));
  EXPECT_NE(content(path("api.pem")), api);
  EXPECT_TRUE(verifies("api.pem", "-verify_hostname new.internal"));
  EXPECT_EQ(content(path("ca.pem")), authority);
}

TEST_F(Certificates, RenewingKeepsTheAuthorityAndGivesNewSerialNumbers) {
  ASSERT_TRUE(make());
  const auto authority = content(path("ca.key"));
  const auto serial = openssl("x509 -noout -serial -in " + path("api.pem"));
  ASSERT_TRUE(make({}, true));
  EXPECT_EQ(content(path("ca.key")), authority);
  const auto renewed = openssl("x509 -noout -serial -in " + path("api.pem"));
  EXPECT_NE(renewed, serial);
  EXPECT_GE(renewed.size(), std::string("serial=").size() + 36) << "20 random octets, leading zeros aside";
  EXPECT_TRUE(verifies("api.pem", "-verify_hostname localhost"));
}

TEST_F(Certificates, ACertificateOfAnotherAuthorityIsReplaced) {
  ASSERT_TRUE(make());
  fs::remove(path("ca.pem"));
  fs::remove(path("ca.key"));
  ASSERT_TRUE(make());
  EXPECT_TRUE(verifies("api.pem", "-verify_hostname localhost"));
}

TEST_F(Certificates, ABrokenAuthorityIsNamedAndNothingIsTouched) {
  ASSERT_TRUE(make());
  const auto api = content(path("api.pem"));
  fs::remove(path("ca.key"));
  const auto missing = make({}, true);
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code(), ErrorCode::Corrupt);
  EXPECT_THAT(missing.error().message(), HasSubstr("ca.key is missing"));
  fs::copy_file(path("api.key"), path("ca.key"));
  const auto foreign = make({}, true);
  ASSERT_FALSE(foreign);
  EXPECT_THAT(foreign.error().message(), HasSubstr("not the key"));
  EXPECT_EQ(content(path("api.pem")), api);
}

TEST_F(Certificates, AHostThatCouldCarryMoreThanAHostIsRefused) {
  for (const auto* host : {"", "a,DNS:evil.example", "a b", "-a.example", "a..b", "a/b", "*", "a.*.b", "host\nDNS:x"}) {
    const auto made = make({host});
    ASSERT_FALSE(made) << host;
    EXPECT_EQ(made.error().code(), ErrorCode::BadRequest);
  }
  EXPECT_FALSE(fs::exists(path("ca.pem")));
}

}  // namespace
}  // namespace docmill::crypto
