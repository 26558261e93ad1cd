#pragma once
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <stdlib.h>

#include <cstdio>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>

#include "net/server.h"

namespace docmill::net::test {

/// A self-signed certificate for localhost and its key, in files that go with the object.
class Certificate {
 public:
  Certificate() {
    std::string pattern = (std::filesystem::temp_directory_path() / "docmill-tls-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("mkdtemp");
    directory_ = pattern;
    const std::unique_ptr<EVP_PKEY, void (*)(EVP_PKEY*)> key(EVP_EC_gen("P-256"), EVP_PKEY_free);
    const std::unique_ptr<X509, void (*)(X509*)> cert(X509_new(), X509_free);
    X509_set_version(cert.get(), 2);
    ASN1_INTEGER_set(X509_get_serialNumber(cert.get()), 1);
    X509_gmtime_adj(X509_getm_notBefore(cert.get()), -60);
    X509_gmtime_adj(X509_getm_notAfter(cert.get()), 3600);
    X509_set_pubkey(cert.get(), key.get());
    X509_NAME* name = X509_get_subject_name(cert.get());
    const std::string host = "localhost";
    std::basic_string<unsigned char> bytes(host.begin(), host.end());
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, bytes.data(), static_cast<int>(bytes.size()), -1, 0);
    X509_set_issuer_name(cert.get(), name);
    const std::unique_ptr<X509_EXTENSION, void (*)(X509_EXTENSION*)> names(
        X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, "DNS:localhost,IP:127.0.0.1"), X509_EXTENSION_free);
    X509_add_ext(cert.get(), names.get(), -1);
    X509_sign(cert.get(), key.get(), EVP_sha256());
    write(files().certificate_chain, [&](std::FILE* file) { return PEM_write_X509(file, cert.get()); });
    write(files().private_key,
          [&](std::FILE* file) { return PEM_write_PrivateKey(file, key.get(), nullptr, nullptr, 0, nullptr, nullptr); });
  }
  ~Certificate() { std::filesystem::remove_all(directory_); }
  Certificate(const Certificate&) = delete;
  Certificate& operator=(const Certificate&) = delete;

  TlsFiles files() const { return {(directory_ / "cert.pem").string(), (directory_ / "key.pem").string()}; }

 private:
  template <class Write>
  static void write(const std::string& path, Write with) {
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "w"), std::fclose);
    if (!file || with(file.get()) != 1) throw std::runtime_error("cannot write " + path);
  }

  std::filesystem::path directory_;
};

}  // namespace docmill::net::test
