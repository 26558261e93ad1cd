#pragma once
// A warm office engine shared by all tests of a binary, and readers for what it makes. For tests only.
#include <gmock/gmock.h>

#include <cstdlib>
#include <string>

#include "documents/make_bad.h"
#include "engines/engine_host.h"
#include "engines/office/office_engine.h"

namespace docmill::engines::office {

inline const std::string kSource = DOCMILL_SOURCE_DIR;

inline std::string sample(const std::string& extension) {
  return documents::read(kSource + "/tests/documents/formats/sample." + extension);
}

inline std::string example(const std::string& name) {
  return documents::read(kSource + "/examples/" + name);
}

/// LibreOffice takes seconds to warm up, so tests share one.
class OfficeHost : public EngineHost<OfficeEngine> {
 public:
  explicit OfficeHost(EngineOptions options = {}) : EngineHost(with_program(std::move(options))) {}

  static OfficeHost& shared() {
    static OfficeHost host;
    return host;
  }

  /// The engine's program. LibreOffice does not run under ThreadSanitizer: tests of the worker's half there name the
  /// program of another build, or are skipped.
  static std::string program() {
    const char* other = std::getenv("DOCMILL_TEST_OFFICE_PROGRAM");
    if (other != nullptr) return other;
    return __has_feature(thread_sanitizer) ? std::string() : DOCMILL_OFFICE_PROGRAM;
  }

 private:
  static EngineOptions with_program(EngineOptions options) {
    options.program = program();
    return options;
  }
};

inline StepRequest request_for(const std::string& bytes, const std::string& extension, const std::string& target = "pdf") {
  StepRequest request;
  request.operation = "convert";
  request.target = target;
  request.inputs.push_back(document_of(bytes, extension, "document." + extension));
  return request;
}

}  // namespace docmill::engines::office
