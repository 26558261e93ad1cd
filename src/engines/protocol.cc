#include "engines/protocol.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/json.hpp>

namespace docmill::engines {
namespace {

namespace json = boost::json;

/// A child speaks of its document, of what was asked and of its own trouble, never of the house's.
constexpr std::array kChildCodes = {ErrorCode::InputDamaged,    ErrorCode::PasswordRequired, ErrorCode::InputTooComplex,
                                    ErrorCode::TooManyPages,    ErrorCode::NotApplicable,    ErrorCode::BadRequest,
                                    ErrorCode::UnsupportedType, ErrorCode::MemoryExceeded,   ErrorCode::EngineFailed};

bool is_control(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte < 0x20 || byte == 0x7F;
}

/// Cut at a character's edge, control characters replaced.
json::string bounded(std::string_view text, std::size_t most = kLongestText) {
  if (text.size() > most) {
    std::size_t end = most;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
    text = text.substr(0, end);
  }
  json::string out(text);
  std::replace_if(out.begin(), out.end(), is_control, ' ');
  return out;
}

Error broken(std::string_view what) {
  return fail(ErrorCode::EngineFailed, "The engine gave an answer that makes no sense.").cause(std::string(what)).at("engines.protocol");
}

Result<json::object> parse_object(std::string_view text) {
  json::error_code failed;
  json::parse_options options;
  options.max_depth = 6;
  json::value value = json::parse(text, failed, {}, options);  // refuses bytes that are not UTF-8
  if (failed) return Failed(broken("not JSON: " + failed.message()));
  if (!value.is_object()) return Failed(broken("not an object"));
  return std::move(value.as_object());
}

Result<std::string> text_at(const json::object& from, std::string_view key) {
  const auto* found = from.if_contains(key);
  if (found == nullptr || !found->is_string()) return Failed(broken(fmt::format("{} is not a text", key)));
  const std::string_view text = found->get_string();
  if (text.size() > kLongestText) return Failed(broken(fmt::format("{} is too long", key)));
  if (std::any_of(text.begin(), text.end(), is_control)) return Failed(broken(fmt::format("{} has control characters", key)));
  return std::string(text);
}

Result<std::uint64_t> number_at(const json::object& from, std::string_view key, std::uint64_t most) {
  const auto* found = from.if_contains(key);
  json::error_code failed;
  const auto number = found == nullptr ? 0 : found->to_number<std::uint64_t>(failed);
  if (found == nullptr || failed || number > most) return Failed(broken(fmt::format("{} is not a number in range", key)));
  return number;
}

Result<const json::array*> list_at(const json::object& from, std::string_view key, std::size_t most) {
  const auto* found = from.if_contains(key);
  if (found == nullptr || !found->is_array() || found->get_array().size() > most)
    return Failed(broken(fmt::format("{} is not a list in range", key)));
  return &found->get_array();
}

Result<Reply> progress_from(const json::object& from) {
  auto text = text_at(from, "phase");
  if (!text) return Failed(text.error());
  const auto phase = phase_named(*text);
  if (phase != Phase::Load && phase != Phase::Layout && phase != Phase::Export)
    return Failed(broken("a phase that is none of the engine's"));
  return Progress{*phase};
}

Result<Reply> refusal_from(const json::object& from) {
  auto code_name = text_at(from, "error");
  auto detail = text_at(from, "detail");
  auto cause = text_at(from, "cause");
  if (!code_name) return Failed(code_name.error());
  if (!detail) return Failed(detail.error());
  if (!cause) return Failed(cause.error());
  const auto code = error_code_named(*code_name);
  if (!code || std::find(kChildCodes.begin(), kChildCodes.end(), *code) == kChildCodes.end())
    return Failed(broken("a code no document can cause"));
  return Refused{*code, *std::move(detail), *std::move(cause)};
}

Result<Reply> output_from(const json::object& from) {
  auto extension = text_at(from, "output");
  auto name = text_at(from, "name");
  if (!extension) return Failed(extension.error());
  if (!name) return Failed(name.error());
  if (!is_extension(*extension)) return Failed(broken("an output of no type"));
  return OutputNote{*std::move(extension), *std::move(name)};
}

Result<model::Font> font_from(const json::value& from) {
  if (!from.is_object()) return Failed(broken("a font is not an object"));
  auto requested = text_at(from.get_object(), "requested");
  auto used = text_at(from.get_object(), "used");
  if (!requested) return Failed(requested.error());
  if (!used) return Failed(used.error());
  return model::Font{*std::move(requested), *std::move(used)};
}

Result<Reply> finish_from(const json::object& from) {
  Finished out;
  auto pages = number_at(from, "pages", UINT32_MAX);
  auto peak = number_at(from, "peak", 1ULL << 50);
  auto fonts = list_at(from, "fonts", kMostFonts);
  auto warnings = list_at(from, "warnings", kMostWarnings);
  if (!pages) return Failed(pages.error());
  if (!peak) return Failed(peak.error());
  if (!fonts) return Failed(fonts.error());
  if (!warnings) return Failed(warnings.error());
  out.pages = static_cast<std::uint32_t>(*pages);
  out.peak_memory = *peak;
  for (const auto& entry : **fonts) {
    auto font = font_from(entry);
    if (!font) return Failed(font.error());
    out.fonts.push_back(*std::move(font));
  }
  for (const auto& entry : **warnings) {
    auto warning = text_at(json::object{{"warning", entry}}, "warning");
    if (!warning) return Failed(warning.error());
    out.warnings.push_back(*std::move(warning));
  }
  return out;
}

json::object to_value(const Progress& progress) {
  return {{"phase", name(progress.phase)}};
}

/// A sentence for a customer, which says so when its end is missing.
json::string sentence(const std::string& text) {
  constexpr std::string_view kCut = "… (the rest is left out).";
  if (text.size() <= kLongestText) return bounded(text);
  json::string out = bounded(text, kLongestText - kCut.size());
  out.append(kCut);
  return out;
}

json::object to_value(const OutputNote& output) {
  return {{"output", output.extension}, {"name", bounded(output.name)}};
}

json::object to_value(const Refused& refused) {
  return {{"error", info(refused.code).name}, {"detail", sentence(refused.detail)}, {"cause", bounded(refused.cause)}};
}

json::object to_value(const Finished& finished) {
  json::array fonts;
  for (const auto& font : finished.fonts) {
    if (fonts.size() == kMostFonts) break;
    fonts.push_back({{"requested", bounded(font.requested)}, {"used", bounded(font.used)}});
  }
  json::array warnings;
  for (const auto& warning : finished.warnings) {
    if (warnings.size() == kMostWarnings) break;
    warnings.push_back(sentence(warning));
  }
  return {{"ok", true},
          {"pages", finished.pages},
          {"peak", finished.peak_memory},
          {"fonts", std::move(fonts)},
          {"warnings", std::move(warnings)}};
}

}  // namespace

bool is_extension(std::string_view text) {
  return !text.empty() && text.size() <= 8 &&
         std::ranges::all_of(text, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); });
}

std::string to_json(const Request& request) {
  json::object params;
  for (const auto& [key, value] : request.params) params.emplace(key, value);
  json::array inputs;
  for (const auto& input : request.inputs) {
    inputs.push_back(json::object{{"extension", input.extension}, {"field", input.field}, {"name", input.name}, {"was", input.was}});
  }
  const auto& limits = request.limits;
  json::object bounds{{"pages", limits.pages},
                      {"output", limits.output_size},
                      {"unpacked", limits.unpacked_size},
                      {"ratio", limits.unpacked_ratio},
                      {"entries", limits.unpacked_entries}};
  return json::serialize(json::object{{"operation", request.operation},
                                      {"target", request.target},
                                      {"inputs", std::move(inputs)},
                                      {"params", std::move(params)},
                                      {"limits", std::move(bounds)}});
}

Result<Request> request_from_json(std::string_view text) {
  try {
    auto from = parse_object(text);
    if (!from) return Failed(from.error());
    Request out;
    out.operation = from->at("operation").as_string();
    out.target = from->at("target").as_string();
    for (const auto& entry : from->at("inputs").as_array()) {
      const auto& note = entry.as_object();
      out.inputs.push_back({.extension = std::string(note.at("extension").as_string()),
                            .field = std::string(note.at("field").as_string()),
                            .name = std::string(note.at("name").as_string()),
                            .was = std::string(note.at("was").as_string())});
    }
    for (const auto& [key, value] : from->at("params").as_object()) out.params.emplace(key, value.as_string());
    const auto& limits = from->at("limits").as_object();
    out.limits.pages = limits.at("pages").to_number<std::uint32_t>();
    out.limits.output_size = limits.at("output").to_number<std::uint64_t>();
    out.limits.unpacked_size = limits.at("unpacked").to_number<std::uint64_t>();
    out.limits.unpacked_ratio = limits.at("ratio").to_number<std::uint32_t>();
    out.limits.unpacked_entries = limits.at("entries").to_number<std::uint32_t>();
    return out;
  } catch (const std::exception& e) {  // boost::json throws for a missing key or another type
    return Failed(broken(e.what()));
  }
}

std::string to_json(const Reply& reply) {
  return std::visit([](const auto& value) { return json::serialize(to_value(value)); }, reply);
}

Result<Reply> reply_from_json(std::string_view text) {
  auto from = parse_object(text);
  if (!from) return Failed(from.error());
  if (from->contains("phase")) return progress_from(*from);
  if (from->contains("output")) return output_from(*from);
  if (from->contains("error")) return refusal_from(*from);
  if (from->contains("ok")) return finish_from(*from);
  return Failed(broken("neither progress, nor an output, nor an end"));
}

}  // namespace docmill::engines
