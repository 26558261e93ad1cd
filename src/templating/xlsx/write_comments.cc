#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "templating/xlsx/write.h"

namespace docmill::templating::xlsx {
namespace {

using namespace std::string_view_literals;

/// Most copies of one comment.
constexpr std::size_t kMostCopies = 65'000;

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
    if (data.attribute("ObjectType").value() != "Note"sv) continue;
    notes.push_back({shape, data.child("x:Row").text().as_uint(), data.child("x:Column").text().as_uint()});
  }
  return notes;
}

/// The id of a threaded comment's copy: that of the template, with another end. Its note and its answers find it by that.
std::string id_of_copy(std::string_view id, std::size_t instance, std::size_t copy) {
  if (id.size() != 38 || copy + instance == 0) return std::string(id);
  std::uint64_t hash = 0xCBF29CE484222325ULL;  // FNV-1a, so that the same template gives the same ids
  const auto mix = [&hash](std::string_view text) {
    for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3ULL;
  };
  mix(id);
  mix(fmt::format("/{}/{}", instance, copy));
  return fmt::format("{}{:012X}}}", id.substr(0, 25), hash & 0xFFFFFFFFFFFFULL);
}

}  // namespace

/// Where the cell of a comment has gone, and with whose data it is filled.
class CommentPlaces {
 public:
  struct To {
    Place place;
    std::uint32_t node = 0;
  };

  CommentPlaces(const Plan& plan, std::uint32_t root) : plan_(plan), root_(root) {}

  const std::vector<To>& of(Place from) {
    const auto [at, fresh] = known_.emplace(from, std::vector<To>());
    if (!fresh) return at->second;
    for_each_copy(plan_, root_, {from.row, from.column, from.row, from.column}, [&](std::uint32_t node) {
      if (at->second.size() < kMostCopies) at->second.push_back({own_place(plan_, node, from.row, from.column), node});
    });
    return at->second;
  }

 private:
  const Plan& plan_;
  std::uint32_t root_;
  std::map<Place, std::vector<To>> known_;
};

/// Notes go where their cells go, and are copied with them.
Result<void> Writing::write_comments(std::uint32_t number) {
  const auto& instance = plan_.instances[number];
  CommentPlaces places(plan_, instance.root);
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
    if (!package_.xml(part)) continue;  // old drawings need not be XML: then they stay as they are
    auto tree = package_.edit(part);
    if (!tree) return Failed(tree.error());
    context_.part = part;
    auto root = (*tree)->document_element();
    if (kind == "vmlDrawing"sv) {
      move_note_shapes(places, root);
    } else if (auto moved = move_comments(places, number, root); !moved) {
      return moved;
    }
  }
  return {};
}

void Writing::move_note_shapes(CommentPlaces& places, pugi::xml_node root) {
  int id = 0;
  for (auto& note : notes_in(root)) {
    const auto& to = places.of({note.row + 1, note.column + 1});
    for (std::size_t i = 0; i < to.size(); ++i) {
      auto shape = i == 0 ? note.shape : root.append_copy(note.shape);
      if (i > 0) shape.attribute("id").set_value(fmt::format("_docmill_n{}", ++id).c_str());
      shape.child("x:ClientData").child("x:Row").text().set(to[i].place.row - 1);
      shape.child("x:ClientData").child("x:Column").text().set(to[i].place.column - 1);
    }
    if (to.empty()) root.remove_child(note.shape);
  }
}

Result<void> Writing::move_comments(CommentPlaces& places, std::uint32_t number, pugi::xml_node root) {
  const auto& instance = plan_.instances[number];
  const bool threaded = root.name() == "ThreadedComments"sv;
  auto list = threaded ? root : root.child("commentList");
  std::vector<pugi::xml_node> comments;
  for (const auto node : list.children()) comments.push_back(node);
  for (auto& comment : comments) {
    const auto from = parse_place(comment.attribute("ref").value());
    if (!from) continue;
    const auto& to = places.of(*from);
    const auto slot = book_.sheets[instance.sheet].corner_slot(*from);
    for (std::size_t i = to.size(); i-- > 0;) {
      auto copy = i == 0 ? comment : list.insert_copy_after(comment, comment);
      copy.attribute("ref").set_value(to_text(to[i].place).c_str());
      if (i > 0) copy.remove_attribute("xr:uid");
      if (threaded) {
        for (const auto* name : {"id", "parentId"}) {
          if (auto id = copy.attribute(name)) id.set_value(id_of_copy(id.value(), number, i).c_str());
        }
      } else {
        name_author(copy, root.child("authors"), number, i);
      }
      if (slot == kNone) continue;
      const auto* bound = plan_.scope_at(to[i].node, slot);
      const auto& scope = bound == nullptr ? scope_of(number) : *bound;
      context_.place = instance.name + "!" + to_text(to[i].place);
      auto filled = threaded ? fill_text(copy.child("text"), scope) : fill_rich_text(copy.child("text"), scope);
      if (!filled) return filled;
    }
    if (to.empty()) list.remove_child(comment);
  }
  return {};
}

/// The note that stands for a threaded comment names it as its author: "tc={…}".
void Writing::name_author(pugi::xml_node comment, pugi::xml_node authors, std::uint32_t number, std::size_t copy) {
  std::vector<std::string> names;
  for (const auto author : authors.children("author")) names.emplace_back(author.text().get());
  const auto index = comment.attribute("authorId").as_uint();
  if (index >= names.size() || !names[index].starts_with("tc=") || copy + number == 0) return;
  const auto name = "tc=" + id_of_copy(std::string_view(names[index]).substr(3), number, copy);
  const auto known = std::ranges::find(names, name) - names.begin();
  if (known == static_cast<std::ptrdiff_t>(names.size())) authors.append_child("author").text().set(name.c_str());
  comment.attribute("authorId").set_value(static_cast<long long>(known));
}

}  // namespace docmill::templating::xlsx
