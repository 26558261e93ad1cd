#include "engines/pdf/child/fill_form.h"

#include <fmt/format.h>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <map>

#include "engines/child/json_text.h"
#include "engines/pdf/child/form_filler.h"
#include "engines/pdf/child/open_pdf.h"
#include "engines/pdf/child/page_view.h"

namespace docmill::engines::pdf {
namespace {

namespace json = boost::json;
using Handle = QPDFObjectHandle;

constexpr int kReadOnly = 1 << 0;
constexpr int kRequired = 1 << 1;
constexpr int kMultilineText = 1 << 12;

/// A form in XML beside the fields would go on showing what it held before; viewers that know none never did (ISO 32000-2 dropped it).
bool remove_xfa(QPDF& file) {
  auto form = file.getRoot().getKey("/AcroForm");
  const bool had = form.isDictionary() && form.hasKey("/XFA");
  if (had) form.removeKey("/XFA");
  return had;
}

Error no_form(bool had_xfa) {
  const auto* const what = had_xfa ? "The PDF holds only a form in XFA, which few programs know; make one with form fields (AcroForm)."
                                   : "The PDF has no form fields.";
  return fail(ErrorCode::NotApplicable, what).in(Phase::Load);
}

/// Viewers shall show what was drawn; and the rights that Adobe Reader was given by a signature end with a change.
void drop_promises(QPDF& file) {
  auto form = file.getRoot().getKey("/AcroForm");
  if (form.isDictionary()) form.removeKey("/NeedAppearances");
  file.getRoot().removeKey("/Perms");
}

/// A value that nobody drew: viewers show it at will, and what is drawn into the page would be nothing.
bool lacks_picture(FormField& field) {
  if (field.first().getInheritableFieldValue("/V").isNull()) return false;
  return std::ranges::any_of(field.widgets,
                             [](auto& widget) { return !widget.getObjectHandle().getKey("/AP").getKeyIfDict("/N").isStream(); });
}

void lock(FormFields& fields) {
  for (auto& field : fields.all()) {
    for (auto& part : field.parts) part.getObjectHandle().replaceKey("/Ff", Handle::newInteger(part.getFlags() | kReadOnly));
  }
}

/// Draws widgets into their pages; links and comments stay what they are.
void flatten_widgets(QPDF& file) {
  std::vector<Handle> others;
  for (auto& page : QPDFPageDocumentHelper(file).getAllPages()) {
    auto widgets = Handle::newArray();
    auto rest = Handle::newArray();
    auto annotations = page.getObjectHandle().getKey("/Annots");
    if (annotations.isArray()) {
      for (auto& one : annotations.aitems())
        (one.isDictionary() && one.getKey("/Subtype").isNameAndEquals("/Widget") ? widgets : rest).appendItem(one);
      page.getObjectHandle().replaceKey("/Annots", widgets);
    }
    others.push_back(rest);
  }
  QPDFPageDocumentHelper(file).flattenAnnotations(0, an_invisible | an_hidden);
  file.getRoot().removeKey("/AcroForm");
  const auto pages = file.getAllPages();
  for (std::size_t i = 0; i < pages.size() && i < others.size(); ++i) {
    Handle page(pages[i]);
    page.removeKey("/Annots");
    if (others[i].getArrayNItems() > 0) page.replaceKey("/Annots", others[i]);
  }
}

std::string unknown_names(const std::vector<std::string>& names) {
  std::string out;
  for (std::size_t i = 0; i < names.size() && i < 5; ++i) out += fmt::format("{}\"{}\"", i == 0 ? "" : ", ", names[i].substr(0, 50));
  return fmt::format("No field has the name {}{}; see pdf/get-form-fields for those there are.", out,
                     names.size() > 5 ? " and others" : "");
}

/// Which page each widget is on, counted from 1.
std::map<QPDFObjGen, std::size_t> pages_of_widgets(QPDF& file) {
  std::map<QPDFObjGen, std::size_t> out;
  std::size_t number = 0;
  for (auto& page : QPDFPageDocumentHelper(file).getAllPages()) {
    ++number;
    for (auto& widget : page.getAnnotations("/Widget")) out.try_emplace(widget.getObjectHandle().getObjGen(), number);
  }
  return out;
}

std::string_view kind_name(FormField::Kind kind) {
  switch (kind) {
    case FormField::Kind::Text: return "text";
    case FormField::Kind::Check: return "checkbox";
    case FormField::Kind::Radio: return "radio";
    case FormField::Kind::Combo: return "combo";
    case FormField::Kind::List: return "list";
    case FormField::Kind::Button: return "button";
    case FormField::Kind::Signature: return "signature";
    case FormField::Kind::Unknown: break;
  }
  return "unknown";
}

json::value value_of(Handle value) {
  if (value.isString()) return json::value(value.getUTF8Value());
  if (value.isName()) return json::value(value.getName().substr(1));
  if (!value.isArray()) return nullptr;
  json::array out;
  for (auto& item : value.aitems()) out.push_back(item.isString() ? json::value(item.getUTF8Value()) : json::value(nullptr));
  return out;
}

json::array options_in(FormField& field) {
  json::array out;
  const auto kind = field.kind();
  if (kind == FormField::Kind::Combo || kind == FormField::Kind::List) {
    for (const auto& option : options_of(field)) out.emplace_back(option.value);
  } else if (kind == FormField::Kind::Check || kind == FormField::Kind::Radio) {
    for (const auto& value : export_values(field)) {
      if (!value.empty() && std::ranges::find(out, json::value(value)) == out.end()) out.emplace_back(value);
    }
  }
  return out;
}

json::object written(FormField& field, const std::map<QPDFObjGen, std::size_t>& pages) {
  json::object out;
  const auto flags = field.first().getFlags();
  out["name"] = field.name;
  out["type"] = kind_name(field.kind());
  out["value"] = value_of(field.first().getInheritableFieldValue("/V"));
  if (auto options = options_in(field); !options.empty()) out["options"] = std::move(options);
  out["required"] = (flags & kRequired) != 0;
  out["readOnly"] = (flags & kReadOnly) != 0;
  if (field.kind() == FormField::Kind::Text) {
    out["multiline"] = (flags & kMultilineText) != 0;
    if (auto most = field.first().getInheritableFieldValue("/MaxLen"); most.isInteger()) out["maxLength"] = most.getIntValue();
  }
  if (field.widgets.empty()) return out;
  auto widget = field.widgets.front().getObjectHandle();
  if (const auto page = pages.find(widget.getObjGen()); page != pages.end()) out["page"] = page->second;
  if (auto rect = widget.getKey("/Rect"); rect.isRectangle()) {
    const auto r = rect.getArrayAsRectangle();
    if (is_sane(r.llx) && is_sane(r.lly) && is_sane(r.urx) && is_sane(r.ury)) out["rect"] = json::array{r.llx, r.lly, r.urx, r.ury};
  }
  return out;
}

}  // namespace

Result<Finished> fill_form(child::Work& work) {
  const auto values = read_form_values(work);
  if (!values) return Failed(values.error());
  auto pdf = open_pdf(work, 0);
  if (!pdf) return Failed(pdf.error());
  auto& file = *pdf->file;
  const bool had_xfa = remove_xfa(file);
  const bool redraw = QPDFAcroFormDocumentHelper(file).getNeedAppearances();
  FormFields fields(file);
  if (fields.all().empty()) return Failed(no_form(had_xfa));
  const auto fonts = type::fonts();
  FieldFonts field_fonts(file, fonts ? *fonts : nullptr);
  FieldLook look(file, field_fonts);
  FormFiller filler(look);
  std::vector<std::string> unknown;
  std::set<const FormField*> filled;
  for (const auto& [name, value] : *values) {
    auto* const field = fields.find(name);
    if (field == nullptr) {
      unknown.push_back(name);
      continue;
    }
    filler.fill(*field, value);
    filled.insert(field);
  }
  for (auto& field : fields.all()) {
    if ((redraw || lacks_picture(field)) && !filled.contains(&field)) filler.draw(field);
  }
  field_fonts.finish();
  drop_promises(file);
  if (work.flag("LockFormFields")) lock(fields);
  if (work.flag("Flatten")) flatten_widgets(file);
  QPDFWriter writer(file);
  auto done = finish_pdf(work, *pdf, writer);
  if (!done) return done;
  if (!unknown.empty()) done->warnings.push_back(unknown_names(unknown));
  for (auto& warning : filler.take_warnings()) done->warnings.push_back(std::move(warning));
  if (had_xfa)
    done->warnings.emplace_back("The form was kept twice, as fields and as XFA; the XFA was removed, since it holds the old values.");
  if (look.unshown())
    done->warnings.emplace_back("This server has no fonts to show some of the values in; the fields hold them all the same.");
  return done;
}

void draw_form_if_needed(QPDF& file) {
  if (!QPDFAcroFormDocumentHelper(file).getNeedAppearances()) return;
  const auto fonts = type::fonts();
  FieldFonts field_fonts(file, fonts ? *fonts : nullptr);
  FieldLook look(file, field_fonts);
  FormFiller filler(look);
  FormFields fields(file);
  for (auto& field : fields.all()) filler.draw(field);
  field_fonts.finish();
  drop_promises(file);
}

Result<Finished> get_form_fields(child::Work& work) {
  auto pdf = open_pdf(work);
  if (!pdf) return Failed(pdf.error());
  const auto pages = pages_of_widgets(*pdf->file);
  FormFields fields(*pdf->file);
  json::array out;
  for (auto& field : fields.all()) out.push_back(written(field, pages));
  return finish_json(work, child::json_text(out), pdf->pages(), repairs_of(*pdf));
}

}  // namespace docmill::engines::pdf
