#include "templating/docx/marked.h"

#include <algorithm>

#include "ooxml/roles.h"
#include "ooxml/xml_walk.h"

namespace docmill::templating::docx {
namespace {

bool contents_in(pugi::xml_node body) {
  bool found = false;
  ooxml::for_each_element(body, [&](pugi::xml_node node) { found = found || is_contents(node); });
  return found;
}

}  // namespace

Result<std::unique_ptr<Marked>> Marked::of(ooxml::Package& package, Context& context) {
  if (auto checked = ooxml::check_roles(package); !checked) return Failed(checked.error());
  auto main = package.main_part();
  if (!main) return Failed(main.error());
  auto lists = Lists::of(package, *main);
  if (!lists) return Failed(lists.error());
  std::unique_ptr<Marked> marked(new Marked(package, context, *std::move(lists)));
  if (auto done = marked->mark(*main); !done) return Failed(done.error());
  return marked;
}

Result<void> Marked::mark(const std::string& main) {
  auto document = package_.edit(main);
  if (!document) return Failed(document.error());
  const auto root = (*document)->document_element();
  const auto body = root.child("w:body");
  if (!body)
    return Failed(fail(ErrorCode::InputDamaged,
                       "The document has no body: it is no Word document, or it is damaged. Save it anew in Word and send it again."));
  has_contents_ = contents_in(body);
  context_.part = main;
  if (auto marked = tokens_.mark(root, main); !marked) return marked;
  for (auto* notes : {&footnotes_, &endnotes_, &comments_}) {
    if (auto moved = notes->move_in(root, main, tokens_); !moved) return moved;
  }
  parts_.push_back({main, Kind::Section});
  return mark_margins(main);
}

Result<void> Marked::mark_margins(const std::string& main) {
  auto relationships = package_.relationships(main);
  if (!relationships) return Failed(relationships.error());
  std::vector<std::string> margins;
  for (const auto& relationship : *relationships) {
    const bool margin = relationship.kind() == "header" || relationship.kind() == "footer";
    if (margin && !relationship.external && package_.has(relationship.target)) margins.push_back(relationship.target);
  }
  std::ranges::sort(margins);
  const auto twice = std::ranges::unique(margins);
  margins.erase(twice.begin(), twice.end());
  for (const auto& part : margins) {
    auto bytes = package_.bytes(part);
    if (!bytes) return Failed(bytes.error());
    // A header without braces or links stays as it is, byte for byte.
    if (bytes->find('{') == std::string::npos && bytes->find('[') == std::string::npos && bytes->find("r:id") == std::string::npos)
      continue;
    auto tree = package_.edit(part);
    if (!tree) return Failed(tree.error());
    context_.part = part;
    if (auto marked = tokens_.mark((*tree)->document_element(), part); !marked) return marked;
    parts_.push_back({part, Kind::Text});
  }
  return {};
}

}  // namespace docmill::templating::docx
