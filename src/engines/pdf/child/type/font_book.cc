#include "engines/pdf/child/type/font_book.h"

#include <hb-ot.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <map>
#include <optional>

namespace docmill::engines::pdf::type {
namespace {

constexpr const char* kFontDirectory = "/usr/share/fonts";

// Metrics of Liberation are those of Arial, Times New Roman and Courier New, which forms and letters are made with.
constexpr std::array kFamilies{"LiberationSans", "LiberationSerif", "LiberationMono"};
constexpr std::array kVariants{"-Regular", "-Bold", "-Italic", "-BoldItalic"};

/// Which of the other fonts is asked first for a character that the wanted one lacks; nullopt: never.
std::optional<int> rank_of(const std::string& file) {
  if (file == "NotoSans-Regular.ttf") return 0;
  if (file == "DejaVuSans.ttf") return 2;
  if (file == "NotoSansCJK-Regular.ttc") return 4;
  const bool regular = file.starts_with("Noto") && file.ends_with("-Regular.ttf");
  if (regular && file.starts_with("NotoSans")) return 1;
  return regular ? std::optional(3) : std::nullopt;
}

bool is_primary(const std::string& file) {
  return std::ranges::any_of(kFamilies, [&](const char* family) { return file.starts_with(std::string(family) + "-"); });
}

using Files = std::map<std::pair<int, std::string>, std::string>;  // by rank and file name; the primary ones have rank -1

Files files_below(const std::string& directory) {
  namespace fs = std::filesystem;
  Files files;
  std::error_code failed;
  fs::recursive_directory_iterator at(directory, fs::directory_options::skip_permission_denied, failed);
  for (; !failed && at != fs::recursive_directory_iterator(); at.increment(failed)) {
    const auto file = at->path().filename().string();
    const auto rank = is_primary(file) ? std::optional(-1) : rank_of(file);
    if (rank) files.try_emplace({*rank, file}, at->path().string());
  }
  return files;
}

std::string plain_name(const std::string& path) {
  std::string name;
  for (const char c : std::filesystem::path(path).stem().string()) {
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-') name += c;
  }
  return name;
}

bool has_table(hb_face_t* face, hb_tag_t tag) {
  hb_blob_t* const table = hb_face_reference_table(face, tag);
  const bool there = hb_blob_get_length(table) > 0;
  hb_blob_destroy(table);
  return there;
}

std::optional<FontBook>& book() {
  static std::optional<FontBook> loaded;
  return loaded;
}

}  // namespace

std::unique_ptr<Face> Face::open(const std::string& path) {
  hb_blob_t* const bytes = hb_blob_create_from_file_or_fail(path.c_str());
  if (bytes == nullptr) return nullptr;
  std::unique_ptr<Face> out(new Face);
  out->face_.reset(hb_face_create(bytes, 0));
  hb_blob_destroy(bytes);
  if (hb_face_get_glyph_count(out->face_.get()) == 0) return nullptr;
  out->compact_ = has_table(out->face_.get(), HB_TAG('C', 'F', 'F', ' '));
  // A variable font's outlines would be embedded as its default only, and a picture font has none.
  const bool whole = out->compact_ || has_table(out->face_.get(), HB_TAG('g', 'l', 'y', 'f'));
  if (!whole || has_table(out->face_.get(), HB_TAG('f', 'v', 'a', 'r'))) return nullptr;
  out->font_.reset(hb_font_create(out->face_.get()));
  out->name_ = plain_name(path);
  out->measure();
  return out;
}

void Face::measure() {
  units_per_em_ = std::max(1U, hb_face_get_upem(face_.get()));
  hb_font_extents_t lines{};
  if (hb_font_get_h_extents(font_.get(), &lines) != 0 && lines.ascender > 0) {
    ascent_ = em(lines.ascender);
    descent_ = std::min(0.0, em(lines.descender));
  }
  hb_position_t capital = 0;
  if (hb_ot_metrics_get_position(font_.get(), HB_OT_METRICS_TAG_CAP_HEIGHT, &capital) != 0 && capital > 0) cap_height_ = em(capital);
}

hb_codepoint_t Face::glyph_of(char32_t character) const {
  hb_codepoint_t glyph = 0;
  return hb_font_get_nominal_glyph(font_.get(), character, &glyph) != 0 ? glyph : 0;
}

double Face::width_of(hb_codepoint_t glyph) const {
  return em(hb_font_get_glyph_h_advance(font_.get(), glyph));
}

Result<FontBook> FontBook::load(const std::string& directory) {
  FontBook out;
  for (const auto& [key, path] : files_below(directory)) {
    auto face = Face::open(path);
    if (face == nullptr) continue;
    if (key.first < 0) {
      out.primary_.emplace(key.second, std::move(face));
    } else {
      out.others_.push_back(std::move(face));
    }
  }
  if (out.size() == 0)
    return Failed(fail(ErrorCode::Unavailable, "There are no fonts to set text in; install fonts-liberation2.").cause(directory));
  return out;
}

const Face& FontBook::face(const Style& style) const {
  const std::string family = kFamilies.at(static_cast<std::size_t>(style.family));
  const auto variant = (style.bold ? 1U : 0U) + (style.italic ? 2U : 0U);
  for (const auto& name : {family + kVariants.at(variant), family + kVariants.front(), std::string("LiberationSans-Regular")}) {
    if (const auto found = primary_.find(name + ".ttf"); found != primary_.end()) return *found->second;
  }
  return others_.empty() ? *primary_.begin()->second : *others_.front();
}

const Face* FontBook::face_for(char32_t character, const Face& preferred) const {
  if (preferred.glyph_of(character) != 0) return &preferred;
  const auto [known, fresh] = found_.try_emplace(character, nullptr);
  if (!fresh) return known->second;
  const auto has = [&](const std::unique_ptr<Face>& face) { return face->glyph_of(character) != 0; };
  if (const auto found = std::ranges::find_if(others_, has); found != others_.end()) known->second = found->get();
  return known->second;
}

Result<const FontBook*> fonts() {
  if (const auto& loaded = book()) return &*loaded;
  return Failed(fail(ErrorCode::EngineFailed, "This server has no fonts to set text in; its operator should install fonts-liberation2."));
}

void load_fonts() {
  if (auto loaded = FontBook::load(kFontDirectory); loaded) book().emplace(*std::move(loaded));
}

}  // namespace docmill::engines::pdf::type
