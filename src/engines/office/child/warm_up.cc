#include "engines/office/child/warm_up.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <malloc.h>
#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>

#include "base/fd.h"
#include "engines/child/spare_memory.h"
#include "engines/office/child/convert.h"
#include "engines/office/child/warm_documents.h"
#include "sandbox/sanitizer.h"

namespace docmill::engines::office {
namespace {

namespace fs = std::filesystem;

constexpr int kRounds = 2;  // the second finds what the first only allocated; a third gained nothing
constexpr std::chrono::seconds kThreadsGone{20};

Error cold(std::string_view what, std::string cause) {
  return fail(ErrorCode::Unavailable, fmt::format("LibreOffice could not warm up: {}.", what)).cause(std::move(cause)).at("office.warm_up");
}

Result<void> write_warm_document(const std::string& path, std::string_view text) {
  const UniqueFd file(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
  if (!file.valid()) return Failed(cold("a document could not be written", path));
  return write_all(file.get(), text);
}

Result<void> load_and_save(Lok& office, const std::string& from, const std::string& to, std::string_view format) {
  auto document = office.load("file://" + from, "Language=en-US");
  if (!document) return Failed(cold("a document did not load", fmt::format("{}: {}", from, office.error())));
  document->pages();
  const bool saved = document->save("file://" + to, std::string(format));
  document->close();
  if (!saved) return Failed(cold("a document did not save", fmt::format("{}: {}", to, office.error())));
  return {};
}

Result<void> exercise(Lok& office, const WarmDocument& document, const std::string& dir) {
  const auto flat = fmt::format("{}/warm.{}", dir, document.extension);
  const auto office_file = fmt::format("{}/warm.{}", dir, document.target);
  if (auto done = write_warm_document(flat, document.text); !done) return done;
  if (auto done = load_and_save(office, flat, office_file, document.target); !done) return done;
  for (int i = 0; i < kRounds; ++i) {
    if (auto done = load_and_save(office, office_file, dir + "/warm.pdf", "pdf"); !done) return done;
  }
  return {};
}

/// A fork while LibreOffice's pool still winds down can hang the child.
bool threads_are_gone() {
  const auto until = std::chrono::steady_clock::now() + kThreadsGone;
  while (std::chrono::steady_clock::now() < until) {
    if (std::distance(fs::directory_iterator("/proc/self/task"), fs::directory_iterator{}) <= 1 + sandbox::kSanitizerThreads) return true;
    ::usleep(10'000);  // no event tells when another library's thread has ended
  }
  return false;
}

std::vector<std::string> directories_here() {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(".")) {
    if (entry.is_directory() && entry.path().extension() == ".tmp") names.push_back(entry.path().filename().string());
  }
  return names;
}

/// What the scout does: one conversion of each kind, as a child would.
void convert_each(Lok& office, const std::string& dir, const Warmth& warmth) {
  const auto scratch = dir + "/scout";
  if (::mkdir(scratch.c_str(), 0700) != 0 || ::chdir(scratch.c_str()) != 0) _exit(1);
  make_temporary_dirs(warmth.temporary_dirs);
  for (const auto& document : warm_documents()) {
    std::vector<UniqueFd> inputs;
    inputs.emplace_back(::open(fmt::format("{}/warm.{}", dir, document.target).c_str(), O_RDONLY | O_CLOEXEC));
    auto work = child::Work::rehearsal({.operation = "convert",
                                        .target = "pdf",
                                        .inputs = {{.extension = std::string(document.target), .field = {}, .name = {}}},
                                        .params = {},
                                        .limits = {}},
                                       std::move(inputs));
    if (!convert({office, warmth.fonts}, work)) _exit(1);
  }
}

}  // namespace

void make_temporary_dirs(const std::vector<std::string>& names) {
  for (const auto& name : names) ::mkdir(name.c_str(), 0700);
}

Result<Warmth> warm_up(Lok& office, const std::string& dir, const std::string& program_dir) {
  std::error_code ignored;  // a directory that cannot be made shows in the first document that cannot be written
  fs::create_directories(dir, ignored);
  for (const auto& document : warm_documents()) {
    if (auto done = exercise(office, document, dir); !done) return Failed(std::move(done.error()));
  }
  ::malloc_trim(0);  // before the scout: its pages are those of a child
  if (!threads_are_gone()) return Failed(cold("its threads do not end", ""));
  Warmth warmth{.temporary_dirs = directories_here(), .fonts = FontBook::of_this_host(program_dir), .hot_pages = {}};
  warmth.hot_pages = HotPages::learn([&] { convert_each(office, dir, warmth); });
  fs::remove_all(dir, ignored);
  child::give_back_memory();
  return warmth;
}

}  // namespace docmill::engines::office
