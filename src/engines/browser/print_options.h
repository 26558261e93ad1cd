#pragma once
#include <array>
#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/lengths.h"
#include "base/result.h"

namespace docmill::engines::browser {

/// Headers for requests to one origin.
struct OriginHeaders {
  std::string origin;                // "https://example.com"
  std::vector<std::string> headers;  // "Name: value"
};

struct PaperOptions {
  Inches width = 0;  // of the sheet as it is read, orientation applied
  Inches height = 0;
  std::optional<std::array<Inches, 4>> margins;  // top, right, bottom, left
  std::string ranges;                            // "1-5, 8"; empty: all
  double scale = 1;
  bool background = true;
  bool css_size = false;  // @page rules decide about the size
  bool outline = false;
  bool tagged = true;
};

struct PictureOptions {
  std::string format = "png";  // "png", "jpeg", "webp"
  int quality = 85;            // of the latter two, per cent
  int width = 1280;            // of the window, CSS pixels
  int height = 1024;
  double scale = 1;  // device pixels for each of them
  bool full_page = true;
  std::string selector;  // only this element
  bool transparent = false;
};

/// When a page counts as done, beyond its load event; all of them together.
struct WaitOptions {
  std::chrono::milliseconds delay{0};
  std::string selector;    // an element that exists
  std::string expression;  // JavaScript that is true
  bool network_idle = false;
};

/// What a job asks of the browser.
struct BrowserJob {
  std::string url;  // empty: the document given
  PaperOptions paper;
  PictureOptions picture;
  WaitOptions wait;
  std::string media;  // "print" or "screen"
  bool javascript = true;
  bool strict = false;          // a resource that is missing fails the job
  bool remote_content = false;  // what was made of a message may fetch what lies elsewhere; other pages always may
  std::string timezone;
  std::string locale;
  std::vector<OriginHeaders> headers;
};

/// Reads the params of a step that makes a picture, or else a PDF. Errors: BadRequest; the message names the field, what is wrong and what
/// to send.
Result<BrowserJob> read_job(const std::map<std::string, std::string>& params, bool picture);

/// Scheme, host and port, without a default port: "https://example.com:8443"; empty for anything but http and https.
std::string origin_of(std::string_view url);

}  // namespace docmill::engines::browser
