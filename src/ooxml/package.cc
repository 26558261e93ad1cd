#include "ooxml/package.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <utility>

#include "base/fd.h"
#include "ooxml/package_state.h"
#include "ooxml/part_names.h"
#include "ooxml/xml_text.h"

namespace docmill::ooxml {

Package::Package(std::unique_ptr<State> state) : state_(std::move(state)) {}
Package::Package(Package&&) noexcept = default;
Package& Package::operator=(Package&&) noexcept = default;
Package::~Package() = default;

Result<Package> Package::open(std::string_view bytes, const Limits& limits) {
  auto archive = Archive::open(bytes, limits);
  if (!archive) return Failed(std::move(archive.error()));
  Package package(std::make_unique<State>());
  package.state_->limits = limits;
  if (auto filled = package.state_->fill(*archive); !filled) return Failed(std::move(filled.error()));
  return package;
}

Result<Package> Package::read(int fd, const Limits& limits) {
  struct stat about{};
  if (::fstat(fd, &about) != 0) return Failed(system_error(errno, "reading a document"));
  auto bytes = read_at(fd, 0, static_cast<std::size_t>(about.st_size));
  if (!bytes) return Failed(std::move(bytes.error()));
  auto archive = Archive::keep(*std::move(bytes), limits);
  if (!archive) return Failed(std::move(archive.error()));
  Package package(std::make_unique<State>());
  package.state_->limits = limits;
  if (auto filled = package.state_->fill(*archive); !filled) return Failed(std::move(filled.error()));
  return package;
}

Package Package::copy() const {
  auto state = std::make_unique<State>();
  state->limits = state_->limits;
  state->types = state_->types;
  state->relationships = state_->relationships;
  state->numbers = state_->numbers;
  state->strict = state_->strict;
  for (const auto& from : state_->parts) {
    auto& part = state->at(from->name);
    part.archive = from->archive;
    part.entry = from->entry;
    part.bytes = from->bytes;
    part.packed = from->packed;
    part.edited = from->edited;
    if (!from->edited) continue;
    part.tree = std::make_unique<pugi::xml_document>();
    part.tree->reset(*from->tree);
  }
  return Package(std::move(state));
}

bool Package::has(std::string_view part) const {
  return state_->find(part) != nullptr;
}

std::vector<std::string> Package::parts() const {
  std::vector<std::string> names;
  for (const auto& part : state_->parts) {
    if (part && !is_relationships_part(part->name) && !same_part(part->name, "[Content_Types].xml")) names.push_back(part->name);
  }
  return names;
}

Result<std::string> Package::main_part() const {
  const auto main = find("", "officeDocument");
  if (main && !main->external && has(main->target)) return state_->find(main->target)->name;
  return Failed(fail(ErrorCode::InputDamaged, "The document is damaged: its main part is missing.").at("ooxml.main_part"));
}

Result<std::string> Package::bytes(std::string_view name) {
  const auto* part = state_->find(name);
  if (part == nullptr) return Failed(no_part(name));
  return part->current();
}

Result<pugi::xml_document*> Package::xml(std::string_view name) {
  auto part = state_->with_tree(name);
  if (!part) return Failed(std::move(part.error()));
  return (*part)->tree.get();
}

Result<pugi::xml_document*> Package::edit(std::string_view name) {
  auto part = state_->with_tree(name);
  if (!part) return Failed(std::move(part.error()));
  (*part)->edited = true;
  return (*part)->tree.get();
}

Result<void> Package::pack(std::string_view name) {
  auto* part = state_->find(name);
  if (part == nullptr) return Failed(no_part(name));
  if (part->edited) part->become(written_xml(*part->tree));
  part->tree.reset();
  return {};
}

void Package::put(std::string_view name, std::string bytes, std::string_view content_type) {
  state_->at(name).become(std::move(bytes));
  state_->put_type(name, content_type);
}

void Package::put(std::string_view name, PackedText text, std::string_view content_type) {
  auto packed = text.end();
  if (!packed) return put(name, std::move(text.text()), content_type);
  state_->at(name).become(std::nullopt, std::move(packed));
  state_->put_type(name, content_type);
}

void Package::put(std::string_view name, std::unique_ptr<pugi::xml_document> tree, std::string_view content_type) {
  auto& part = state_->at(name);
  part.become(std::nullopt);
  part.tree = std::move(tree);
  part.edited = true;
  state_->put_type(name, content_type);
}

Result<void> Package::copy_from(const Package& other, std::string_view name, std::string_view as) {
  const auto* from = other.state_->find(name);
  if (from == nullptr) return Failed(no_part(name));
  const auto type = other.content_type(name);
  std::optional<std::string> bytes;
  if (!from->as_it_came()) {
    auto current = from->current();
    if (!current) return Failed(std::move(current.error()));
    bytes = *std::move(current);
  } else if (other.state_->strict && is_xml_type(type)) {
    // Its names are made the usual ones on the way: Office takes no mixture.
    const auto tree = other.state_->with_tree(name);
    if (!tree) return Failed(tree.error());
    bytes = written_xml(*(*tree)->tree);
  }
  auto& part = state_->at(as);
  part.become(std::move(bytes));
  part.archive = from->archive;
  part.entry = from->entry;
  state_->put_type(as, type);
  return {};
}

Result<std::string> Package::duplicate(std::string_view name) {
  const auto* from = state_->find(name);
  if (from == nullptr) return Failed(no_part(name));
  const auto copy = free_name(from->name);
  const auto links = state_->relationships_of(name);
  if (!links) return Failed(links.error());
  const Relationships same = **links;
  if (auto copied = copy_from(*this, name, copy); !copied) return Failed(std::move(copied.error()));
  if (!same.all().empty()) {
    auto& own = state_->relationships[folded(copy)] = same;
    own.changed = true;
  }
  return copy;
}

std::string Package::free_name(std::string_view name) const {
  if (!has(name)) return std::string(name);
  const auto extension = extension_of(name);
  auto stem = name.substr(0, name.size() - (extension.empty() ? 0 : extension.size() + 1));
  const auto end = name.substr(stem.size());
  while (!stem.empty() && stem.back() >= '0' && stem.back() <= '9') stem.remove_suffix(1);
  auto& number = state_->numbers[folded(stem) + " " + folded(end)];
  std::string free;
  do {
    free = fmt::format("{}{}{}", stem, ++number, end);
  } while (has(free));
  return free;
}

void Package::remove(std::string_view name) {
  auto* part = state_->find(name);
  if (part == nullptr) return;
  const auto key = folded(name);
  state_->types.remove(name);
  state_->by_name.erase(key);
  std::erase_if(state_->parts, [&](const auto& one) { return one.get() == part; });
  state_->relationships.erase(key);
  if (!is_relationships_part(name)) remove(relationships_part(name));
}

Result<std::vector<Relationship>> Package::relationships(std::string_view part) const {
  auto all = state_->relationships_of(part);
  if (!all) return Failed(std::move(all.error()));
  return (*all)->all();
}

std::optional<Relationship> Package::relationship(std::string_view part, std::string_view id) const {
  const auto all = state_->relationships_of(part);
  const auto* found = all ? (*all)->with_id(id) : nullptr;
  return found == nullptr ? std::nullopt : std::optional(*found);
}

std::optional<Relationship> Package::find(std::string_view part, std::string_view kind) const {
  const auto all = state_->relationships_of(part);
  if (!all) return std::nullopt;
  const auto found = std::ranges::find((*all)->all(), kind, &Relationship::kind);
  return found == (*all)->all().end() ? std::nullopt : std::optional(*found);
}

Result<std::string> Package::relate(std::string_view part, std::string_view type, std::string_view target, bool external) {
  auto all = state_->relationships_of(part);
  if (!all) return Failed(std::move(all.error()));
  return (*all)->add(type, target, external);
}

Result<void> Package::relate_as(std::string_view part, std::string_view id, std::string_view type, std::string_view target, bool external) {
  auto all = state_->relationships_of(part);
  if (!all) return Failed(std::move(all.error()));
  (*all)->add_as(id, type, target, external);
  return {};
}

Result<void> Package::retarget(std::string_view part, std::string_view id, std::string_view target, bool external) {
  auto all = state_->relationships_of(part);
  if (!all) return Failed(std::move(all.error()));
  if (!(*all)->retarget(id, target, external)) return Failed(no_part(target));
  return {};
}

void Package::unrelate(std::string_view part, std::string_view id) {
  unrelate(part, std::set<std::string, std::less<>>{std::string(id)});
}

void Package::unrelate(std::string_view part, const std::set<std::string, std::less<>>& ids) {
  auto all = state_->relationships_of(part);
  if (all) (*all)->remove(ids);
}

std::string Package::content_type(std::string_view part) const {
  return state_->types.of(part);
}

void Package::set_content_type(std::string_view part, std::string_view type) {
  state_->types.set(part, type);
}

void Package::set_default_type(std::string_view extension, std::string_view type) {
  state_->types.set_default(extension, type);
}

Result<std::string> Package::write() {
  if (auto settled = state_->settle(); !settled) return Failed(std::move(settled.error()));
  return written_package(state_->parts);
}

Result<void> Package::write(int fd) {
  auto bytes = write();
  if (!bytes) return Failed(std::move(bytes.error()));
  return write_all(fd, *bytes);
}

}  // namespace docmill::ooxml
