#include "cli/local_action.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <vector>

#include "actions/fields.h"
#include "actions/sniff.h"
#include "actions/validate.h"
#include "app/engines.h"
#include "base/fd.h"
#include "worker/run_action.h"

namespace docmill::cli {
namespace {

namespace fs = std::filesystem;

/// One line on stderr that is rewritten as phases pass; nothing when stderr is no terminal.
class ProgressLine {
 public:
  void show(std::string_view text) {
    if (terminal_) fmt::print(stderr, "\r\033[K{}", text);
  }
  void end() { show(""); }

 private:
  bool terminal_ = ::isatty(STDERR_FILENO) == 1;
};

Result<UniqueFd> opened(const std::string& path) {
  UniqueFd file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file.valid() || fs::is_directory(path)) return Failed(fail(ErrorCode::BadRequest, fmt::format("{} cannot be read.", path)));
  return file;
}

Result<void> add_document(Given& given, const model::Action& action, const model::Field& field, UniqueFd file, std::string name) {
  auto head = read_at(file.get(), 0, actions::kSniffBytes);
  if (!head) return Failed(head.error());
  auto type = actions::recognise(action, field, actions::sniff(*head), name);
  if (!type) return Failed(type.error());
  if (!field.many && given.documents.contains(&field))
    return Failed(fail(ErrorCode::BadRequest, fmt::format("{} is given twice; give one document.", field.name)));
  given.documents.emplace(&field,
                          engines::Document{std::move(file), std::string((*type)->extension), std::string(field.name), std::move(name)});
  return {};
}

/// The documents in the order of the action's fields, then in the caller's.
Result<std::vector<engines::Document>> in_order(const model::Action& action, Given& given) {
  std::vector<engines::Document> documents;
  for (const auto& field : action.fields) {
    if (field.type != model::FieldType::File) continue;
    const auto [first, end] = given.documents.equal_range(&field);
    if (first == end && field.required) {
      return Failed(
          fail(ErrorCode::BadRequest, fmt::format("{0}: no document; give it with --input, or with --set {0}=@FILE.", field.name)));
    }
    for (auto it = first; it != end; ++it) documents.push_back(std::move(it->second));
  }
  return documents;
}

Async<Result<engines::StepResult>> work(const model::Action& action, const config::Settings& settings,
                                        std::vector<engines::Document> inputs, std::map<std::string, std::string> params,
                                        std::set<std::string_view> unneeded, ProgressLine& progress) {
  auto names = worker::engines_needed(action, inputs);
  for (const auto name : unneeded) names.erase(name);
  app::Engines engines(co_await boost::asio::this_coro::executor, settings, names);
  progress.show("warming up ...");
  if (auto started = co_await engines.start(); !started) co_return Failed(started.error());
  worker::ActionRun run{.action = &action,
                        .inputs = std::move(inputs),
                        .params = std::move(params),
                        .budgets = app::phase_budgets(settings),
                        .limits = app::document_limits(settings),
                        .on_phase = [&progress](Phase phase) { progress.show(fmt::format("{} ...", name(phase))); }};
  engines::Stop never;
  auto result = co_await worker::run_action(std::move(run), engines.by_name(), never);
  co_await engines.stop();
  co_return result;
}

}  // namespace

Result<void> add_file(Given& given, const model::Action& action, const model::Field& field, const std::string& path) {
  auto file = opened(path);
  if (!file) return Failed(file.error());
  return add_document(given, action, field, *std::move(file), fs::path(path).filename().string());
}

Result<void> add_word(Given& given, const model::Action& action, const std::string& word) {
  const auto equals = word.find('=');
  if (equals == std::string::npos) {
    return Failed(fail(ErrorCode::BadRequest, fmt::format("--set {}: write Field=Value or Field=@FILE.", word)));
  }
  const auto name = word.substr(0, equals);
  auto value = word.substr(equals + 1);
  const auto known = actions::find_field(action, name);
  const bool document = known.field != nullptr && known.field->type == model::FieldType::File && !known.is_url;
  const bool from_file = value.starts_with('@');
  UniqueFd file;
  if (from_file) {
    auto source = opened(value.substr(1));
    if (!source) return Failed(source.error());
    file = *std::move(source);
  }
  if (document && from_file) {
    return add_document(given, action, *known.field, std::move(file), fs::path(value.substr(1)).filename().string());
  }
  if (document) {
    auto text = memory_file("docmill-input");
    if (!text) return Failed(text.error());
    if (auto wrote = write_all(text->get(), value); !wrote) return wrote;
    return add_document(given, action, *known.field, *std::move(text), {});
  }
  if (from_file) {
    auto text = read_at(file.get(), 0, kMiB);
    if (!text) return Failed(text.error());
    value = *std::move(text);
  }
  given.values.insert_or_assign(name, std::move(value));
  return {};
}

Result<void> write_output(const engines::Document& document, const std::string& path) {
  const UniqueFd file(path == "-" ? ::fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 0)
                                  : ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666));
  if (!file.valid())
    return Failed(
        fail(ErrorCode::BadRequest, fmt::format("{} cannot be written: {}. Name another place as --output.", path, std::strerror(errno))));
  for (std::uint64_t offset = 0;;) {
    auto piece = read_at(document.bytes.get(), offset, kMiB);
    if (!piece) return Failed(piece.error());
    if (piece->empty()) return {};
    if (auto wrote = write_all(file.get(), *piece); !wrote) return wrote;
    offset += piece->size();
  }
}

Result<engines::StepResult> run_here(const config::Settings& settings, const model::Action& action, Given given,
                                     const std::set<std::string_view>& unneeded) {
  auto params = actions::validate(action, given.values);
  if (!params) return Failed(params.error());
  auto inputs = in_order(action, given);
  if (!inputs) return Failed(inputs.error());
  ProgressLine progress;
  auto result = run_to_end(work(action, settings, std::move(*inputs), std::move(*params), unneeded, progress));
  progress.end();
  return result;
}

void tell_of(const engines::StepResult& result) {
  for (const auto& font : result.fonts) {
    if (font.substituted()) fmt::print(stderr, "font {} is not installed; {} was used\n", font.requested, font.used);
  }
  for (const auto& warning : result.warnings) fmt::print(stderr, "warning: {}\n", warning);
}

}  // namespace docmill::cli
