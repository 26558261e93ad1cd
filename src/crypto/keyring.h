#pragma once
#include <cstddef>
#include <map>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/secret.h"

namespace docmill::crypto {

/// Key ids fit a fixed field of the sealed format (sealed.h).
inline constexpr std::size_t kKeyIdBytes = 16;

/// The master keys, by id; the newest seals, every one opens. Working keys are derived with HKDF-SHA256 (RFC 5869).
/// The const methods may run on any thread at once; rotate() must not run beside them.
class Keyring {
 public:
  /// Reads the key file, or creates it (mode 0600, one random 32-byte key) when it does not exist. Two processes that
  /// start at once agree on one file. Errors: Unavailable (cannot be read or written), PermissionDenied (others may read
  /// the file: the message names the chmod), Corrupt (not a key file).
  /// Format: one line per key, "<id> <64 hex>", '#' starts a comment, the last line is the newest key. Ids are ids of
  /// ours (base/ids.h) of at most 16 characters. Nothing can be read without this file: keep a copy of it.
  static Result<Keyring> load_or_create(const std::string& path);
  /// As load_or_create(), but a file that is not there is Unavailable (the message says who makes it): for one of many machines, which
  /// share one file.
  static Result<Keyring> load(const std::string& path);
  /// Adds a new newest key to the file, atomically, and to this keyring, together with keys others have added since;
  /// returns its id. Old keys stay. Errors: as load_or_create(); the file is as it was before.
  Result<std::string> rotate(const std::string& path);

  const std::string& newest() const { return newest_; }
  bool has(std::string_view id) const;
  /// 32 bytes for one purpose, e.g. derive(id, "tenant/acme"). `id` must be in the keyring.
  Secret derive(std::string_view id, std::string_view purpose) const;
  /// As derive(), from the OLDEST key: for signatures that must hold across rotation (links, idempotency ids).
  Secret derive_stable(std::string_view purpose) const;

 private:
  static Result<Keyring> parse(std::string_view text, const std::string& path);

  std::map<std::string, Secret, std::less<>> keys_;
  std::string oldest_;
  std::string newest_;
};

}  // namespace docmill::crypto
