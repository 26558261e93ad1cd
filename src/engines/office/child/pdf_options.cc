#include "engines/office/child/pdf_options.h"

#include <algorithm>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <cstdint>
#include <map>
#include <string_view>

namespace docmill::engines::office {
namespace {

namespace json = boost::json;

/// Values as text, each with its type, is how the filter reads them.
class Options {
 public:
  explicit Options(const child::Work& work) : work_(work) {}

  void text(std::string_view property, std::string value) { set(property, "string", std::move(value)); }
  void number(std::string_view property, std::string value) { set(property, "long", std::move(value)); }
  void flag(std::string_view property, bool value) { set(property, "boolean", value ? "true" : "false"); }
  /// A Boolean parameter, when it was given.
  void flag_of(std::string_view property, const std::string& parameter) {
    if (!work_.param(parameter).empty()) flag(property, work_.flag(parameter));
  }
  std::string json() const { return all_.empty() ? std::string() : json::serialize(all_); }

 private:
  void set(std::string_view property, std::string_view type, std::string value) {
    all_[property] = json::object{{"type", type}, {"value", std::move(value)}};
  }
  const child::Work& work_;
  json::object all_;
};

/// "1-3;5;" is "1-3,5" to LibreOffice.
std::string page_range(std::string list) {
  std::ranges::replace(list, ';', ',');
  std::erase(list, ' ');
  while (list.ends_with(',')) list.pop_back();
  return list;
}

/// LibreOffice 7.4 leaves pictures alone when it is asked for 50 dots an inch or fewer.
constexpr int kLeastResolution = 51;

/// The numbers of SelectPdfVersion.
const std::map<std::string_view, std::string_view>& versions() {
  static const std::map<std::string_view, std::string_view> all{
      {"PDF1.7", "17"}, {"PDF1.6", "16"}, {"PDF/A-1b", "1"}, {"PDF/A-2b", "2"}, {"PDF/A-3b", "3"}};
  return all;
}

}  // namespace

std::string pdf_options(const child::Work& work) {
  Options options(work);
  if (const auto& pages = work.param("Pages"); !pages.empty()) options.text("PageRange", page_range(pages));
  if (const auto version = versions().find(work.param("PdfFormat")); version != versions().end()) {
    options.number("SelectPdfVersion", std::string(version->second));
  }
  options.flag_of("PDFUACompliance", "PdfUa");
  options.flag_of("ExportBookmarks", "Bookmarks");
  options.flag_of("ExportFormFields", "FormFields");
  options.flag_of("SinglePageSheets", "SinglePageSheets");
  options.flag_of("UseLosslessCompression", "LosslessImages");
  options.flag_of("ExportNotes", "Notes");
  options.flag_of("ExportHiddenSlides", "HiddenSlides");
  if (const auto& quality = work.param("Quality"); !quality.empty()) options.number("Quality", quality);
  if (const auto resolution = work.integer("MaxImageResolution")) {
    options.flag("ReduceImageResolution", true);
    options.number("MaxImageResolution", std::to_string(std::max(*resolution, kLeastResolution)));
  }
  return options.json();
}

}  // namespace docmill::engines::office
