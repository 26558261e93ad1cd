#include "cli/call/display.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <unistd.h>

#include <algorithm>
#include <boost/json.hpp>
#include <cstdio>

#include "base/units.h"
#include "base/utf8.h"
#include "cli/call/text_width.h"

namespace docmill::cli {
namespace {

namespace json = boost::json;
using Steady = std::chrono::steady_clock;

constexpr std::chrono::milliseconds kRedraw{100};
constexpr std::size_t kBar = 20;

double seconds_of(Steady::duration length) {
  return std::chrono::duration<double>(length).count();
}

/// "[#####     ]"
std::string bar(std::uint64_t done, std::uint64_t whole) {
  const auto filled = whole == 0 ? 0 : std::min<std::size_t>(static_cast<std::size_t>(done * kBar / whole), kBar);
  return fmt::format("[{}{}]", std::string(filled, '#'), std::string(kBar - filled, ' '));
}

std::string counted(std::uint64_t count, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", count, count == 1 ? one : many);
}

/// Strings of JSON are UTF-8; a path need not be.
std::string as_text(const std::string& path) {
  return is_utf8(path) ? path : printable(path);
}

bool print_line(std::FILE* to, std::string line) {
  line += '\n';
  return std::fwrite(line.data(), 1, line.size(), to) == line.size() && std::fflush(to) == 0;
}

std::string pretty_facts(const CallResult& result) {
  auto facts = fmt::format("{:.1f} s", seconds_of(result.took));
  if (result.pages > 0) facts = counted(result.pages, "page", "pages") + ", " + facts;
  return facts;
}

}  // namespace

std::string json_line(const CallResult& result) {
  json::object line{{"file", as_text(result.label)}, {"ok", !result.trouble.has_value()}};
  if (!result.job.empty()) line["jobId"] = result.job;
  auto& outputs = line["outputs"].emplace_array();
  for (const auto& path : result.outputs) outputs.emplace_back(as_text(path));
  if (!result.json.empty()) {
    boost::system::error_code trouble;
    auto value = json::parse(result.json, trouble);
    line["result"] = trouble ? json::value(result.json) : std::move(value);
  }
  if (!result.trouble) line["documents"] = result.documents;
  if (result.pages > 0) line["pages"] = result.pages;
  if (!result.warnings.empty()) line["warnings"] = json::array(result.warnings.begin(), result.warnings.end());
  line["ms"] = result.took.count();
  if (const auto& trouble = result.trouble) {
    json::object error{
        {"class", exit_name(trouble->exit)}, {"exit", trouble->exit}, {"code", trouble->code}, {"message", as_text(trouble->message)}};
    if (!trouble->request.empty()) error["requestId"] = trouble->request;
    line["error"] = std::move(error);
  }
  return json::serialize(line);
}

Display::Display(DisplayOptions options) : options_(options), terminal_(!options.quiet && ::isatty(STDERR_FILENO) == 1) {}

Display::~Display() {
  clear();
}

void Display::begun(const std::string& label) {
  const std::lock_guard lock(mutex_);
  under_way_.emplace(label, Stage::Sending);
  label_ = label;
  if (options_.one) start_ = Steady::now();
  draw(true);
}

void Display::progress(const std::string& label, Stage stage, std::uint64_t done, std::uint64_t whole) {
  const std::lock_guard lock(mutex_);
  under_way_[label] = stage;
  const bool other = label_ != label || stage_ != stage;
  label_ = label;
  stage_ = stage;
  done_ = done;
  whole_ = whole;
  draw(other && options_.one);
}

bool Display::ended(const CallResult& result) {
  const std::lock_guard lock(mutex_);
  under_way_.erase(result.label);
  ++finished_;
  if (result.trouble) ++failed_;
  clear();
  const bool printed = options_.json ? print_json(result) : print_plain(result);
  draw(true);
  return printed;
}

void Display::say(std::string_view text) {
  const std::lock_guard lock(mutex_);
  clear();
  print_line(stderr, std::string(text));
  draw(true);
}

void Display::note(std::string_view text) {
  if (!options_.quiet) say(text);
}

bool Display::print_json(const CallResult& result) const {
  return print_line(stdout, json_line(result));
}

bool Display::print_plain(const CallResult& result) const {
  const auto label = printable(result.label);
  if (const auto& trouble = result.trouble) {
    // Messages about files name them already.
    const auto text = trouble->code == "local" || options_.one ? trouble->message : fmt::format("{}: {}", label, trouble->message);
    print_line(stderr, "docmill: " + text);
    if (!trouble->request.empty() && trouble->exit == kNoService) print_line(stderr, "  request: " + trouble->request);
    return true;
  }
  if (!options_.quiet) {
    for (const auto& warning : result.warnings) print_line(stderr, fmt::format("{}: {}", label, warning));
  }
  if (!result.json.empty()) return print_line(stdout, result.json);
  if (options_.quiet) return true;
  const bool person = ::isatty(STDOUT_FILENO) == 1;
  for (const auto& path : result.outputs) {
    // A script reads paths; a person also wants to know of what and how long.
    if (!print_line(stdout, person ? fmt::format("{}  ({})", printable(path), pretty_facts(result)) : path)) return false;
  }
  return true;
}

std::string Display::line_of_one() const {
  const auto room = terminal_columns(STDERR_FILENO);
  const auto seconds = seconds_of(Steady::now() - start_);
  std::string rest;
  if (stage_ == Stage::Waiting) {
    rest = fmt::format("  waiting {:.0f} s", seconds);
  } else {
    const auto* doing = stage_ == Stage::Sending ? "sending" : "fetching";
    rest = whole_ == 0 ? fmt::format("  {} ...", doing)
                       : fmt::format("  {} {} {:>3}% of {}", doing, bar(done_, whole_), done_ * 100 / whole_, show_size(whole_));
  }
  return shortened(printable(label_), room > rest.size() + 4 ? room - rest.size() - 1 : 4) + rest;
}

std::string Display::line_of_many() const {
  const auto room = terminal_columns(STDERR_FILENO);
  auto head = options_.calls == 0 ? fmt::format("{} done", finished_)
                                  : fmt::format("{} {} of {}", bar(finished_, options_.calls), finished_, options_.calls);
  if (failed_ > 0) head += fmt::format(", {} failed", failed_);
  if (under_way_.empty()) return head;
  return head + "  " + shortened(printable(under_way_.begin()->first), room > head.size() + 8 ? room - head.size() - 3 : 5);
}

void Display::draw(bool now) {
  if (!terminal_ || under_way_.empty()) return;
  const auto moment = Steady::now();
  if (!now && moment - drawn_ < kRedraw) return;
  drawn_ = moment;
  shown_ = true;
  std::fputs(("\r" + (options_.one ? line_of_one() : line_of_many()) + "\033[K").c_str(), stderr);
}

void Display::clear() {
  if (shown_) std::fputs("\r\033[K", stderr);
  shown_ = false;
}

}  // namespace docmill::cli
