#include "cli/call/caller.h"

#include <fmt/format.h>
#include <unistd.h>

#include <boost/json.hpp>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include "base/ids.h"
#include "net/text.h"

namespace docmill::cli {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

constexpr std::size_t kMostResults = 100'000;

Trouble nonsense() {
  return {
      .exit = kNoService, .code = "internal", .message = "The server answered with nothing that Docmill says.", .job = {}, .request = {}};
}

/// The JSON of a finished job; nullopt when it is none.
std::optional<json::object> parsed(const std::string& answer) {
  boost::system::error_code trouble;
  auto value = json::parse(answer, trouble);
  if (trouble || !value.is_object()) return std::nullopt;
  return std::move(value.get_object());
}

std::uint64_t number_of(const json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  boost::system::error_code trouble;
  return value == nullptr ? 0 : value->to_number<std::uint64_t>(trouble);
}

std::vector<std::string> texts_of(const json::object& object, std::string_view name) {
  std::vector<std::string> texts;
  const auto* list = object.if_contains(name);
  if (list == nullptr || !list->is_array()) return texts;
  for (const auto& entry : list->get_array()) {
    if (entry.is_string() && texts.size() < kMostResults) texts.emplace_back(std::string_view(entry.get_string()));
  }
  return texts;
}

std::vector<std::string> links_of(const json::object& answer) {
  const auto* one = answer.if_contains("link");
  if (one != nullptr && one->is_string()) return {std::string(std::string_view(one->get_string()))};
  return texts_of(answer, "links");
}

/// Fonts that were not there are worth a warning: the document looks another way.
void note_fonts(const json::object& answer, std::vector<std::string>& warnings) {
  const auto* fonts = answer.if_contains("fonts");
  if (fonts == nullptr || !fonts->is_array()) return;
  for (const auto& font : fonts->get_array()) {
    if (!font.is_object()) continue;
    const auto& row = font.get_object();
    const auto* substituted = row.if_contains("substituted");
    const auto* asked = row.if_contains("requested");
    const auto* used = row.if_contains("used");
    if (substituted == nullptr || !substituted->is_bool() || !substituted->get_bool()) continue;
    if (asked == nullptr || !asked->is_string() || used == nullptr || !used->is_string()) continue;
    warnings.push_back(net::clean_text(fmt::format("The font {} is not installed; {} was used.", std::string_view(asked->get_string()),
                                                   std::string_view(used->get_string()))));
  }
}

std::string offered_name(const net::Headers& headers) {
  const auto parsed = net::parse_field_value(headers.find("Content-Disposition").value_or(""));
  return parsed ? net::disposition_filename(*parsed).value_or("") : std::string();
}

bool write_to(int file, std::string_view bytes) {
  while (!bytes.empty()) {
    const auto wrote = ::write(file, bytes.data(), bytes.size());
    if (wrote < 0 && errno == EINTR) continue;
    if (wrote <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(wrote));
  }
  return true;
}

tl::unexpected<Trouble> stdout_trouble() {
  return local_trouble(fmt::format("The result cannot be written to stdout: {}.", std::strerror(errno)));
}

}  // namespace

std::string new_call_key() {
  return "cli-" + base32(random_bytes(20));
}

Caller::Caller(const CallPlan& plan, const Inputs& inputs, const Target& target, const Interrupt& interrupt)
    : plan_(plan), inputs_(inputs), interrupt_(interrupt), service_(target, interrupt) {}

CallResult Caller::call(const Item& item, const std::string& key, const OnProgress& progress, const BeforeNamed& before_named) {
  const auto start = std::chrono::steady_clock::now();
  CallResult result;
  result.label = item.label;
  until_ = plan_.timeout.count() > 0 ? Deadline::in(plan_.timeout) : Deadline::never();
  before_named_ = &before_named;
  if (auto done = perform(item, key, progress, result); !done) result.trouble = std::move(done.error());
  if (result.trouble && result.trouble->job.empty()) result.trouble->job = result.job;
  result.took = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - start);
  return result;
}

Outcome<void> Caller::perform(const Item& item, const std::string& key, const OnProgress& progress, CallResult& result) {
  auto form = open_form(*plan_.action, plan_.given, item.files);
  if (!form) return troubled(std::move(form.error()));
  auto job = service_.submit(*plan_.action, form->parts, key, patience(), progress);
  if (!job) return troubled(std::move(job.error()));
  result.job = job->id;
  auto answer = service_.wait(*job, patience(), progress);
  if (!answer) {
    // Nobody waits for it any more, and what is cancelled is not charged.
    const bool abandoned = answer.error().interrupted || answer.error().code == "timeout";
    if (abandoned && plan_.cancel) service_.cancel(*job);
    return troubled(std::move(answer.error()));
  }
  return take_answer(item, *answer, result, progress);
}

Outcome<void> Caller::take_answer(const Item& item, const std::string& answer, CallResult& result, const OnProgress& progress) {
  const auto object = parsed(answer);
  // An answer of JSON too large for the body comes as a link, as documents do.
  const auto links = object && object->contains("jobId") ? links_of(*object) : std::vector<std::string>();
  if (plan_.action->answer == model::Answer::Json && links.empty()) {
    result.documents = plan_.action->documents;
    return take_json(item, answer, result);
  }
  if (!object || links.empty()) return troubled(nonsense());
  result.documents = number_of(*object, "documents");
  result.pages = number_of(*object, "pages");
  for (const auto& text : texts_of(*object, "warnings")) result.warnings.push_back(net::clean_text(text));
  note_fonts(*object, result.warnings);
  if (plan_.destination.kind != Destination::Kind::Stdout) return fetch_all(item, links, result, progress);
  if (links.size() == 1) return fetch_to_stdout(links.front(), progress);
  return local_trouble(fmt::format("There are {} results, which cannot all go to stdout; name a folder with --output.", links.size()));
}

Outcome<void> Caller::take_json(const Item& item, const std::string& answer, CallResult& result) {
  if (plan_.destination.kind == Destination::Kind::Stdout || plan_.destination.kind == Destination::Kind::Beside) {
    result.json = answer;
    return {};
  }
  PartFile part(item.folder);
  if (!part.begin() || !part.write(answer) || !part.write("\n")) return local_trouble(part.trouble());
  return keep(part, result_path(item, "document.json", 1, 1, plan_.action->operation(), inputs_), result);
}

Outcome<void> Caller::keep(PartFile& part, const std::string& path, CallResult& result) {
  const bool noted = !*before_named_ || (*before_named_)(part.fd(), path);
  if (!noted) return local_trouble("It cannot be noted that the result is there.");
  auto kept = part.keep(path, plan_.lasting);
  if (kept) result.outputs.push_back(path);
  return kept;
}

Outcome<void> Caller::fetch_all(const Item& item, const std::vector<std::string>& links, CallResult& result, const OnProgress& progress) {
  for (std::size_t i = 0; i < links.size(); ++i) {
    std::error_code trouble;
    const auto many = links.size() > 1 && !item.alone && item.file.empty();
    const auto folder = many ? (fs::path(item.folder) / item.stem).string() : item.folder;
    if (many) fs::create_directories(folder, trouble);  // else the part cannot be made, and says why
    PartFile part(folder);
    std::string offered;
    const Fetch fetch{.link = links[i],
                      .begin =
                          [&](const net::Headers& headers) {
                            offered = offered_name(headers);
                            return part.begin();
                          },
                      .write = [&](std::string_view bytes) { return part.write(bytes); }};
    auto fetched = service_.fetch(fetch, patience(), progress);
    if (!fetched && !part.trouble().empty()) return local_trouble(part.trouble());
    if (!fetched) return fetched;
    if (fs::path(offered).extension().empty() && plan_.action->makes != "bin") offered = fmt::format("{}.{}", offered, plan_.action->makes);
    const auto path = result_path(item, offered, i + 1, links.size(), plan_.action->operation(), inputs_);
    if (auto kept = keep(part, path, result); !kept) return kept;
  }
  return {};
}

Outcome<void> Caller::fetch_to_stdout(const std::string& link, const OnProgress& progress) {
  bool begun = false;
  int error = 0;
  const Fetch fetch{.link = link,
                    .begin = [&](const net::Headers&) { return !std::exchange(begun, true); },  // what is written cannot be taken back
                    .write =
                        [&](std::string_view bytes) {
                          const bool wrote = write_to(STDOUT_FILENO, bytes);
                          if (!wrote) error = errno;
                          return wrote;
                        }};
  auto fetched = service_.fetch(fetch, patience(), progress);
  errno = error;
  if (!fetched && error != 0) return stdout_trouble();
  return fetched;
}

}  // namespace docmill::cli
