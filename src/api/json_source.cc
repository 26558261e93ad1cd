#include <fmt/format.h>

#include <boost/json/basic_parser_impl.hpp>
#include <vector>

#include "api/form_source.h"
#include "api/json_parts.h"
#include "net/text.h"

namespace docmill::api {
namespace {

constexpr std::size_t kBodyPiece = 32'000;

class JsonSource final : public FormSource {
 public:
  JsonSource(net::Body& body, const model::Action& action, const actions::ConnectorOperation& operation)
      : body_(body), parser_(boost::json::parse_options{}, action, operation), room_(kBodyPiece) {}

  JsonParts& parts() { return parser_.handler(); }

  Async<Result<std::optional<FormPart>>> next() override {
    for (;;) {
      auto event = co_await take();
      if (!event) co_return Failed(event.error());
      if (!*event) co_return std::optional<FormPart>{};
      if ((*event)->kind == JsonEvent::Kind::Begin) co_return std::move((*event)->part);
    }
  }

  Async<Result<std::string>> read() override {
    if (at_end_) co_return std::string();
    auto event = co_await take();
    if (!event) co_return Failed(event.error());
    if (*event && (*event)->kind == JsonEvent::Kind::Bytes) co_return std::move((*event)->bytes);
    at_end_ = true;
    co_return std::string();
  }

 private:
  /// The next event; nullopt at the end of the body.
  Async<Result<std::optional<JsonEvent>>> take() {
    auto& events = parts().events();
    while (events.empty() && !ended_) {
      if (auto fed = co_await feed(); !fed) co_return Failed(fed.error());
    }
    if (events.empty()) co_return std::optional<JsonEvent>{};
    auto event = std::move(events.front());
    events.pop_front();
    at_end_ = event.kind == JsonEvent::Kind::End;
    co_return event;
  }

  Async<Result<void>> feed() {
    const auto size = co_await body_.read(room_);
    if (!size) co_return Failed(size.error());
    ended_ = *size == 0;
    offset_ += *size;
    std::string_view rest(room_.data(), *size);
    boost::json::error_code ec;
    if (!parser_.done()) rest.remove_prefix(parser_.write_some(!ended_, room_.data(), *size, ec));
    if (!parts().fault().empty()) co_return Failed(fail(ErrorCode::BadRequest, parts().fault()));
    if (ec)
      co_return Failed(fail(ErrorCode::BadRequest, fmt::format("The body is not valid JSON: {}, near byte {}.", ec.message(), offset_)));
    if (rest.find_first_not_of(" \t\r\n") != std::string_view::npos) {
      co_return Failed(
          fail(ErrorCode::BadRequest, fmt::format("Something follows the JSON object, near byte {}; send one object.", offset_)));
    }
    co_return Result<void>{};
  }

  net::Body& body_;
  boost::json::basic_parser<JsonParts> parser_;
  std::vector<char> room_;
  std::uint64_t offset_ = 0;
  bool ended_ = false;
  bool at_end_ = true;
};

}  // namespace

Result<std::unique_ptr<FormSource>> json_source(std::string_view content_type, net::Body& body, const model::Action& action,
                                                const actions::ConnectorOperation& operation, std::string query) {
  const auto type = net::parse_field_value(content_type);
  if (!type || type->value != "application/json") {
    return Failed(fail(ErrorCode::UnsupportedType, "Send the request as application/json, documents in base64."));
  }
  auto source = std::make_unique<JsonSource>(body, action, operation);
  for (const auto& [name, value] : operation.fixed) source->parts().add_value(name, std::string(value));
  for (auto& [name, value] : net::query_values(query)) source->parts().add_value(name, std::move(value));
  return source;
}

}  // namespace docmill::api
