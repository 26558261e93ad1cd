#include "net/tls.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/err.h>
#include <openssl/ssl.h>

#include "base/units.h"
#include "net/test_certificate.h"
#include "net/test_client.h"

namespace docmill::net {
namespace {

using namespace std::chrono_literals;
using test::Certificate;
using test::Client;
using test::FunctionHandler;
using test::request_text;
using test::RunningServer;
using testing::HasSubstr;

/// A blocking TLS client on OpenSSL itself.
class TlsClient {
 public:
  struct Wishes {
    int highest = TLS1_3_VERSION;
    int lowest = TLS1_VERSION;
    std::string protocols = "\x02h2\x08http/1.1";  // ALPN, each with its length in front
  };

  explicit TlsClient(std::uint16_t port) : TlsClient(port, Wishes{}) {}
  TlsClient(std::uint16_t port, const Wishes& wishes)
      : tcp_(port), context_(SSL_CTX_new(TLS_client_method()), SSL_CTX_free), ssl_(nullptr, SSL_free) {
    SSL_CTX_set_security_level(context_.get(), 0);  // so that it is the server that refuses old versions
    SSL_CTX_set_min_proto_version(context_.get(), wishes.lowest);
    SSL_CTX_set_max_proto_version(context_.get(), wishes.highest);
    const std::basic_string<unsigned char> protocols(wishes.protocols.begin(), wishes.protocols.end());
    SSL_CTX_set_alpn_protos(context_.get(), protocols.data(), static_cast<unsigned>(protocols.size()));
    ssl_.reset(SSL_new(context_.get()));
    SSL_set_fd(ssl_.get(), tcp_.fd());
    connected_ = SSL_connect(ssl_.get()) == 1;
  }

  bool connected() const { return connected_; }
  std::string version() const { return SSL_get_version(ssl_.get()); }
  std::string protocol() const {
    const unsigned char* chosen = nullptr;
    unsigned size = 0;
    SSL_get0_alpn_selected(ssl_.get(), &chosen, &size);
    return {chosen, chosen + size};
  }
  bool send(std::string_view bytes) {
    while (!bytes.empty()) {
      std::size_t sent = 0;
      if (SSL_write_ex(ssl_.get(), bytes.data(), std::min<std::size_t>(bytes.size(), 16 * kKiB), &sent) != 1) return false;
      bytes.remove_prefix(sent);
    }
    return true;
  }
  /// Reads until `text` holds all of `until`, or the end.
  std::string read_until(std::string_view until) {
    std::string text;
    std::string piece(16 * kKiB, '\0');
    std::size_t got = 0;
    while (text.find(until) == std::string::npos && SSL_read_ex(ssl_.get(), piece.data(), piece.size(), &got) == 1) {
      text.append(piece, 0, got);
    }
    return text;
  }
  /// True when the server ended the session properly, not by cutting the connection.
  bool told_goodbye() const { return (SSL_get_shutdown(ssl_.get()) & SSL_RECEIVED_SHUTDOWN) != 0; }

 private:
  Client tcp_;
  std::unique_ptr<SSL_CTX, void (*)(SSL_CTX*)> context_;
  std::unique_ptr<SSL, void (*)(SSL*)> ssl_;
  bool connected_ = false;
};

Async<void> count_or_greet(const Request& request, Body& body, Responder& respond) {
  std::uint64_t total = 0;
  std::vector<char> room(64 * kKiB);
  while (request.path == "/count") {
    auto got = co_await body.read(room);
    if (!got || *got == 0) break;
    total += *got;
  }
  Response response{.status = 200, .headers = {}, .body = fmt::format("tls={} total={}.", request.tls, total)};
  co_await respond.send(std::move(response));
}

struct TlsFixture {
  explicit TlsFixture(ServerOptions options = {}) : server(handler, with_tls(std::move(options), certificate)) {}
  static ServerOptions with_tls(ServerOptions options, const Certificate& certificate) {
    options.tls = certificate.files();
    return options;
  }
  std::uint16_t port() const { return server.port(); }
  Certificate certificate;
  FunctionHandler handler{count_or_greet};
  RunningServer server;
};

TEST(Tls, ServesRequestsOverTls13And12) {
  TlsFixture f;
  for (const int version : {TLS1_3_VERSION, TLS1_2_VERSION}) {
    TlsClient client(f.port(), {.highest = version});
    ASSERT_TRUE(client.connected());
    EXPECT_EQ(client.version(), version == TLS1_3_VERSION ? "TLSv1.3" : "TLSv1.2");
    EXPECT_EQ(client.protocol(), "http/1.1");
    for (int i = 0; i < 2; ++i) {
      client.send(request_text("GET", "/"));
      EXPECT_THAT(client.read_until("total=0."), HasSubstr("tls=true"));
    }
  }
}

TEST(Tls, RefusesOldVersionsAndProtocolsItDoesNotSpeak) {
  TlsFixture f;
  EXPECT_FALSE(TlsClient(f.port(), {.highest = TLS1_1_VERSION}).connected());
  EXPECT_FALSE(TlsClient(f.port(), {.protocols = "\x02h2"}).connected());
  EXPECT_TRUE(TlsClient(f.port()).connected());
}

TEST(Tls, CarriesALargeBodyAndTheAnswerToOneNobodyReads) {
  TlsFixture f;
  TlsClient client(f.port());
  client.send(request_text("POST", "/count", "", std::string(8 * kMiB, 'x')));
  EXPECT_THAT(client.read_until("total=8388608."), HasSubstr("200 OK"));
  client.send(request_text("POST", "/ignore", "", std::string(8 * kMiB, 'x')));
  const auto answer = client.read_until("total=0.");
  EXPECT_THAT(answer, HasSubstr("200 OK"));
  EXPECT_THAT(answer, HasSubstr("Connection: close"));
}

TEST(Tls, SaysGoodbyeBeforeItCloses) {
  TlsFixture f;
  TlsClient client(f.port());
  client.send(request_text("GET", "/", "Connection: close\r\n"));
  EXPECT_THAT(client.read_until("(the end)"), HasSubstr("total=0."));
  EXPECT_TRUE(client.told_goodbye());
}

TEST(Tls, APlainRequestEndsTheConnection) {
  TlsFixture f;
  Client client(f.port());
  client.send(request_text("GET", "/"));
  EXPECT_THAT(client.read_to_end(), testing::Not(HasSubstr("HTTP/1.1")));
}

TEST(Tls, ASilentHandshakeAndASlowHeadAreCutOff) {
  TlsFixture f({.header_timeout = 1s});
  Client silent(f.port());
  TlsClient slow(f.port());
  slow.send("GET / HTTP/1.1\r\n");
  EXPECT_THAT(slow.read_until("(the end)"), HasSubstr("408"));
  EXPECT_TRUE(silent.ended());
}

TEST(Tls, SaysWhichFileCannotBeUsed) {
  const Certificate one;
  const Certificate other;
  const auto refusal = [](const std::string& certificate, const std::string& key) {
    const auto made = make_tls_context({certificate, key});
    return made ? "(accepted)" : made.error().describe();
  };
  EXPECT_THAT(refusal("/nowhere/cert.pem", one.files().private_key), HasSubstr("bad_request: The TLS certificate /nowhere/cert.pem"));
  EXPECT_THAT(refusal(one.files().certificate_chain, "/nowhere/key.pem"), HasSubstr("private key /nowhere/key.pem"));
  EXPECT_THAT(refusal(one.files().certificate_chain, other.files().private_key), HasSubstr("private key"));
  EXPECT_EQ(refusal(one.files().certificate_chain, one.files().private_key), "(accepted)");
}

}  // namespace
}  // namespace docmill::net
