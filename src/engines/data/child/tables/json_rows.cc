#include "engines/data/child/tables/json_rows.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/value_stack.hpp>
#include <optional>
#include <unordered_set>

#include "engines/data/child/tables/bounds.h"

namespace docmill::engines::data {
namespace {

namespace json = boost::json;

constexpr std::size_t kDeepestJson = 64;
constexpr std::string_view kValueColumn = "Value";

/// Boost.JSON's parser calls this for each piece of the document. Outside the array it follows the path, inside it builds one element at a
/// time.
class RowFinder {
 public:
  static constexpr std::size_t max_object_size = std::size_t(-1);
  static constexpr std::size_t max_array_size = std::size_t(-1);
  static constexpr std::size_t max_key_size = std::size_t(-1);
  static constexpr std::size_t max_string_size = json::string::max_size();

  RowFinder(std::string_view path, const JsonRow& row) : row_(row) {
    while (!path.empty()) {
      const auto dot = std::min(path.find('.'), path.size());
      path_.emplace_back(path.substr(0, dot));
      path.remove_prefix(std::min(dot + 1, path.size()));
    }
  }

  bool found() const { return found_; }
  bool stopped() const { return stopped_; }
  const std::optional<Error>& failure() const { return failure_; }

  bool on_document_begin(json::error_code&) { return true; }
  bool on_document_end(json::error_code&) { return true; }
  bool on_comment_part(json::string_view, json::error_code&) { return true; }
  bool on_comment(json::string_view, json::error_code&) { return true; }

  bool on_object_begin(json::error_code&) {
    if (building() || begins_element()) {
      ++open_;
    } else if (expected_) {
      ++level_;
      expected_ = false;
    } else {
      ++aside_;
    }
    return true;
  }
  bool on_object_end(std::size_t count, json::error_code& stop) {
    if (building()) {
      stack_.push_object(count);
      --open_;
      return ended(stop);
    }
    --(aside_ > 0 ? aside_ : level_);
    return true;
  }
  bool on_array_begin(json::error_code&) {
    if (building()) {
      ++open_;
    } else if (in_list_) {
      ++open_;
    } else if (at_target()) {
      found_ = in_list_ = true;
      expected_ = false;
    } else {
      expected_ = false;
      ++aside_;
    }
    return true;
  }
  bool on_array_end(std::size_t count, json::error_code& stop) {
    if (building()) {
      stack_.push_array(count);
      --open_;
      return ended(stop);
    }
    if (aside_ > 0) {
      --aside_;
    } else {
      in_list_ = false;
    }
    return true;
  }
  bool on_key_part(json::string_view part, std::size_t, json::error_code&) {
    if (building()) stack_.push_chars(part);
    if (follows_keys()) key_.append(part.data(), part.size());
    return true;
  }
  bool on_key(json::string_view part, std::size_t, json::error_code&) {
    if (building()) stack_.push_key(part);
    if (!follows_keys()) return true;
    key_.append(part.data(), part.size());
    expected_ = key_ == path_.at(level_ - 1);
    key_.clear();
    return true;
  }
  bool on_string_part(json::string_view part, std::size_t, json::error_code&) {
    if (building() || in_list_ || at_target()) stack_.push_chars(part);
    return true;
  }
  bool on_string(json::string_view text, std::size_t, json::error_code& stop) {
    return scalar(stop, [&] { stack_.push_string(text); });
  }
  bool on_number_part(json::string_view, json::error_code&) { return true; }
  bool on_int64(std::int64_t number, json::string_view, json::error_code& stop) {
    return scalar(stop, [&] { stack_.push_int64(number); });
  }
  bool on_uint64(std::uint64_t number, json::string_view, json::error_code& stop) {
    return scalar(stop, [&] { stack_.push_uint64(number); });
  }
  bool on_double(double number, json::string_view text, json::error_code& stop) {
    const bool whole = text.find_first_of(".eE") == json::string_view::npos;
    return scalar(stop, [&] { whole ? stack_.push_string(text) : stack_.push_double(number); });
  }
  bool on_bool(bool value, json::error_code& stop) {
    return scalar(stop, [&] { stack_.push_bool(value); });
  }
  bool on_null(json::error_code& stop) {
    return scalar(stop, [&] { stack_.push_null(); });
  }

 private:
  bool building() const { return open_ > 0; }
  bool at_target() const { return expected_ && level_ == path_.size(); }
  bool follows_keys() const { return !building() && !in_list_ && aside_ == 0 && level_ > 0 && level_ <= path_.size(); }

  /// Whether the value that begins here is a row.
  bool begins_element() {
    if (in_list_) return true;
    if (!at_target()) return false;
    found_ = true;
    expected_ = false;
    return true;
  }

  template <class Push>
  bool scalar(json::error_code& stop, const Push& push) {
    if (building()) {
      push();
      return true;
    }
    if (!begins_element()) {
      expected_ = false;
      return true;
    }
    push();
    return ended(stop);
  }

  /// An element may be complete; then it is given away.
  bool ended(json::error_code& stop) {
    if (open_ > 0) return true;
    const json::value value = stack_.release();
    stack_.reset();
    auto go_on = row_(value);
    if (go_on && *go_on) return true;
    if (!go_on) failure_ = go_on.error();
    stopped_ = true;
    stop = boost::system::errc::make_error_code(boost::system::errc::operation_canceled);
    return false;
  }

  const JsonRow& row_;
  std::vector<std::string> path_;
  json::value_stack stack_;
  std::string key_;
  std::size_t level_ = 0;  // objects open along the path
  std::size_t aside_ = 0;  // containers open off the path
  std::size_t open_ = 0;   // containers open inside the element at hand
  bool expected_ = true;   // the next value is the one the path leads to so far
  bool in_list_ = false;
  bool found_ = false;
  bool stopped_ = false;
  std::optional<Error> failure_;
};

std::size_t line_of(std::string_view text, std::size_t offset) {
  return 1 + static_cast<std::size_t>(std::ranges::count(text.substr(0, offset), '\n'));
}

}  // namespace

Result<void> each_json_row(std::string_view text, std::string_view path, const JsonRow& row) {
  json::parse_options options;
  options.max_depth = kDeepestJson;
  json::basic_parser<RowFinder> parser(options, path, row);
  json::error_code failed;
  const auto used = parser.write_some(false, text.data(), text.size(), failed);
  const auto& finder = parser.handler();
  if (const auto& failure = finder.failure()) return Failed(*failure);
  if (finder.stopped()) return {};
  const bool more = text.substr(std::min(used, text.size())).find_first_not_of(" \t\r\n") != std::string_view::npos;
  if (failed || more)
    return Failed(
        fail(ErrorCode::InputDamaged, fmt::format("The JSON is not valid at line {}.", line_of(text, std::min(used, text.size()))))
            .cause(failed ? failed.message() : "text behind the end")
            .at("data.json"));
  if (!finder.found())
    return Failed(fail(ErrorCode::BadRequest, fmt::format("PathToJsonArray: the JSON has nothing at \"{}\".", path.substr(0, 200))));
  return {};
}

Result<std::vector<std::string>> json_columns(std::string_view text, std::string_view path) {
  std::vector<std::string> columns;
  std::unordered_set<std::string> known;
  const auto add = [&](std::string_view name) {
    if (known.emplace(name).second) columns.emplace_back(name);
  };
  auto done = each_json_row(text, path, [&](const json::value& row) -> Result<bool> {
    if (const auto* object = row.if_object()) {
      for (const auto& member : *object) add(member.key());
    } else {
      add(kValueColumn);
    }
    if (columns.size() <= kMostColumns) return true;
    return Failed(fail(ErrorCode::InputTooComplex, fmt::format("The rows have more than {} different keys.", kMostColumns)));
  });
  if (!done) return Failed(done.error());
  return columns;
}

const json::value* json_cell(const json::value& row, std::string_view column) {
  if (const auto* object = row.if_object()) return object->if_contains(column);
  return column == kValueColumn ? &row : nullptr;
}

}  // namespace docmill::engines::data
