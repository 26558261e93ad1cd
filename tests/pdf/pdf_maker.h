#pragma once
// Small PDFs to order, made with libqpdf. For tests only.
#include <string>
#include <vector>

#include "engines/pdf/qpdf.h"

namespace docmill::documents {

/// One word a page, and whatever else is asked for.
class Maker {
 public:
  using Handle = QPDFObjectHandle;

  explicit Maker(const std::vector<std::string>& words) {
    file_.emptyPDF();
    font_ = file_.makeIndirectObject(Handle::parse("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"));
    for (const auto& word : words) add_page(word);
  }

  Maker& bookmark(const std::string& title, std::size_t page) {
    auto root = file_.getRoot();
    if (!root.hasKey("/Outlines")) root.replaceKey("/Outlines", file_.makeIndirectObject(Handle::parse("<< /Type /Outlines >>")));
    auto outlines = root.getKey("/Outlines");
    auto item = file_.makeIndirectObject(Handle::newDictionary());
    item.replaceKey("/Title", Handle::newUnicodeString(title));
    item.replaceKey("/Parent", outlines);
    auto dest = Handle::newArray({file_.getAllPages().at(page - 1), Handle::newName("/Fit")});
    item.replaceKey("/Dest", dest);
    if (outlines.hasKey("/Last")) {
      auto last = outlines.getKey("/Last");
      last.replaceKey("/Next", item);
      item.replaceKey("/Prev", last);
    } else {
      outlines.replaceKey("/First", item);
    }
    outlines.replaceKey("/Last", item);
    return *this;
  }

  /// A text field on the first page, without an appearance of its own.
  Maker& field(const std::string& name, const std::string& value) {
    auto page = file_.getAllPages().at(0);
    auto widget = file_.makeIndirectObject(
        Handle::parse("<< /Type /Annot /Subtype /Widget /FT /Tx /Rect [72 500 300 530] /F 4 /DA (/Helv 12 Tf 0 g) >>"));
    widget.replaceKey("/T", Handle::newUnicodeString(name));
    widget.replaceKey("/V", Handle::newUnicodeString(value));
    widget.replaceKey("/P", page);
    page.replaceKey("/Annots", Handle::newArray({widget}));
    auto form = Handle::parse("<< /NeedAppearances true /DA (/Helv 12 Tf 0 g) >>");
    form.replaceKey("/Fields", Handle::newArray({widget}));
    auto fonts = Handle::newDictionary({{"/Helv", font_}});
    form.replaceKey("/DR", Handle::newDictionary({{"/Font", fonts}}));
    file_.getRoot().replaceKey("/AcroForm", file_.makeIndirectObject(form));
    return *this;
  }

  Maker& attachment(const std::string& name, const std::string& bytes) {
    QPDFEmbeddedFileDocumentHelper files(file_);
    auto stream = QPDFEFStreamObjectHelper::createEFStream(file_, bytes);
    auto spec = QPDFFileSpecObjectHelper::createFileSpec(file_, name, stream);
    files.replaceEmbeddedFile(name, spec);
    return *this;
  }

  /// A picture like a photograph, with a gradient and grain, over the first page.
  Maker& picture(unsigned width, unsigned height) {
    std::string pixels;
    pixels.reserve(std::size_t{width} * height * 3);
    std::uint32_t noise = 1;
    for (unsigned y = 0; y < height; ++y) {
      for (unsigned x = 0; x < width; ++x) {
        noise = noise * 1664525U + 1013904223U;
        const auto grain = (noise >> 24U) % 24;
        pixels += static_cast<char>((x * 200 / width) + grain);
        pixels += static_cast<char>((y * 200 / height) + grain);
        pixels += static_cast<char>(((x + y) * 100 / (width + height)) + grain);
      }
    }
    auto image = Handle::newStream(&file_, pixels);
    image.replaceDict(Handle::parse("<< /Type /XObject /Subtype /Image /ColorSpace /DeviceRGB /BitsPerComponent 8 >>"));
    image.getDict().replaceKey("/Width", Handle::newInteger(width));
    image.getDict().replaceKey("/Height", Handle::newInteger(height));
    auto page = file_.getAllPages().at(0);
    page.getKey("/Resources").replaceKey("/XObject", Handle::newDictionary({{"/Im0", image}}));
    QPDFPageObjectHelper(page).addPageContents(Handle::newStream(&file_, "q 400 0 0 200 72 72 cm /Im0 Do Q"), false);
    return *this;
  }

  std::string bytes() {
    QPDFWriter writer(file_);
    writer.setOutputMemory();
    writer.setObjectStreamMode(qpdf_o_disable);
    writer.write();
    const auto buffer = writer.getBufferSharedPointer();
    return {reinterpret_cast<const char*>(buffer->getBuffer()), buffer->getSize()};
  }

 private:
  void add_page(const std::string& word) {
    auto page = Handle::parse("<< /Type /Page /MediaBox [0 0 595 842] >>");
    auto fonts = Handle::newDictionary({{"/F1", font_}});
    page.replaceKey("/Resources", Handle::newDictionary({{"/Font", fonts}}));
    page.replaceKey("/Contents", Handle::newStream(&file_, "BT /F1 24 Tf 72 720 Td (" + word + ") Tj ET"));
    QPDFPageDocumentHelper(file_).addPage(QPDFPageObjectHelper(file_.makeIndirectObject(page)), false);
  }

  QPDF file_;
  Handle font_;
};

}  // namespace docmill::documents
