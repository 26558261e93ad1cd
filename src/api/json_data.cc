#include "api/json_data.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <boost/json/basic_parser_impl.hpp>
#include <optional>

#include "base/units.h"
#include "crypto/digest.h"
#include "net/text.h"

namespace docmill::api {
namespace {

namespace json = boost::json;

constexpr std::size_t kDataPiece = 32'000;
constexpr std::size_t kDeepest = 100;  // brackets in brackets

Error data_refused(std::string message) {
  return fail(ErrorCode::BadRequest, std::move(message)).in(Phase::Form);
}

Error data_too_large() {
  return fail(ErrorCode::PayloadTooLarge, fmt::format("The data is larger than {}.", show_size(kLongestData))).in(Phase::Form);
}

/// Only sees whether it is JSON. Called by boost::json's basic_parser, whose names for tokens it therefore has.
struct Grammar {
  using error_code = json::error_code;
  static constexpr std::size_t max_object_size = ~std::size_t{0};
  static constexpr std::size_t max_array_size = ~std::size_t{0};
  static constexpr std::size_t max_key_size = ~std::size_t{0};
  static constexpr std::size_t max_string_size = ~std::size_t{0};

  bool on_document_begin(error_code&) { return true; }
  bool on_document_end(error_code&) { return true; }
  bool on_object_begin(error_code&) { return open(); }
  bool on_object_end(std::size_t, error_code&) { return close(); }
  bool on_array_begin(error_code&) { return open(); }
  bool on_array_end(std::size_t, error_code&) { return close(); }
  bool on_key_part(std::string_view, std::size_t, error_code&) { return true; }
  bool on_key(std::string_view, std::size_t, error_code&) { return true; }
  bool on_string_part(std::string_view, std::size_t, error_code&) { return true; }
  bool on_string(std::string_view, std::size_t, error_code&) { return scalar(); }
  bool on_number_part(std::string_view, error_code&) { return true; }
  bool on_int64(std::int64_t, std::string_view, error_code&) { return scalar(); }
  bool on_uint64(std::uint64_t, std::string_view, error_code&) { return scalar(); }
  bool on_double(double, std::string_view, error_code&) { return scalar(); }
  bool on_bool(bool, error_code&) { return scalar(); }
  bool on_null(error_code&) { return scalar(); }
  bool on_comment_part(std::string_view, error_code&) { return true; }
  bool on_comment(std::string_view, error_code&) { return true; }

  bool open() {
    ++depth;
    return true;
  }
  bool close() {
    --depth;
    return true;
  }
  bool scalar() {
    bare = bare || depth == 0;
    return true;
  }

  std::size_t depth = 0;
  bool bare = false;  // the whole is a text or a number
};

json::parse_options data_options() {
  json::parse_options options;
  options.max_depth = kDeepest;
  return options;
}

/// A body's pieces, looked at one after the other.
class Checker {
 public:
  Result<void> take(std::string_view piece, bool more) {
    json::error_code ec;
    std::size_t used = 0;
    if (!parser_.done()) used = parser_.write_some(more, piece.data(), piece.size(), ec);
    if (ec) return Failed(data_refused(fmt::format("The data is not valid JSON: {}, near byte {}.", ec.message(), offset_ + used)));
    if (parser_.handler().bare) return Failed(data_refused("The data must be a JSON object, or a list of them."));
    piece.remove_prefix(used);
    if (const auto at = piece.find_first_not_of(" \t\r\n"); at != std::string_view::npos)
      return Failed(
          data_refused(fmt::format("Something follows the JSON data, near byte {}; send one object or one list.", offset_ + used)));
    offset_ += used + piece.size();
    return {};
  }

 private:
  json::basic_parser<Grammar> parser_{data_options()};
  std::uint64_t offset_ = 0;
};

/// Writes what it is given and counts it.
class Keeper {
 public:
  Keeper(std::string blob, std::unique_ptr<store::BlobWriter> writer) {
    data_.input.blob = std::move(blob);
    data_.writer = std::move(writer);
  }

  Async<Result<void>> keep(std::string piece) {
    data_.input.size += piece.size();
    if (data_.input.size > kLongestData) co_return Failed(data_too_large());
    digest_.update(piece);
    co_return co_await data_.writer->write(std::move(piece));
  }

  JsonData finish() {
    data_.input.field = "Data";
    data_.input.filename = "data.json";
    data_.input.content_type = "application/json";
    data_.input.sha256 = digest_.finish_hex();
    return std::move(data_);
  }

 private:
  JsonData data_;
  crypto::Sha256 digest_;
};

Result<void> check_data_type(std::string_view content_type) {
  const auto type = net::parse_field_value(content_type);
  if (type && type->value == "application/json") return {};
  return Failed(fail(ErrorCode::UnsupportedType, "Send the data as application/json.").in(Phase::Form));
}

/// A body of JSON as it came and as it is understood.
struct Understood {
  std::string text;
  json::value value;
};

/// Piece by piece: millions of values at once would keep every other request waiting.
Async<Result<Understood>> understand(net::Body& body) {
  // Freed as a whole, not value by value.
  json::stream_parser parser(json::make_shared_resource<json::monotonic_resource>(), data_options());
  std::string text;
  std::string room(kDataPiece, '\0');
  json::error_code ec;
  for (bool more = true; more && !ec;) {
    const auto size = co_await body.read(room);
    if (!size) co_return Failed(size.error());
    more = *size != 0;
    text.append(room, 0, *size);
    if (text.size() > kLongestData) co_return Failed(data_too_large());
    if (more) {
      parser.write(room.data(), *size, ec);
    } else {
      parser.finish(ec);
    }
  }
  if (ec) co_return Failed(data_refused(fmt::format("The data is not valid JSON: {}.", ec.message())));
  Understood understood{.text = std::move(text), .value = parser.release()};
  if (understood.value.is_primitive()) co_return Failed(data_refused("The data must be a JSON object, or a list of them."));
  co_return understood;
}

/// The data in {"name": …, "jsonContent": {…}}; nullopt when it is the whole as it came.
std::optional<json::value> unwrapped(json::value whole) {
  auto* object = whole.if_object();
  auto* inner = object == nullptr ? nullptr : object->if_contains("jsonContent");
  if (inner == nullptr || inner->is_primitive()) return std::nullopt;
  auto content = std::move(*inner);
  if (content.is_array()) return content;
  auto& members = content.get_object();
  object->erase("jsonContent");
  object->reserve(object->size() + members.size());
  for (auto& member : members) (*object)[member.key()] = std::move(member.value());
  return whole;
}

Async<Result<void>> keep_text(Keeper& keeper, std::string_view text) {
  for (; !text.empty(); text.remove_prefix(std::min(kDataPiece, text.size()))) {
    if (auto kept = co_await keeper.keep(std::string(text.substr(0, kDataPiece))); !kept) co_return kept;
  }
  co_return Result<void>{};
}

Async<Result<void>> keep_value(Keeper& keeper, const json::value& value) {
  json::serializer serializer;
  serializer.reset(&value);
  std::string room(kDataPiece, '\0');
  while (!serializer.done()) {
    const auto piece = serializer.read(room.data(), room.size());
    if (auto kept = co_await keeper.keep(std::string(piece.data(), piece.size())); !kept) co_return kept;
  }
  co_return Result<void>{};
}

}  // namespace

Async<Result<JsonData>> take_json(store::BlobStore& store, std::string blob, std::string_view content_type, net::Body& body) {
  if (auto type = check_data_type(content_type); !type) co_return Failed(type.error());
  auto writer = co_await store.create(blob);
  if (!writer) co_return Failed(writer.error());
  Keeper keeper(std::move(blob), *std::move(writer));
  Checker checker;
  std::string room(kDataPiece, '\0');
  for (;;) {
    const auto size = co_await body.read(room);
    if (!size) co_return Failed(size.error());
    if (auto fine = checker.take(std::string_view(room.data(), *size), *size != 0); !fine) co_return Failed(fine.error());
    if (*size == 0) co_return keeper.finish();
    if (auto kept = co_await keeper.keep(room.substr(0, *size)); !kept) co_return Failed(kept.error());
  }
}

Async<Result<std::string>> read_body(net::Body& body, std::uint64_t limit) {
  std::string text;
  std::string room(kDataPiece, '\0');
  for (;;) {
    const auto size = co_await body.read(room);
    if (!size) co_return Failed(size.error());
    if (*size == 0) co_return text;
    text.append(room, 0, *size);
    if (text.size() > limit) {
      co_return Failed(fail(ErrorCode::PayloadTooLarge, fmt::format("The body is larger than {}.", show_size(limit))).in(Phase::Form));
    }
  }
}

Async<Result<JsonData>> take_flow_json(store::BlobStore& store, std::string blob, std::string_view content_type, net::Body& body) {
  if (auto type = check_data_type(content_type); !type) co_return Failed(type.error());
  auto understood = co_await understand(body);
  if (!understood) co_return Failed(understood.error());
  const auto data = unwrapped(std::move(understood->value));
  auto writer = co_await store.create(blob);
  if (!writer) co_return Failed(writer.error());
  Keeper keeper(std::move(blob), *std::move(writer));
  auto kept = data ? co_await keep_value(keeper, *data) : co_await keep_text(keeper, understood->text);
  if (!kept) co_return Failed(kept.error());
  co_return keeper.finish();
}

}  // namespace docmill::api
