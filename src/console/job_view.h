#pragma once
#include <boost/json/object.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "accounts/history.h"
#include "api/answers.h"
#include "console/job_book.h"

namespace docmill::console {

/// A job in the list: what it is, how it stands, what was wrong.
boost::json::object job_row(const JobFacts& facts);
/// The same with everything that is known of it: phases, inputs, outputs with their links, and what to do next.
boost::json::object job_page(const JobFacts& facts, const api::LinkMaker& links);

/// A sentence that says what somebody may do about a job in this state.
std::string_view advice_for(const JobFacts& facts);

/// A place in the list as text for addresses, and back; nullopt for what is none.
std::string cursor_of(const accounts::HoldPlace& place);
std::optional<accounts::HoldPlace> place_of(std::string_view cursor);

/// "running" → the state; nullopt for a name of none.
std::optional<model::JobState> job_state_named(std::string_view name);

}  // namespace docmill::console
