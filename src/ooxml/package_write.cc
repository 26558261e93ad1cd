#include <zip.h>

#include <fmt/format.h>

#include "ooxml/package_state.h"
#include "ooxml/packed.h"
#include "ooxml/part_names.h"
#include "ooxml/xml_text.h"

namespace docmill::ooxml {
namespace {

/// 1980-01-01, midnight, in the format of ZIP: the same input gives the same bytes on every day.
constexpr zip_uint16_t kNoTime = 0;
constexpr zip_uint16_t kFirstDay = (1U << 5U) | 1U;

Error not_written(std::string cause) {
  return fail(ErrorCode::EngineFailed, "The document could not be written.").cause(std::move(cause)).at("ooxml.write");
}

struct FreeSource {
  void operator()(zip_source_t* source) const { zip_source_free(source); }
};

/// A ZIP container that grows in memory.
class Container {
 public:
  Container() {
    zip_error_t ignored;
    zip_error_init(&ignored);
    memory_.reset(zip_source_buffer_create(nullptr, 0, 0, &ignored));
    if (memory_) {
      zip_source_keep(memory_.get());
      zip_ = zip_open_from_source(memory_.get(), ZIP_TRUNCATE | ZIP_CREATE, &ignored);
      if (zip_ == nullptr) zip_source_free(memory_.get());
    }
    zip_error_fini(&ignored);
  }
  ~Container() {
    if (zip_ != nullptr) zip_discard(zip_);
  }
  Container(const Container&) = delete;

  Result<void> add(const Part& part);
  Result<std::string> end();

 private:
  zip_source_t* source_of(const Part& part);
  std::shared_ptr<const Packed> packed_xml(const pugi::xml_document& tree);

  std::unique_ptr<zip_source_t, FreeSource> memory_;
  zip_t* zip_ = nullptr;
  Packer packer_;
};

zip_source_t* Container::source_of(const Part& part) {
  if (part.as_it_came())
    return zip_source_zip(zip_, static_cast<zip_t*>(part.archive->handle()), part.entry->index, ZIP_FL_COMPRESSED, 0, -1);
  auto packed = part.packed;
  if (part.edited) {
    packed = packed_xml(*part.tree);
  } else if (part.bytes) {
    packed = packer_.pack(*part.bytes);
  }
  return packed ? packed_source(zip_, std::move(packed)) : nullptr;
}

std::shared_ptr<const Packed> Container::packed_xml(const pugi::xml_document& tree) {
  PackedText text;
  write_xml(tree, text);
  auto packed = text.end();
  return packed ? packed : packer_.pack(text.text());
}

Result<void> Container::add(const Part& part) {
  if (zip_ == nullptr) return Failed(not_written("no container"));
  auto* const source = source_of(part);
  if (source == nullptr) return Failed(not_written(fmt::format("{}: {}", shown(part.name), zip_strerror(zip_))));
  const auto index = zip_file_add(zip_, part.name.c_str(), source, ZIP_FL_ENC_UTF_8);
  if (index < 0) {
    zip_source_free(source);
    return Failed(not_written(fmt::format("{}: {}", shown(part.name), zip_strerror(zip_))));
  }
  const auto at = static_cast<zip_uint64_t>(index);
  const bool store = part.as_it_came() && part.entry->stored;
  zip_set_file_compression(zip_, at, store ? ZIP_CM_STORE : ZIP_CM_DEFLATE, 0);
  zip_file_set_dostime(zip_, at, kNoTime, kFirstDay, 0);
  return {};
}

Result<std::string> Container::end() {
  if (zip_close(zip_) != 0) {
    // What can go wrong now is that an entry which nobody looked at is damaged.
    return Failed(fail(ErrorCode::InputDamaged, "The document is damaged: one of its parts cannot be read.")
                      .cause(zip_strerror(zip_))
                      .at("ooxml.write"));
  }
  zip_ = nullptr;
  zip_stat_t about;
  zip_stat_init(&about);
  if (zip_source_open(memory_.get()) != 0 || zip_source_stat(memory_.get(), &about) != 0 || (about.valid & ZIP_STAT_SIZE) == 0)
    return Failed(not_written(zip_error_strerror(zip_source_error(memory_.get()))));
  std::string bytes(static_cast<std::size_t>(about.size), '\0');
  const auto got = zip_source_read(memory_.get(), bytes.data(), bytes.size());
  zip_source_close(memory_.get());
  if (got < 0 || static_cast<std::size_t>(got) != bytes.size()) return Failed(not_written("cut short"));
  return bytes;
}

}  // namespace

Result<std::string> written_package(const std::vector<std::unique_ptr<Part>>& parts) {
  Container container;
  const auto first = [](const Part& part) { return same_part(part.name, "[Content_Types].xml"); };
  // Who recognises a document by its first bytes looks for this part.
  for (const auto& part : parts) {
    if (!first(*part)) continue;
    if (auto added = container.add(*part); !added) return Failed(std::move(added.error()));
  }
  for (const auto& part : parts) {
    if (first(*part)) continue;
    if (auto added = container.add(*part); !added) return Failed(std::move(added.error()));
  }
  return container.end();
}

}  // namespace docmill::ooxml
