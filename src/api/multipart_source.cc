#include "actions/fields.h"
#include "api/form_source.h"
#include "net/multipart.h"

namespace docmill::api {
namespace {

class MultipartSource final : public FormSource {
 public:
  MultipartSource(std::unique_ptr<net::MultipartReader> reader, const model::Action& action)
      : reader_(std::move(reader)), action_(action) {}

  Async<Result<std::optional<FormPart>>> next() override {
    auto part = co_await reader_->next();
    if (!part) co_return Failed(part.error());
    if (!*part) co_return std::optional<FormPart>{};
    const auto known = actions::find_field(action_, (*part)->name);
    co_return FormPart{.field = known.field, .is_url = known.is_url, .filename = std::move((*part)->filename).value_or("")};
  }
  Async<Result<std::string>> read() override { co_return co_await reader_->read(); }

 private:
  std::unique_ptr<net::MultipartReader> reader_;
  const model::Action& action_;
};

}  // namespace

Result<std::unique_ptr<FormSource>> multipart_source(std::string_view content_type, net::Body& body, const model::Action& action) {
  auto reader = net::MultipartReader::make(content_type, body, net::MultipartLimits{});
  if (!reader) return Failed(reader.error());
  return std::make_unique<MultipartSource>(*std::move(reader), action);
}

}  // namespace docmill::api
