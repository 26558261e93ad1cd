#include "engines/mail/child/plain_body.h"

#include <algorithm>
#include <string_view>
#include <vector>

#include "engines/mail/child/escape.h"

namespace docmill::engines::mail {
namespace {

constexpr std::size_t kDeepestQuote = 20;  // deeper ones look like this

struct Line {
  std::size_t quotes = 0;
  std::string text;
};

/// Takes the marks off: ">>" and "> > " alike, except that in flowed text a blank behind the last belongs to the stuffing.
Line unquoted(std::string_view line, bool flowed) {
  Line out;
  while (line.starts_with('>')) {
    ++out.quotes;
    line.remove_prefix(1);
    if (!flowed && line.starts_with(" >")) line.remove_prefix(1);
  }
  if (line.starts_with(' ') && (flowed || out.quotes > 0)) line.remove_prefix(1);
  out.text = line;
  return out;
}

/// Whether the next line of the same depth continues this one: it ends in a blank and is no signature's mark (RFC 3676, 4.1 and 4.3).
bool flows_on(const Line& line) {
  return line.text.ends_with(' ') && line.text != "-- ";
}

std::vector<Line> lines_of(const Body& body) {
  std::vector<Line> lines;
  bool open = false;  // the last line waits for its continuation
  std::string_view rest = body.text;
  while (!rest.empty()) {
    const auto end = std::min(rest.find('\n'), rest.size());
    auto line = unquoted(rest.substr(0, end), body.flowed);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    const bool flows = body.flowed && flows_on(line);
    if (flows && body.delete_space) line.text.pop_back();
    if (open && line.quotes == lines.back().quotes && line.text != "-- ") {
      lines.back().text += line.text;
    } else {
      lines.push_back(std::move(line));
    }
    open = flows;
  }
  return lines;
}

void change_depth(std::string& out, std::size_t& depth, std::size_t wanted) {
  for (; depth < wanted; ++depth) out += "<blockquote class=\"docmill-quote\">";
  for (; depth > wanted; --depth) out += "</blockquote>";
}

}  // namespace

std::string html_of_text(const Body& body) {
  std::string out = "<div class=\"docmill-text\">";
  std::size_t depth = 0;
  bool first = true;
  for (const auto& line : lines_of(body)) {
    const auto wanted = std::min(line.quotes, kDeepestQuote);
    if (wanted == depth && !first) out += '\n';
    change_depth(out, depth, wanted);
    append_escaped(out, line.text);
    first = false;
  }
  change_depth(out, depth, 0);
  return out + "</div>";
}

std::string unfolded_text(const Body& body) {
  if (!body.flowed) return body.text;
  std::string out;
  for (const auto& line : lines_of(body)) {
    if (!out.empty()) out += '\n';
    if (line.quotes > 0) out += std::string(line.quotes, '>') + ' ';
    out += line.text;
  }
  return out;
}

}  // namespace docmill::engines::mail
