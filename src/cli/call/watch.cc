#include "cli/call/watch.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <fstream>
#include <thread>

#include "actions/fields.h"
#include "base/clock.h"
#include "base/small_letters.h"
#include "cli/call/folder_events.h"
#include "cli/call/journal.h"
#include "cli/call/text_width.h"
#include "cli/call/watch_queue.h"
#include "net/retry.h"
#include "net/text.h"

namespace docmill::cli {
namespace {

namespace fs = std::filesystem;
using std::chrono::milliseconds;

constexpr milliseconds kLookAgain{30'000};  // network file systems give no news
constexpr milliseconds kUnsettled{500};
constexpr milliseconds kFirstRest{2'000};
constexpr milliseconds kLongestRest{60'000};

/// Whether the file itself is to blame, so that another try would end the same way.
bool blames_file(const Trouble& trouble) {
  return (trouble.exit == kRefused || trouble.exit == kCannotBeDone) && trouble.code != "cancelled" && trouble.code != "not_found" &&
         trouble.code != "conflict";
}

/// A job that is of no use any more: the file is to get another.
bool wants_other_job(const Trouble& trouble) {
  return trouble.code == "gone" || trouble.code == "cancelled" || trouble.code == "conflict";
}

class Watch {
 public:
  Watch(const WatchOptions& options, CallPlan plan, const Target& target, Display& display, Interrupt& interrupt,
        std::unique_ptr<Journal> journal)
      : options_(options),
        plan_(std::move(plan)),
        target_(target),
        display_(display),
        interrupt_(interrupt),
        journal_(std::move(journal)),
        inputs_({}) {
    plan_.cancel = false;  // the next start finds the jobs again
    plan_.lasting = true;
    if (plan_.destination.kind == Destination::Kind::Beside)
      plan_.destination = {.kind = Destination::Kind::Folder, .path = options.folder};
    for (const auto type : actions::types_taken(*plan_.action, *options.field)) types_.emplace_back(type);
  }

  int run(FolderEvents& events) {
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < options_.parallel; ++i) threads.emplace_back([this] { work(); });
    display_.note(fmt::format("Watching {} for {}; Ctrl-C ends it.", printable(options_.folder), fmt::join(types_, ", ")));
    listen(events);
    queue_.close();
    for (auto& thread : threads) thread.join();
    return exit_;
  }

 private:
  std::string path_of(const std::string& name) const { return options_.folder + "/" + name; }

  void listen(FolderEvents& events) {
    look();
    auto looked = std::chrono::steady_clock::now();
    while (!interrupt_.raised()) {
      const auto news = events.wait(kLookAgain, interrupt_);
      for (const auto& name : news.finished) {
        if (concerns_us(name)) queue_.add(name, true);
      }
      if (news.gone) {
        display_.say(fmt::format("docmill: {} has gone.", printable(options_.folder)));
        exit_ = kFailed;
        return interrupt_.raise();
      }
      const auto now = std::chrono::steady_clock::now();
      if (news.look_again || now - looked >= kLookAgain) {
        look();
        looked = now;
      }
    }
  }

  bool concerns_us(const std::string& name) const {
    if (name.empty() || name.front() == '.') return false;
    auto extension = small_letters(fs::path(name).extension().string());
    if (!extension.empty()) extension.erase(0, 1);
    const auto is = [&](std::string_view type) { return std::ranges::find(types_, type) != types_.end(); };
    return is("bin") || is(extension);
  }

  void look() {
    std::error_code trouble;
    for (auto it = fs::directory_iterator(options_.folder, trouble); !trouble && it != fs::directory_iterator(); it.increment(trouble)) {
      const auto name = it->path().filename().string();
      if (concerns_us(name) && !is_known(name)) queue_.add(name, false);
    }
  }

  /// Whether this very version of the file has been dealt with, or is a result of ours.
  bool is_known(const std::string& name) const {
    const auto mark = mark_of(path_of(name));
    const auto noted = journal_->find(name);
    return !mark || (noted && noted->mark == *mark && noted->state != Noted::State::Started);
  }

  void work() {
    Caller caller(plan_, inputs_, target_, interrupt_);
    while (const auto task = queue_.take()) queue_.done(*task, handle(*task, caller));
  }

  /// When to come back to the file; nullopt: it has been dealt with.
  std::optional<milliseconds> handle(const WatchQueue::Task& task, Caller& caller) {
    const auto path = path_of(task.name);
    if (interrupt_.raised() || is_known(task.name)) return std::nullopt;
    if (!task.closed && !is_settled(path)) return kUnsettled;
    const auto mark = mark_of(path);
    if (!mark) return std::nullopt;
    inputs_.add(path);  // no result takes its place
    const auto before = journal_->find(task.name);
    const bool same = before && before->mark == *mark && before->state == Noted::State::Started;
    const Noted started{.state = Noted::State::Started, .mark = *mark, .key = same ? before->key : new_call_key()};
    if (!same && !journal_->note(task.name, started)) return cannot_note(task);
    const auto result = call(task.name, path, started.key, caller);
    if (result.trouble && result.trouble->interrupted) return std::nullopt;
    return settle(task, started, result);
  }

  CallResult call(const std::string& name, const std::string& path, const std::string& key, Caller& caller) {
    Item item{.files = {{.path = path, .name = name, .field = options_.field, .already = {}}},
              .label = path,
              .folder = plan_.destination.path,
              .stem = journal_->shares_stem(name) ? name : fs::path(name).stem().string(),
              .file = {},
              .alone = false};
    const auto progress = [&](Stage stage, std::uint64_t done, std::uint64_t whole) { display_.progress(path, stage, done, whole); };
    const auto before_named = [&](int file, const std::string& result) {
      std::error_code trouble;
      const fs::path whole(result);
      const bool here = fs::equivalent(whole.has_parent_path() ? whole.parent_path() : fs::path("."), options_.folder, trouble) && !trouble;
      const auto mark = mark_of(file);
      return !here || (mark && journal_->note(whole.filename().string(), {.state = Noted::State::Output, .mark = *mark, .key = {}}));
    };
    return caller.call(item, key, progress, before_named);
  }

  std::optional<milliseconds> settle(const WatchQueue::Task& task, Noted noted, const CallResult& result) {
    if (!result.trouble) {
      noted.state = Noted::State::Done;
      if (!display_.ended(result)) interrupt_.raise();
      if (!journal_->note(task.name, noted)) return cannot_note(task);
      return is_known(task.name) ? std::nullopt : std::optional(milliseconds{0});  // it has changed meanwhile
    }
    const auto& trouble = *result.trouble;
    if (!mark_of(path_of(task.name))) {
      display_.say(fmt::format("docmill: {} has gone.", printable(task.name)));
      return std::nullopt;
    }
    if (blames_file(trouble)) {
      display_.ended(result);
      noted.state = Noted::State::Failed;
      if (!journal_->note(task.name, noted)) return cannot_note(task);
      put_aside(task.name, trouble);
      return std::nullopt;
    }
    if (trouble.exit == kNotAuthorised) {
      if (!interrupt_.raised()) display_.ended(result);
      exit_ = kNotAuthorised;
      interrupt_.raise();
      return std::nullopt;
    }
    if (wants_other_job(trouble)) {
      noted.key = new_call_key();
      journal_->note(task.name, noted);  // if it cannot be noted, the old key is tried once more
    }
    const auto pause = pause_after(task.tries);
    display_.say(fmt::format("docmill: {}: {} It is tried again in {} s.", printable(task.name), trouble.message,
                             std::chrono::ceil<std::chrono::seconds>(pause).count()));
    return pause;
  }

  std::optional<milliseconds> cannot_note(const WatchQueue::Task& task) {
    const auto pause = pause_after(task.tries);
    display_.say(
        fmt::format("docmill: {}/.docmill cannot be written, so {} has to wait.", printable(options_.folder), printable(task.name)));
    return pause;
  }

  static milliseconds pause_after(unsigned tries) {
    const auto most = std::min<milliseconds>(kFirstRest * (1U << std::min(tries, 10U)), kLongestRest);
    return net::random_between(most / 2, most);
  }

  /// Moves a file that cannot be done out of the way, with what is wrong in a file beside it.
  void put_aside(const std::string& name, const Trouble& trouble) {
    const fs::path place = fs::path(options_.folder) / "failed";
    std::error_code error;
    fs::create_directories(place, error);
    auto kept = name;
    for (int number = 2; fs::exists(place / kept, error); ++number) kept = fmt::format("{}-{}", number, name);
    fs::rename(path_of(name), place / kept, error);
    if (error) {
      display_.say(fmt::format("docmill: {} stays where it is: {}.", printable(name), error.message()));
      return;
    }
    journal_->note(name, {.state = Noted::State::Failed, .mark = {}, .key = {}});  // so that it may be put back as it is
    std::ofstream note(place / (kept + ".error.txt"));
    note << trouble.message << "\n\ncode: " << trouble.code << "\nat: " << to_iso(SystemClock().now()) << "\n";
    if (!trouble.job.empty()) note << "job: " << trouble.job << "\n";
    if (!trouble.request.empty()) note << "request: " << trouble.request << "\n";
  }

  const WatchOptions options_;
  CallPlan plan_;
  const Target target_;
  Display& display_;
  Interrupt& interrupt_;
  std::unique_ptr<Journal> journal_;
  Inputs inputs_;
  std::vector<std::string> types_;
  WatchQueue queue_;
  std::atomic<int> exit_{kDone};
};

}  // namespace

int watch_folder(const WatchOptions& options, CallPlan plan, const Target& target, Display& display, Interrupt& interrupt) {
  auto events = FolderEvents::of(options.folder);
  auto journal = events ? Journal::open(options.folder, plan.action->id) : Failed(events.error());
  if (!journal) {
    display.say("docmill: " + journal.error().message());
    return kMisused;
  }
  Watch watch(options, std::move(plan), target, display, interrupt, *std::move(journal));
  return watch.run(*events);
}

}  // namespace docmill::cli
