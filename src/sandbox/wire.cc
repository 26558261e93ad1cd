#include "sandbox/wire.h"

#include <boost/json.hpp>

namespace docmill::sandbox::wire {
namespace {
namespace json = boost::json;

Error unreadable(std::string why) {
  return fail(ErrorCode::Internal, "Worker and engine do not understand each other.").cause(std::move(why)).at("sandbox.wire");
}

// Runs `read` over the parsed object; anything missing or of another kind is one and the same trouble.
template <class Value, class Read>
Result<Value> parse(std::string_view text, Read read) {
  try {
    const json::value value = json::parse(json::string_view(text.data(), text.size()));
    return read(value.as_object());
  } catch (const std::exception& e) {
    return Failed(unreadable(e.what()));
  }
}

template <class Number>
Number number(const json::object& from, const char* name) {
  return from.at(name).to_number<Number>();
}

std::string string(const json::object& from, const char* name) {
  return json::value_to<std::string>(from.at(name));
}

}  // namespace

std::string text(const Setup& setup) {
  const ZygoteOptions& options = setup.options;
  json::object out;
  out["control_groups"] = setup.control_groups;
  out["ready_children"] = options.ready_children;
  out["max_children"] = options.max_children;
  out["memory_growth"] = options.memory_growth;
  out["scratch_size"] = options.scratch_size;
  out["cpu_limit"] = options.cpu_limit.count();
  out["start_timeout"] = options.start_timeout.count();
  out["run_dir"] = options.run_dir;
  out["unprivileged_user"] = options.unprivileged_user;
  out["namespaces"] = options.namespaces;
  out["require_landlock"] = options.require_landlock;
  return json::serialize(out);
}

Result<Setup> read_setup(std::string_view text) {
  return parse<Setup>(text, [](const json::object& in) {
    Setup setup;
    setup.control_groups = string(in, "control_groups");
    ZygoteOptions& options = setup.options;
    options.ready_children = number<int>(in, "ready_children");
    options.max_children = number<int>(in, "max_children");
    options.memory_growth = number<std::uint64_t>(in, "memory_growth");
    options.scratch_size = number<std::uint64_t>(in, "scratch_size");
    options.cpu_limit = std::chrono::seconds(number<std::int64_t>(in, "cpu_limit"));
    options.start_timeout = std::chrono::seconds(number<std::int64_t>(in, "start_timeout"));
    options.run_dir = string(in, "run_dir");
    options.unprivileged_user = number<std::uint32_t>(in, "unprivileged_user");
    options.namespaces = in.at("namespaces").as_bool();
    options.require_landlock = in.at("require_landlock").as_bool();
    return setup;
  });
}

std::string text(const Order& order) {
  json::object out;
  out["kind"] = static_cast<int>(order.kind);
  out["number"] = order.number;
  return json::serialize(out);
}

Result<Order> read_order(std::string_view text) {
  return parse<Order>(text, [](const json::object& in) {
    return Order{static_cast<Order::Kind>(number<int>(in, "kind")), number<std::uint64_t>(in, "number")};
  });
}

std::string text(const Report& report) {
  json::object out;
  out["kind"] = static_cast<int>(report.kind);
  out["request"] = report.request;
  out["child"] = report.child;
  out["status"] = report.status;
  out["peak_memory"] = report.peak_memory;
  out["out_of_memory"] = report.out_of_memory;
  out["text"] = report.text;
  json::array layers;
  for (const auto& layer : report.layers) {
    layers.push_back(json::object{{"name", layer.name}, {"active", layer.active}, {"detail", layer.detail}});
  }
  out["layers"] = std::move(layers);
  return json::serialize(out);
}

Result<Report> read_report(std::string_view text) {
  return parse<Report>(text, [](const json::object& in) {
    Report report;
    report.kind = static_cast<Report::Kind>(number<int>(in, "kind"));
    report.request = number<std::uint64_t>(in, "request");
    report.child = number<std::uint64_t>(in, "child");
    report.status = number<int>(in, "status");
    report.peak_memory = number<std::uint64_t>(in, "peak_memory");
    report.out_of_memory = in.at("out_of_memory").as_bool();
    report.text = string(in, "text");
    for (const auto& value : in.at("layers").as_array()) {
      const auto& layer = value.as_object();
      report.layers.push_back({string(layer, "name"), layer.at("active").as_bool(), string(layer, "detail")});
    }
    return report;
  });
}

}  // namespace docmill::sandbox::wire
