# Run by docmill_embed() (cmake/folders.cmake): turns a folder of built pages into a source file that holds them.
#   FOLDER   the pages, with files.json: [{path, file, type, etag, encoding, immutable}]
#   OUTPUT   the source file;  SPACE  its namespace
file(READ ${FOLDER}/files.json rows)
string(JSON count LENGTH "${rows}")
string(REPLACE "::" "_" prefix ${SPACE})
set(blobs "")
set(names "")
set(table "")
math(EXPR last "${count} - 1")
foreach(i RANGE ${last})
  foreach(member path file type etag encoding immutable)
    string(JSON ${member} ERROR_VARIABLE missing GET "${rows}" ${i} ${member})
  endforeach()
  if(NOT EXISTS ${FOLDER}/${file})
    message(FATAL_ERROR "${FOLDER}/files.json names ${file}, which is not there")
  endif()
  if(immutable STREQUAL "ON")
    set(immutable true)
  else()
    set(immutable false)
  endif()
  set(symbol ${prefix}_${i})
  string(APPEND blobs "  \".global ${symbol}\\n${symbol}:\\n.incbin \\\"${FOLDER}/${file}\\\"\\n.global ${symbol}_end\\n${symbol}_end:\\n.byte 0\\n\"\n")
  string(APPEND names "extern const char ${symbol}[];\nextern const char ${symbol}_end[];\n")
  string(APPEND table "    {R\"_(${path})_\", R\"_(${type})_\", R\"_(${etag})_\", R\"_(${encoding})_\", ${immutable}, between(${symbol}, ${symbol}_end)},\n")
endforeach()
file(WRITE ${OUTPUT} "// Made by cmake/embed.cmake from ${FOLDER}.
#include <span>

#include \"net/static_files.h\"

asm(
  \".pushsection .rodata\\n\"
${blobs}  \".popsection\\n\");

extern \"C\" {
${names}}

namespace ${SPACE} {
namespace {

std::string_view between(const char* from, const char* to) {
  return {from, static_cast<std::size_t>(to - from)};
}

const docmill::net::StaticFile kPages[] = {
${table}};

}  // namespace

std::span<const docmill::net::StaticFile> pages();

std::span<const docmill::net::StaticFile> pages() {
  return kPages;
}

}  // namespace ${SPACE}
")
