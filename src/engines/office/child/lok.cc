#include "engines/office/child/lok.h"

#include <LibreOfficeKit/LibreOfficeKit.h>
#include <LibreOfficeKit/LibreOfficeKitEnums.h>
#include <dlfcn.h>
#include <unistd.h>

#include <algorithm>
#include <boost/json.hpp>
#include <cstdlib>
#include <utility>

namespace docmill::engines::office {
namespace {

using PreInit = int(const char* program_dir, const char* profile_url, LibreOfficeKit** kit);
using Hook = LibreOfficeKit*(const char* program_dir, const char* profile_url);

/// A sane document has a few dozen.
constexpr int kMostEvents = 10'000;

void wake(void*) {}

/// LibreOffice makes a document the current one by events, and nobody hears commands before. Import handles them only where it shows
/// progress, which needs the paragraph count of the document's properties. LibreOfficeKit has no call for it.
void handle_events() {
  using Reschedule = bool(bool all);  // Application::Reschedule: false when nothing waited
  auto* const reschedule = reinterpret_cast<Reschedule*>(dlsym(RTLD_DEFAULT, "_ZN11Application10RescheduleEb"));
  for (int i = 0; reschedule != nullptr && i < kMostEvents && reschedule(true); ++i) {
  }
}

Error missing(std::string what) {
  return fail(ErrorCode::Unavailable,
              "LibreOffice could not be loaded. Install libreoffice-writer, libreoffice-calc, libreoffice-impress, libreoffice-draw and "
              "libreofficekit-data.")
      .cause(std::move(what))
      .at("office.lok");
}

}  // namespace

bool LokDocument::save(const std::string& url, const std::string& format, const std::string& options) {
  return document_->pClass->saveAs(document_, url.c_str(), format.c_str(), options.empty() ? nullptr : options.c_str()) != 0;
}

std::uint32_t LokDocument::pages() {
  if (document_->pClass->getDocumentType(document_) == LOK_DOCTYPE_SPREADSHEET) return 0;
  return static_cast<std::uint32_t>(std::max(document_->pClass->getParts(document_), 0));
}

void LokDocument::update_indexes() {
  if (document_->pClass->getDocumentType(document_) != LOK_DOCTYPE_TEXT) return;
  pages();  // lays the document out, which gives entries their page numbers
  handle_events();
  document_->pClass->postUnoCommand(document_, ".uno:UpdateAllIndexes", nullptr, false);
}

void LokDocument::close() {
  document_->pClass->destroy(document_);
  document_ = nullptr;
}

Result<Lok> Lok::start(const std::string& program_dir, const std::string& profile_url) {
  void* library = dlopen((program_dir + "/libmergedlo.so").c_str(), RTLD_LAZY);
  if (library == nullptr) return Failed(missing(dlerror()));
  auto* const preinit = reinterpret_cast<PreInit*>(dlsym(library, "lok_preinit_2"));
  auto* const hook = reinterpret_cast<Hook*>(dlsym(library, "libreofficekit_hook_2"));
  if (preinit == nullptr || hook == nullptr) return Failed(missing("libmergedlo.so has no LibreOfficeKit"));
  LibreOfficeKit* preinitialised = nullptr;
  preinit(program_dir.c_str(), profile_url.c_str(), &preinitialised);
  LibreOfficeKit* kit = hook(program_dir.c_str(), profile_url.c_str());
  if (kit == nullptr) return Failed(missing("libreofficekit_hook_2 gave nothing"));
  return Lok(kit);
}

void Lok::run(Idle idle) {
  idle_ = std::move(idle);
  kit_->pClass->setOptionalFeatures(kit_, LOK_FEATURE_DOCUMENT_PASSWORD);
  kit_->pClass->registerCallback(kit_, &Lok::heard, this);
  kit_->pClass->runLoop(kit_, &Lok::poll, wake, this);
  _exit(1);  // the loop ends only when LibreOffice could not start
}

int Lok::poll(void* self, int) {
  auto* const office = static_cast<Lok*>(self);
  if (office->busy_) {
    // LibreOffice waits for threads of its own (Calc's import): give them the time. A negative answer would make it spin for ever.
    usleep(200);
    return 0;
  }
  office->busy_ = true;
  office->idle_(*office);
  return 0;
}

void Lok::heard(int type, const char* payload, void* self) {
  if (type != LOK_CALLBACK_DOCUMENT_PASSWORD && type != LOK_CALLBACK_DOCUMENT_PASSWORD_TO_MODIFY) return;
  auto* const office = static_cast<Lok*>(self);
  if (const auto password = std::exchange(office->password_, {}); !password.empty()) {
    office->kit_->pClass->setDocumentPassword(office->kit_, payload, password.c_str());
    return;
  }
  if (office->password_asked_) office->password_asked_();
  office->kit_->pClass->setDocumentPassword(office->kit_, payload, nullptr);
}

std::optional<LokDocument> Lok::load(const std::string& url, const std::string& options) {
  auto* const document = kit_->pClass->documentLoadWithOptions(kit_, url.c_str(), options.c_str());
  if (document == nullptr) return std::nullopt;
  return LokDocument(document);
}

std::string Lok::error() {
  char* const text = kit_->pClass->getError(kit_);
  std::string out = text == nullptr ? "" : text;
  if (text != nullptr) kit_->pClass->freeError(text);
  return out;
}

std::string Lok::version() {
  // {"ProductName": "LibreOffice", "ProductVersion": "7.4", "ProductExtension": ".7.2", …}
  char* const text = kit_->pClass->getVersionInfo(kit_);
  if (text == nullptr) return {};
  boost::json::error_code failed;
  const auto info = boost::json::parse(text, failed);
  std::free(text);  // LibreOfficeKit hands out strdup's memory
  const auto* object = failed ? nullptr : info.if_object();
  const auto part = [&](std::string_view key) {
    const auto* found = object == nullptr ? nullptr : object->if_contains(key);
    return found != nullptr && found->is_string() ? std::string(found->get_string()) : std::string();
  };
  return part("ProductVersion") + part("ProductExtension");
}

}  // namespace docmill::engines::office
