#include "worker/fetch.h"

#include <atomic>
#include <memory>
#include <utility>

#include "actions/document_types.h"
#include "actions/fields.h"
#include "actions/sniff.h"
#include "base/fd.h"
#include "base/side_by_side.h"
#include "base/units.h"

namespace docmill::worker {
namespace {

constexpr std::size_t kFetchPiece = 256 * kKiB;
constexpr std::size_t kLoadsAtOnce = 4;

struct Loaded {
  UniqueFd bytes;
  std::string filename;
};

Error out_of_time() {
  return fail(ErrorCode::Unavailable, "The document could not be read from storage in time. Try again later.");
}

/// A job whose document went away, before or while it was read, cannot be helped by the customer.
Error missing_or(const Error& error, const std::string& blob) {
  if (error.code() != ErrorCode::NotFound) return error;
  return fail(ErrorCode::Internal, "The document is no longer stored.").cause("no blob " + blob);
}

Async<Result<Loaded>> load_stored(store::BlobStore& store, model::Input input, Deadline until, const engines::Stop& stop) {
  auto file = memory_file("docmill-input");
  if (!file) co_return Failed(file.error());
  auto reader = co_await store.open(input.blob);
  if (!reader) co_return Failed(missing_or(reader.error(), input.blob));
  for (std::uint64_t offset = 0; offset < (*reader)->size();) {
    if (stop.requested()) co_return Failed(fail(ErrorCode::Cancelled, "The job was stopped."));
    if (until.passed()) co_return Failed(out_of_time());
    auto piece = co_await (*reader)->read(offset, kFetchPiece);
    if (!piece) co_return Failed(missing_or(piece.error(), input.blob));
    if (piece->empty()) co_return Failed(fail(ErrorCode::Corrupt, "A stored document is damaged.").cause("shorter than its size"));
    if (auto wrote = write_all(file->get(), *piece); !wrote) co_return Failed(wrote.error());
    offset += piece->size();
  }
  co_return Loaded{std::move(*file), std::move(input.filename)};
}

/// A name with an extension for a fetched document: the caller's, the server's, or one made from the content type.
std::string name_of(const model::Input& input, const net::EgressAnswer& answer) {
  const auto& name = input.filename.empty() ? answer.filename : input.filename;
  if (actions::type_with_extension(actions::extension_of(name)) != nullptr) return name;
  const auto* type = actions::type_with_content_type(answer.content_type);
  return type == nullptr ? name : actions::output_name(name, type->extension);
}

Async<Result<Loaded>> load_url(FetchParts parts, model::Input input, Deadline until, engines::Stop& stop) {
  auto file = memory_file("docmill-input");
  if (!file) co_return Failed(file.error());
  net::EgressRequest request;
  request.url = input.url;
  request.max_bytes = parts.input_limit;
  request.timeout = std::chrono::duration_cast<std::chrono::milliseconds>(until.left());
  const auto quit = std::make_shared<std::atomic<bool>>(false);   // shared with the stop listener
  const auto trouble = std::make_shared<std::optional<Error>>();  // written on the pool thread, read when it is done
  std::function<bool(std::string_view)> sink = [fd = file->get(), quit, trouble](std::string_view bytes) {
    if (quit->load()) return false;
    if (auto wrote = write_all(fd, bytes); !wrote) trouble->emplace(wrote.error());
    return !trouble->has_value();
  };
  stop.on_request([quit] { *quit = true; });
  auto answer = co_await parts.egress.perform(std::move(request), std::move(sink));
  stop.on_request(nullptr);
  if (stop.requested()) co_return Failed(fail(ErrorCode::Cancelled, "The job was stopped."));
  if (*trouble) co_return Failed(**trouble);
  if (!answer) co_return Failed(answer.error());
  auto name = name_of(input, *answer);
  co_return Loaded{std::move(*file), std::move(name)};
}

/// What is stored comes side by side, what is fetched one after the other: a job can be stopped in one place only.
Async<Result<std::vector<Loaded>>> load_all(FetchParts parts, const std::vector<model::Input>& inputs, Deadline until,
                                            engines::Stop& stop) {
  std::vector<Loaded> all(inputs.size());
  // NOLINTNEXTLINE(cppcoreguidelines-avoid-capturing-lambda-coroutines): side_by_side() keeps it to its end
  auto from_store = [&](std::size_t i) -> Async<Result<void>> {
    if (!inputs[i].url.empty()) co_return Result<void>{};
    auto loaded = co_await load_stored(parts.store, inputs[i], until, stop);
    if (!loaded) co_return Failed(std::move(loaded.error()));
    all[i] = *std::move(loaded);
    co_return Result<void>{};
  };
  auto stored = co_await side_by_side(inputs.size(), kLoadsAtOnce, std::move(from_store));
  if (!stored) co_return Failed(std::move(stored.error()));
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    if (inputs[i].url.empty()) continue;
    auto loaded = co_await load_url(parts, inputs[i], until, stop);
    if (!loaded) co_return Failed(std::move(loaded.error()));
    all[i] = *std::move(loaded);
  }
  co_return all;
}

/// The field an input came in; of a record from a release that called it otherwise, the action's first.
const model::Field* taker_of(const model::Action& action, std::string_view name) {
  const auto known = actions::find_field(action, name);
  if (known.field != nullptr && known.field->type == model::FieldType::File) return known.field;
  return actions::main_file(action);
}

/// Decides the extension the engine loads by, from the bytes first, as the door does for uploads.
Result<engines::Document> recognised(const model::Action& action, Loaded& loaded, std::string field) {
  const auto* taker = taker_of(action, field);
  if (taker == nullptr) return Failed(fail(ErrorCode::Internal, "The job cannot be run.").cause("no field " + field));
  auto head = read_at(loaded.bytes.get(), 0, actions::kSniffBytes);
  if (!head) return Failed(head.error());
  if (head->empty()) return Failed(fail(ErrorCode::InputDamaged, "The document is empty."));
  auto type = actions::recognise(action, *taker, actions::sniff(*head), loaded.filename);
  if (!type) return Failed(type.error());
  if (auto sealed = seal_memory_file(loaded.bytes.get()); !sealed) return Failed(sealed.error());
  return engines::Document{std::move(loaded.bytes), std::string((*type)->extension), std::move(field), loaded.filename};
}

}  // namespace

Async<Result<Fetched>> fetch_inputs(FetchParts parts, const model::Action& action, std::vector<model::Input> inputs, engines::Stop& stop) {
  const auto until = Deadline::in(parts.budget);
  auto all = co_await load_all(parts, inputs, until, stop);
  if (!all) co_return Failed(std::move(all.error()).in(Phase::Fetch).at("fetch"));
  Fetched fetched;
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    auto& loaded = (*all)[i];
    auto document = recognised(action, loaded, inputs[i].field);
    if (!document) co_return Failed(std::move(document.error()).in(Phase::Fetch).at("fetch"));
    if (fetched.documents.empty()) fetched.first_name = std::move(loaded.filename);
    fetched.documents.push_back(std::move(*document));
  }
  co_return fetched;
}

}  // namespace docmill::worker
