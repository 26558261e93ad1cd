#include <deque>

#include "engines/pdf/qpdf.h"
#include "pdf/pdf_maker.h"
#include "pdf/pdf_runner.h"

namespace docmill::engines::pdf {
namespace {

using documents::Maker;
using testing::HasSubstr;
using testing::Not;
using Handle = QPDFObjectHandle;

const std::vector<std::string> kChapters{"contents", "first", "second"};

/// What stands between pages: links by page, by action and by both kinds of names, files that hang on a page, fields on several pages.
class PageLinks : public PdfRunner {
 protected:
  /// The library reads from the bytes for as long as the document is open.
  static std::unique_ptr<QPDF> opened(const std::string& bytes) {
    static std::deque<std::string> all;
    const auto& kept = all.emplace_back(bytes);
    auto file = std::make_unique<QPDF>();
    file->setSuppressWarnings(true);
    file->processMemoryFile("made", kept.data(), kept.size());
    return file;
  }

  static std::string written(QPDF& file) {
    QPDFWriter writer(file);
    writer.setOutputMemory();
    writer.setObjectStreamMode(qpdf_o_disable);
    writer.setStreamDataMode(qpdf_s_uncompress);
    writer.write();
    const auto buffer = writer.getBufferSharedPointer();
    return {reinterpret_cast<const char*>(buffer->getBuffer()), buffer->getSize()};
  }

  /// A page of contents with four links to the third page and one to the second.
  static std::string book() {
    const auto plain = Maker(kChapters).bytes();
    auto file = opened(plain);
    auto pages = file->getAllPages();
    auto there = Handle::newArray({pages.at(2), Handle::newName("/XYZ"), Handle::newNull(), Handle::newInteger(700), Handle::newNull()});
    auto names = Handle::newDictionary();
    names.replaceKey("/Names", Handle::newArray({Handle::newString("tree"), Handle::newDictionary({{"/D", there}})}));
    file->getRoot().replaceKey("/Names", Handle::newDictionary({{"/Dests", names}}));
    file->getRoot().replaceKey("/Dests", Handle::newDictionary({{"/old", there}}));
    auto links = Handle::newArray();
    const auto link = [&](Handle destination, bool by_action) {
      auto one = file->makeIndirectObject(Handle::parse("<< /Type /Annot /Subtype /Link /Rect [72 600 200 620] >>"));
      auto action = Handle::newDictionary({{"/S", Handle::newName("/GoTo")}, {"/D", destination}});
      one.replaceKey(by_action ? "/A" : "/Dest", by_action ? action : destination);
      links.appendItem(one);
    };
    link(there, false);
    link(there, true);
    link(Handle::newString("tree"), true);
    link(Handle::newName("/old"), false);
    link(Handle::newArray({pages.at(1), Handle::newName("/Fit")}), false);
    pages.at(0).replaceKey("/Annots", links);
    return written(*file);
  }

  /// The pages that the links of a page lead to, counted from 1; 0 for a link that leads nowhere.
  static std::vector<int> led_to(const std::string& bytes, std::size_t page) {
    std::vector<int> out;
    auto file = opened(bytes);
    auto pages = file->getAllPages();
    for (auto& link : pages.at(page - 1).getKey("/Annots").aitems()) {
      auto to = link.getKey("/Dest");
      int found = 0;
      for (std::size_t i = 0; to.isArray() && i < pages.size(); ++i) {
        if (to.getArrayItem(0).getObjGen() == pages[i].getObjGen()) found = static_cast<int>(i) + 1;
      }
      out.push_back(found);
    }
    return out;
  }
};

TEST_F(PageLinks, LinksLeadToTheirPagesInMergedDocuments) {
  const auto both = made("merge", {{Maker({"cover"}).bytes()}, {book()}});
  EXPECT_EQ(led_to(both, 2), (std::vector{4, 4, 4, 4, 3}));
  auto file = opened(both);
  auto page = QPDFObjectHandle(file->getAllPages().at(1));
  auto to = page.getKey("/Annots").getArrayItem(0).getKey("/Dest");
  EXPECT_EQ(to.getArrayItem(3).getNumericValue(), 700);
}

TEST_F(PageLinks, LinksOfExtractedPagesFollowTheirPagesOrLeadNowhere) {
  EXPECT_EQ(led_to(made("split", {{book()}}, {{"ExtractRange", "3;1"}}), 2), (std::vector{1, 1, 1, 1, 0}));
  const auto twice = made("split", {{book()}}, {{"ExtractRange", "1;1;3"}});
  EXPECT_EQ(led_to(twice, 1), (std::vector{3, 3, 3, 3, 0}));
  EXPECT_EQ(led_to(twice, 2), (std::vector{3, 3, 3, 3, 0}));
}

TEST_F(PageLinks, AFlattenedDocumentKeepsItsLinks) {
  auto file = opened(book());
  auto page = Handle(file->getAllPages().at(0));
  auto note = Handle::parse("<< /Type /Annot /Subtype /Square /Rect [300 500 400 550] /F 4 >>");
  auto look = Handle::newStream(file.get(), "0 0 100 50 re f");
  look.replaceDict(Handle::parse("<< /Type /XObject /Subtype /Form /BBox [0 0 100 50] >>"));
  note.replaceKey("/AP", Handle::newDictionary({{"/N", look}}));
  page.getKey("/Annots").appendItem(file->makeIndirectObject(note));
  const auto flat = made("flatten", {{written(*file)}});
  auto left = opened(flat);
  auto annotations = Handle(left->getAllPages().at(0)).getKey("/Annots");
  EXPECT_EQ(annotations.getArrayNItems(), 5);
  EXPECT_GT(drawn(flat).ink(310, 300, 390, 330), 0.9) << "the square is part of the page";
}

TEST_F(PageLinks, ADeletedPageIsNotLeftInTheFile) {
  auto file = opened(Maker({"public", "secretwords"}).bookmark("Secret", 2).field("Shown", "a").bytes());
  auto pages = file->getAllPages();
  auto widget =
      file->makeIndirectObject(Handle::parse("<< /Type /Annot /Subtype /Widget /FT /Tx /T (Hidden) /V (b) /Rect [72 500 300 530] >>"));
  pages.at(1).replaceKey("/Annots", Handle::newArray({widget}));
  file->getRoot().getKey("/AcroForm").getKey("/Fields").appendItem(widget);
  const auto left = made("delete-pages", {{written(*file)}}, {{"Pages", "2"}});
  auto whole = opened(left);
  EXPECT_THAT(written(*whole), Not(HasSubstr("secretwords")));
  EXPECT_EQ(bytes_of(good("get-form", {{left}})), R"({"Shown":"a"})");
}

TEST_F(PageLinks, PagesKeepWhatTheyAreCalled) {
  auto file = opened(Maker({"a", "b", "c", "d", "e"}).bytes());
  file->getRoot().replaceKey("/PageLabels", Handle::parse("<< /Nums [0 << /S /r >> 2 << /S /D /P (A-) >>] >>"));
  const auto labels = [](const std::string& bytes) {
    auto made = opened(bytes);
    QPDFPageLabelDocumentHelper helper(*made);
    std::string out;
    for (std::size_t i = 0; i < made->getAllPages().size(); ++i) {
      auto label = helper.getLabelForPage(static_cast<long long>(i));
      out += label.getKey("/S").getName().substr(1) + std::to_string(label.getKey("/St").getIntValue()) + " ";
    }
    return out;
  };
  EXPECT_EQ(labels(made("delete-pages", {{written(*file)}}, {{"Pages", "1;3"}})), "r2 D2 D3 ");
  EXPECT_EQ(labels(made("reorder-pages", {{written(*file)}}, {{"Pages", "4;5"}})), "D2 D3 r1 r2 D1 ");
}

TEST_F(PageLinks, PartsKeepWhatIsSaidOfTheWholeDocument) {
  const auto titled = made("set-metadata", {{Maker(kChapters).bytes()}}, {{"Title", "Größe"}, {"Author", "Ada"}});
  const auto part = made("split", {{titled}}, {{"ExtractRange", "2"}});
  EXPECT_THAT(bytes_of(good("get-metadata", {{part}})), HasSubstr(R"("title":"Größe","author":"Ada")"));
}

TEST_F(PageLinks, AttachedFilesComeAlongWhenDocumentsAreMerged) {
  const auto both =
      made("merge", {{Maker({"a"}).attachment("data.xml", "<a/>").bytes()}, {Maker({"b"}).attachment("data.xml", "<b/>").bytes()}});
  const auto got = good("extract-attachments", {{both}});
  ASSERT_EQ(got.outputs.size(), 2U);
  EXPECT_EQ(bytes_of(got, 0) + bytes_of(got, 1), "<b/><a/>");
  EXPECT_EQ(got.outputs[0].name + got.outputs[1].name, "data (2)data");
}

TEST_F(PageLinks, FilesThatHangOnAPageAreAttachedToo) {
  auto file = opened(Maker({"one"}).attachment("own.txt", "own").bytes());
  auto stream = QPDFEFStreamObjectHelper::createEFStream(*file, std::string("clipped"));
  auto spec = QPDFFileSpecObjectHelper::createFileSpec(*file, "clip.txt", stream);
  auto clip = file->makeIndirectObject(Handle::parse("<< /Type /Annot /Subtype /FileAttachment /Rect [72 500 90 518] >>"));
  clip.replaceKey("/FS", spec.getObjectHandle());
  auto empty = file->makeIndirectObject(Handle::parse("<< /Type /Annot /Subtype /FileAttachment /Rect [72 500 90 518] >>"));
  auto page = Handle(file->getAllPages().at(0));
  page.replaceKey("/Annots", Handle::newArray({clip, empty}));
  const auto got = good("extract-attachments", {{written(*file)}});
  ASSERT_EQ(got.outputs.size(), 2U);
  EXPECT_EQ(got.outputs[1].name, "clip");
  EXPECT_EQ(bytes_of(got, 1), "clipped");
}

}  // namespace
}  // namespace docmill::engines::pdf
