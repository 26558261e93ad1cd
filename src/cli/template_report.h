#pragma once
#include <boost/json/object.hpp>
#include <string>
#include <string_view>

namespace docmill::cli {

/// What `docmill template check` shows of the answer of generate/check-template: tokens by part and place, the data they ask for, problems.
std::string readable_template(std::string_view name, const boost::json::object& report);

/// The same of generate/dry-run: what is missing, what is not used, warnings.
std::string readable_dry_run(std::string_view name, const boost::json::object& report);

/// JSON with a member or item a line.
std::string indented(const boost::json::value& value);

}  // namespace docmill::cli
