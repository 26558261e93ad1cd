#pragma once
#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/log.h"
#include "base/units.h"

namespace docmill::config {

/// Everything an operator can choose. One flat list, the same for every command; the table in settings.cc holds names and
/// help. Limits that refuse a request are named in the error that enforces them.
struct Settings {
  // Where things are
  std::string data = "data";     // directory of everything embedded
  std::string queue;             // "sqlite:PATH", "azure:PREFIX[?queues=N]", "postgres://…"; empty: DATA/queue.db
  std::string store;             // "files:DIR", "azure:CONTAINER", "s3:BUCKET"; empty: DATA/store
  std::string accounts;          // "sqlite:PATH", "postgres://…"; empty: DATA/accounts.db
  std::string master_key;        // key file; empty: DATA/master.key
  std::string run_dir;           // sockets and leftover jails; empty: DATA/run
  std::string mail_program;      // empty: docmill-mail beside this binary
  std::string browser_program;   // empty: Debian's chromium-headless-shell, or its chromium
  std::string office_program;    // empty: docmill-office beside this binary
  std::string image_program;     // empty: docmill-image beside this binary
  std::string data_program;      // empty: docmill-data beside this binary
  std::string ooxml_program;     // empty: docmill-ooxml beside this binary
  std::string pdf_program;       // empty: docmill-pdf beside this binary
  std::string raster_program;    // empty: docmill-raster beside this binary
  std::string azure_connection;  // connection string, or "@FILE" with one account a line
  std::string s3_endpoint;       // "https://s3.eu-central-1.amazonaws.com"
  std::string s3_region = "us-east-1";
  std::string s3_credentials;  // "ID:SECRET[:TOKEN]", or "@FILE"
  std::string storage_ca;      // PEM of authorities for storage; empty: the system's

  // API
  std::string listen = "127.0.0.1:8080";
  std::string metrics_listen;  // empty: /metrics on the API's own address
  std::string public_url;      // base of links; empty: from the request
  bool console = true;         // pages under /console
  std::string tls_certificate;
  std::string tls_private_key;
  std::uint64_t request_limit = 100'000'000;
  std::chrono::milliseconds sync_wait{30'000};
  std::chrono::milliseconds poll_interval{1'000};  // how often a synchronous call looks in the store when told nothing
  std::uint64_t rate_limit = 0;                    // requests a minute and key; 0: off
  std::chrono::milliseconds drain_delay{0};        // not ready, but still answering, before the door closes
  std::chrono::milliseconds drain_timeout{30'000};
  std::chrono::milliseconds start_patience{60'000};  // how long shared services are waited for at start
  std::string agent_listen;                          // HAProxy's agent-check; empty: none
  std::uint64_t max_connections = 1'024;             // open client connections of the API

  // Jobs
  std::uint64_t slots = 0;  // 0: one per core
  std::uint64_t deliveries = 3;
  std::chrono::milliseconds lease{60'000};
  std::chrono::milliseconds retry_delay{2'000};
  std::chrono::milliseconds queue_budget{24 * 3'600'000};
  std::chrono::milliseconds fetch_budget{30'000};
  std::chrono::milliseconds load_budget{60'000};
  std::chrono::milliseconds layout_budget{60'000};
  std::chrono::milliseconds export_budget{60'000};
  std::chrono::milliseconds office_budget{120'000};
  std::uint64_t child_memory = kGiB;
  std::uint64_t ready_children = 1;  // forked ahead of need
  std::uint64_t page_limit = 5'000;
  std::uint64_t output_limit = 1'000'000'000;
  std::uint64_t unpacked_limit = 1'000'000'000;
  std::uint64_t unpacked_ratio = 200;
  std::uint64_t unpacked_entries = 10'000;
  std::string egress_allow;  // CIDR ranges, comma separated

  // Lifetimes
  std::chrono::milliseconds result_lifetime{6 * 3'600'000};
  std::chrono::milliseconds record_lifetime{7 * 24 * 3'600'000LL};
  std::chrono::milliseconds sweep_every{60'000};
  std::chrono::milliseconds hold_grace{15 * 60'000};
  std::chrono::milliseconds stray_after{10 * 60'000};
  std::chrono::milliseconds upload_grace{60 * 60'000};
  std::uint64_t callback_tries = 5;

  // Logs
  log::Level log_level = log::Level::Info;
  log::Format log_format = log::Format::Text;

  // Traces
  std::string otlp_endpoint;  // "http://127.0.0.1:4318"; empty: no traces
  std::string otlp_headers;   // "NAME=VALUE,…", or "@FILE"
  std::string otlp_ca;        // PEM of authorities for the collector; empty: the system's
  double trace_ratio = 1;     // of the traces that begin here, 0 to 1
};

/// One row of the table.
struct Setting {
  std::string_view name;  // "request-limit": flag --request-limit, DOCMILL_REQUEST_LIMIT, and the key in a file
  std::string_view summary;
  std::function<Result<void>(Settings&, std::string_view)> set;
  std::function<std::string(const Settings&)> show;
};

std::span<const Setting> table();
/// "request-limit" → "DOCMILL_REQUEST_LIMIT"
std::string environment_name(std::string_view setting);

using Values = std::map<std::string, std::string, std::less<>>;

/// Reads "name = value" lines; '#' starts a comment. Errors go to `faults` with their line numbers.
Values parse_file(std::string_view text, std::vector<std::string>& faults);

/// Defaults, then `file`, then `environment` (full variable names), then `flags` (setting names). Every fault of every source
/// is appended to `faults`, each naming the setting, its source and what would be right.
Settings resolve(const Values& file, const Values& environment, const Values& flags, std::vector<std::string>& faults);

/// "host:port" or "[v6]:port". Errors: BadRequest.
struct HostPort {
  std::string host;
  std::uint16_t port = 0;
};
Result<HostPort> parse_host_port(std::string_view text);

/// "a, b" → {"a", "b"}
std::vector<std::string> split_list(std::string_view text);

}  // namespace docmill::config
