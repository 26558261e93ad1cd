#include "actions/openapi.h"

#include <algorithm>

#include <boost/json/serialize.hpp>
#include <utility>
#include <vector>

#include "actions/catalogue.h"
#include "actions/openapi_words.h"

namespace docmill::actions {
namespace {

namespace json = boost::json;

constexpr std::string_view kAbout =
    "Documents in, documents out. Every action is a form sent by POST: it waits for the result, or, with `jobs/` before its last part, "
    "answers at once with a job's address. What was made is downloaded by the links of the answer. Problems are "
    "`application/problem+json` and say what is wrong and what to do.";

struct Tag {
  std::string_view name;
  std::string_view about;
};

constexpr Tag kTags[] = {
    {"convert", "From one type of document to another."},
    {"generate", "Documents from templates and data."},
    {"pdf", "Pages, forms, protection and facts of PDFs."},
    {"watermark", "Texts, pictures and pages laid over or under PDFs."},
    {"mail", "Messages and what is attached to them."},
    {"image", "Pictures."},
    {"regex", "Texts searched, split and replaced with .NET regular expressions."},
    {"archive", "ZIP and other archives."},
    {"processes", "Stored templates that are started by an address."},
    {"flows", "What the designers of flows ask while a flow is built."},
    {"account", "The account that a key belongs to."},
    {"service", "Downloads, health, and this description."},
};

std::string_view about_tag(std::string_view name) {
  for (const auto& tag : kTags) {
    if (tag.name == name) return tag.about;
  }
  return "Actions of this group.";
}

/// The groups in the order of the catalogue, then what is no action.
json::array tags() {
  std::vector<std::string_view> names;
  const auto add = [&](std::string_view name) {
    if (std::ranges::find(names, name) == names.end()) names.push_back(name);
  };
  for (const auto& action : catalogue()) add(action.group());
  for (const auto* name : {"processes", "flows", "account", "service"}) add(name);
  json::array out;
  for (const auto name : names) out.push_back(json::object{{"name", name}, {"description", about_tag(name)}});
  return out;
}

}  // namespace

std::string openapi_json(std::string_view version, std::string_view server_url) {
  json::object paths;
  for (const auto& action : catalogue()) openapi::add_action(paths, action);
  openapi::add_processes(paths);
  openapi::add_flow_processes(paths);
  openapi::add_service(paths);
  const json::object about{{"title", "Docmill"},
                           {"version", version},
                           {"description", kAbout},
                           {"license", json::object{{"name", "Apache-2.0"}, {"url", "https://www.apache.org/licenses/LICENSE-2.0"}}},
                           {"contact", json::object{{"name", "Whoever runs this Docmill"}}}};
  const json::object document{
      {"openapi", "3.1.0"},
      {"info", about},
      {"servers", json::array{json::object{{"url", server_url.empty() ? std::string_view("/") : server_url}}}},
      {"security", json::array{json::object{{"ApiKey", json::array{}}}}},
      {"tags", tags()},
      {"paths", std::move(paths)},
      {"components", openapi::components()},
  };
  return json::serialize(document);
}

}  // namespace docmill::actions
