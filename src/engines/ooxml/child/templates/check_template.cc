#include "engines/ooxml/child/templates/check_template.h"

#include <algorithm>
#include <array>

#include "engines/child/text/text.h"
#include "engines/ooxml/child/parts/merge_work.h"
#include "engines/ooxml/child/templates/template_kinds.h"
#include "engines/ooxml/child/templates/template_work.h"
#include "templating/check/inspection.h"
#include "templating/check/samples.h"
#include "templating/html/html_template.h"
#include "templating/json.h"

namespace docmill::engines::ooxml {
namespace {

using templating::Inspection;
using templating::Member;
using templating::Value;

/// Reads the same template as often as it is asked; each time anew, since reading one may change it.
class TemplateFile {
 public:
  TemplateFile(child::Work& work, TemplateWork& read)
      : work_(work), read_(read), kind_(kind_of_template(work.note(read.input).extension)) {}

  Result<Inspection> inspect(const Value* data) {
    if (kind_ == nullptr) {
      auto text = child::Text::of(work_.input(read_.input));
      if (!text) return Failed(text.error());
      return templating::inspect_html(text->view(), work_.flag("EscapeValues"), data);
    }
    auto package = open();
    if (!package) return Failed(package.error());
    templating::Context context;
    context.region = read_.context.region;
    context.dialect = read_.context.dialect;
    context.warnings = templating::Warnings(Inspection::kMostProblems);
    templating::Findings findings;
    if (auto looked = kind_->look_at(*package, context, findings); !looked) return Failed(looked.error());
    return templating::inspect(findings, context);
  }

  Result<void> fill() {
    if (kind_ == nullptr) return fill_text();
    auto package = open();
    if (!package) return Failed(package.error());
    return kind_->fill(*package, read_.context);
  }

 private:
  /// Settles the dialect too.
  Result<docmill::ooxml::Package> open() {
    auto package = docmill::ooxml::Package::open(read_.document.bytes(), limits_of(work_));
    if (!package) return package;
    auto text = kind_->text_of(*package);
    if (!text) return Failed(text.error());
    read_.context.dialect = dialect_of(work_, *text);
    return package;
  }

  Result<void> fill_text() {
    auto text = child::Text::of(work_.input(read_.input));
    if (!text) return Failed(text.error());
    templating::html::Options options;
    options.escaping = work_.flag("EscapeValues") ? templating::html::Escaping::Html : templating::html::Escaping::None;
    auto filled = templating::html::fill(text->view(), read_.context, options);
    return filled ? Result<void>{} : Failed(filled.error());
  }

  child::Work& work_;
  TemplateWork& read_;
  const TemplateKind* kind_;
};

Result<Finished> answer(child::Work& work, const Value& report) {
  return give_package(work, templating::write_json(report), "json", {});
}

Value missing_of(const templating::Warnings& warnings) {
  std::vector<Value> missing;
  for (const auto& warning : warnings.list()) {
    if (warning.missing.empty()) continue;
    std::vector<Member> members{{"name", Value::of(warning.missing)}};
    if (!warning.part.empty()) members.emplace_back("part", Value::of(warning.part));
    if (!warning.place.empty()) members.emplace_back("place", Value::of(warning.place));
    members.emplace_back("token", Value::of(warning.token));
    missing.push_back(Value::object(std::move(members)));
  }
  return Value::list(std::move(missing));
}

templating::Warnings without_missing(const templating::Warnings& warnings) {
  templating::Warnings others(Inspection::kMostProblems);
  for (const auto& warning : warnings.list()) {
    if (warning.missing.empty()) others.add(warning);
  }
  return others;
}

}  // namespace

Result<Finished> check_template(child::Work& work) {
  auto read = read_template_work(work);
  if (!read) return Failed(read.error());
  auto inspection = TemplateFile(work, *read).inspect(nullptr);
  if (!inspection) return Failed(inspection.error());
  return answer(work, report_of(*inspection));
}

Result<Finished> dry_run(child::Work& work) {
  auto read = read_template_work(work);
  if (!read) return Failed(read.error());
  TemplateFile file(work, *read);
  const Value data = read->context.data;  // definitions add to the context's
  auto inspection = file.inspect(&data);
  if (!inspection) return Failed(inspection.error());
  read->context.missing = templating::MissingValue::Remove;
  read->context.warnings = templating::Warnings(Inspection::kMostProblems);
  if (auto filled = file.fill(); !filled) return Failed(filled.error());
  const auto missing = missing_of(read->context.warnings);
  std::vector<Value> unused;
  for (const auto& name : templating::unused_names(inspection->shape, data)) unused.push_back(Value::of(name));
  return answer(work, Value::object({{"complete", Value::of(missing.size() == 0)},
                                     {"missing", missing},
                                     {"unused", Value::list(std::move(unused))},
                                     {"warnings", written(without_missing(read->context.warnings))}}));
}

}  // namespace docmill::engines::ooxml
