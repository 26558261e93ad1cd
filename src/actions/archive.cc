#include "actions/archive.h"

#include "actions/document_types.h"
#include "actions/fields.h"

namespace docmill::actions {
namespace {

const std::vector<std::string_view>& archive_types() {
  static const std::vector<std::string_view> types{"zip", "7z", "tar", "gz", "tgz", "bz2", "tbz2", "xz", "txz", "zst", "tzst"};
  return types;
}

model::Field archive_password(std::string_view summary) {
  return {.name = "Password", .type = model::FieldType::Text, .summary = summary, .longest = 256, .secret = true};
}

}  // namespace

model::Action archive_create() {
  return {
      .id = "archive/create",
      .title = "Create ZIP archive",
      .summary = "Puts files of any kind into a ZIP archive, under their own names.",
      .accepts = {kAnyType},
      .makes = "zip",
      .fields = {source_files("The files, in order."),
                 {.name = "FileName", .type = model::FieldType::Text, .summary = "The archive's name, without extension.", .longest = 200},
                 archive_password("Protects the archive with AES-256.")},
      .documents = 1,
      .steps = {{.engine = "data", .operation = "archive-create", .target = "zip"}},
  };
}

model::Action archive_extract() {
  return {
      .id = "archive/extract",
      .title = "Extract archive",
      .summary = "Gives the files of a ZIP, 7z or TAR archive (also packed by gzip, bzip2, xz or zstd).",
      .accepts = archive_types(),
      .makes = "bin",
      .fields =
          {source_file("The archive."),
           {.name = "IncludeFolders", .type = model::FieldType::Boolean, .summary = "Files in folders come too.", .fallback = "false"},
           archive_password("Opens an archive that is protected.")},
      .documents = 1,
      .steps = {{.engine = "data", .operation = "archive-extract", .target = "bin"}},
      .answer = model::Answer::Links,
  };
}

model::Action archive_list() {
  return {
      .id = "archive/list",
      .title = "List archive",
      .summary = "Answers path, size and time of every entry of a ZIP, 7z or TAR archive.",
      .accepts = archive_types(),
      .makes = "json",
      .fields = {source_file("The archive."), archive_password("Opens an archive that is protected.")},
      .documents = 1,
      .steps = {{.engine = "data", .operation = "archive-list", .target = "json"}},
      .answer = model::Answer::Json,
  };
}

}  // namespace docmill::actions
