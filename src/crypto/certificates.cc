#include "crypto/certificates.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <filesystem>
#include <memory>
#include <system_error>

#include "base/check.h"
#include "base/fd.h"
#include "base/ids.h"
#include "base/secret.h"

namespace docmill::crypto {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxFileBytes = 1 << 20;
constexpr long kBackdated = 300;  // seconds; a fleet's clocks differ a little
constexpr std::chrono::days kRenewBefore{30};
constexpr int kSerialBits = 159;  // as long as RFC 5280 allows (20 octets, positive)
constexpr mode_t kPrivate = 0600;
constexpr mode_t kPublic = 0644;

template <auto Free>
struct Freed {
  template <class T>
  void operator()(T* object) const {
    Free(object);
  }
};
using Key = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Freed<X509_free>>;
using Memory = std::unique_ptr<BIO, Freed<BIO_free_all>>;

struct Authority {
  Certificate certificate;
  Key key;
};

Error cannot(std::string_view doing, const std::string& path, int error_number) {
  const auto reason = std::generic_category().message(error_number);
  return fail(ErrorCode::Unavailable, fmt::format("{} cannot be {}: {}.", path, doing, reason)).at("crypto.certificates");
}

Error corrupt(const std::string& path, std::string_view what) {
  return fail(ErrorCode::Corrupt, fmt::format("{} {}. Restore it, or move both ca files away to begin a new authority.", path, what))
      .at("crypto.certificates");
}

std::string text_of(BIO* memory) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(memory, &data);
  return {data, static_cast<std::size_t>(size)};
}

std::string pem_of(X509* certificate) {
  const Memory memory(BIO_new(BIO_s_mem()));
  DOCMILL_CHECK(memory && PEM_write_bio_X509(memory.get(), certificate) == 1);
  return text_of(memory.get());
}

Secret pem_of(EVP_PKEY* key) {
  const Memory memory(BIO_new(BIO_s_secmem()));
  DOCMILL_CHECK(memory && PEM_write_bio_PrivateKey(memory.get(), key, nullptr, nullptr, 0, nullptr, nullptr) == 1);
  return Secret(text_of(memory.get()));
}

/// Renamed into place, so that a reader never sees half of it.
Result<void> write_file(const std::string& path, std::string_view text, mode_t mode) {
  const auto temporary = fmt::format("{}.{}", path, base32(random_bytes(10)));
  const UniqueFd file(::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode));
  if (!file.valid()) return Failed(cannot("written", path, errno));
  auto wrote = write_all(file.get(), text);
  if (wrote && ::fsync(file.get()) != 0) wrote = Failed(cannot("written", path, errno));
  if (wrote && ::rename(temporary.c_str(), path.c_str()) != 0) wrote = Failed(cannot("written", path, errno));
  if (!wrote) ::unlink(temporary.c_str());
  return wrote;
}

/// nullptr for a file that is missing or holds no certificate.
Certificate read_certificate(const std::string& path) {
  const UniqueFd file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file.valid()) return nullptr;
  const auto text = read_at(file.get(), 0, kMaxFileBytes);
  if (!text) return nullptr;
  const Memory memory(BIO_new_mem_buf(text->data(), static_cast<int>(text->size())));
  Certificate certificate(PEM_read_bio_X509(memory.get(), nullptr, nullptr, nullptr));
  ERR_clear_error();
  return certificate;
}

Key read_key(const std::string& path) {
  const UniqueFd file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file.valid()) return nullptr;
  auto text = read_at(file.get(), 0, kMaxFileBytes);
  if (!text) return nullptr;
  const Secret secret(*std::move(text));
  const Memory memory(BIO_new_mem_buf(secret.reveal().data(), static_cast<int>(secret.reveal().size())));
  Key key(PEM_read_bio_PrivateKey(memory.get(), nullptr, nullptr, nullptr));
  ERR_clear_error();
  return key;
}

void add_extension(X509* certificate, X509* issuer, int kind, const std::string& value) {
  X509V3_CTX context{};
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  const std::unique_ptr<X509_EXTENSION, Freed<X509_EXTENSION_free>> extension(X509V3_EXT_conf_nid(nullptr, &context, kind, value.c_str()));
  DOCMILL_CHECK(extension && X509_add_ext(certificate, extension.get(), -1) == 1);  // values are ours, or were checked
}

void set_random_serial(X509* certificate) {
  const std::unique_ptr<BIGNUM, Freed<BN_free>> number(BN_new());
  DOCMILL_CHECK(number && BN_rand(number.get(), kSerialBits, BN_RAND_TOP_ANY, BN_RAND_BOTTOM_ANY) == 1);
  DOCMILL_CHECK(BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(certificate)) != nullptr);
}

void set_name(X509_NAME* name, const char* field, std::string_view value) {
  const auto* bytes = reinterpret_cast<const unsigned char*>(value.data());
  DOCMILL_CHECK(X509_NAME_add_entry_by_txt(name, field, MBSTRING_ASC, bytes, static_cast<int>(value.size()), -1, 0) == 1);
}

/// Everything but extensions and signature.
Certificate begin_certificate(EVP_PKEY* key, std::string_view common_name, std::chrono::days lifetime) {
  Certificate certificate(X509_new());
  DOCMILL_CHECK(certificate && X509_set_version(certificate.get(), X509_VERSION_3) == 1);
  set_random_serial(certificate.get());
  X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -kBackdated);
  X509_gmtime_adj(X509_getm_notAfter(certificate.get()), std::chrono::seconds(lifetime).count() - kBackdated);
  X509_set_pubkey(certificate.get(), key);
  X509_NAME* subject = X509_get_subject_name(certificate.get());
  set_name(subject, "O", "Docmill");
  set_name(subject, "CN", common_name);
  return certificate;
}

Authority new_authority() {
  Authority made{.certificate = nullptr, .key = Key(EVP_EC_gen("P-256"))};
  DOCMILL_CHECK(made.key);
  made.certificate = begin_certificate(made.key.get(), "Docmill internal authority", kAuthorityLifetime);
  X509* certificate = made.certificate.get();
  X509_set_issuer_name(certificate, X509_get_subject_name(certificate));
  add_extension(certificate, certificate, NID_basic_constraints, "critical,CA:TRUE,pathlen:0");
  add_extension(certificate, certificate, NID_key_usage, "critical,keyCertSign,cRLSign");
  add_extension(certificate, certificate, NID_subject_key_identifier, "hash");
  DOCMILL_CHECK(X509_sign(certificate, made.key.get(), EVP_sha256()) > 0);
  return made;
}

bool is_address(const std::string& host) {
  const std::unique_ptr<ASN1_OCTET_STRING, Freed<ASN1_OCTET_STRING_free>> address(a2i_IPADDRESS(host.c_str()));
  ERR_clear_error();
  return address != nullptr;
}

/// Letters, digits and '-' between dots; "*." may come first. Nothing that could end the value of an extension.
bool is_name(std::string_view host) {
  if (host.starts_with("*.")) host.remove_prefix(2);
  if (host.empty() || host.size() > 253) return false;
  while (true) {
    const auto label = host.substr(0, host.find('.'));
    const auto allowed = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-'; };
    if (label.empty() || label.size() > 63 || label.starts_with('-') || label.ends_with('-')) return false;
    if (!std::ranges::all_of(label, allowed)) return false;
    if (label.size() == host.size()) return true;
    host.remove_prefix(label.size() + 1);
  }
}

std::string alternative_names(const std::vector<std::string>& hosts) {
  std::string names;
  for (const auto& host : hosts) names += fmt::format("{}{}:{}", names.empty() ? "" : ",", is_address(host) ? "IP" : "DNS", host);
  return names;
}

Certificate new_certificate(const Authority& authority, EVP_PKEY* key, const CertificateRequest& request) {
  auto made = begin_certificate(key, "docmill " + request.name, kCertificateLifetime);
  X509* certificate = made.get();
  X509* issuer = authority.certificate.get();
  X509_set_issuer_name(certificate, X509_get_subject_name(issuer));
  add_extension(certificate, issuer, NID_basic_constraints, "critical,CA:FALSE");
  add_extension(certificate, issuer, NID_key_usage, "critical,digitalSignature");
  add_extension(certificate, issuer, NID_ext_key_usage, "serverAuth");
  add_extension(certificate, issuer, NID_subject_key_identifier, "hash");
  add_extension(certificate, issuer, NID_authority_key_identifier, "keyid:always");
  add_extension(certificate, issuer, NID_subject_alt_name, alternative_names(request.hosts));
  DOCMILL_CHECK(X509_sign(certificate, authority.key.get(), EVP_sha256()) > 0);
  return made;
}

bool stands_for(X509* certificate, const std::string& host) {
  if (is_address(host)) return X509_check_ip_asc(certificate, host.c_str(), 0) == 1;
  return X509_check_host(certificate, host.c_str(), host.size(), 0, nullptr) == 1;
}

bool still_good(const Authority& authority, const CertificateRequest& request, const std::string& path, const std::string& key_path) {
  const auto certificate = read_certificate(path);
  const auto key = read_key(key_path);
  if (!certificate || !key || X509_check_private_key(certificate.get(), key.get()) != 1) return false;
  if (X509_verify(certificate.get(), authority.key.get()) != 1) return false;
  int days = 0;
  int seconds = 0;
  if (ASN1_TIME_diff(&days, &seconds, nullptr, X509_get0_notAfter(certificate.get())) != 1 || days < kRenewBefore.count()) return false;
  return std::ranges::all_of(request.hosts, [&](const std::string& host) { return stands_for(certificate.get(), host); });
}

Result<Authority> open_authority(const std::string& directory, CertificateFiles& files) {
  const auto certificate_path = directory + "/ca.pem";
  const auto key_path = directory + "/ca.key";
  std::error_code ignored;
  const bool has_certificate = fs::exists(certificate_path, ignored);
  const bool has_key = fs::exists(key_path, ignored);
  if (!has_certificate && !has_key) {
    auto made = new_authority();
    if (auto wrote = write_file(key_path, pem_of(made.key.get()).reveal(), kPrivate); !wrote) return Failed(wrote.error());
    if (auto wrote = write_file(certificate_path, pem_of(made.certificate.get()), kPublic); !wrote) return Failed(wrote.error());
    files.made.insert(files.made.end(), {certificate_path, key_path});
    return made;
  }
  if (!has_certificate || !has_key) return Failed(corrupt(has_certificate ? key_path : certificate_path, "is missing"));
  Authority kept{.certificate = read_certificate(certificate_path), .key = read_key(key_path)};
  if (!kept.certificate) return Failed(corrupt(certificate_path, "holds no certificate"));
  if (!kept.key || X509_check_private_key(kept.certificate.get(), kept.key.get()) != 1) {
    return Failed(corrupt(key_path, "is not the key of ca.pem"));
  }
  files.kept.insert(files.kept.end(), {certificate_path, key_path});
  return kept;
}

Result<void> issue(const Authority& authority, const std::string& directory, const CertificateRequest& request, bool renew,
                   CertificateFiles& files) {
  const auto path = fmt::format("{}/{}.pem", directory, request.name);
  const auto key_path = request.one_file ? path : fmt::format("{}/{}.key", directory, request.name);
  const bool keep = !renew && still_good(authority, request, path, key_path);
  auto& list = keep ? files.kept : files.made;
  list.push_back(path);
  if (!request.one_file) list.push_back(key_path);
  if (keep) return {};
  const Key key(EVP_EC_gen("P-256"));
  DOCMILL_CHECK(key);
  const auto certificate = pem_of(new_certificate(authority, key.get(), request).get());
  const auto secret = pem_of(key.get());
  if (request.one_file) return write_file(path, certificate + std::string(secret.reveal()), kPrivate);
  if (auto wrote = write_file(key_path, secret.reveal(), kPrivate); !wrote) return wrote;
  return write_file(path, certificate, kPublic);
}

}  // namespace

Result<CertificateFiles> make_certificates(const std::string& directory, const std::vector<CertificateRequest>& requests, bool renew) {
  for (const auto& request : requests) {
    for (const auto& host : request.hosts) {
      if (is_address(host) || is_name(host)) continue;
      return Failed(fail(ErrorCode::BadRequest, fmt::format("'{}' is neither a host name nor an address.", host.substr(0, 80))));
    }
  }
  std::error_code failed;
  if (fs::create_directories(directory, failed)) fs::permissions(directory, fs::perms::owner_all, failed);
  if (failed) return Failed(cannot("made", directory, failed.value()));
  CertificateFiles files;
  auto authority = open_authority(directory, files);
  if (!authority) return Failed(authority.error());
  for (const auto& request : requests) {
    if (auto issued = issue(*authority, directory, request, renew, files); !issued) return Failed(issued.error());
  }
  return files;
}

}  // namespace docmill::crypto
