#include "net/tls.h"

#include <fmt/format.h>
#include <openssl/ssl.h>

#include <boost/asio/ssl.hpp>

#include "base/quietly.h"

namespace docmill::net {
namespace asio = boost::asio;
namespace ssl = asio::ssl;

class TlsContext {
 public:
  TlsContext() : context(ssl::context::tls_server) {}
  ssl::context context;
};

namespace {

// Mozilla's "intermediate" list without the DHE suites; TLS 1.3 brings its own.
constexpr const char* kCiphers =
    "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384:"
    "ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305";

class TlsStream final : public Stream {
 public:
  TlsStream(Socket socket, std::shared_ptr<TlsContext> context)
      : Stream(socket.get_executor()), context_(std::move(context)), stream_(std::move(socket), context_->context) {}

  Async<Result<void>> handshake(Deadline by) override {
    const Watch watch(*this, by);
    auto [ec] = co_await stream_.async_handshake(ssl::stream_base::server, kQuietly);
    auto done = watch.outcome(ec, 1);
    if (done && *done == 1) co_return Result<void>{};
    if (done) co_return Failed(fail(ErrorCode::Unavailable, "The client left during the TLS handshake.").at("net.tls"));
    co_return Failed(done.error());
  }

  Async<Result<std::size_t>> read_some(std::span<char> room, Deadline by) override {
    const Watch watch(*this, by);
    const auto buffer = asio::buffer(room.data(), room.size());
    auto [ec, bytes] = co_await stream_.async_read_some(buffer, kQuietly);
    co_return watch.outcome(ec, bytes);
  }

  Async<Result<std::size_t>> write_some(std::string_view bytes, Deadline by) override {
    const Watch watch(*this, by);
    const auto buffer = asio::buffer(bytes.data(), bytes.size());
    auto [ec, written] = co_await stream_.async_write_some(buffer, kQuietly);
    co_return watch.outcome(ec, written);
  }

  bool tls() const override { return true; }

 private:
  Socket& socket() override { return stream_.next_layer(); }

  Async<void> end_writing(Deadline by) override {
    const Watch watch(*this, by);
    co_await stream_.async_shutdown(kQuietly);  // best effort: the answer has been sent
  }

  std::shared_ptr<TlsContext> context_;  // shared with the server
  ssl::stream<Socket> stream_;
};

int choose_protocol(SSL*, const unsigned char** out, unsigned char* out_size, const unsigned char* offered, unsigned int size, void*) {
  static constexpr unsigned char kOurs[] = "\x08http/1.1";
  unsigned char* chosen = nullptr;
  if (SSL_select_next_proto(&chosen, out_size, kOurs, sizeof kOurs - 1, offered, size) != OPENSSL_NPN_NEGOTIATED) {
    return SSL_TLSEXT_ERR_ALERT_FATAL;
  }
  *out = chosen;
  return SSL_TLSEXT_ERR_OK;
}

Error unusable(std::string_view what, const std::string& path, const boost::system::error_code& ec) {
  return fail(ErrorCode::BadRequest, fmt::format("The TLS {} {} cannot be used.", what, path)).cause(ec.message()).at("net.tls");
}

}  // namespace

Result<std::shared_ptr<TlsContext>> make_tls_context(const TlsFiles& files) {
  auto made = std::make_shared<TlsContext>();
  boost::system::error_code ec;
  made->context.use_certificate_chain_file(files.certificate_chain, ec);
  if (ec) return Failed(unusable("certificate", files.certificate_chain, ec));
  made->context.use_private_key_file(files.private_key, ssl::context::pem, ec);
  if (ec) return Failed(unusable("private key", files.private_key, ec));
  SSL_CTX* native = made->context.native_handle();
  if (SSL_CTX_check_private_key(native) != 1) return Failed(unusable("private key", files.private_key, ec));
  SSL_CTX_set_min_proto_version(native, TLS1_2_VERSION);
  SSL_CTX_set_cipher_list(native, kCiphers);
  SSL_CTX_set_options(native, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION);
  SSL_CTX_set_mode(native, SSL_MODE_RELEASE_BUFFERS);  // an idle connection keeps no record buffers
  SSL_CTX_set_alpn_select_cb(native, choose_protocol, nullptr);
  return made;
}

std::unique_ptr<Stream> tls_stream(asio::ip::tcp::socket socket, std::shared_ptr<TlsContext> context) {
  return std::make_unique<TlsStream>(std::move(socket), std::move(context));
}

}  // namespace docmill::net
