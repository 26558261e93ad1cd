#include "model/process.h"

#include <fmt/format.h>

#include <boost/json/serialize.hpp>

#include "model/json_reader.h"

namespace docmill::model {
namespace {

ProcessRecord read_process(JsonReader& in) {
  ProcessRecord record;
  record.source.blob = in.text("blob");
  record.source.field = "File";
  record.source.filename = in.text("filename");
  record.source.content_type = in.text("content_type");
  record.source.size = in.number("size");
  record.source.sha256 = in.text("sha256");
  record.settings = in.texts("settings");
  record.schema = in.text("json_schema", JsonReader::Optional);
  return record;
}

}  // namespace

ProcessId new_process_id() {
  return ProcessId::trusted(base32(random_bytes(8)).substr(0, 12));
}

std::string process_prefix(const TenantId& tenant, const ProcessId& process) {
  return fmt::format("p/{}/{}/", tenant.text(), process.text());
}

std::string process_record(const TenantId& tenant, const ProcessId& process, std::string_view suffix) {
  return fmt::format("{}record/{}", process_prefix(tenant, process), suffix);
}

std::string process_template(const TenantId& tenant, const ProcessId& process, std::string_view suffix) {
  return fmt::format("{}template/{}", process_prefix(tenant, process), suffix);
}

std::string process_hooks(const TenantId& tenant, const ProcessId& process) {
  return process_prefix(tenant, process) + "hooks/";
}

std::string to_json(const ProcessRecord& record) {
  boost::json::object out;
  out["schema"] = kWrittenSchema;
  out["blob"] = record.source.blob;
  out["filename"] = as_utf8(record.source.filename);
  out["content_type"] = as_utf8(record.source.content_type);
  out["size"] = record.source.size;
  out["sha256"] = record.source.sha256;
  auto& settings = out["settings"].emplace_object();
  for (const auto& [name, value] : record.settings) settings[as_utf8(name)] = as_utf8(value);
  out["json_schema"] = as_utf8(record.schema);
  return boost::json::serialize(out);
}

Result<ProcessRecord> process_record_from_json(std::string_view text) {
  return read_record<ProcessRecord>(text, "process record", read_process);
}

}  // namespace docmill::model
