#pragma once
#include <map>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/ids.h"
#include "base/result.h"
#include "model/job.h"

namespace docmill {

struct ProcessKind;
using ProcessId = Id<ProcessKind>;

}  // namespace docmill

namespace docmill::model {

/// 12 random characters, 60 bits: who knows a process may start it, so nobody shall guess one.
ProcessId new_process_id();

/// A stored template that is started with data: what the accounts database holds of it. All that a customer wrote besides the name is in
/// the sealed record it points to.
struct Process {
  ProcessId id;
  TenantId tenant;
  std::string name;        // as its owner calls it
  std::string kind;        // "docx", "xlsx", "pptx", "html", "pdf": what its template is
  bool active = false;     // otherwise it is being tested: runs are marked and free
  bool needs_key = false;  // to be started
  std::string record;      // name of the blob that holds the ProcessRecord
  Timestamp made_at;
  Timestamp changed_at;
};

/// The sealed half of a process. A change writes a new one and leaves what is read of the old one alone.
struct ProcessRecord {
  Input source;                                 // the template; its blob is the process's own
  std::map<std::string, std::string> settings;  // validated values of the fields of actions::process_form()
  std::string schema;                           // JSON Schema of the data the template asks for; empty when it is not known
};

/// Names in the transit store. These stay until their owner removes them: a sweep visits only what no process of the accounts has.
std::string process_prefix(const TenantId& tenant, const ProcessId& process);  // "p/<tenant>/<process>/"
std::string process_record(const TenantId& tenant, const ProcessId& process, std::string_view suffix);
std::string process_template(const TenantId& tenant, const ProcessId& process, std::string_view suffix);
/// Who is told when a process has finished: one blob for each, which holds an address.
std::string process_hooks(const TenantId& tenant, const ProcessId& process);  // "p/<tenant>/<process>/hooks/"

/// JSON both ways. Errors when reading: Corrupt.
std::string to_json(const ProcessRecord& record);
Result<ProcessRecord> process_record_from_json(std::string_view text);

}  // namespace docmill::model
