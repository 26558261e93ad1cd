#include "meaning/pdf_viewer.h"

#include <cstdlib>

#include "support/http.h"
#include "support/process.h"

namespace docmill::testing {

PdfViewer::PdfViewer(const std::string& log) : service_({.command = {"node", source("tests/services/pdf_viewer.js")}, .log = log}) {
  const std::string phrase = "listening on ";
  const auto line = service_.wait_for_line(phrase);
  url_ = line.substr(line.find(phrase) + phrase.size());
}

Seen PdfViewer::open(const std::string& path, const std::string& password) const {
  const auto secret = password.empty() ? "" : "&password=" + password;
  const auto answer = call({.url = url_ + "/?file=" + path + secret, .timeout = std::chrono::minutes(2)});
  if (answer.status != 200) return {.state = answer.body};
  return {.state = answer.member("state"), .pages = std::atoi(answer.member("pages").c_str())};
}

}  // namespace docmill::testing
