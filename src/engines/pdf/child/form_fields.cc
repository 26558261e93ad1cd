#include "engines/pdf/child/form_fields.h"

#include <algorithm>
#include <set>

namespace docmill::engines::pdf {
namespace {

using Handle = QPDFObjectHandle;

// ISO 32000-1, tables 226 and 228; bits are counted from 1 there.
constexpr int kRadio = 1 << 15;
constexpr int kPushButton = 1 << 16;
constexpr int kCombo = 1 << 17;

std::string last_part(const std::string& name) {
  return name.substr(name.rfind('.') + 1);
}

/// "person[0].name[2]" as "person.name": without the numbers that XFA forms put behind each part.
std::string without_numbers(const std::string& name) {
  std::string out;
  for (std::size_t begin = 0; begin <= name.size();) {
    const auto end = std::min(name.find('.', begin), name.size());
    const auto part = name.substr(begin, end - begin);
    const auto number = part.ends_with(']') ? part.rfind('[') : std::string::npos;
    if (begin != 0) out += '.';
    out += part.substr(0, number);
    begin = end + 1;
  }
  return out;
}

std::string text_in(Handle value) {
  if (value.isString()) return value.getUTF8Value();
  return value.isName() ? value.getName().substr(1) : std::string();
}

}  // namespace

FormField::Kind FormField::kind() {
  const auto type = first().getFieldType();
  const auto flags = first().getFlags();
  if (type == "/Tx") return Kind::Text;
  if (type == "/Sig") return Kind::Signature;
  if (type == "/Ch") return (flags & kCombo) != 0 ? Kind::Combo : Kind::List;
  if (type != "/Btn") return Kind::Unknown;
  if ((flags & kPushButton) != 0) return Kind::Button;
  return (flags & kRadio) != 0 ? Kind::Radio : Kind::Check;
}

std::vector<FormOption> options_of(FormField& field) {
  std::vector<FormOption> out;
  auto list = field.first().getInheritableFieldValue("/Opt");
  if (!list.isArray()) return out;
  for (auto& item : list.aitems()) {
    if (item.isString()) out.push_back({item.getUTF8Value(), item.getUTF8Value()});
    if (item.isArray() && item.getArrayNItems() > 1) out.push_back({text_in(item.getArrayItem(0)), text_in(item.getArrayItem(1))});
  }
  return out;
}

std::string on_state(QPDFAnnotationObjectHelper widget) {
  auto states = widget.getObjectHandle().getKey("/AP").getKeyIfDict("/N");
  if (!states.isDictionary()) return {};
  for (const auto& key : states.getKeys()) {
    if (key != "/Off") return key.substr(1);
  }
  return {};
}

bool needs_dingbats(QPDFAnnotationObjectHelper widget, const std::string& state) {
  auto picture = widget.getObjectHandle().getKey("/AP").getKeyIfDict("/N").getKeyIfDict("/" + state);
  if (!picture.isStream()) return false;
  auto fonts = picture.getDict().getKey("/Resources").getKeyIfDict("/Font");
  if (!fonts.isDictionary()) return false;
  for (auto& [name, font] : fonts.getDictAsMap()) {
    Handle one(font);
    if (one.isDictionary() && one.getKey("/BaseFont").isNameAndEquals("/ZapfDingbats") && !one.hasKey("/FontDescriptor")) return true;
  }
  return false;
}

std::vector<std::string> export_values(FormField& field) {
  std::vector<std::string> out;
  auto names = field.first().getInheritableFieldValue("/Opt");
  const auto count = names.isArray() ? static_cast<std::size_t>(names.getArrayNItems()) : 0;
  for (std::size_t i = 0; i < field.widgets.size(); ++i) {
    const auto own = i < count ? text_in(names.getArrayItem(static_cast<int>(i))) : std::string();
    out.push_back(own.empty() ? on_state(field.widgets[i]) : own);
  }
  return out;
}

FormFields::FormFields(QPDF& pdf) {
  QPDFAcroFormDocumentHelper form(pdf);
  for (auto& part : form.getFormFields()) {
    const auto name = part.getFullyQualifiedName();
    if (name.empty()) continue;
    const auto [at, fresh] = by_name_.try_emplace(name, fields_.size());
    if (fresh) fields_.push_back({.name = name, .parts = {}, .widgets = {}});
    auto& field = fields_[at->second];
    field.parts.push_back(part);
    for (auto& widget : form.getAnnotationsForField(part)) field.widgets.push_back(widget);
  }
  for (std::size_t i = 0; i < fields_.size(); ++i) {
    const auto& whole = fields_[i].name;
    const auto plain = without_numbers(whole);
    for (const auto& name : std::set{last_part(whole), plain, last_part(plain)}) {
      const auto [at, fresh] = by_part_.try_emplace(name, i);
      if (!fresh) at->second.reset();
    }
  }
}

FormField* FormFields::find(const std::string& name) {
  if (const auto found = by_name_.find(name); found != by_name_.end()) return &fields_[found->second];
  const auto part = by_part_.find(name);
  return part == by_part_.end() || !part->second ? nullptr : &fields_[*part->second];
}

}  // namespace docmill::engines::pdf
