#pragma once
#include <array>
#include <memory>
#include <string>
#include <vector>

#include "engines/browser/documents.h"
#include "engines/browser/page_driver.h"
#include "engines/browser/print_options.h"

namespace docmill::engines::browser {

/// One document from its bytes or its address to a PDF or a picture, in a page of its own.
class PageRun {
 public:
  /// `page`, `request` and `stop` are borrowed.
  PageRun(Page& page, const StepRequest& request, BrowserJob job, std::shared_ptr<Intercept> intercept, Stop& stop);

  /// Errors: those of Engine::run; FetchRefused and FetchFailed when the page, or with Strict something on it, could not be fetched.
  Async<Result<StepResult>> run();

 private:
  Async<Result<Document>> make();
  Async<Result<void>> set_up();
  Async<Result<std::string>> stand_alone(std::string_view url, double& height);
  Async<Result<void>> load();
  Async<Result<void>> wait_for_page();
  Async<Result<Document>> print();
  Async<Result<Document>> picture();
  Async<Result<CdpClient::Params>> clip();
  std::array<Inches, 4> margins() const;
  std::string placed(const std::string& html) const;
  Window window_for(Inches width) const;
  bool may_be_given() const;
  Async<Result<void>> load_main();
  CdpClient::Params print_params() const;
  Async<Result<UniqueFd>> read_stream(std::string handle);

  const StepRequest& request_;
  BrowserJob job_;
  std::shared_ptr<Intercept> intercept_;
  PageDriver driver_;
  ServedDocuments served_;
  std::string header_;  // standing alone
  std::string footer_;
  double header_height_ = 0;  // CSS pixels
  double footer_height_ = 0;
  bool whole_ = false;  // nothing comes after the page's text
  std::uint32_t pages_ = 0;
  std::vector<std::string> warnings_;
};

}  // namespace docmill::engines::browser
