#pragma once
#include <chrono>
#include <string>
#include <vector>

#include "base/result.h"

namespace docmill::crypto {

constexpr std::chrono::days kAuthorityLifetime{3650};
// Browsers refuse certificates that live longer than 398 days (CA/Browser Forum Baseline Requirements, 6.3.2).
constexpr std::chrono::days kCertificateLifetime{365};

/// What one server certificate is for.
struct CertificateRequest {
  std::string name;                // of its files and its subject: "api"
  std::vector<std::string> hosts;  // DNS names and IP addresses it stands for; at least one
  bool one_file = false;           // NAME.pem holds certificate and key, as HAProxy reads them; else NAME.pem and NAME.key
};

struct CertificateFiles {
  std::vector<std::string> made;  // paths, in the order they were written
  std::vector<std::string> kept;
};

/// A small certificate authority in a directory, for the traffic inside a cluster and for development: ca.pem, ca.key, and the
/// certificates it signs. ECDSA on P-256, SHA-256, random serial numbers; every file with a key has mode 0600.
///
/// Makes what is missing, and anew what runs out within 30 days, does not stand for all its hosts or was signed by another; keeps the
/// rest. `renew` makes every server certificate anew. An authority is never replaced: to change it, move its files away.
/// Errors: BadRequest (a host that is neither a name nor an address), Unavailable (the message names the file and the reason), Corrupt
/// (ca.pem and ca.key are not a pair, or one of them is missing).
Result<CertificateFiles> make_certificates(const std::string& directory, const std::vector<CertificateRequest>& requests, bool renew);

}  // namespace docmill::crypto
