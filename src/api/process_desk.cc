#include "api/process_desk.h"

#include <boost/json.hpp>
#include <utility>

#include "api/answers.h"
#include "api/json_data.h"
#include "api/process_answers.h"
#include "base/units.h"

namespace docmill::api {
namespace {

namespace json = boost::json;
using Place = ProcessRoute::Place;

constexpr std::uint64_t kLongestRegistration = 16 * kKiB;

/// A text member of an object; empty when there is none.
std::string member_text(const json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  const auto* text = value == nullptr ? nullptr : value->if_string();
  return text == nullptr ? std::string() : std::string(*text);
}

net::Response nothing() {
  return {.status = 204, .headers = {}, .body = {}};
}

}  // namespace

net::Response ProcessDesk::refuse(const net::Request& request, const Error& error) const {
  return refusal(metrics_, request, error);
}

Async<net::Response> ProcessDesk::answer(const net::Request& request, net::Body& body, ProcessRoute route, model::Principal principal) {
  switch (route.place) {
    case Place::All: co_return co_await all(request, body, std::move(principal));
    case Place::One: co_return co_await one(request, body, std::move(route), std::move(principal));
    case Place::FlowProcesses: co_return co_await list(request, principal.tenant, true);
    case Place::FlowSchema:
    case Place::HookSchema: co_return co_await schema(request, std::move(route), principal.tenant);
    case Place::Hooks: co_return co_await add_hook(request, body, principal.tenant);
    case Place::Hook: {
      auto removed = co_await processes_.remove_hook(principal.tenant, std::move(route.process), std::move(route.hook));
      co_return removed ? nothing() : refuse(request, removed.error());
    }
    default: co_return refuse(request, fail(ErrorCode::NotFound, "There is no such address."));
  }
}

Async<net::Response> ProcessDesk::all(const net::Request& request, net::Body& body, model::Principal principal) {
  if (request.method != "POST") co_return co_await list(request, principal.tenant, false);
  auto made = co_await processes_.make(request, body, std::move(principal));
  if (!made) co_return refuse(request, made.error());
  const auto base = base_url(request, public_url_);
  auto response = shown(201, *made, base);
  response.headers.add("Location", base + "/api/v2/processes/" + made->row.id.text());
  co_return response;
}

Async<net::Response> ProcessDesk::one(const net::Request& request, net::Body& body, ProcessRoute route, model::Principal principal) {
  if (request.method == "DELETE") {
    auto removed = co_await processes_.remove(principal.tenant, std::move(route.process));
    co_return removed ? nothing() : refuse(request, removed.error());
  }
  const auto tenant = principal.tenant;
  auto process = request.method == "PUT" ? co_await processes_.change(request, body, std::move(principal), std::move(route.process))
                                         : co_await processes_.load(tenant, std::move(route.process));
  co_return process ? shown(200, *process, base_url(request, public_url_)) : refuse(request, process.error());
}

Async<net::Response> ProcessDesk::list(const net::Request& request, TenantId tenant, bool for_flows) {
  auto processes = co_await processes_.list(std::move(tenant));
  if (!processes) co_return refuse(request, processes.error());
  co_return for_flows ? flow_list(*processes) : listed(*processes, base_url(request, public_url_));
}

Async<net::Response> ProcessDesk::schema(const net::Request& request, ProcessRoute route, TenantId tenant) {
  auto process = co_await processes_.load(std::move(tenant), std::move(route.process));
  if (!process) co_return refuse(request, process.error());
  co_return route.place == Place::HookSchema ? hook_schema() : flow_schema(*process);
}

Async<net::Response> ProcessDesk::add_hook(const net::Request& request, net::Body& body, TenantId tenant) {
  auto text = co_await read_body(body, kLongestRegistration);
  if (!text) co_return refuse(request, text.error());
  json::error_code ec;
  const auto value = json::parse(*text, ec);
  const auto* object = ec ? nullptr : value.if_object();
  auto process = ProcessId::parse(object == nullptr ? std::string() : member_text(*object, "processId"));
  if (!process) {
    co_return refuse(request, fail(ErrorCode::BadRequest, R"(Send a JSON object: {"processId": "…", "hookUrl": "https://…"}.)"));
  }
  auto added = co_await processes_.add_hook(std::move(tenant), *std::move(process), member_text(*object, "hookUrl"));
  co_return added ? hooked(base_url(request, public_url_), *added) : refuse(request, added.error());
}

}  // namespace docmill::api
