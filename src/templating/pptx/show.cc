#include "templating/pptx/show.h"

#include <fmt/format.h>

#include <memory>
#include <set>

#include "ooxml/part_names.h"
#include "templating/parts/own_names.h"
#include "templating/pptx/names.h"
#include "templating/pptx/package_links.h"
#include "templating/pptx/slide_list.h"

namespace docmill::templating::pptx {
namespace {

Error no_presentation(std::string_view why) {
  return fail(ErrorCode::InputDamaged,
              fmt::format("{}: it is no PowerPoint presentation, or it is damaged. Save it anew in PowerPoint and send it again.", why));
}

Error too_many_slides() {
  return fail(ErrorCode::InputTooComplex,
              fmt::format("The filled presentation would have more than {} slides. Use fewer items, or show them in a table or list.",
                          kMostSlides));
}

/// What tells one slide from another for PowerPoint's comments (MS-PPTX 2.3.4).
void forget_identity(pugi::xml_node slide) {
  auto list = slide.child("p:cSld").child("p:extLst");
  for (auto extension = list.child("p:ext"); extension;) {
    const auto next = extension.next_sibling("p:ext");
    if (extension.child("p14:creationId")) list.remove_child(extension);
    extension = next;
  }
  if (list && !list.first_child()) slide.child("p:cSld").remove_child(list);
}

void declare(pugi::xml_node root, const char* name, const char* uri) {
  if (!root.attribute(name)) root.append_attribute(name).set_value(uri);
}

std::unique_ptr<pugi::xml_document> document_of(pugi::xml_node root) {
  auto document = std::make_unique<pugi::xml_document>();
  auto copy = document->append_copy(root);
  declare(copy, "xmlns:a", "http://schemas.openxmlformats.org/drawingml/2006/main");
  declare(copy, "xmlns:r", "http://schemas.openxmlformats.org/officeDocument/2006/relationships");
  return document;
}

}  // namespace

Result<void> Show::load() {
  auto main = package_.main_part();
  if (!main) return Failed(main.error());
  main_ = *main;
  auto tree = package_.xml(main_);
  if (!tree) return Failed(tree.error());
  const auto presentation = (*tree)->document_element();
  if (!is(presentation, "p:presentation")) return Failed(no_presentation("The file has no presentation"));
  root_ = tree_.append_child("dm:show");
  for (const auto slide : presentation.child("p:sldIdLst").children("p:sldId")) {
    if (count_ == kMostSlides) return Failed(too_many_slides());
    auto loaded = load_slide(slide.attribute("id").value(), slide.attribute("r:id").value());
    if (!loaded) return loaded;
  }
  return {};
}

Result<void> Show::load_slide(const std::string& identifier, const std::string& relation) {
  const auto found = package_.relationship(main_, relation);
  if (!found || found->external || !package_.has(found->target)) return Failed(no_presentation("The presentation lacks one of its slides"));
  if (!seen_.insert(ooxml::folded(found->target)).second) return Failed(no_presentation("The presentation has one slide twice"));
  const auto take = [&](const std::string& part, const char* name, pugi::xml_node into) -> Result<void> {
    auto tree = package_.xml(part);
    if (!tree) return Failed(tree.error());
    const auto root = (*tree)->document_element();
    if (!is(root, name)) return Failed(no_presentation("A slide of the presentation cannot be read"));
    forget_own_names(into.append_copy(root));
    return package_.pack(part);  // its own tree is not needed any more
  };
  auto slide = root_.append_child(kSlide);
  set(slide, kPart, found->target);
  set(slide, kOrigin, found->target);
  set(slide, kRelation, relation);
  set(slide, kIdentifier, identifier);
  set(slide, kCopy, "");
  if (auto taken = take(found->target, "p:sld", slide); !taken) return taken;
  const auto notes = package_.find(found->target, "notesSlide");
  // Notes that an earlier slide has stay with it.
  if (notes && !notes->external && package_.has(notes->target) && seen_.insert(ooxml::folded(notes->target)).second) {
    set(slide, kNotes, notes->target);
    if (auto taken = take(notes->target, "p:notes", slide); !taken) return taken;
  }
  parts_.emplace_back(found->target, slide.attribute(kNotes).value());
  ++count_;
  return {};
}

Result<void> Show::own_parts(pugi::xml_node copy) {
  if (count_ >= kMostSlides) return Failed(too_many_slides());
  ++count_;
  auto part = package_.duplicate(copy.attribute(kPart).value());
  if (!part) return Failed(part.error());
  set(copy, kPart, *part);
  set(copy, kFresh, "1");
  forget_identity(copy.child("p:sld"));
  auto relationships = package_.relationships(*part);
  if (!relationships) return Failed(relationships.error());
  for (const auto& relationship : *relationships) {
    // Comments answer to one slide; its copies have none.
    if (relationship.kind() == "comments") package_.unrelate(*part, relationship.id);
  }
  if (copy.attribute(kNotes)) {
    if (auto owned = own_notes(copy, *part); !owned) return owned;
  }
  parts_.emplace_back(*part, copy.attribute(kNotes).value());
  return {};
}

Result<void> Show::own_notes(pugi::xml_node copy, const std::string& part) {
  auto notes = package_.duplicate(copy.attribute(kNotes).value());
  if (!notes) return Failed(notes.error());
  set(copy, kNotes, *notes);
  if (const auto to_notes = package_.find(part, "notesSlide")) {
    if (auto led = package_.retarget(part, to_notes->id, *notes); !led) return led;
  }
  if (const auto to_slide = package_.find(*notes, "slide")) {
    if (auto led = package_.retarget(*notes, to_slide->id, part); !led) return led;
  }
  return {};
}

Result<void> Show::put_slide(pugi::xml_node slide) {
  for (const auto root : slide.children()) {
    const std::string part = slide.attribute(is(root, "p:sld") ? kPart : kNotes).value();
    forget_unused(package_, part, root);
    package_.put(part, document_of(root));
    if (auto packed = package_.pack(part); !packed) return packed;
  }
  return {};
}

void Show::remove_gone() {
  std::set<std::string> kept;
  for (const auto slide : root_.children(kSlide)) kept.insert(slide.attribute(kPart).value());
  for (const auto& [part, notes] : parts_) {
    if (kept.contains(part)) continue;
    package_.remove(part);
    if (!notes.empty()) package_.remove(notes);
  }
}

Result<void> Show::put_back() {
  const auto before = parts_reached(package_);
  if (auto written = write_slide_list(package_, main_, root_); !written) return written;
  for (const auto slide : root_.children(kSlide)) {
    if (!slide.attribute(kFilled) && !slide.attribute(kFresh) && !slide.attribute(kCut)) continue;
    if (auto put = put_slide(slide); !put) return put;
  }
  if (auto led = lead_slide_links(package_, root_, seen_); !led) return led;
  remove_gone();
  if (auto forgotten = forget_views(package_, main_); !forgotten) return forgotten;
  remove_unreached(package_, before);
  return {};
}

}  // namespace docmill::templating::pptx
