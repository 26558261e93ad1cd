#include <boost/json/serialize.hpp>
#include <filesystem>

#include "engines/pdf/qpdf.h"
#include "pdf/pdf_runner.h"

namespace docmill::engines::pdf {
namespace {

namespace json = boost::json;
using testing::HasSubstr;
using testing::Not;
using Handle = QPDFObjectHandle;

/// A form on one page of 400 by 600 points, of fields as PDF writes them; "PAGE" in them stands for the page.
class FormMaker {
 public:
  FormMaker() {
    file_.emptyPDF();
    const auto font =
        file_.makeIndirectObject(Handle::parse("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"));
    page_ = file_.makeIndirectObject(Handle::parse("<< /Type /Page /MediaBox [0 0 400 600] /Resources << >> >>"));
    QPDFPageDocumentHelper(file_).addPage(QPDFPageObjectHelper(page_), false);
    page_ = file_.getAllPages().at(0);
    page_.replaceKey("/Annots", Handle::newArray());
    form_ = file_.makeIndirectObject(Handle::parse("<< /Fields [] /DA (/Helv 0 Tf 0 g) >>"));
    const auto fonts = Handle::newDictionary({{"/Helv", font}});
    form_.replaceKey("/DR", Handle::newDictionary({{"/Font", fonts}}));
    file_.getRoot().replaceKey("/AcroForm", form_);
  }

  /// A field that is its own widget.
  FormMaker& field(const std::string& entries) {
    auto widget = file_.makeIndirectObject(Handle::parse("<< /Type /Annot /Subtype /Widget /F 4 " + entries + " >>"));
    form_.getKey("/Fields").appendItem(widget);
    page_.getKey("/Annots").appendItem(widget);
    return *this;
  }

  /// A field with several widgets; each with pictures of its states: green when on.
  FormMaker& group(const std::string& entries, const std::vector<std::pair<std::string, std::string>>& rect_and_state) {
    auto parent = file_.makeIndirectObject(Handle::parse("<< " + entries + " >>"));
    auto kids = Handle::newArray();
    for (const auto& [rect, state] : rect_and_state) {
      auto widget = file_.makeIndirectObject(Handle::parse("<< /Type /Annot /Subtype /Widget /F 4 /AS /Off /Rect " + rect + " >>"));
      widget.replaceKey("/Parent", parent);
      widget.replaceKey("/AP",
                        Handle::newDictionary(
                            {{"/N", Handle::newDictionary({{"/" + state, picture("0 1 0 rg 0 0 20 20 re f")}, {"/Off", picture("")}})}}));
      kids.appendItem(widget);
      page_.getKey("/Annots").appendItem(widget);
    }
    parent.replaceKey("/Kids", kids);
    form_.getKey("/Fields").appendItem(parent);
    return *this;
  }

  Handle form() { return form_; }
  QPDF& file() { return file_; }

  std::string bytes() {
    QPDFWriter writer(file_);
    writer.setOutputMemory();
    writer.write();
    const auto buffer = writer.getBufferSharedPointer();
    return {reinterpret_cast<const char*>(buffer->getBuffer()), buffer->getSize()};
  }

 private:
  Handle picture(const std::string& content) {
    auto form = Handle::newStream(&file_, content);
    form.replaceDict(Handle::parse("<< /Type /XObject /Subtype /Form /BBox [0 0 20 20] >>"));
    return form;
  }

  QPDF file_;
  Handle page_;
  Handle form_;
};

class FillForm : public PdfRunner {
 protected:
  static std::vector<Sent> inputs(const std::string& form, const std::string& data) { return {{form}, {data, "Data", "data.json"}}; }
  static std::string fill(const std::string& form, const std::string& data, Asked options = {}) {
    return made("fill-form", inputs(form, data), std::move(options));
  }
  static json::object values(const std::string& pdf) {
    const auto got = good("get-form", {{pdf}});
    return got.outputs.empty() ? json::object() : json::parse(bytes_of(got)).as_object();
  }
  static std::string value(const std::string& pdf, const std::string& name) { return json::serialize(values(pdf)[name]); }
};

const std::string kTop = "/Rect [50 500 350 530] ";

TEST_F(FillForm, ATextIsStoredAndShown) {
  const auto form = FormMaker().field("/FT /Tx /T (Name) /DA (/Helv 20 Tf 1 0 0 rg) " + kTop).bytes();
  const auto pdf = fill(form, R"({"Name": "Ada Lovelace"})");
  EXPECT_EQ(value(pdf, "Name"), "\"Ada Lovelace\"");
  EXPECT_THAT(words(pdf), HasSubstr("Ada Lovelace"));
  const auto seen = drawn(pdf);
  EXPECT_GT(seen.ink(50, 70, 180, 100), 0.02);
  EXPECT_EQ(seen.ink(200, 70, 350, 100), 0) << "left by default";
  EXPECT_EQ(seen.ink(0, 100, 400, 600), 0);
  const auto box = seen.inked();
  EXPECT_NEAR((box[1] + box[3]) / 2.0, 87, 4) << "in the middle of its height";
  QPDF file;
  file.processMemoryFile("a", pdf.data(), pdf.size());
  EXPECT_FALSE(QPDFAcroFormDocumentHelper(file).getNeedAppearances());
}

TEST_F(FillForm, NumbersAndTruthsBecomeTextAndNullLeavesAFieldAlone) {
  const auto form =
      FormMaker().field("/FT /Tx /T (a) /V (old) " + kTop).field("/FT /Tx /T (b) /V (old) " + kTop).field("/FT /Tx /T (c) " + kTop).bytes();
  const auto pdf = fill(form, R"({"a": 12.5, "b": null, "c": true})");
  EXPECT_EQ(json::serialize(values(pdf)), R"({"a":"12.5","b":"old","c":"true"})");
  EXPECT_EQ(value(fill(form, R"([{"a": 3}])"), "a"), "\"3\"");
}

TEST_F(FillForm, QuaddingPutsTextToTheMiddleAndToTheRight) {
  const auto box_with = [&](const std::string& more) {
    const auto form = FormMaker().field("/FT /Tx /T (a) /DA (/Helv 12 Tf 0 g) " + more + kTop).bytes();
    return drawn(fill(form, R"({"a": "middle"})")).inked();
  };
  const auto middle = box_with("/Q 1 ");
  EXPECT_NEAR((middle[0] + middle[2]) / 2.0, 200, 2);
  EXPECT_NEAR(box_with("/Q 2 ")[2], 347, 3);
}

TEST_F(FillForm, TextWithoutASizeIsAsLargeAsFits) {
  const auto form = FormMaker().field("/FT /Tx /T (a) " + kTop).bytes();
  const auto short_text = drawn(fill(form, R"({"a": "HHH"})")).inked();
  EXPECT_NEAR(short_text[3] - short_text[1], 19, 4) << "capitals of a field 30 points high";
  const auto long_text = drawn(fill(form, R"({"a": "A text that is far too long for a field of three hundred points"})")).inked();
  EXPECT_LE(long_text[2], 350);
  EXPECT_GT(long_text[2], 330);
}

TEST_F(FillForm, LongTextIsWrappedInAFieldOfSeveralLines) {
  const auto form = FormMaker().field("/FT /Tx /Ff 4096 /T (a) /DA (/Helv 10 Tf 0 g) /Rect [50 400 250 530]").bytes();
  std::string text = "first line\\n";
  for (int i = 0; i < 20; ++i) text += "several words ";
  const auto seen = drawn(fill(form, R"({"a": ")" + text + R"("})"));
  const auto box = seen.inked();
  EXPECT_LE(box[2], 250);
  EXPECT_NEAR(box[1], 76, 5) << "from the top";
  EXPECT_GT(box[3] - box[1], 50);
  EXPECT_EQ(seen.ink(110, 70, 250, 82), 0) << "a line of its own";
  // And made smaller where the field leaves the size open.
  const auto small = FormMaker().field("/FT /Tx /Ff 4096 /T (a) /Rect [50 480 250 530]").bytes();
  EXPECT_LE(drawn(fill(small, R"({"a": ")" + text + R"("})")).inked()[3], 120);
}

TEST_F(FillForm, ACombPutsEachCharacterInItsCell) {
  const auto form = FormMaker().field("/FT /Tx /Ff 16777216 /MaxLen 10 /T (a) /DA (/Helv 12 Tf 0 g) " + kTop).bytes();
  const auto got = good("fill-form", inputs(form, R"({"a": "IIIIIIIIIIIIII"})"));
  const auto seen = drawn(bytes_of(got));
  for (int cell = 0; cell < 10; ++cell) {
    EXPECT_GT(seen.ink(50 + cell * 30 + 10, 70, 50 + cell * 30 + 20, 100), 0) << cell;
    EXPECT_EQ(seen.ink(50 + cell * 30 - 5, 70, 50 + cell * 30 + 5, 100), 0) << cell;
  }
  ASSERT_EQ(got.warnings.size(), 1U);
  EXPECT_THAT(got.warnings[0], HasSubstr("cut to 10 characters"));
  EXPECT_EQ(value(bytes_of(got), "a"), "\"IIIIIIIIII\"");
}

TEST_F(FillForm, CharactersThatTheFormsFontLacksAreShownInAnother) {
  const auto form = FormMaker().field("/FT /Tx /T (a) /DA (/Helv 14 Tf 0 g) " + kTop).bytes();
  for (const auto* text : {"Größe €", "Žluťoučký", "Юлия", "山田太郎", "שלום"}) {
    const auto pdf = fill(form, std::string(R"({"a": ")") + text + R"("})");
    EXPECT_THAT(words(pdf), HasSubstr(text));
    EXPECT_EQ(value(pdf, "a"), std::string("\"") + text + "\"");
    EXPECT_GT(drawn(pdf).ink(50, 70, 150, 100), 0.01) << text;
  }
}

TEST_F(FillForm, TheFormsFontIsUsedForWhatItsEncodingHas) {
  FormMaker maker;
  maker.field("/FT /Tx /T (a) /DA (/Helv 14 Tf 0 g) " + kTop);
  maker.form().getKey("/DR").getKey("/Font").getKey("/Helv").replaceKey(
      "/Encoding", Handle::parse("<< /Type /Encoding /Differences [24 /breve 128 /Euro /Zcaron /nosuchname 161 /Aogonek] >>"));
  const auto fonts = [](const std::string& pdf) {
    const TempDir dir;
    std::ofstream(dir.path() + "/a.pdf", std::ios::binary) << pdf;
    return shell("pdffonts " + dir.path() + "/a.pdf");
  };
  const auto plain = fill(maker.bytes(), R"({"a": "5 €, Žatec, Ą"})");
  EXPECT_THAT(words(plain), HasSubstr("5 €, Žatec, Ą"));
  EXPECT_THAT(fonts(plain), Not(HasSubstr("Liberation")));
  EXPECT_THAT(fonts(fill(maker.bytes(), R"({"a": "ő"})")), HasSubstr("LiberationSans"));
}

TEST_F(FillForm, CheckBoxesTakeTruthsAndExportValues) {
  const auto form = FormMaker().group("/FT /Btn /T (a)", {{"[50 500 70 520]", "Agreed"}}).bytes();
  const auto on = fill(form, R"({"a": true})");
  EXPECT_EQ(value(on, "a"), "\"Agreed\"");
  EXPECT_EQ(drawn(on).at(60, 90)[1], 255);
  EXPECT_EQ(drawn(on).at(60, 90)[0], 0);
  for (const auto* data : {R"({"a": "Agreed"})", R"({"a": "yes"})", R"({"a": 1})"})
    EXPECT_EQ(value(fill(form, data), "a"), "\"Agreed\"") << data;
  const auto off = fill(on, R"({"a": false})");
  EXPECT_EQ(value(off, "a"), "\"Off\"");
  EXPECT_EQ(drawn(off).at(60, 90)[0], 255);
  const auto wrong = good("fill-form", inputs(form, R"({"a": "Perhaps"})"));
  ASSERT_EQ(wrong.warnings.size(), 1U);
  EXPECT_THAT(wrong.warnings[0], HasSubstr("none of its values (Agreed)"));
}

TEST_F(FillForm, RadioButtonsAndCheckBoxesOfOneNameTakeOneValue) {
  const std::vector<std::pair<std::string, std::string>> three{
      {"[50 500 70 520]", "0"}, {"[80 500 100 520]", "1"}, {"[110 500 130 520]", "2"}};
  const auto radios = FormMaker().group("/FT /Btn /Ff 49152 /T (a) /Opt [(red) (green) (blue)]", three).bytes();
  const auto checks = FormMaker().group("/FT /Btn /T (a) /Opt [(red) (green) (blue)]", three).bytes();
  for (const auto& form : {radios, checks}) {
    const auto seen = drawn(fill(form, R"({"a": "green"})"));
    EXPECT_EQ(seen.at(60, 90)[0], 255);
    EXPECT_EQ(seen.at(90, 90)[0], 0);
    EXPECT_EQ(seen.at(120, 90)[0], 255);
    EXPECT_EQ(value(fill(form, R"({"a": "2"})"), "a"), "\"2\"") << "by its state";
  }
  const auto pair = FormMaker().group("/FT /Btn /Ff 49152 /T (a)", {{"[50 500 70 520]", "Yes"}, {"[80 500 100 520]", "No"}}).bytes();
  EXPECT_EQ(value(fill(pair, R"({"a": true})"), "a"), "\"Yes\"");
  EXPECT_EQ(value(fill(pair, R"({"a": false})"), "a"), "\"No\"");
  for (const auto* data : {R"({"a": ""})", R"({"a": "Off"})", R"({"a": []})"})
    EXPECT_EQ(value(fill(pair, data), "a"), "\"Off\"") << data << ": cleared, which is not No";
  const auto numbered = FormMaker().group("/FT /Btn /Ff 49152 /T (a)", {{"[50 500 70 520]", "0"}, {"[80 500 100 520]", "1"}}).bytes();
  EXPECT_EQ(value(fill(numbered, R"({"a": true})"), "a"), "\"0\"") << "the first one";
  EXPECT_EQ(value(fill(numbered, R"({"a": false})"), "a"), "\"Off\"");
  const auto box = FormMaker().group("/FT /Btn /T (a)", {{"[50 500 70 520]", "No"}}).bytes();
  EXPECT_EQ(value(fill(box, R"({"a": false})"), "a"), "\"Off\"") << "a box that is called No is not checked by a no";
  EXPECT_EQ(value(fill(box, R"({"a": true})"), "a"), "\"No\"");
}

TEST_F(FillForm, ButtonsWithoutPicturesAreGivenSome) {
  for (const auto* mark : {"", "/CA (4)", "/CA (8)", "/CA (l)", "/CA (u)", "/CA (n)"}) {
    const auto form =
        FormMaker().field(std::string("/FT /Btn /T (a) /Rect [50 500 70 520] /MK << /BC [0 0 1] /BG [1 1 0.8] ") + mark + " >>").bytes();
    const auto on = fill(form, R"({"a": true})");
    const auto off = fill(on, R"({"a": false})");
    EXPECT_EQ(value(on, "a"), "\"Yes\"");
    EXPECT_GT(drawn(on).ink(50, 80, 70, 100), drawn(off).ink(50, 80, 70, 100) + 0.05) << mark;
  }
}

TEST_F(FillForm, MarksInAFontThatIsNotThereAreDrawn) {
  FormMaker maker;
  maker.group("/FT /Btn /T (a) /DA (/ZaDb 0 Tf 0 g)", {{"[50 500 70 520]", "On"}});
  auto widget = Handle(maker.form()).getKey("/Fields").getArrayItem(0).getKey("/Kids").getArrayItem(0);
  auto on = widget.getKey("/AP").getKey("/N").getKey("/On");
  on.replaceStreamData("BT /ZaDb 16 Tf 2 4 Td (4) Tj ET", Handle::newNull(), Handle::newNull());
  on.getDict().replaceKey("/Resources", Handle::parse("<< /Font << /ZaDb << /Type /Font /Subtype /Type1 /BaseFont /ZapfDingbats >> >> >>"));
  EXPECT_GT(drawn(fill(maker.bytes(), R"({"a": true})")).ink(50, 80, 70, 100), 0.05);
}

TEST_F(FillForm, ChoicesTakeWhatIsStoredOrShown) {
  const auto form = FormMaker()
                        .field("/FT /Ch /Ff 131072 /T (combo) /Opt [[(de) (Germany)] [(fr) (France)]] /Rect [50 500 350 520]")
                        .field("/FT /Ch /Ff 393216 /T (free) /Opt [(x)] /Rect [50 460 350 480]")
                        .field("/FT /Ch /T (list) /DA (/Helv 12 Tf 0 g) /Opt [(one) (two) (three) (four)] /Rect [50 390 350 450]")
                        .field("/FT /Ch /Ff 2097152 /T (several) /Opt [(one) (two) (three)] /Rect [50 300 350 360]")
                        .bytes();
  const auto got = good("fill-form", inputs(form, R"({"combo": "France", "free": "other", "list": "two", "several": ["one", "three"]})"));
  EXPECT_EQ(got.warnings.size(), 0U);
  const auto pdf = bytes_of(got);
  check(pdf);
  const auto fields = json::parse(bytes_of(good("get-form-fields", {{pdf}}))).as_array();
  EXPECT_EQ(fields.at(0).at("value"), "fr");
  EXPECT_EQ(fields.at(1).at("value"), "other");
  EXPECT_EQ(fields.at(2).at("value"), "two");
  EXPECT_EQ(json::serialize(fields.at(3).at("value")), R"(["one","three"])");
  EXPECT_EQ(value(pdf, "several"), "\"one, three\"");
  EXPECT_EQ(value(fill(form, R"({"several": "one, three"})"), "several"), "\"one, three\"") << "what was answered can be sent";
  EXPECT_THAT(words(pdf), HasSubstr("France"));
  const auto seen = drawn(pdf);
  EXPECT_NEAR(seen.at(300, 170)[0], 153, 2) << "the second line is marked";
  EXPECT_EQ(seen.at(300, 157)[0], 255) << "the first is not";
  const auto wrong = good("fill-form", inputs(form, R"({"combo": "Spain", "list": ["one", "two"]})"));
  ASSERT_EQ(wrong.warnings.size(), 2U);
  EXPECT_THAT(wrong.warnings[0], HasSubstr("none of its options (de, fr)"));
  EXPECT_THAT(wrong.warnings[1], HasSubstr("one value only"));
}

TEST_F(FillForm, PlacesOfFieldsAreWrittenAsPeopleWriteNumbers) {
  const auto form = FormMaker().field("/FT /Tx /T (a) /Rect [50 500.5 170 0.25]").bytes();
  EXPECT_THAT(bytes_of(good("get-form-fields", {{form}})), HasSubstr("\"rect\":[50,0.25,170,500.5]"));
}

TEST_F(FillForm, FieldsAreFoundByWholeAndByPartialNameAndUnknownOnesAreTold) {
  FormMaker maker;
  auto parent = maker.file().makeIndirectObject(Handle::parse("<< /T (person) /Kids [] >>"));
  auto kid = maker.file().makeIndirectObject(
      Handle::parse("<< /Type /Annot /Subtype /Widget /FT /Tx /T (name[0]) /F 4 /Rect [50 500 350 530] >>"));
  kid.replaceKey("/Parent", parent);
  parent.getKey("/Kids").appendItem(kid);
  maker.form().getKey("/Fields").appendItem(parent);
  Handle(maker.file().getAllPages().at(0)).getKey("/Annots").appendItem(kid);
  const auto form = maker.bytes();
  for (const auto* data : {R"({"person.name[0]": "A"})", R"({"name": "A"})", R"({"person": {"name[0]": "A"}})", R"({"name[0]": "A"})",
                           R"({"person.name": "A"})", R"({"person": {"name": "A"}})"})
    EXPECT_EQ(value(fill(form, data), "person.name[0]"), "\"A\"") << data;
  const auto got = good("fill-form", inputs(form, R"({"nobody": 1, "name": "A"})"));
  ASSERT_EQ(got.warnings.size(), 1U);
  EXPECT_THAT(got.warnings[0], HasSubstr("No field has the name \"nobody\""));
}

TEST_F(FillForm, ALockedFormCanBeReadButNotChangedAndAFlatOneHasNoFields) {
  const auto form = FormMaker().field("/FT /Tx /T (a) " + kTop).field("/FT /Tx /T (b) /Ff 4096 /Rect [50 400 350 430]").bytes();
  const auto locked = fill(form, R"({"a": "Ada"})", {{"LockFormFields", "true"}});
  const auto fields = json::parse(bytes_of(good("get-form-fields", {{locked}}))).as_array();
  for (const auto& field : fields) EXPECT_EQ(field.at("readOnly"), true);
  EXPECT_EQ(fields.at(1).at("multiline"), true);
  EXPECT_EQ(value(fill(locked, R"({"a": "Bob"})"), "a"), "\"Bob\"") << "by us it can";
  const auto flat = fill(form, R"({"a": "Ada"})", {{"Flatten", "true"}});
  EXPECT_EQ(json::serialize(values(flat)), "{}");
  EXPECT_THAT(words(flat), HasSubstr("Ada"));
  EXPECT_GT(drawn(flat).ink(50, 70, 150, 100), 0.01);
}

TEST_F(FillForm, FieldsThatViewersShouldDrawAreDrawn) {
  FormMaker maker;
  maker.field("/FT /Tx /T (a) /V (held before) " + kTop);
  maker.form().replaceKey("/NeedAppearances", Handle::newBool(true));
  maker.form().replaceKey("/XFA", Handle::newArray());
  const auto got = good("fill-form", inputs(maker.bytes(), "{}"));
  EXPECT_THAT(words(bytes_of(got)), HasSubstr("held before"));
  ASSERT_EQ(got.warnings.size(), 1U);
  EXPECT_THAT(got.warnings[0], HasSubstr("XFA"));
}

TEST_F(FillForm, AValueThatNobodyDrewIsDrawn) {
  const auto form = FormMaker().field("/FT /Tx /T (a) /V (held before) " + kTop).bytes();
  EXPECT_THAT(words(fill(form, "{}")), HasSubstr("held before"));
  EXPECT_THAT(words(fill(form, "{}", {{"Flatten", "true"}})), HasSubstr("held before"));
}

TEST_F(FillForm, ASignatureThatNoLongerHoldsIsTold) {
  FormMaker maker;
  maker.field("/FT /Tx /T (a) " + kTop);
  maker.form().replaceKey("/SigFlags", Handle::newInteger(3));
  const auto got = good("fill-form", inputs(maker.bytes(), R"({"a": "A"})"));
  ASSERT_EQ(got.warnings.size(), 1U);
  EXPECT_THAT(got.warnings[0], HasSubstr("was signed"));
}

TEST_F(FillForm, ATurnedWidgetIsFilledTheWayItIsRead) {
  const auto form = FormMaker().field("/FT /Tx /T (a) /DA (/Helv 12 Tf 0 g) /Rect [50 300 70 500] /MK << /R 90 >>").bytes();
  const auto box = drawn(fill(form, R"({"a": "upwards"})")).inked();
  EXPECT_GT(box[3] - box[1], 2 * (box[2] - box[0]));
  EXPECT_GT(box[1], 240) << "begins at the bottom";
}

TEST_F(FillForm, TheFormsOfTheCorpusHoldWhatTheyAreGiven) {
  const std::filesystem::path corpus(std::string(DOCMILL_SOURCE_DIR) + "/../shared/corpus");
  if (!std::filesystem::exists(corpus / "compare.py")) GTEST_SKIP() << "no corpus here";
  const TempDir dir;
  std::size_t cases = 0;
  for (const auto& entry : std::filesystem::directory_iterator(corpus)) {
    const auto& folder = entry.path();
    if (!folder.filename().string().starts_with("pdf-")) continue;
    ++cases;
    const auto pdf = fill(read_file(folder / "template.pdf"), read_file(folder / "data.json"));
    EXPECT_GT(drawn(pdf).ink(0, 0, 600, 800), 0.01) << folder;
    const auto actual = dir.path() + "/" + folder.filename().string() + ".pdf";
    std::ofstream(actual, std::ios::binary) << pdf;
    const auto said =
        shell("python3 " + (corpus / "compare.py").string() + " --case " + folder.string() + " " + actual + "; echo status $?");
    EXPECT_THAT(said, HasSubstr("status 0")) << folder;
  }
  EXPECT_GE(cases, 3U);
}

TEST_F(FillForm, DataIsReadAsTemplatesReadIt) {
  const auto form = FormMaker().field("/FT /Tx /T (a) " + kTop).bytes();
  EXPECT_EQ(value(fill(form, "{a: 'x', /* and */ \"b\": 1,}"), "a"), "\"x\"");
  EXPECT_EQ(value(fill(form, R"({"a": 12.50})"), "a"), "\"12.5\"");
  EXPECT_EQ(value(fill(form, R"({"a": 12345678901234567890123})"), "a"), "\"12345678901234567890123\"");
  EXPECT_EQ(value(fill(form, R"({"a": "2018-05-21T13:45:00Z"})"), "a"), "\"2018-05-21T13:45:00Z\"");
}

// --- bad input

TEST_F(FillForm, WhatIsNoDataOrNoFormIsRefusedInWords) {
  const auto form = FormMaker().field("/FT /Tx /T (a) " + kTop).bytes();
  for (const auto* data : {"", "hello", "[]", "[1]", "\"a\"", "{\"a\":", "{\"a\":nan}"})
    expect_refused(run("fill-form", inputs(form, data)), ErrorCode::BadRequest, "Data: send a JSON object");
  std::string deep;
  for (int i = 0; i < 100'000; ++i) deep += R"({"a":)";
  expect_refused(run("fill-form", inputs(form, deep)), ErrorCode::BadRequest, "Data");
  expect_refused(run("fill-form", inputs(FormMaker().bytes(), "{}")), ErrorCode::NotApplicable, "no form fields");
  FormMaker xfa;
  xfa.form().replaceKey("/XFA", Handle::newArray());
  expect_refused(run("fill-form", inputs(xfa.bytes(), "{}")), ErrorCode::NotApplicable, "only a form in XFA");
}

TEST_F(FillForm, FieldsThatGoInCirclesAreNoTrap) {
  FormMaker maker;
  maker.field("/FT /Tx /T (a) " + kTop);
  auto fields = maker.form().getKey("/Fields");
  auto a = maker.file().makeIndirectObject(Handle::parse("<< /T (x) /FT /Tx /Kids [] >>"));
  auto b = maker.file().makeIndirectObject(Handle::parse("<< /T (y) /Kids [] /Subtype /Widget /Rect [0 0 9 9] >>"));
  a.replaceKey("/Parent", b);
  b.replaceKey("/Parent", a);
  a.getKey("/Kids").appendItem(b);
  a.getKey("/Kids").appendItem(a);
  b.getKey("/Kids").appendItem(a);
  fields.appendItem(a);
  fields.appendItem(b);
  maker.form().replaceKey("/Parent", maker.form());
  const auto got = run("fill-form", inputs(maker.bytes(), R"({"a": "A", "x": 1, "y": 2, "x.y": 3})"), {{"LockFormFields", "true"}});
  ASSERT_TRUE(got) << got.error().describe();
  EXPECT_EQ(value(bytes_of(*got), "a"), "\"A\"");
  EXPECT_TRUE(run("fill-form", inputs(maker.bytes(), R"({"a": "A"})"), {{"Flatten", "true"}}));
}

TEST_F(FillForm, SenselessFieldsAreFilledAsFarAsTheyGo) {
  for (const auto* entries :
       {"/FT /Tx /T (a)", "/FT /Tx /T (a) /Rect [0 0 0 0]", "/FT /Tx /T (a) /Rect [0 0 999999999 999999999]", "/FT /Tx /T (a) /Rect (x)",
        "/FT /Tx /T (a) /Rect [350 530 50 500] /Ff 4096", "/FT /Tx /T (a) /Rect [0 0 9 9] /DA (/Helv -5 Tf)", "/T (a) /Rect [0 0 9 9]",
        "/FT /Tx /T (a) /Rect [0 0 9 9] /DA (/Helv 99999999999999999999 Tf nan g 1 rg)", "/FT /Tx /T (a) /Rect [0 0 9 9] /DA /x /MaxLen -3",
        "/FT /Tx /T (a) /Rect [0 0 9 9] /DA (/None 9 Tf) /Ff 16777216 /MaxLen 999999999", "/FT /Ch /T (a) /Rect [0 0 9 9] /Opt 7",
        "/FT /Ch /T (a) /Rect [0 0 9 9] /Opt [1 [] [(a)] [/n /m]] /DR [] /I (x)", "/FT /Btn /T (a) /Rect [0 0 9 9] /AP << /N 3 >>",
        "/FT /Btn /T (a) /Rect [0 0 9 9] /AP << /N << >> >> /MK 7", "/FT /Btn /Ff 65536 /T (a) /Rect [0 0 9 9]",
        "/FT /Sig /T (a) /Rect [0 0 9 9]", "/FT /Tx /T (a) /Rect [0 0 9 9] /MK << /R 45 /BG [1 2 3 4 5] /BC [(x)] >> /BS << /W -9 >>",
        "/FT 9 /T (a) /Rect [0 0 9 9]"}) {
    for (const auto* data : {R"({"a": "text"})", R"({"a": true})", R"({"a": ["x", "y"]})", R"({"a": {"b": 1}})", R"({"a": []})"}) {
      const auto form = FormMaker().field(entries).bytes();
      const auto got = run("fill-form", inputs(form, data), {{"Flatten", "true"}});
      EXPECT_TRUE(got) << entries << " " << data << " " << (got ? "" : got.error().describe());
      EXPECT_TRUE(run("get-form-fields", {{form}})) << entries;
    }
  }
}

TEST_F(FillForm, AVeryLongTextAndVeryManyFieldsTakeBoundedTime) {
  const auto form = FormMaker().field("/FT /Tx /Ff 4096 /T (a) " + kTop).bytes();
  std::string text;
  for (int i = 0; i < 100'000; ++i) text += "0123456789";
  EXPECT_TRUE(run("fill-form", inputs(form, R"({"a": ")" + text + R"("})")));
  EXPECT_TRUE(run("fill-form", inputs(form, R"({"a": "漢)" + text + R"("})")));
  FormMaker many;
  for (int i = 0; i < 20'000; ++i) many.field("/FT /Tx /T (f" + std::to_string(i) + ") " + kTop);
  many.form().replaceKey("/NeedAppearances", Handle::newBool(true));
  const auto got = run("fill-form", inputs(many.bytes(), R"({"f19999": "last"})"), {{"LockFormFields", "true"}});
  ASSERT_TRUE(got) << got.error().describe();
}

TEST_F(FillForm, EveryRoundedByteOfAFormMayBeWrong) {
  const auto whole = FormMaker()
                         .field("/FT /Tx /T (a) /DA (/Helv 9 Tf 0 g) " + kTop)
                         .group("/FT /Btn /T (b)", {{"[50 400 70 420]", "On"}})
                         .field("/FT /Ch /T (c) /Opt [(x) (y)] /Rect [50 300 350 330]")
                         .bytes();
  for (std::size_t at = 10; at < whole.size(); at += 31) {
    auto bytes = whole;
    bytes[at] = static_cast<char>(bytes[at] ^ 0x15);
    const auto got = run("fill-form", inputs(bytes, R"({"a": "A", "b": true, "c": "x"})"));
    if (!got)
      EXPECT_THAT(got.error().code(), testing::AnyOf(ErrorCode::InputDamaged, ErrorCode::NotApplicable)) << at << got.error().describe();
  }
}

}  // namespace
}  // namespace docmill::engines::pdf
