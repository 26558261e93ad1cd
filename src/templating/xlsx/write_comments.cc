#include <fmt/format.h>

#include "templating/xlsx/write.h"

namespace docmill::templating::xlsx {
namespace {

/// The shape of a note in old drawings: where it belongs, counted from 0.
struct Note {
  pugi::xml_node shape;
  std::uint32_t row = 0;
  std::uint32_t column = 0;
};

std::vector<Note> notes_in(pugi::xml_node root) {
  std::vector<Note> notes;
  for (const auto shape : root.children("v:shape")) {
    const auto data = shape.child("x:ClientData");
    if (std::string_view(data.attribute("ObjectType").value()) != "Note") continue;
    notes.push_back({shape, data.child("x:Row").text().as_uint(), data.child("x:Column").text().as_uint()});
  }
  return notes;
}

}  // namespace

/// Notes go where their cells go, and are copied with them.
Result<void> Writing::write_comments(std::uint32_t number) {
  const auto& instance = plan_.instances[number];
  std::map<Place, std::vector<Place>> moved;  // by the cell of the template
  for (const auto* kind : {"comments", "vmlDrawing", "threadedComment"}) {
    const auto relation = package_.find(instance.part, kind);
    if (!relation || relation->external || !package_.has(relation->target)) continue;
    std::string part = relation->target;
    if (instance.origin != kNone) {
      auto made = package_.duplicate(part);
      if (!made) return Failed(made.error());
      part = *std::move(made);
      if (auto led = package_.retarget(instance.part, relation->id, part); !led) return led;
    }
    auto tree = package_.xml(part);
    if (!tree) continue;  // old drawings need not be XML: then they stay as they are
    const auto places = [&](Place from) -> const std::vector<Place>& {
      const auto [at, fresh] = moved.emplace(from, std::vector<Place>());
      if (fresh) {
        for_each_copy(plan_, instance.root, {from.row, from.column, from.row, from.column}, [&](std::uint32_t node) {
          if (at->second.size() < 65'000) at->second.push_back(own_place(plan_, node, from.row, from.column));
        });
      }
      return at->second;
    };
    tree = package_.edit(part);
    if (!tree) return Failed(tree.error());
    auto root = (*tree)->document_element();
    if (std::string_view(kind) == "vmlDrawing") {
      int id = 0;
      for (auto& note : notes_in(root)) {
        const auto& to = places({note.row + 1, note.column + 1});
        for (std::size_t i = 0; i < to.size(); ++i) {
          auto shape = i == 0 ? note.shape : root.append_copy(note.shape);
          if (i > 0) shape.attribute("id").set_value(fmt::format("_docmill_n{}", ++id).c_str());
          shape.child("x:ClientData").child("x:Row").text().set(to[i].row - 1);
          shape.child("x:ClientData").child("x:Column").text().set(to[i].column - 1);
        }
      }
      continue;
    }
    auto list = std::string_view(kind) == "comments" ? root.child("commentList") : root;
    std::vector<pugi::xml_node> comments;
    for (const auto node : list.children()) comments.push_back(node);
    for (auto& comment : comments) {
      const auto from = parse_place(comment.attribute("ref").value());
      if (!from) continue;
      const auto& to = places(*from);
      if (to.empty()) list.remove_child(comment);
      for (std::size_t i = to.size(); i-- > 0;) {
        auto copy = i == 0 ? comment : list.insert_copy_after(comment, comment);
        copy.attribute("ref").set_value(to_text(to[i]).c_str());
        if (i > 0) copy.remove_attribute("xr:uid");
      }
    }
  }
  return {};
}

}  // namespace docmill::templating::xlsx
