#pragma once
#include <optional>
#include <string>
#include <vector>

#include "accounts/processes.h"
#include "api/form.h"
#include "api/process_route.h"
#include "api/result_wait.h"
#include "api/submit.h"
#include "base/async.h"
#include "base/clock.h"
#include "base/metrics.h"
#include "model/account.h"
#include "model/process.h"
#include "net/http.h"
#include "store/blob_store.h"

namespace docmill::api {

/// Templates larger than this are no templates; bytes.
constexpr std::uint64_t kLargestTemplate = 20'000'000;
/// Processes of one tenant.
constexpr std::size_t kMostProcesses = 500;
/// Who may be told when one process has finished.
constexpr std::size_t kMostHooks = 10;

/// All borrowed.
struct ProcessParts {
  accounts::Processes& processes;
  store::BlobStore& store;
  Submitter& submitter;
  ResultWait& result_wait;
  const Clock& clock;
  Metrics& metrics;
  std::uint64_t input_limit;
};

/// A process with its sealed half.
struct StoredProcess {
  model::Process row;
  model::ProcessRecord record;
};

/// Keeps the processes of tenants and makes jobs of their starts. Where a template lies: in the store, sealed like all documents, under a
/// prefix whose blobs stay as long as the process does. A start copies it to its job, so that changing or deleting a process does
/// nothing to jobs under way.
class Processes {
 public:
  explicit Processes(ProcessParts parts) : parts_(parts) {}

  /// The process, whoever's it is, or the tenant's. Errors: NotFound, Unavailable.
  Async<Result<model::Process>> find(ProcessId id);
  Async<Result<StoredProcess>> load(TenantId tenant, ProcessId id);
  Async<Result<std::vector<model::Process>>> list(TenantId tenant);

  /// Makes a process of a form, or changes the one the route names: what the form does not say stays. A new template is looked at first:
  /// for what it is, for what is wrong with it, and for the data it asks for.
  /// Errors: those of read_form and of the template's check, Conflict (too many; changed by somebody else meanwhile), NotFound.
  Async<Result<StoredProcess>> make(const net::Request& request, net::Body& body, model::Principal principal);
  Async<Result<StoredProcess>> change(const net::Request& request, net::Body& body, model::Principal principal, ProcessId id);
  /// Errors: NotFound, Conflict, Unavailable.
  Async<Result<void>> remove(TenantId tenant, ProcessId id);

  /// A job that starts the process with the JSON in `body`. `key`: whose it counts as. All but `body`'s bytes are taken.
  Async<Result<Submission>> submission(const net::Request& request, net::Body& body, StoredProcess process, KeyId key, bool generated);

  /// Registers an address that is told. Returns its id. Errors: FetchRefused (no address), Conflict (too many), NotFound.
  Async<Result<std::string>> add_hook(TenantId tenant, ProcessId id, std::string url);
  /// One that is not there counts as removed. Errors: NotFound (no such process), Unavailable.
  Async<Result<void>> remove_hook(TenantId tenant, ProcessId id, std::string hook);

 private:
  Async<Result<Form>> read(const net::Request& request, net::Body& body, TenantId tenant, ProcessId id, bool fresh);
  Async<Result<StoredProcess>> save(const net::Request& request, model::Principal principal, Form form, StoredProcess process, bool fresh);
  Async<Result<std::string>> schema_of(const net::Request& request, model::Principal principal, const StoredProcess& process);
  Async<Result<void>> store_record(StoredProcess& process, std::string was);
  Async<Result<std::vector<std::string>>> hooks_of(const model::Process& process);
  Async<void> forget(std::vector<std::string> blobs);

  ProcessParts parts_;
};

}  // namespace docmill::api
