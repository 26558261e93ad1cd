#pragma once
#include <string>

#include "support/service.h"

namespace docmill::testing {

/// What Chromium's viewer made of a PDF.
struct Seen {
  std::string state;  // "success", "failed", "password" (it asks for one), or what went wrong
  int pages = 0;
};

/// A real Chromium with its PDF viewer (tests/services/pdf_viewer.js), started once and asked for each document.
class PdfViewer {
 public:
  explicit PdfViewer(const std::string& log);
  ~PdfViewer() { service_.stop(); }
  PdfViewer(const PdfViewer&) = delete;
  PdfViewer& operator=(const PdfViewer&) = delete;

  /// `path` is absolute; `password` is typed into the viewer's dialog when it asks.
  Seen open(const std::string& path, const std::string& password = "") const;

 private:
  Service service_;
  std::string url_;
};

}  // namespace docmill::testing
