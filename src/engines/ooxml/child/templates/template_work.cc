#include "engines/ooxml/child/templates/template_work.h"

#include <fmt/format.h>

#include <chrono>

#include "templating/json.h"

namespace docmill::engines::ooxml {
namespace {

constexpr std::int64_t kTicksBefore1970 = 621'355'968'000'000'000;

templating::DateTime now_in(const templating::TimeZone& zone) {
  const auto since = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch()).count();
  const auto moment =
      templating::DateTime::of(kTicksBefore1970 + since * templating::kTicksPerMillisecond, templating::DateTime::Kind::Utc);
  return moment.value_or(templating::DateTime()).to_local(zone);
}

templating::MissingValue policy_of(const child::Work& work) {
  const auto& policy = work.param("MissingValues");
  if (policy == "Error") return templating::MissingValue::Error;
  return policy == "Remove" ? templating::MissingValue::Remove : templating::MissingValue::Keep;
}

/// What the caller's template is: of one that was turned into another type first, what it was.
const std::string& type_of_template(const child::Work& work) {
  static const std::string none;
  for (std::size_t i = 0; i < work.input_count(); ++i) {
    if (work.note(i).field != "Data") return work.note(i).was.empty() ? work.note(i).extension : work.note(i).was;
  }
  return none;
}

bool is_open_document(std::string_view type) {
  return type == "odt" || type == "ott" || type == "ods" || type == "ots" || type == "odp" || type == "otp";
}

}  // namespace

Result<templating::Context> read_template_context(child::Work& work) {
  std::size_t data = work.input_count();
  for (std::size_t i = 0; i < work.input_count(); ++i) {
    if (work.note(i).field == "Data") data = i;
  }
  templating::Context context;
  const auto& locale = work.param("Locale");
  auto culture = templating::Culture::named(locale.empty() ? "en-US" : locale);
  if (!culture) return Failed(culture.error());
  const auto& place = work.param("Timezone");
  auto zone = templating::TimeZone::named(place.empty() ? "UTC" : place);
  if (!zone) return Failed(zone.error());
  context.region = {*culture, *zone};
  context.now = now_in(**zone);
  context.missing = policy_of(work);
  context.data = templating::Value::object();
  if (data == work.input_count()) return context;
  auto json = child::FileBytes::of(work.input(data));
  if (!json) return Failed(json.error());
  auto value = templating::read_json(json->bytes(), {.zone = *zone});
  if (!value) return Failed(value.error());
  context.data = *std::move(value);
  return context;
}

Result<TemplateWork> read_template_work(child::Work& work) {
  std::size_t document = work.input_count();
  for (std::size_t i = 0; i < work.input_count(); ++i) {
    if (work.note(i).field != "Data") document = i;
  }
  if (document == work.input_count()) return Failed(fail(ErrorCode::BadRequest, "There is no template; send one as File."));
  auto file = child::FileBytes::of(work.input(document));
  if (!file) return Failed(file.error());
  TemplateWork read(*std::move(file));
  read.input = document;
  auto context = read_template_context(work);
  if (!context) return Failed(context.error());
  read.context = *std::move(context);
  return read;
}

templating::Dialect dialect_of(const child::Work& work, std::string_view text) {
  const auto& engine = work.param("Engine");
  if (engine == "Classic") return templating::Dialect::Classic;
  if (engine == "Modern") return templating::Dialect::Modern;
  return templating::guess_dialect(text).value_or(templating::Dialect::Classic);
}

std::vector<std::string> sentences_of(const templating::Warnings& warnings) {
  std::vector<std::string> sentences;
  for (const auto& warning : warnings.list()) {
    std::string where = warning.part;
    if (!warning.place.empty()) where += (where.empty() ? "" : ", ") + warning.place;
    if (!warning.token.empty()) where += (where.empty() ? "" : ", ") + warning.token;
    sentences.push_back(where.empty() ? warning.message : where + ": " + warning.message);
  }
  if (warnings.dropped() != 0) sentences.push_back(fmt::format("There were {} more warnings of this kind.", warnings.dropped()));
  return sentences;
}

std::string_view extension_for(const child::Work& work, std::string_view finished, std::string_view to_be_printed) {
  const auto& wanted = work.param("OutputType");
  if (wanted == "Pdf") return to_be_printed;
  const bool open = wanted.empty() ? is_open_document(type_of_template(work)) : wanted.starts_with("Od");
  if (!open) return finished;
  return finished == "docx" ? "dotx" : finished == "xlsx" ? "xltx" : "potx";
}

}  // namespace docmill::engines::ooxml
