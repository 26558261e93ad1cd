#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "base/result.h"

struct _LibreOfficeKit;
struct _LibreOfficeKitDocument;

namespace docmill::engines::office {

/// A loaded document. It stays open unless close() is called: a child that is about to end has no time to close it.
class LokDocument {
 public:
  explicit LokDocument(_LibreOfficeKitDocument* document) : document_(document) {}

  /// Writes the document as `format` ("pdf", "docx", …). False when LibreOffice could not; Lok::error() may say why.
  /// `options`: of the filter, as JSON for "pdf"; empty for none.
  bool save(const std::string& url, const std::string& format, const std::string& options = {});
  /// Pages of a text, slides of a presentation; 0 for a spreadsheet, whose pages are known only when printed.
  std::uint32_t pages();
  /// Makes the table of contents and every other index of a text anew, from what the document says now.
  void update_indexes();
  void close();

 private:
  _LibreOfficeKitDocument* document_;
};

/// LibreOffice, loaded into this process through LibreOfficeKit. There can be one, for the life of the process.
class Lok {
 public:
  /// Called once, when LibreOffice is fully initialised.
  using Idle = std::function<void(Lok& office)>;

  /// Loads LibreOffice from `program_dir` with the user profile at `profile_url`; nothing runs yet.
  /// Errors: Unavailable (the message says what to install).
  static Result<Lok> start(const std::string& program_dir, const std::string& profile_url);

  /// Runs LibreOffice's main loop on this thread, never to return; everything happens in `idle`.
  [[noreturn]] void run(Idle idle);

  /// Called when a load wants a password, in the middle of LibreOffice; it must end the process: LibreOffice 7.4 crashes
  /// when a .doc's password is refused to it.
  void on_password(std::function<void()> asked) { password_asked_ = std::move(asked); }
  /// What is given to the first load that wants a password; when it is wrong, the next question is asked as above.
  void set_password(std::string password) { password_ = std::move(password); }

  /// nullopt when it could not be loaded; error() may say why.
  std::optional<LokDocument> load(const std::string& url, const std::string& options);
  /// What LibreOffice last complained about; empty when it did not say.
  std::string error();
  /// "7.4.7.2"
  std::string version();

 private:
  explicit Lok(_LibreOfficeKit* kit) : kit_(kit) {}
  static int poll(void* self, int timeout_us);
  static void heard(int type, const char* payload, void* self);

  _LibreOfficeKit* kit_;
  Idle idle_;
  bool busy_ = false;
  std::function<void()> password_asked_;
  std::string password_;
};

}  // namespace docmill::engines::office
