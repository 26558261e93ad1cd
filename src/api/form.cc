#include "api/form.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <memory>
#include <set>
#include <utility>

#include "actions/fields.h"
#include "actions/sniff.h"
#include "api/form_source.h"
#include "base/log.h"
#include "base/units.h"
#include "crypto/digest.h"
#include "model/limits.h"
#include "net/egress.h"
#include "net/text.h"

namespace docmill::api {
namespace {

constexpr std::size_t kLongestUrl = 2048;  // net::check_url refuses more
constexpr std::size_t kCopyPiece = 256 * kKiB;
// As many as an engine takes. Each holds a descriptor until the form is whole, and a list in JSON would have no other end.
constexpr std::size_t kMostDocuments = 200;

Error form_refused(std::string message) {
  return fail(ErrorCode::BadRequest, std::move(message)).in(Phase::Form);
}

Result<void> check_address(std::string_view field, std::string_view url) {
  auto checked = net::check_url(url);
  if (checked) return {};
  return Failed(fail(checked.error().code(), fmt::format("{}: {}", field, checked.error().message())).in(Phase::Form));
}

/// One form while it is being read. Lives in the frame of read_form.
class FormReading {
 public:
  FormReading(FormParts parts, FormRequest request) : parts_(parts), request_(std::move(request)) {}

  Async<Result<void>> read();
  Result<Form> finish();

 private:
  struct Upload {
    model::Input input;
    actions::Sniffed sniffed;
    std::unique_ptr<store::BlobWriter> writer;
  };

  Async<Result<void>> take(FormSource& source, FormPart part);
  Async<Result<void>> take_value(FormSource& source, actions::KnownField known);
  Async<Result<void>> take_file(FormSource& source, const model::Field& field, std::string filename);
  Async<Result<std::string>> read_head(FormSource& source);
  Async<Result<void>> store_file(FormSource& source, Upload& upload, std::string head);
  Async<Result<void>> check_killer(std::string sha256);

  Result<void> keep_value(actions::KnownField known, std::string value);
  Result<void> gather(const model::Field& field, Form& form);
  Result<void> gather_files(const model::Field& field, std::vector<Upload>& uploads, Form& form);
  Result<void> gather_urls(const model::Field& field, Form& form);
  Error missing(const model::Field& field) const;

  FormParts parts_;
  FormRequest request_;
  std::map<const model::Field*, std::vector<Upload>> uploads_;
  std::map<const model::Field*, std::vector<std::string>> urls_;
  std::set<const model::Field*> empty_files_;
  actions::Params values_;
  std::size_t values_size_ = 0;
  std::size_t documents_ = 0;  // and addresses of some
};

Async<Result<void>> FormReading::read() {
  auto source = request_.wire == nullptr
                    ? multipart_source(request_.content_type, *request_.body, *request_.action)
                    : json_source(request_.content_type, *request_.body, *request_.action, *request_.wire, request_.query);
  if (!source) co_return Failed(std::move(source.error()).in(Phase::Form));
  for (;;) {
    auto part = co_await (*source)->next();
    if (!part) co_return Failed(std::move(part.error()).in(Phase::Form));
    if (!*part) co_return Result<void>{};
    auto taken = co_await take(**source, **std::move(part));
    if (!taken) co_return Failed(std::move(taken.error()).in(Phase::Form));
  }
}

Async<Result<void>> FormReading::take(FormSource& source, FormPart part) {
  if (part.field == nullptr) co_return Result<void>{};  // ignored; next() skips its bytes
  const bool file = part.field->type == model::FieldType::File && !part.is_url;
  const bool counts = (file && !part.names_last) || part.is_url;
  if (counts && ++documents_ > kMostDocuments) {
    co_return Failed(form_refused(fmt::format("The request has more than {} documents; send fewer at a time.", kMostDocuments)));
  }
  if (!file) co_return co_await take_value(source, {.field = part.field, .is_url = part.is_url});
  if (!part.names_last) co_return co_await take_file(source, *part.field, std::move(part.filename));
  if (auto& uploads = uploads_[part.field]; !uploads.empty()) uploads.back().input.filename = net::base_name(part.filename);
  co_return Result<void>{};
}

Async<Result<void>> FormReading::take_value(FormSource& source, actions::KnownField known) {
  const auto longest = known.is_url ? kLongestUrl : known.field->longest;
  std::string value;
  for (;;) {
    auto piece = co_await source.read();
    if (!piece) co_return Failed(piece.error());
    if (piece->empty()) break;
    value += *piece;
    if (value.size() > longest) {
      co_return Failed(
          form_refused(fmt::format("{}{}: the value is longer than {} bytes.", known.field->name, known.is_url ? "Url" : "", longest)));
    }
  }
  co_return keep_value(known, std::move(value));
}

Result<void> FormReading::keep_value(actions::KnownField known, std::string value) {
  if (value.empty()) return {};
  values_size_ += value.size();
  if (values_size_ > model::kMostValues)
    return Failed(form_refused(fmt::format("The form's values are larger than {} together.", show_size(model::kMostValues))));
  auto& urls = urls_[known.field];
  const bool again = known.is_url ? !urls.empty() && !known.field->many : values_.contains(std::string(known.field->name));
  if (again) return Failed(form_refused(fmt::format("{}{} is given twice; send it once.", known.field->name, known.is_url ? "Url" : "")));
  if (known.is_url) {
    urls.push_back(std::move(value));
  } else {
    values_.emplace(known.field->name, std::move(value));
  }
  return {};
}

Async<Result<std::string>> FormReading::read_head(FormSource& source) {
  std::string head;
  while (head.size() < actions::kSniffBytes) {
    auto piece = co_await source.read();
    if (!piece) co_return Failed(piece.error());
    if (piece->empty()) break;
    head = head.empty() ? *std::move(piece) : std::move(head) + *piece;
  }
  co_return head;
}

Async<Result<void>> FormReading::take_file(FormSource& source, const model::Field& field, std::string filename) {
  auto head = co_await read_head(source);
  if (!head) co_return Failed(head.error());
  if (head->empty()) {
    // Browsers send an empty part for a file that was not chosen; FileUrl may still follow.
    empty_files_.insert(&field);
    co_return Result<void>{};
  }
  auto& uploads = uploads_[&field];
  if (!uploads.empty() && !field.many) co_return Failed(form_refused(fmt::format("{} is given twice; send one document.", field.name)));
  Upload upload{.input = {}, .sniffed = actions::sniff(*head), .writer = nullptr};
  upload.input.field = field.name;
  upload.input.filename = net::base_name(filename);
  if (auto fits = actions::check_beginning(*request_.action, field, upload.sniffed); !fits) co_return fits;
  auto stored = co_await store_file(source, upload, *std::move(head));
  if (stored) uploads.push_back(std::move(upload));
  co_return stored;
}

Async<Result<void>> FormReading::store_file(FormSource& source, Upload& upload, std::string head) {
  upload.input.blob = request_.process.empty() ? new_input_name(request_.tenant, request_.job)
                                               : model::process_template(request_.tenant, request_.process, base32(random_bytes(10)));
  auto writer = co_await parts_.store.create(upload.input.blob);
  if (!writer) co_return Failed(writer.error());
  upload.writer = *std::move(writer);
  crypto::Sha256 digest;
  Result<std::string> piece = std::move(head);
  for (; piece && !piece->empty(); piece = co_await source.read()) {
    upload.input.size += piece->size();
    if (upload.input.size > parts_.input_limit) {
      auto large =
          fail(ErrorCode::PayloadTooLarge, fmt::format("{} is larger than {}.", upload.input.field, show_size(parts_.input_limit)));
      co_return Failed(std::move(large));
    }
    digest.update(*piece);
    auto wrote = co_await upload.writer->write(*std::move(piece));
    if (!wrote) co_return wrote;
  }
  if (!piece) co_return Failed(piece.error());
  upload.input.sha256 = digest.finish_hex();
  co_return co_await check_killer(upload.input.sha256);
}

Async<Result<void>> FormReading::check_killer(std::string sha256) {
  auto found = co_await parts_.store.find(model::killer_record(request_.tenant, sha256));
  if (!found) co_return Failed(found.error());
  if (!*found) co_return Result<void>{};
  co_return Failed(
      fail(ErrorCode::KnownKiller,
           "This very document has crashed the engine on every attempt before, so it is not tried again. Save it anew or change it."));
}

Result<Form> FormReading::finish() {
  Form form;
  if (const auto callback = values_.extract(std::string(actions::kCallbackUrl))) {
    form.callback_url = callback.mapped();
    if (auto checked = check_address(actions::kCallbackUrl, form.callback_url); !checked) return Failed(checked.error());
  }
  auto params = actions::validate(*request_.action, values_);
  if (!params) return Failed(params.error());
  form.params = *std::move(params);
  for (const auto& field : request_.action->fields) {
    if (field.type != model::FieldType::File) continue;
    if (auto gathered = gather(field, form); !gathered) return Failed(gathered.error());
  }
  return form;
}

/// A document that was sent wins over an address (spec U5).
Result<void> FormReading::gather(const model::Field& field, Form& form) {
  if (auto& uploads = uploads_[&field]; !uploads.empty()) return gather_files(field, uploads, form);
  if (!urls_[&field].empty()) return gather_urls(field, form);
  if (field.required) return Failed(missing(field));
  return {};
}

Result<void> FormReading::gather_files(const model::Field& field, std::vector<Upload>& uploads, Form& form) {
  const auto hint = form.params.find(std::string(actions::kFilename));
  for (auto& upload : uploads) {
    if (hint != form.params.end()) upload.input.filename = net::base_name(hint->second);
    auto type = actions::recognise(*request_.action, field, upload.sniffed, upload.input.filename);
    if (!type) return Failed(std::move(type.error()).in(Phase::Form));
    upload.input.content_type = (*type)->content_type;
    form.inputs.push_back(std::move(upload.input));
    form.writers.push_back(std::move(upload.writer));
  }
  return {};
}

Result<void> FormReading::gather_urls(const model::Field& field, Form& form) {
  const auto hint = form.params.find(std::string(actions::kFilename));
  for (auto& url : urls_[&field]) {
    if (auto checked = check_address(actions::url_name(field), url); !checked) return checked;
    model::Input input;
    input.field = field.name;
    input.url = std::move(url);
    if (hint != form.params.end()) input.filename = net::base_name(hint->second);
    form.inputs.push_back(std::move(input));
  }
  return {};
}

Error FormReading::missing(const model::Field& field) const {
  if (empty_files_.contains(&field)) return form_refused(fmt::format("{}: the document is empty (0 bytes); send its bytes.", field.name));
  return form_refused(
      fmt::format("{0}: no document; send it as the file part {0}, or its address as {1}.", field.name, actions::url_name(field)));
}

/// A copy that exists once it is committed.
Async<Result<std::unique_ptr<store::BlobWriter>>> copy_of(store::BlobStore& store, std::string blob, std::string name) {
  auto reader = co_await store.open(std::move(blob));
  if (!reader) co_return Failed(reader.error());
  auto writer = co_await store.create(std::move(name));
  if (!writer) co_return Failed(writer.error());
  for (std::uint64_t offset = 0; offset < (*reader)->size();) {
    auto piece = co_await (*reader)->read(offset, kCopyPiece);
    if (!piece) co_return Failed(piece.error());
    if (piece->empty()) co_return Failed(fail(ErrorCode::Corrupt, "A stored document is damaged.").cause("shorter than its size"));
    offset += piece->size();
    if (auto wrote = co_await (*writer)->write(*std::move(piece)); !wrote) co_return Failed(wrote.error());
  }
  co_return writer;
}

Async<Result<model::Input>> copy_input(store::BlobStore& store, model::Input input, std::string name) {
  auto writer = co_await copy_of(store, input.blob, name);
  if (!writer) co_return Failed(writer.error());
  if (auto done = co_await (*writer)->commit(); !done) co_return Failed(done.error());
  input.blob = std::move(name);
  co_return input;
}

}  // namespace

std::string new_input_name(const TenantId& tenant, const JobId& job) {
  return model::input_blob(tenant, job, base32(random_bytes(10)));
}

Async<Result<void>> add_copy(store::BlobStore& store, Form& form, model::Input original, std::string name) {
  auto writer = co_await copy_of(store, original.blob, name);
  if (!writer) co_return Failed(writer.error());
  original.blob = std::move(name);
  form.inputs.push_back(std::move(original));
  form.writers.push_back(*std::move(writer));
  co_return Result<void>{};
}

Async<Result<Form>> read_form(FormParts parts, FormRequest request) {
  FormReading reading(parts, std::move(request));
  auto read = co_await reading.read();
  if (!read) co_return Failed(read.error());
  auto form = reading.finish();
  if (!form) co_return form;
  std::uint64_t bytes = 0;
  for (const auto& input : form->inputs) bytes += input.size;
  parts.metrics.count("docmill_uploads_bytes_total", "Bytes of documents taken in.", {}, static_cast<double>(bytes));
  co_return form;
}

Async<Result<void>> commit_inputs(store::BlobStore& store, std::vector<std::unique_ptr<store::BlobWriter>> writers) {
  co_return co_await store.commit_all(std::move(writers));
}

Async<void> remove_inputs(store::BlobStore& store, std::vector<model::Input> inputs) {
  std::vector<std::string> blobs;
  for (auto& input : inputs) {
    if (!input.blob.empty()) blobs.push_back(std::move(input.blob));
  }
  if (blobs.empty()) co_return;
  const auto first = blobs.front();
  auto removed = co_await store.remove_many(std::move(blobs));
  // The sweep for abandoned uploads finds them.
  if (!removed) log::failure("inputs not removed", removed.error(), {{"first", first}});
}

Async<Result<std::vector<model::Input>>> move_inputs(store::BlobStore& store, std::vector<model::Input> inputs, TenantId tenant, JobId to) {
  std::vector<model::Input> moved;
  for (const auto& input : inputs) {
    if (input.blob.empty()) {
      moved.push_back(input);
      continue;
    }
    auto copied = co_await copy_input(store, input, new_input_name(tenant, to));
    if (!copied) {
      co_await remove_inputs(store, std::move(moved));
      co_return Failed(copied.error());
    }
    moved.push_back(*std::move(copied));
  }
  co_await remove_inputs(store, std::move(inputs));
  co_return moved;
}

}  // namespace docmill::api
