// The answers of actions that answer in JSON: what engines write, described once more for callers. openapi_test.cc holds the examples
// against the schemas' members, tests/api_fuzz the schemas against real answers.
#include <algorithm>
#include <iterator>

#include "actions/openapi_examples.h"

namespace docmill::actions::openapi {
namespace {

constexpr AnswerShape kShapes[] = {
    {"generate/check-template",
     R"({"type":"object","required":["language","tokens","lists","problems","schema","sample"],"properties":{
         "language":{"type":"string","description":"Classic, Modern or Html."},
         "tokens":{"type":"array","items":{"type":"object","properties":{
           "token":{"type":"string"},"kind":{"type":"string"},"names":{"type":"array","items":{"type":"string"}},
           "part":{"type":"string"},"place":{"type":"string"}}}},
         "lists":{"type":"array","items":{"type":"string"}},
         "problems":{"type":"array","items":{"type":"object"}},
         "schema":{"type":"object","description":"JSON Schema of the data that the template asks for."},
         "sample":{"description":"Data of that schema."}}})",
     R"({"language":"Classic","tokens":[{"token":"{{number}}","kind":"value","names":["number"],"part":"word/document.xml","place":"paragraph 1"}],
         "lists":[],"problems":[],"schema":{"type":"object","properties":{"number":{"type":["string","number"]}},"required":["number"]},
         "sample":{"number":"Number"}})"},
    {"generate/dry-run",
     R"({"type":"object","required":["complete","missing","unused","warnings"],"properties":{
         "complete":{"type":"boolean","description":"Nothing is missing."},
         "missing":{"type":"array","items":{"type":"object","properties":{
           "name":{"type":"string"},"token":{"type":"string"},"part":{"type":"string"},"place":{"type":"string"}}}},
         "unused":{"type":"array","items":{"type":"string"},"description":"Members of the data that no token asks for."},
         "warnings":{"type":"array","items":{"type":"string"}}}})",
     R"({"complete":false,"missing":[{"name":"date","token":"{{date}}","part":"word/document.xml","place":"paragraph 1"}],
         "unused":["customer.fax"],"warnings":[]})"},
    {"pdf/protection-info",
     R"({"type":"object","required":["isPasswordProtected","requiresPassword"],"properties":{
         "isPasswordProtected":{"type":"boolean","description":"It is encrypted at all."},
         "requiresPassword":{"type":"boolean","description":"It does not open without a password."},
         "algorithm":{"type":"string"},"allowPrinting":{"type":"boolean"},"allowModification":{"type":"boolean"},
         "allowExtract":{"type":"boolean"},"allowAnnotate":{"type":"boolean"}}})",
     R"({"isPasswordProtected":true,"requiresPassword":false,"algorithm":"AES-256","allowPrinting":true,"allowModification":false,
         "allowExtract":true,"allowAnnotate":false})"},
    {"pdf/get-metadata",
     R"({"type":"object","required":["pages","pdfVersion","encrypted"],"properties":{
         "title":{"type":"string"},"author":{"type":"string"},"subject":{"type":"string"},"keywords":{"type":"string"},
         "creator":{"type":"string"},"producer":{"type":"string"},"creationDate":{"type":"string"},"modificationDate":{"type":"string"},
         "pages":{"type":"integer"},"pdfVersion":{"type":"string"},"encrypted":{"type":"boolean"}}})",
     R"({"title":"Report of March","author":"Ada","creationDate":"2026-01-01T12:00:00Z","pages":4,"pdfVersion":"1.7","encrypted":false})"},
    {"pdf/get-bookmarks",
     R"({"type":"array","items":{"type":"object","required":["title","page","children"],"properties":{
         "title":{"type":"string"},"page":{"type":["integer","null"],"description":"Null where it leads to no page."},
         "top":{"type":"number","description":"Points from the page's lower edge."},
         "children":{"type":"array","items":{"type":"object"}}}}})",
     R"([{"title":"Orders","page":1,"children":[]}])"},
    {"pdf/get-form", R"({"type":"object","description":"The value of each field by its name.","additionalProperties":true})",
     R"({"Name":"Ada","Member":"Off","Size":"M"})"},
    {"pdf/get-form-fields",
     R"({"type":"array","items":{"type":"object","required":["name","type","required","readOnly"],"properties":{
         "name":{"type":"string"},"type":{"type":"string"},"value":{"description":"Text, a list of texts, or null."},
         "options":{"type":"array","items":{"type":"string"}},"required":{"type":"boolean"},"readOnly":{"type":"boolean"},
         "multiline":{"type":"boolean"},"maxLength":{"type":"integer"},"page":{"type":"integer"},
         "rect":{"type":"array","items":{"type":"number"},"description":"Points: left, bottom, right, top."}}}})",
     R"([{"name":"Name","type":"text","value":"Ada","required":false,"readOnly":false,"multiline":false,"page":1,"rect":[100,140,280,162]}])"},
    {"pdf/info",
     R"({"type":"object","required":["pdfVersion","pages","encrypted","linearized","hasText","pageSizes","fonts"],"properties":{
         "pdfVersion":{"type":"string"},"pages":{"type":"integer"},"encrypted":{"type":"boolean"},"linearized":{"type":"boolean"},
         "title":{"type":"string"},"hasText":{"type":"boolean"},
         "pageSizes":{"type":"array","items":{"type":"object","properties":{"first":{"type":"integer"},"last":{"type":"integer"},
           "width":{"type":"number","description":"Points."},"height":{"type":"number","description":"Points."},"rotation":{"type":"integer"}}}},
         "fonts":{"type":"array","items":{"type":"object","properties":{"name":{"type":"string"},"type":{"type":"string"},
           "embedded":{"type":"boolean"},"subset":{"type":"boolean"},"substitute":{"type":"string"}}}}}})",
     R"({"pdfVersion":"1.7","pages":4,"encrypted":false,"linearized":false,"title":"Report of March","hasText":true,
         "pageSizes":[{"first":1,"last":4,"width":595,"height":842,"rotation":0}],
         "fonts":[{"name":"Helvetica","type":"Type 1","embedded":false,"subset":false,"substitute":"NimbusSans-Regular"}]})"},
    {"pdf/compare",
     R"({"type":"object","required":["same","dpi","pages","differing"],"properties":{
         "same":{"type":"boolean"},"dpi":{"type":"number"},
         "pages":{"type":"array","items":{"type":"integer"},"description":"Of File and of OtherFile."},
         "differing":{"type":"array","items":{"type":"object","required":["page"],"properties":{"page":{"type":"integer"},
           "pixels":{"type":"integer"},"share":{"type":"number","description":"0 to 1."},
           "area":{"type":"object","description":"Points from the upper left corner.","properties":{"left":{"type":"number"},
             "top":{"type":"number"},"right":{"type":"number"},"bottom":{"type":"number"}}},
           "missingIn":{"type":"string","description":"File or OtherFile."}}}}}})",
     R"({"same":false,"dpi":72,"pages":[4,4],
         "differing":[{"page":2,"pixels":1326,"share":0.0026,"area":{"left":81,"top":129,"right":245,"bottom":144}}]})"},
    {"mail/parse",
     R"({"type":"object","required":["subject","from","to","attachments"],"properties":{
         "subject":{"type":"string"},"from":{"$ref":"#/components/schemas/Addresses"},"to":{"$ref":"#/components/schemas/Addresses"},
         "cc":{"$ref":"#/components/schemas/Addresses"},"bcc":{"$ref":"#/components/schemas/Addresses"},
         "replyTo":{"$ref":"#/components/schemas/Addresses"},"date":{"type":["string","null"]},"messageId":{"type":["string","null"]},
         "text":{"type":["string","null"]},"html":{"type":["string","null"]},
         "attachments":{"type":"array","items":{"type":"object","properties":{"name":{"type":"string"},"type":{"type":["string","null"]},
           "size":{"type":"integer"},"inline":{"type":"boolean"},"contentId":{"type":"string"}}}},
         "notes":{"type":"array","items":{"type":"string"}}}})",
     R"({"subject":"Figures of March","from":[{"name":"Ada","email":"ada@example.com"}],"to":[{"name":"Bob","email":"bob@example.com"}],
         "cc":[],"bcc":[],"replyTo":[],"date":"2026-11-27T10:00:00+00:00","messageId":"1@example.com","text":"The figures are attached.",
         "html":null,"attachments":[{"name":"figures.csv","type":"text/csv","size":18,"inline":false}],"notes":[]})"},
    {"image/info",
     R"({"type":"object","required":["format","width","height"],"properties":{
         "format":{"type":"string"},"width":{"type":"integer"},"height":{"type":"integer"},"bands":{"type":"integer"},
         "depth":{"type":"integer","description":"Bits of a band."},"colourSpace":{"type":"string"},"alpha":{"type":"boolean"},
         "dpi":{"type":["object","null"],"properties":{"x":{"type":"number"},"y":{"type":"number"}}},
         "pages":{"type":"integer"},"orientation":{"type":"integer"},"hasProfile":{"type":"boolean"}}})",
     R"({"format":"PNG","width":794,"height":1123,"bands":4,"depth":8,"colourSpace":"RGB","alpha":true,"dpi":{"x":72,"y":72},"pages":1,
         "orientation":1,"hasProfile":false})"},
    {"convert/csv-to-json",
     R"({"type":"array","items":{"type":"object","additionalProperties":{"type":"string"}},"description":"An object for each row."})",
     R"([{"name":"Ada","amount":"1200.50"},{"name":"Bob","amount":"7"}])"},
    {"convert/xlsx-to-json",
     R"({"type":"array","items":{"type":"object","additionalProperties":true},"description":"An object for each row."})",
     R"([{"Month":"January","Planned":1200.5},{"Month":"February","Planned":900}])"},
    {"regex/match",
     R"({"type":"object","required":["isSuccess","matches"],"properties":{"isSuccess":{"type":"boolean"},
         "matches":{"type":"array","items":{"type":"object","properties":{"Match0":{"type":"string","description":"The whole match."}},
           "additionalProperties":{"type":["string","null"],"description":"What a group matched."}}}}})",
     R"({"isSuccess":true,"matches":[{"Match0":"Order 12","number":"12"},{"Match0":"order 7","number":"7"}]})"},
    {"regex/replace", R"({"type":"object","required":["result"],"properties":{"result":{"type":"string"}}})",
     R"({"result":"No. 12 of Ada, No. 7 of Bob."})"},
    {"regex/test", R"({"type":"object","required":["isSuccess"],"properties":{"isSuccess":{"type":"boolean"}}})", R"({"isSuccess":true})"},
    {"regex/split",
     R"({"type":"object","required":["result"],"properties":{"result":{"type":"array","items":{"type":["string","null"]}}}})",
     R"({"result":["Order 12 of Ada","order 7 of Bob."]})"},
    {"archive/list",
     R"({"type":"object","required":["format","entries"],"properties":{"format":{"type":"string"},
         "entries":{"type":"array","items":{"type":"object","required":["path","isFolder"],"properties":{"path":{"type":"string"},
           "size":{"type":["integer","null"]},"modified":{"type":["string","null"]},"isFolder":{"type":"boolean"},
           "isEncrypted":{"type":"boolean"},"isLink":{"type":"boolean","description":"There for links only, which are not unpacked."}}}}}})",
     R"({"format":"zip","entries":[{"path":"figures.csv","size":18,"modified":"2026-03-01T12:00:00Z","isFolder":false,"isEncrypted":false}]})"},
};

}  // namespace

const AnswerShape* answer_shape(std::string_view action) {
  const auto* const found = std::ranges::find(kShapes, action, &AnswerShape::action);
  return found == std::end(kShapes) ? nullptr : found;
}

}  // namespace docmill::actions::openapi
