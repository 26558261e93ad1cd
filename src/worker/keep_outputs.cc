#include "worker/keep_outputs.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <set>
#include <utility>

#include "actions/document_types.h"
#include "base/fd.h"
#include "base/side_by_side.h"
#include "base/units.h"
#include "crypto/digest.h"

namespace docmill::worker {
namespace {

constexpr std::size_t kKeepPiece = 256 * kKiB;
constexpr std::size_t kWrittenAtOnce = 4;       // most of the time a large one waits for the disk
constexpr std::size_t kMostWaiting = 4 * kMiB;  // bytes of outputs that are committed together
constexpr std::size_t kMostOfOne = 256 * kKiB;  // of one output: a store that is given more has it on the disk
constexpr std::size_t kLongestName = 200;       // bytes; leaves room for a number and an extension in every file system

struct Written {
  model::Output output;
  std::unique_ptr<store::BlobWriter> writer;
};

/// Copies one document into one blob that is not committed; takes its size off the `room` that all share. Returns its size and digest.
Async<Result<Written>> write_one(store::BlobStore& store, std::string blob, const engines::Document& document, std::uint64_t& room,
                                 const engines::Stop& stop) {
  auto writer = co_await store.create(blob);
  if (!writer) co_return Failed(writer.error());
  model::Output output;
  crypto::Sha256 digest;
  for (;;) {
    if (stop.requested()) co_return Failed(fail(ErrorCode::Cancelled, "The job was stopped."));
    auto piece = read_at(document.bytes.get(), output.size, kKeepPiece);
    if (!piece) co_return Failed(piece.error());
    if (piece->empty()) break;
    output.size += piece->size();
    if (piece->size() > room) co_return Failed(fail(ErrorCode::InputTooComplex, "The result is larger than is allowed."));
    room -= piece->size();
    digest.update(*piece);
    if (auto wrote = co_await (*writer)->write(std::move(*piece)); !wrote) co_return Failed(wrote.error());
  }
  output.blob = std::move(blob);
  output.sha256 = digest.finish_hex();
  co_return Written{std::move(output), *std::move(writer)};
}

/// Where the documents end that are committed together with the one at `first`.
std::size_t group_end(const std::vector<engines::Document>& documents, std::size_t first) {
  std::size_t waiting = 0;
  for (auto end = first; end < documents.size(); ++end) {
    struct stat status{};
    const bool known = ::fstat(documents[end].bytes.get(), &status) == 0;
    waiting += known ? std::min(static_cast<std::size_t>(status.st_size), kMostOfOne) : kMostOfOne;
    if (waiting >= kMostWaiting) return end + 1;
  }
  return documents.size();
}

bool is_separator(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte < 0x20 || byte == 0x7f || std::string_view("/\\:*?\"<>|;").find(c) != std::string_view::npos;
}

/// A mark or a control of writing direction (Unicode, UAX 9): with one in it, "bill\u202efdp.exe" is shown as "billexe.pdf".
bool turns_around(std::string_view text, std::size_t at) {
  constexpr std::string_view kTurning[]{"\u200e", "\u200f", "\u202a", "\u202b", "\u202c", "\u202d",
                                        "\u202e", "\u2066", "\u2067", "\u2068", "\u2069"};
  return std::ranges::find(kTurning, text.substr(at, 3)) != std::end(kTurning);
}

/// Leaves out what makes a name look like another one.
std::string without_turns(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    if (turns_around(text, at)) {
      at += 3;
    } else {
      out += text[at++];
    }
  }
  return out;
}

/// Cuts at `limit` bytes, never inside a UTF-8 character.
void shorten(std::string& text, std::size_t limit) {
  if (text.size() <= limit) return;
  while (limit > 0 && (static_cast<unsigned char>(text[limit]) & 0xc0U) == 0x80U) --limit;
  text.resize(limit);
}

std::string_view extension_or(const engines::Document& document, std::string_view makes) {
  return document.extension.empty() ? makes : document.extension;
}

/// The name a file is offered under: `stem` made harmless, a number when there are several.
std::string offered(std::string_view wanted, std::string_view extension, std::size_t index, std::size_t count) {
  auto stem = without_turns(wanted);
  std::replace_if(stem.begin(), stem.end(), is_separator, '_');
  shorten(stem, kLongestName);
  if (stem.find_first_not_of("_. ") == std::string::npos) stem = "document";
  if (count > 1) stem += fmt::format("-{}", index + 1);
  return fmt::format("{}.{}", stem, extension);
}

}  // namespace

std::string output_filename(std::string_view first_name, std::string_view extension, std::size_t index, std::size_t count) {
  auto stem = actions::output_name(first_name, extension);
  stem.resize(stem.size() - std::min(stem.size(), extension.size() + 1));
  return offered(stem, extension, index, count);
}

std::vector<std::string> output_filenames(const std::vector<engines::Document>& documents, std::string_view first_name,
                                          std::string_view makes) {
  std::vector<std::string> names;
  std::set<std::string> taken;
  for (std::size_t i = 0; i < documents.size(); ++i) {
    const auto& own = documents[i].name;
    const auto extension = extension_or(documents[i], makes);
    auto name = own.empty() ? output_filename(first_name, extension, i, documents.size()) : offered(own, extension, 0, 1);
    for (std::size_t again = 1; !taken.insert(name).second; ++again) name = offered(own, extension, again, again + 1);
    names.push_back(std::move(name));
  }
  return names;
}

Async<Result<Kept>> keep_outputs(store::BlobStore& store, KeepRequest request, std::vector<engines::Document> documents,
                                 const engines::Stop& stop, std::vector<std::string>& stored) {
  Kept kept{.outputs = std::vector<model::Output>(documents.size()), .uncommitted = {}};
  const auto names = output_filenames(documents, request.first_name, request.makes);
  std::uint64_t room = request.output_limit;
  for (std::size_t first = 0; first < documents.size();) {
    const auto end = group_end(documents, first);
    std::vector<std::unique_ptr<store::BlobWriter>> group(end - first);
    // NOLINTNEXTLINE(cppcoreguidelines-avoid-capturing-lambda-coroutines): side_by_side() keeps it to its end
    auto write = [&](std::size_t member) -> Async<Result<void>> {
      const auto i = first + member;
      auto blob = model::output_blob(request.tenant, request.job, request.attempt_tag, i);
      stored.push_back(blob);
      auto written = co_await write_one(store, std::move(blob), documents[i], room, stop);
      if (!written) co_return Failed(std::move(written.error()).in(Phase::Store).at("keep_outputs"));
      const auto* type = actions::type_with_extension(extension_or(documents[i], request.makes));
      kept.outputs[i] = std::move(written->output);
      kept.outputs[i].filename = names[i];
      kept.outputs[i].content_type = type == nullptr ? "application/octet-stream" : std::string(type->content_type);
      group[member] = std::move(written->writer);
      co_return Result<void>{};
    };
    auto written = co_await side_by_side(group.size(), kWrittenAtOnce, std::move(write));
    if (!written) co_return Failed(std::move(written.error()));
    first = end;
    if (first == documents.size()) {
      kept.uncommitted = std::move(group);
      break;
    }
    auto committed = co_await store.commit_all(std::move(group));
    if (!committed) co_return Failed(std::move(committed.error()).in(Phase::Store).at("keep_outputs"));
  }
  co_return kept;
}

}  // namespace docmill::worker
